import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../sim/random.ts";
import { batchMeans } from "../../sim/statistics/batch-means.ts";
import { tInterval } from "../../sim/statistics/interval.ts";

/** First-order autoregression around 3, begun in its steady state. */
function autoregression(count: number, coefficient: number, experiment: number): number[] {
  const draw = new Random(experiment, "autoregression").stream("noise");
  let deviation = draw.normal() / Math.sqrt(1 - coefficient ** 2);
  return Array.from({ length: count }, () => {
    deviation = coefficient * deviation + draw.normal();
    return 3 + deviation;
  });
}

test("the interval is Student's over the means of equal batches, and the first values that are over are dropped", () => {
  const run = Array.from({ length: 63 }, (_, index) => (index * 37) % 64);
  const means = Array.from(
    { length: 10 },
    (_, batch) => run.slice(3 + 6 * batch, 9 + 6 * batch).reduce((sum, value) => sum + value, 0) / 6,
  );
  expect(batchMeans(run, { batches: 10 })).toMatchObject({ ...tInterval(means), batchSize: 6 });
});

test("batches that alternate have von Neumann's ratio of 3.8", () => {
  // 20 means of ±1: 19 squared steps of 4 over 20 squared deviations of 1; 1 − 3.8 / 2 = −0.9.
  const run = Array.from({ length: 40 }, (_, index) => (index % 4 < 2 ? 1 : -1));
  const { autocorrelation, longEnough } = batchMeans(run);
  expect(autocorrelation).toBeCloseTo(-0.9, 12);
  expect(longEnough).toBe(true);
});

test("batches that rise are alike", () => {
  // Means 1 … 20: 19 squared steps of 1 over 665; 1 − 19 / 1330.
  const { autocorrelation, longEnough } = batchMeans(Array.from({ length: 20 }, (_, index) => index));
  expect(autocorrelation).toBeCloseTo(1 - 19 / 1330, 12);
  expect(longEnough).toBe(false);
});

test("a run that never moves is long enough, and one too short for its batches is not", () => {
  expect(batchMeans(new Array<number>(40).fill(0.1))).toMatchObject({
    mean: 0.1,
    low: 0.1,
    longEnough: true,
  });
  expect(batchMeans([1, 2, 3])).toMatchObject({
    count: 0,
    mean: Number.NaN,
    batchSize: 0,
    longEnough: false,
  });
});

test("long batches hold the mean in 93 to 97 of 100 runs and pass the check in 95; short ones fail both", () => {
  const runs = 400;
  const shares = (count: number) => {
    let held = 0;
    let passed = 0;
    for (let run = 0; run < runs; run += 1) {
      const { low, high, longEnough } = batchMeans(autoregression(count, 0.8, run));
      if (low <= 3 && 3 <= high) held += 1;
      if (longEnough) passed += 1;
    }
    return { held: held / runs, passed: passed / runs };
  };
  const long = shares(20 * 200);
  expect(long.held).toBeGreaterThan(0.92);
  expect(long.held).toBeLessThan(0.98);
  expect(long.passed).toBeGreaterThan(0.9);
  const short = shares(20 * 4);
  expect(short.held).toBeLessThan(0.85);
  expect(short.passed).toBeLessThan(0.4);
});

test("the mean moves and stretches with the run, the autocorrelation does not", () => {
  const values = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 20, maxLength: 90 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 9 }), (run, scale) => {
      const found = batchMeans(run);
      const moved = batchMeans(run.map((value) => scale * value - 5));
      expect(moved.low).toBeCloseTo(scale * found.low - 5, 6);
      expect(moved.autocorrelation).toBeCloseTo(found.autocorrelation, 6);
    }),
  );
});

test("fewer than 10 or more than 30 batches are refused", () => {
  expect(() => batchMeans([1], { batches: 9 })).toThrow("from 10 to 30, got 9.");
  expect(() => batchMeans([1], { batches: 40 })).toThrow("from 10 to 30, got 40.");
});
