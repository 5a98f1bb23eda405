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

/** Two samples of one law: √(nm / (n + m)) sup |F_n − F_m|, with the same limit; strict where values tie. */
export function kolmogorovSmirnovOfTwo(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [Float64Array.from(one).sort(), Float64Array.from(other).sort()];
  let widest = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= value) i += 1;
    while (j < b.length && b[j]! <= value) j += 1;
    widest = Math.max(widest, Math.abs(i / a.length - j / b.length));
  }
  return widest * Math.sqrt((a.length * b.length) / (a.length + b.length));
}

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

/** Failures before the r-th success. */
export function negativeBinomialProbabilities(r: number, p: number): readonly number[] {
  const mean = (r * (1 - p)) / p;
  const length = Math.ceil(mean + (30 * Math.sqrt(mean + 1)) / p + 30);
  return probabilities(
    length,
    Math.max(0, Math.floor(((r - 1) * (1 - p)) / p)),
    (k) => ((k + r) / (k + 1)) * (1 - p),
  );
}

/** Marked ones from the least to the most of so many draws without replacement. */
export function hypergeometricProbabilities(
  population: number,
  marked: number,
  draws: number,
): { readonly first: number; readonly probability: readonly number[] } {
  const rest = population - marked;
  const first = Math.max(0, draws - rest);
  const mode = Math.floor(((marked + 1) * (draws + 1)) / (population + 2));
  const probability = probabilities(Math.min(marked, draws) - first + 1, mode - first, (at) => {
    const k = at + first;
    return ((marked - k) * (draws - k)) / ((k + 1) * (rest - draws + k + 1));
  });
  return { first, probability };
}
