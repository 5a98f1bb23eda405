import { expect, test } from "vitest";
import { rankingClaims, sensitivityOf } from "../../sim/comparison/sensitivity.ts";
import { boxSentence, driverSentence, shareOfDrawsSentence } from "../../sim/comparison/sentences.ts";
import { outcomesOf, runsOf } from "./by-hand.ts";

/** A grid of 10 × 5 points: a from 0 to 9, b from 0 to 4. */
const points = Array.from({ length: 50 }, (_, draw) => [draw % 10, Math.floor(draw / 10)]);
const draws = { parameters: ["x/y.a", "x/y.b"], points };

test("a claim that hangs on one parameter: its share, its sign, the box where it fails", () => {
  const margins = points.map(([a]) => a! - 2.5);
  const found = sensitivityOf(draws, { claim: "a is large", margins, holds: margins.map((m) => m > 0) });
  // a is 0, 1 or 2 in 15 of the 50 draws.
  expect(found.share).toMatchObject({ held: 35, draws: 50 });
  expect(found.silent).toBe(0);
  expect(found.drivers[0]).toMatchObject({ parameter: "x/y.a", clear: true });
  expect(found.drivers[0]!.correlation).toBeCloseTo(1, 9);
  expect(found.drivers[1]).toMatchObject({ parameter: "x/y.b", correlation: 0, clear: false });
  expect(found.failing).toEqual({
    limits: [{ parameter: "x/y.a", low: -Infinity, high: 2 }],
    coverage: 1,
    density: 1,
    mass: 0.3,
  });
  // Wilson: (35 + 1.9207 ± 1.96 √(35 · 15 / 50 + 0.9604)) / 53.8415.
  expect(shareOfDrawsSentence(found)).toBe(
    '"a is large" holds in 35 of 50 draws (95 % interval of the share 56.2 % to 80.9 %)',
  );
  expect(driverSentence(found.drivers[0]!)).toBe(
    "kept the better the more there is of x/y.a (partial rank correlation 1.00)",
  );
  expect(boxSentence(found.failing!, String)).toBe(
    "fails mostly where x/y.a is at most 2: there it fails in 100 % of the draws, and 100 % of its failures lie there",
  );
});

test("a claim that always holds fails nowhere, and draws without a value say nothing", () => {
  const margins = points.map((_, draw) => (draw < 4 ? Number.NaN : 1 + (draw % 3)));
  const holds = margins.map((margin) => (Number.isNaN(margin) ? undefined : true));
  const found = sensitivityOf(draws, { claim: "always", margins, holds });
  expect(found).toMatchObject({ silent: 4, failing: undefined, share: { held: 46, draws: 46, high: 1 } });
  expect(shareOfDrawsSentence(found)).toMatch(/46 of 46 draws \(.*to 100 %; 4 more have no value\)$/);
});

test("three draws are too few to tell two parameters apart", () => {
  const few = {
    ...draws,
    points: [
      [0, 1],
      [1, 0],
      [2, 2],
    ],
  };
  const found = sensitivityOf(few, { claim: "few", margins: [1, -1, 1], holds: [true, false, true] });
  expect(found.drivers).toEqual([]);
  expect(found.failing).toBeUndefined();
});

test("a ranking holds in the draws in which the design that is best overall is best, or ties", () => {
  const runs = [
    ...runsOf({ a: { "gpu.supply": [10, 20] }, b: { "gpu.supply": [12, 12] } }, { point: 0 }),
    ...runsOf({ a: { "gpu.supply": [10, 10] }, b: { "gpu.supply": [12, 14] } }, { point: 1 }),
    ...runsOf({ a: { "gpu.supply": [90, 90] }, b: { "gpu.supply": [90, 90] } }, { point: 2 }),
  ];
  const claims = rankingClaims(outcomesOf(runs), 3, ["gpu.supply", "token.usd"]);
  // Means over replications: 15 and 12, 10 and 13, 90 and 90; over draws 115/3 and 115/3: the first.
  expect(claims).toEqual([
    { claim: "a is best in gpu.supply", margins: [3, -3, 0], holds: [true, false, true] },
  ]);
});
