import { expect, test } from "vitest";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { vary } from "../../sim/scenario/vary.ts";
import { lines, messageOf, refusal } from "./problems.ts";

const resolved = resolve(
  {
    title: "test",
    until: "10d",
    world: [
      { mechanism: "demand/poisson", params: { meanService: 600 }, as: "main" },
      { mechanism: "demand/poisson", params: { meanService: 60 }, as: "side" },
      { mechanism: "supply/servers", params: {} },
    ],
    designs: { none: [], halving: [{ mechanism: "issuance/genesis", params: { supply: 5 } }] },
  },
  ORRERY,
  { name: "test" },
);
const serviceTimes = (varied: typeof resolved): unknown[] =>
  varied.designs[0]!.uses.filter(({ mechanism }) => mechanism === "demand/poisson").map(({ as, params }) => [
    as,
    params["meanService"],
  ]);

test("a value reaches every instance of a mechanism, or the one that is named, and is read as in a file", () => {
  expect(serviceTimes(vary(resolved, ORRERY, { "demand/poisson.meanService": "5m" }))).toEqual([
    ["main", 300],
    ["side", 300],
  ]);
  expect(serviceTimes(vary(resolved, ORRERY, { "side.meanService": 5 }))).toEqual([
    ["main", 600],
    ["side", 5],
  ]);
});

test("what is not varied is shared, and the scenario itself stays what it is", () => {
  const varied = vary(resolved, ORRERY, { "issuance/genesis.supply": 7 });
  expect(varied.designs[0]).toBe(resolved.designs[0]);
  expect(varied.designs[1]!.uses.find(({ as }) => as === "main")).toBe(
    resolved.designs[1]!.uses.find(({ as }) => as === "main"),
  );
  expect(serviceTimes(resolved)).toEqual([
    ["main", 600],
    ["side", 60],
  ]);
  expect(vary(resolved, ORRERY, {})).toBe(resolved);
});

test("error: every value that a mechanism refuses, with its bounds", () => {
  const settings = { "main.meanService": -1, "issuance/genesis.supply": "much" };
  expect(messageOf(() => vary(resolved, ORRERY, settings))).toBe(
    lines(
      "test has 2 problems.",
      "",
      "  set › main.meanService",
      "    Expected at least 0.000001 s, got -1.",
      "  set › issuance/genesis.supply",
      '    Expected an amount of tokens, such as 1000000 or, with more digits than a number keeps, "1000000.000000000000000001", got "much".',
    ),
  );
});

test("error: an instance's name that stands for several mechanisms is checked against each", () => {
  const designs = {
    halving: [{ mechanism: "issuance/halving", params: {}, as: "issuance" }],
    fixed: [{ mechanism: "issuance/fixed", params: { split: { treasury: 1 } }, as: "issuance" }],
  };
  expect(refusal({ designs, sweep: { grid: { "issuance.interval": [10, 20] } } })).toBe(
    lines(
      "test has 1 problem.",
      "",
      "  sweep › grid › issuance.interval",
      "    issuance/fixed has no such parameter.",
    ),
  );
});
