import quantileOfT from "@stdlib/stats-base-dists-t-quantile";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fieller, headlineRatios } from "../../sim/comparison/headline.ts";
import { headlineSentence } from "../../sim/comparison/sentences.ts";
import { quantityText } from "../../sim/figures/number-text.ts";
import { outcomesOf, runsOf, type Table } from "./by-hand.ts";

const headline = [{ name: "USD a GPU retained", cost: "emission.usd", gain: "gpu.supply" }];
const ratioOf = (table: Table) => headlineRatios(outcomesOf(runsOf(table), { headline }))[0]!;

test("Fieller's bounds are the ratios r at which the mean of cost − r · gain is just told from 0", () => {
  const pair = fc.tuple(
    fc.double({ min: -5, max: 20, noNaN: true }),
    fc.double({ min: 5, max: 15, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(pair, { minLength: 3, maxLength: 12 }), (pairs) => {
      const { ratio, low, high } = fieller(pairs);
      fc.pre(Number.isFinite(low) && high - low > 1e-6);
      for (const bound of [low, high]) {
        const residuals = pairs.map(([cost, gain]) => cost - bound * gain);
        const mean = residuals.reduce((sum, value) => sum + value, 0) / pairs.length;
        const square = residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (pairs.length - 1);
        const t = Math.abs(mean) / Math.sqrt(square / pairs.length);
        expect(t / quantileOfT(0.975, pairs.length - 1)).toBeCloseTo(1, 5);
      }
      expect(ratio).toBeGreaterThanOrEqual(low);
      expect(ratio).toBeLessThanOrEqual(high);
    }),
  );
});

test("a clear gain has a price: mean cost over mean gain", () => {
  const found = ratioOf({
    control: { "gpu.supply": [100, 110, 90, 100] },
    token: { "gpu.supply": [140, 152, 131, 141], "emission.usd": [80, 84, 80, 84] },
  });
  // The control lacks the cost: it has spent nothing. Gains 40, 42, 41, 41.
  expect(found).toMatchObject({
    outcome: "priced",
    design: "token",
    ratio: 2,
    costUnit: "USD",
    gainUnit: "GPUs",
  });
  expect(found.costDifference.mean).toBe(82);
  expect(found.gainDifference.mean).toBe(41);
  expect(found.low).toBeLessThan(2);
  expect(found.high).toBeGreaterThan(2);
  expect(headlineSentence(found, quantityText)).toMatch(
    /^USD a GPU retained: 2 USD per GPUs under token, over control \(95 % interval 1\.\d+ USD per GPUs to 2\.\d+ USD per GPUs, 4 pairs with common luck\)$/,
  );
});

test("where the gain's interval holds 0 no ratio is given, and that is said", () => {
  const found = ratioOf({
    control: { "gpu.supply": [100, 110, 90, 100] },
    token: { "gpu.supply": [140, 100, 80, 120], "emission.usd": [80, 84, 80, 84] },
  });
  expect(found.outcome).toBe("not established");
  expect(found.ratio).toBeNaN();
  expect(headlineSentence(found, quantityText)).toMatch(
    /^USD a GPU retained: not established for token: its difference from control in GPUs online lies between −\d+(\.\d+)? GPUs and \d+(\.\d+)? GPUs \(95 % interval, 4 pairs with common luck\)$/,
  );
});

test.each([
  ["wasted", [90, 101, 79, 89], [80, 84, 80, 84]],
  ["free", [140, 152, 131, 141], [-80, -84, -80, -84]],
  ["saved", [90, 101, 79, 89], [-80, -84, -80, -84]],
] as const)("%s: the other quadrants of the plane of cost and gain", (outcome, supply, cost) => {
  const found = ratioOf({
    control: { "gpu.supply": [100, 110, 90, 100] },
    token: { "gpu.supply": supply, "emission.usd": cost },
  });
  expect(found.outcome).toBe(outcome);
  expect(Number.isNaN(found.ratio)).toBe(outcome !== "saved");
});

test("one replication establishes nothing; a measure that is not there is said to be missing", () => {
  const one = ratioOf({
    control: { "gpu.supply": [100] },
    token: { "gpu.supply": [140], "emission.usd": [80] },
  });
  expect(one.outcome).toBe("not established");
  expect(headlineSentence(one, quantityText)).toContain("too little was found (1 pair with common luck)");
  const none = ratioOf({ control: { "gpu.supply": [1, 2] }, token: { "gpu.supply": [3, 4] } });
  expect(none.outcome).toBe("not measured");
});
