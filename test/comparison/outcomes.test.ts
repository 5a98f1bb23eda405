import { expect, test } from "vitest";
import { designsIn, measureNamed, measuresIn, ofFuture, summariesOf } from "../../sim/comparison/outcomes.ts";
import { branched, outcomesOf, runsOf } from "./by-hand.ts";

test("the runs of a future are those of one branch and one point; the first branch is the reference", () => {
  const runs = [
    ...runsOf({ a: { m: [1] } }, { branch: "none" }),
    ...runsOf({ a: { m: [2] } }, { branch: "shock" }),
    ...runsOf({ a: { m: [3] } }, { branch: "none", point: 1 }),
  ];
  const outcomes = outcomesOf(runs, { branches: branched("none", "shock") });
  const values = (future: object) => ofFuture(outcomes, future).runs.map(({ summary }) => summary["m"]);
  expect(values({})).toEqual([1]);
  expect(values({ branch: "shock" })).toEqual([2]);
  expect(values({ point: 1 })).toEqual([3]);
});

test("antithetic replications count by pairs, by the mean of both", () => {
  const runs = runsOf({ a: { m: [1, 3, 10, 20, 5] } });
  expect([...summariesOf(outcomesOf(runs), "a", "m")]).toEqual([
    [0, 1],
    [1, 3],
    [2, 10],
    [3, 20],
    [4, 5],
  ]);
  // The fifth has no partner yet.
  expect([...summariesOf(outcomesOf(runs, { antithetic: true }), "a", "m")]).toEqual([
    [0, 2],
    [1, 15],
  ]);
});

test("measures come in their usual order, designs in the scenario's", () => {
  const runs = runsOf({ b: { "z.other": [1], "token.usd": [1], "gpu.supply": [1], "a.other": [1] }, a: {} });
  expect([...measuresIn(runs).keys()]).toEqual(["gpu.supply", "token.usd", "a.other", "z.other"]);
  const two = runsOf({ b: { m: [1] }, a: { m: [1] } });
  const designs = ["a", "b", "c"].map((name) => ({ name, uses: [] }));
  expect(designsIn(outcomesOf(two, { designs }))).toEqual(["a", "b"]);
});

test("a measure of the one asset is meant by its name without the asset, of two by neither", () => {
  expect(measureNamed(["ledger.supply[token]", "m"], "ledger.supply")).toBe("ledger.supply[token]");
  expect(measureNamed(["ledger.supply[a]", "ledger.supply[b]"], "ledger.supply")).toBeUndefined();
  expect(measureNamed(["m"], "m")).toBe("m");
});
