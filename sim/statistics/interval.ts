import binomialQuantile from "@stdlib/stats-base-dists-binomial-quantile";
import { median } from "d3-array";
import { OrreryError } from "../errors.ts";
import { regularisedBeta } from "./beta.ts";
import { momentsOf, present } from "./moments.ts";
import { studentReach } from "./student.ts";

/** Where a quantity lies with a confidence, found from `count` observations. */
export interface Bounds {
  readonly count: number;
  readonly low: number;
  readonly high: number;
  /** From 0 to 1, such as 0.95. */
  readonly confidence: number;
}

/** A mean and where it lies. */
export interface Interval extends Bounds {
  readonly mean: number;
}

/** The estimate of any other statistic and where it lies. */
export interface EstimateInterval extends Bounds {
  readonly estimate: number;
}

/** The median; `coverage` is the confidence that its interval has, at least the one asked for. */
export interface MedianInterval extends EstimateInterval {
  readonly coverage: number;
}

/**
 * Student's t interval of a mean, exact for normal observations and good for means of many.
 *
 * NaN is left out. Without a value all is NaN; one value says nothing about how far values lie apart, so its interval
 * runs from −∞ to ∞; equal values have an interval of no width.
 *
 * @throws OrreryError where the confidence does not lie between 0 and 1
 */
export function tInterval(values: Iterable<number>, confidence = 0.95): Interval {
  needConfidence(confidence);
  const { count, mean, variance } = momentsOf(present(values));
  return { count, mean, confidence, ...tBounds(mean, Math.sqrt(variance / count), count - 1, confidence) };
}

/** Bounds of a mean from its standard error and the degrees of freedom; −∞ and ∞ where there is no freedom. */
export function tBounds(
  mean: number,
  standardError: number,
  freedom: number,
  confidence: number,
): { low: number; high: number } {
  if (Number.isNaN(mean)) return { low: Number.NaN, high: Number.NaN };
  if (!(freedom > 0)) return { low: -Infinity, high: Infinity };
  if (standardError === 0) return { low: mean, high: mean };
  const reach = standardError * studentReach(confidence, freedom);
  return { low: mean - reach, high: mean + reach };
}

/**
 * Interval of a median between two order statistics, exact for every continuous distribution (Conover, Practical
 * Nonparametric Statistics, 3rd edition 1999, section 3.2). NaN is left out. Too few values (five or fewer at 95 %)
 * bound nothing: −∞ to ∞.
 *
 * @throws OrreryError where the confidence does not lie between 0 and 1
 */
export function medianInterval(values: Iterable<number>, confidence = 0.95): MedianInterval {
  needConfidence(confidence);
  const sorted = Float64Array.from(present(values)).sort();
  const count = sorted.length;
  const estimate = median(sorted) ?? Number.NaN;
  if (count === 0)
    return { count, estimate, low: estimate, high: estimate, confidence, coverage: Number.NaN };
  // The rank-th value from either end: fewer than `rank` values lie beyond the median with at most (1 − confidence) / 2.
  const rank = binomialQuantile((1 - confidence) / 2, count, 0.5);
  if (rank === 0) return { count, estimate, low: -Infinity, high: Infinity, confidence, coverage: 1 };
  const beyond = regularisedBeta(0.5, 0.5, count - rank + 1, rank);
  return {
    count,
    estimate,
    low: sorted[rank - 1]!,
    high: sorted[count - rank]!,
    confidence,
    coverage: 1 - 2 * beyond,
  };
}

/** @throws OrreryError where the confidence does not lie between 0 and 1 */
export function needConfidence(confidence: number): void {
  if (confidence > 0 && confidence < 1) return;
  throw new OrreryError(`A confidence needs to lie between 0 and 1, got ${String(confidence)}.`, [
    "0.95 stands for 95 %",
  ]);
}
