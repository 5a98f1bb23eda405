import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { fsum, quantileSorted } from "d3-array";
import { OrreryError } from "../errors.ts";
import type { Index } from "../indexed.ts";
import { type Draw, Random } from "../random.ts";
import { type EstimateInterval, needConfidence } from "./interval.ts";
import { momentsOf, present } from "./moments.ts";
import { normalCdf } from "./normal.ts";

/** What an interval is wanted for: a number from values in rising order, such as a quantile or a deviation. */
export type Statistic = (sorted: readonly number[]) => number;

/** How the bootstrap draws. */
export interface Resampling {
  readonly confidence?: number;
  readonly resamples?: number;
  /** Whole number: the same seed draws the same resamples. */
  readonly seed: number;
}

/**
 * BCa interval of any statistic: Efron, "Better bootstrap confidence intervals", JASA 82 (1987), 171–185, with the
 * acceleration from the jackknife (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 14.3).
 *
 * NaN among the values is left out; below two values the bounds are −∞ and ∞ (NaN without any). The bounds are NaN
 * where the statistic of a resample is NaN. Costs `resamples` + count evaluations of the statistic.
 *
 * @throws OrreryError where the confidence does not lie between 0 and 1 or there are fewer than 100 resamples
 */
export function bootstrapInterval(
  values: Iterable<number>,
  statistic: Statistic,
  { confidence = 0.95, resamples = 2000, seed }: Resampling,
): EstimateInterval {
  needConfidence(confidence);
  if (!(resamples >= 100)) {
    throw new OrreryError(`A bootstrap needs at least 100 resamples, got ${String(resamples)}.`);
  }
  const sorted = present(values).sort((a, b) => a - b);
  const count = sorted.length;
  const found = (estimate: number, low: number, high: number) => ({ count, estimate, low, high, confidence });
  if (count === 0) return found(Number.NaN, Number.NaN, Number.NaN);
  const estimate = statistic(sorted);
  if (count === 1) return found(estimate, -Infinity, Infinity);
  const draw = new Random(seed, "bootstrap").stream("resample");
  const replicates = Array.from({ length: resamples }, () => statistic(resampled(sorted, draw)));
  if (Number.isNaN(estimate) || replicates.some(Number.isNaN)) return found(estimate, Number.NaN, Number.NaN);
  replicates.sort((a, b) => a - b);
  const bias = biasCorrection(replicates, estimate);
  const acceleration = accelerationOf(sorted, statistic);
  const bound = (probability: number): number => {
    const z = bias + normalQuantile(probability, 0, 1);
    return quantileSorted(replicates, normalCdf(bias + z / (1 - acceleration * z)))!;
  };
  return found(estimate, bound((1 - confidence) / 2), bound((1 + confidence) / 2));
}

/** As many values again, drawn with replacement and in rising order. */
function resampled(sorted: readonly number[], draw: Draw): number[] {
  const times = new Uint32Array(sorted.length);
  for (let taken = 0; taken < sorted.length; taken += 1) times[draw.integer(sorted.length)]! += 1;
  const drawn: number[] = [];
  sorted.forEach((value, index: Index) => {
    for (let left = times[index]; left > 0; left -= 1) drawn.push(value);
  });
  return drawn;
}

/** z of the share of replicates below the estimate, ties by half; never infinite. */
function biasCorrection(replicates: readonly number[], estimate: number): number {
  const below = replicates.filter((value) => value < estimate).length;
  const ties = replicates.filter((value) => value === estimate).length;
  const share = (below + ties / 2) / replicates.length;
  const least = 1 / (replicates.length + 1);
  return normalQuantile(Math.min(Math.max(share, least), 1 - least), 0, 1);
}

/** Skewness of the jackknife over 6; 0 where leaving a value out changes nothing. */
function accelerationOf(sorted: readonly number[], statistic: Statistic): number {
  const without = sorted.map((_, left) => statistic(sorted.filter((_, index) => index !== left)));
  const { mean } = momentsOf(without);
  const squares = fsum(without, (value) => (mean - value) * (mean - value));
  if (!(squares > 0)) return 0;
  const cubes = fsum(without, (value) => (mean - value) * (mean - value) * (mean - value));
  return cubes / (6 * squares * Math.sqrt(squares));
}
