import quantileOfT from "@stdlib/stats-base-dists-t-quantile";
import { expect, test } from "vitest";
import { branchEffects, designEffects } from "../../sim/comparison/effects.ts";
import { branched, outcomesOf, runsOf } from "./by-hand.ts";

test("a design's effect is the mean difference of replications with the same luck", () => {
  const runs = runsOf({
    control: { "gpu.supply": [10, 20, 30, 40] },
    other: { "gpu.supply": [13, 22, 33, 44] },
  });
  const [row] = designEffects(outcomesOf(runs));
  expect(row).toMatchObject({ measure: "gpu.supply", control: "control", unit: "GPUs" });
  expect(row!.reference.mean).toBe(25);
  const [{ mean, difference, varianceRatio }] = row!.effects as [(typeof row & object)["effects"][number]];
  expect(mean.mean).toBe(28);
  // Differences 3, 2, 3, 4: mean 3, variance 2/3, standard error √(1/6).
  const reach = quantileOfT(0.975, 3) * Math.sqrt(1 / 6);
  expect(difference.mean).toBe(3);
  expect(difference.low).toBeCloseTo(3 - reach, 12);
  expect(difference.high).toBeCloseTo(3 + reach, 12);
  expect(difference.verdict).toBe("higher");
  // Variances 500/3 and 542/3 of the two, 2/3 of the difference.
  expect(varianceRatio).toBeCloseTo((500 + 542) / 2, 9);
});

test("all comparisons are one family, and a measure that the control lacks is not compared", () => {
  const runs = runsOf({
    control: { m: [1, 2, 3, 4] },
    a: { m: [2, 2, 4, 4], "token.usd": [5, 6, 7, 8] },
    b: { m: [1, 2, 4, 4], "token.usd": [1, 1, 1, 1] },
  });
  const rows = designEffects(outcomesOf(runs));
  expect(rows.map(({ measure }) => measure)).toEqual(["token.usd", "m"]);
  const [token, m] = rows as [(typeof rows)[number], (typeof rows)[number]];
  expect(token.reference.count).toBe(0);
  expect(token.effects.map(({ mean, difference }) => [mean.mean, difference.count])).toEqual([
    [6.5, 0],
    [1, 0],
  ]);
  expect(m.effects.map(({ difference }) => difference.family)).toEqual([2, 2]);
});

test("a branch's effect is paired with the same run without it, and compared with the effect on the control", () => {
  const outcomes = outcomesOf(
    [
      ...runsOf({ control: { m: [10, 20, 30] }, a: { m: [11, 22, 33] } }, { branch: "none" }),
      ...runsOf({ control: { m: [8, 17, 28] }, a: { m: [10, 20, 33] } }, { branch: "shock" }),
    ],
    { branches: branched("none", "shock") },
  );
  const effects = branchEffects(outcomes);
  expect(effects.map(({ design, branch, reference }) => [design, branch, reference])).toEqual([
    ["control", "shock", "none"],
    ["a", "shock", "none"],
  ]);
  const [control, a] = effects as [(typeof effects)[number], (typeof effects)[number]];
  expect(control.before.mean).toBe(20);
  // −2, −3, −2 and −1, −2, 0; the differences of the two are 1, 1, 2.
  expect(control.effect.mean).toBeCloseTo(-7 / 3, 12);
  expect(a.effect.mean).toBe(-1);
  expect(a.beyondControl?.mean).toBeCloseTo(4 / 3, 12);
  expect(a.beyondControl?.count).toBe(3);
  expect(control.beyondControl).toBeUndefined();
});

test("without branches there are no effects of branches", () => {
  expect(branchEffects(outcomesOf(runsOf({ a: { m: [1, 2] } })))).toEqual([]);
});
