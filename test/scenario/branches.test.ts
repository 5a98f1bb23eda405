import { describe, expect, test } from "vitest";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { type ResolveOptions, resolve } from "../../sim/scenario/resolve.ts";
import { chain, lines, refusal } from "./problems.ts";

const BRANCHES = {
  at: "5d",
  none: {},
  "slow blocks": { set: { "consensus/nakamoto.blockTime": "20m" } },
  "fast blocks": { set: { "consensus/nakamoto.blockTime": "1m" } },
};
const resolved = (options: ResolveOptions = {}) =>
  resolve({ title: "test", until: "10d", world: [chain({})], branches: BRANCHES }, ORRERY, options);

describe("branches", () => {
  test("stand in the order of the file; the first is the reference", () => {
    expect(resolved().branches).toEqual({
      at: 432_000,
      branches: [
        { name: "none", set: {} },
        { name: "slow blocks", set: { "consensus/nakamoto.blockTime": "20m" } },
        { name: "fast blocks", set: { "consensus/nakamoto.blockTime": "1m" } },
      ],
    });
  });

  test("some may be chosen, in the order of the file", () => {
    const { branches } = resolved({ branches: ["fast blocks", "none"] }).branches!;
    expect(branches.map(({ name }) => name)).toEqual(["none", "fast blocks"]);
  });

  test("a shorter horizon cuts them off, and says so", () => {
    const { branches, notes } = resolved({ until: "5d" });
    expect(branches).toBeNull();
    expect(notes).toEqual([
      "The run ends at 5 d of the scenario's 10 d: later shocks do not happen.",
      "The branches at 5 d do not happen.",
    ]);
    expect(resolved({ until: "6d" }).branches).not.toBeNull();
  });
});

test("error: a time past the end, unknown parameters and values out of bounds, and what the command line names, all at once", () => {
  const branches = {
    at: "11d",
    none: {},
    "slow blocks": { set: { "consensus/nakamoto.blockTime": -1, "consensus/nakamoto.blckTime": 3 } },
    others: { set: { "consensus/nakamto.blockTime": 3 }, sett: {} },
    more: { set: { "consensus/nakamto.blockTime": 3 } },
  };
  expect(refusal({ branches }, { branches: ["slow block", "slow blocks", "others", "more"] })).toBe(
    lines(
      "test has 7 problems.",
      "",
      "  --branch",
      '    There is no branch "slow block". Did you mean "slow blocks"?',
      "  branches › at",
      "    Expected a time before the horizon of 10 d, got 11 d.",
      '  branches › "slow blocks" › set › consensus/nakamoto.blockTime',
      "    Expected at least 0.1 s, got -1.",
      '  branches › "slow blocks" › set › consensus/nakamoto.blckTime',
      '    consensus/nakamoto has no such parameter. Did you mean "blockTime"?',
      '  branches › "others" › sett',
      '    There is no such field. Did you mean "set"? Expected {}, or { set: { "shocks/demand.factor": 0.5 } }.',
      '  branches › "others" › set › consensus/nakamto.blockTime',
      '    No mechanism or instance here is called "consensus/nakamto". Did you mean "consensus/nakamoto"?',
      '  branches › "more" › set › consensus/nakamto.blockTime',
      '    No mechanism or instance here is called "consensus/nakamto". Did you mean "consensus/nakamoto"?',
    ),
  );
});

const EXPECTED =
  'Expected a time and at least one branch, such as { at: "365d", "none": {}, "shock": { set: { "shocks/demand.factor": 0.5 } } }.';

test.each([
  ["soon", "branches", EXPECTED],
  [{ at: "5d" }, "branches", EXPECTED],
  [{ none: {} }, "branches › at", "Expected a time such as 365d, got undefined."],
  [{ at: "-5d", none: {} }, "branches › at", 'Expected a time such as 365d, got "-5d".'],
  [{ at: "10d", none: {} }, "branches › at", "Expected a time before the horizon of 10 d, got 10 d."],
  [{ at: "5d", "": {} }, 'branches › ""', 'Expected a name that is not empty, got "".'],
  [
    { at: "5d", none: null },
    'branches › "none"',
    'Expected {}, or { set: { "shocks/demand.factor": 0.5 } }.',
  ],
])("error: branches of %j", (branches, path, message) => {
  expect(refusal({ branches })).toBe(lines("test has 1 problem.", "", `  ${path}`, `    ${message}`));
});

test("error: a branch where there are none", () => {
  expect(refusal({}, { branches: ["shock"] })).toContain('There is no branch "shock".');
});
