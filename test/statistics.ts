/** Tests of fit for draws with fixed seeds; a level of 0.001 throughout. */
import { errorFunction } from "simple-statistics";

/** Kolmogorov–Smirnov: √n sup |F_n − F|; above 1.95 at the level of 0.001. */
export function kolmogorovSmirnov(values: readonly number[], cdf: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  let widest = 0;
  sorted.forEach((value, index) => {
    const expected = cdf(value);
    widest = Math.max(widest, expected - index / sorted.length, (index + 1) / sorted.length - expected);
  });
  return widest * Math.sqrt(sorted.length);
}
export const KOLMOGOROV_LIMIT = 1.95;

/**
 * Pearson's chi-square over its 0.999 quantile (Wilson and Hilferty 1931): a fit is at most 1. Neighbouring values are
 * joined until each cell expects 20.
 */
export function chiSquareRatio(values: readonly number[], probability: readonly number[], first = 0): number {
  const observed = new Float64Array(probability.length);
  for (const value of values) observed[value - first]! += 1;
  let statistic = 0;
  let cells = 0;
  let seen = 0;
  let expected = 0;
  let left = values.length;
  let leftSeen = values.length;
  for (let index = 0; index < probability.length; index += 1) {
    seen += observed[index]!;
    expected += probability[index]! * values.length;
    const remaining = left - expected;
    if (expected < 20 || remaining < 20) continue;
    statistic += (seen - expected) ** 2 / expected;
    cells += 1;
    left -= expected;
    leftSeen -= seen;
    seen = 0;
    expected = 0;
  }
  statistic += (leftSeen - left) ** 2 / left;
  return statistic / chiSquareQuantile(cells);
}

function chiSquareQuantile(freedom: number): number {
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + 3.0902 * Math.sqrt(spread)) ** 3;
}

export const normalCdf = (x: number): number => (1 + errorFunction(x / Math.SQRT2)) / 2;

/** Probabilities of 0, 1, … from the ratio p(k + 1) / p(k), grown outwards from near the mode and normalised. */
export function probabilities(length: number, mode: number, ratio: (k: number) => number): readonly number[] {
  const weights = new Array<number>(length).fill(0);
  weights[mode] = 1;
  for (let k = mode; k + 1 < length; k += 1) weights[k + 1] = weights[k]! * ratio(k);
  for (let k = mode; k > 0; k -= 1) weights[k - 1] = weights[k]! / ratio(k - 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

export function poissonProbabilities(mean: number): readonly number[] {
  const length = Math.ceil(mean + 12 * Math.sqrt(mean) + 30);
  return probabilities(length, Math.floor(mean), (k) => mean / (k + 1));
}

export function binomialProbabilities(trials: number, p: number): readonly number[] {
  return probabilities(trials + 1, Math.floor(trials * p), (k) => ((trials - k) / (k + 1)) * (p / (1 - p)));
}
