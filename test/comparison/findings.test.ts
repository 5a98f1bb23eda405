import { expect, test } from "vitest";
import { findings } from "../../sim/comparison/findings.ts";
import { findingSentence } from "../../sim/comparison/sentences.ts";
import { quantityText } from "../../sim/figures/number-text.ts";
import { outcomesOf, runsOf } from "./by-hand.ts";

test("the best design is clear where it beats every other by an interval", () => {
  const runs = runsOf({
    a: { "gpu.supply": [10, 20, 30, 40, 50] },
    b: { "gpu.supply": [20, 30, 40, 50, 61] },
    c: { "gpu.supply": [11, 20, 31, 40, 51] },
  });
  const [found] = findings(outcomesOf(runs));
  expect(found).toMatchObject({
    best: "b",
    runnerUp: "c",
    better: "higher",
    outcome: "clear",
    contenders: ["b"],
  });
  // Pairs of three designs in one measure.
  expect(found!.lead.family).toBe(3);
  expect(found!.lead.mean).toBeCloseTo(9.6, 12);
  expect(findingSentence(found!, quantityText)).toMatch(
    /^b is best in GPUs online, 9\.6 GPUs above c, the next \(simultaneous 95 % interval of 3 comparisons \d.*, 5 pairs with common luck\)$/,
  );
});

test("less is better where that is so, and what is near the best stays in the race", () => {
  const runs = runsOf({
    a: { "jobs.waitP95": [10, 20, 30, 40] },
    b: { "jobs.waitP95": [9, 22, 28, 40] },
    c: { "jobs.waitP95": [50, 60, 70, 80] },
  });
  const [found] = findings(outcomesOf(runs));
  expect(found).toMatchObject({ best: "b", runnerUp: "a", better: "lower", outcome: "not told apart" });
  expect(found!.contenders).toEqual(["b", "a"]);
  expect(findingSentence(found!, quantityText)).toMatch(
    /^which of b and a is best in the 95th percentile of waits is not established: b cannot be told from a in the 95th percentile of waits: the difference lies between −/,
  );
});

test("equal designs are a tie; a measure of which nobody knows what is better is left out", () => {
  const runs = runsOf({
    a: { "gpu.supply": [1, 2], "token.usd": [1, 2] },
    b: { "gpu.supply": [1, 2], "token.usd": [3, 4] },
  });
  const found = findings(outcomesOf(runs));
  expect(found.map(({ measure, best, outcome }) => [measure, best, outcome])).toEqual([
    ["gpu.supply", "a", "not told apart"],
  ]);
});
