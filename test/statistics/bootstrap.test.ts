import { deviation, mean, median } from "d3-array";
import { expect, test } from "vitest";
import { Random } from "../../sim/random.ts";
import { bootstrapInterval } from "../../sim/statistics/bootstrap.ts";

/** Efron and Tibshirani, An Introduction to the Bootstrap (1993), table 14.1: spatial test, column A. */
const SPATIAL = [
  48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
];

const varianceOf = (values: readonly number[]): number => {
  const centre = mean(values)!;
  return mean(values, (value) => (value - centre) ** 2)!;
};

test("the variance of the spatial test has Efron's and Tibshirani's BCa interval", () => {
  const found = bootstrapInterval(SPATIAL, varianceOf, { confidence: 0.9, resamples: 20_000, seed: 1 });
  expect(found.estimate).toBeCloseTo(171.534, 3);
  // Their table 14.2 has (115.8, 259.6) from 2,000 resamples; SciPy 1.17.1 has (115.4, 260.9) from 200,000.
  expect(Math.abs(found.low - 115.4)).toBeLessThan(1.5);
  expect(Math.abs(found.high - 260.9)).toBeLessThan(2.5);
});

test("the mean of the spatial test has SciPy's interval", () => {
  const found = bootstrapInterval(SPATIAL, (values) => mean(values)!, { resamples: 20_000, seed: 2 });
  // SciPy 1.17.1: stats.bootstrap, 200,000 resamples, BCa.
  expect(Math.abs(found.low - 24.154)).toBeLessThan(0.3);
  expect(Math.abs(found.high - 34.269)).toBeLessThan(0.3);
});

test("the order of the values does not matter, and the seed does", () => {
  const statistic = (values: readonly number[]) => deviation(values)!;
  const found = bootstrapInterval(SPATIAL, statistic, { seed: 3 });
  expect(bootstrapInterval([...SPATIAL.toReversed(), Number.NaN], statistic, { seed: 3 })).toEqual(found);
  expect(bootstrapInterval(SPATIAL, statistic, { seed: 4 })).not.toEqual(found);
});

test("the interval goes along with every rising function of the statistic", () => {
  const found = bootstrapInterval(SPATIAL, (values) => median(values)!, { resamples: 500, seed: 5 });
  const doubled = bootstrapInterval(SPATIAL, (values) => 2 * median(values)! + 8, {
    resamples: 500,
    seed: 5,
  });
  expect(doubled.low).toBeCloseTo(2 * found.low + 8, 9);
  expect(doubled.high).toBeCloseTo(2 * found.high + 8, 9);
});

test("90 % intervals of the mean of 30 skewed values hold it in 85 to 94 of 100 experiments", () => {
  const random = new Random(6, "coverage");
  let held = 0;
  for (let experiment = 0; experiment < 400; experiment += 1) {
    const draw = random.at(experiment, "values");
    const values = Array.from({ length: 30 }, () => draw.exponential(1));
    const { low, high } = bootstrapInterval(values, (sample) => mean(sample)!, {
      confidence: 0.9,
      resamples: 400,
      seed: experiment,
    });
    if (low <= 1 && 1 <= high) held += 1;
  }
  expect(held / 400).toBeGreaterThan(0.85);
  expect(held / 400).toBeLessThan(0.94);
});

test("equal values have no spread to draw, and few values no bounds", () => {
  const statistic = (values: readonly number[]) => mean(values)!;
  expect(bootstrapInterval([3, 3, 3], statistic, { seed: 1 })).toMatchObject({
    estimate: 3,
    low: 3,
    high: 3,
  });
  expect(bootstrapInterval([3], statistic, { seed: 1 })).toMatchObject({ low: -Infinity, high: Infinity });
  expect(bootstrapInterval([], statistic, { seed: 1 })).toMatchObject({ count: 0, estimate: Number.NaN });
});

test("a statistic without a value for some resamples has no bounds", () => {
  const ratio = (values: readonly number[]) => (values[0] === values.at(-1) ? Number.NaN : 1);
  expect(bootstrapInterval([1, 2], ratio, { seed: 1 })).toMatchObject({ estimate: 1, low: Number.NaN });
});

test("a statistic that only resamples from below have keeps finite bounds", () => {
  const found = bootstrapInterval([1, 2, 3, 4], (values) => new Set(values).size, { seed: 1 });
  expect(found.low).toBeGreaterThanOrEqual(1);
  expect(found.high).toBeLessThanOrEqual(4);
});

test("fewer than 100 resamples are refused", () => {
  expect(() => bootstrapInterval([1, 2], () => 1, { resamples: 10, seed: 1 })).toThrow("100 resamples");
});
