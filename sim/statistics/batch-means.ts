import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { fsum } from "d3-array";
import { OrreryError } from "../errors.ts";
import { type Interval, tInterval } from "./interval.ts";
import { momentsOf, present } from "./moments.ts";

/** The mean of one long run; `count` is the number of batches. */
export interface BatchMeans extends Interval {
  /** Observations in a batch. */
  readonly batchSize: number;
  /** Of neighbouring batches, from −1 to 1; NaN without an observation in each batch. */
  readonly autocorrelation: number;
  /** False: neighbouring batches are alike, so the interval is too narrow and a longer run is needed. */
  readonly longEnough: boolean;
}

/** Level of the test against correlated batches, one-sided. */
const LEVEL = 0.05;

/**
 * Interval of a steady-state mean from one long run, cut into batches whose means count as independent: Schmeiser,
 * "Batch size effects in the analysis of simulation output", Operations Research 30 (1982), 556–568, who finds 10 to
 * 30 batches to suffice. Whether they are independent is asked by von Neumann's ratio ("Distribution of the ratio of
 * the mean square successive difference to the variance", Annals of Mathematical Statistics 12 (1941), 367–395), as in
 * Fishman, "Grouping observations in digital simulation", Management Science 24 (1978), 510–521.
 *
 * @param values observations after the warm-up, in order of time, NaN left out; the first are dropped where they do
 *   not divide into batches
 * @throws OrreryError where the batches are not 10 to 30 or the confidence does not lie between 0 and 1
 */
export function batchMeans(values: Iterable<number>, { batches = 20, confidence = 0.95 } = {}): BatchMeans {
  if (!(Number.isInteger(batches) && batches >= 10 && batches <= 30)) {
    throw new OrreryError(
      `Batch means need a whole number of batches from 10 to 30, got ${String(batches)}.`,
    );
  }
  const run = present(values);
  const batchSize = Math.floor(run.length / batches);
  const start = run.length - batches * batchSize;
  const means = Array.from({ length: batchSize > 0 ? batches : 0 }, (_, batch) => {
    const from = start + batch * batchSize;
    return momentsOf(run.slice(from, from + batchSize)).mean;
  });
  const autocorrelation = neighbourCorrelation(means);
  // Fishman's 1 − ratio / 2 of k independent normal means has variance (k − 2) / (k² − 1).
  const deviation = Math.sqrt((batches - 2) / (batches * batches - 1));
  const longEnough = autocorrelation <= deviation * normalQuantile(1 - LEVEL, 0, 1);
  return { ...tInterval(means, confidence), batchSize, autocorrelation, longEnough };
}

/** 1 − half of von Neumann's ratio; 0 where the means are all equal. */
function neighbourCorrelation(means: readonly number[]): number {
  const { mean, variance } = momentsOf(means);
  if (variance === 0) return 0;
  const squares = fsum(means, (value) => (value - mean) * (value - mean));
  const steps = means.slice(1).map((value, index) => value - means[index]!);
  return 1 - fsum(steps, (step) => step * step) / (2 * squares);
}
