import { expect, test } from "vitest";
import { firstParting, resultDifferences } from "../../sim/comparison/results.ts";
import type { BlockRow } from "../../sim/run/result.ts";
import { runOf } from "../experiment/runs.ts";
import { outcomesOf, runsOf } from "./by-hand.ts";

test("replications of the same seed are paired, and the clearest difference comes first", () => {
  const first = runsOf({ a: { still: [1, 2, 3], moved: [10, 20, 30], noisy: [1, 5, 2] } });
  const second = runsOf({ a: { still: [1, 2, 3], moved: [11, 21, 31.1], noisy: [3, 2, 8] } });
  const found = resultDifferences(outcomesOf(first), outcomesOf(second));
  expect(found.map(({ measure }) => measure)).toEqual(["moved", "noisy", "still"]);
  expect(found[0]).toMatchObject({
    design: "a",
    first: 20,
    difference: { paired: true, verdict: "higher", family: 3 },
  });
  expect(found[2]!.difference).toMatchObject({ mean: 0, low: 0, high: 0 });
});

test("replications of other seeds are independent", () => {
  const first = runsOf({ a: { m: [1, 2, 3] } });
  const second = runsOf({ a: { m: [2, 3, 4] } }, { seed: 99 });
  const [found] = resultDifferences(outcomesOf(first), outcomesOf(second));
  // Welch: standard error √(1/3 + 1/3), 4 degrees of freedom.
  expect(found!.difference).toMatchObject({ mean: 1, paired: false, verdict: "undecided" });
  expect(found!.difference.freedom).toBeCloseTo(4, 12);
});

const block = (height: number, digest: string): BlockRow => ({
  place: "",
  height,
  t: height * 10,
  proposer: "p",
  parent: "",
  hash: "",
  digest,
});

test("the first checkpoint that differs is found among the blocks that both kept", () => {
  const one = runOf("a", 0, [], { blocks: [block(1, "x"), block(2, "y"), block(3, "z"), block(4, "q")] });
  const other = runOf("a", 0, [], { blocks: [block(1, "x"), block(3, "other"), block(4, "r")] });
  expect(firstParting(one, other)).toMatchObject({
    last: { height: 1 },
    first: { height: 3 },
    second: { digest: "other" },
  });
  expect(firstParting(one, one)).toBeUndefined();
  expect(firstParting(one, runOf("a", 0, []))).toBeUndefined();
});
