import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import { regularisedBeta } from "./beta.ts";

/** Probability that Student's t lies as far from 0 as this or farther, on either side (DLMF 8.17, A&S 26.7.1). */
export function studentTwoSided(t: number, freedom: number): number {
  if (Number.isNaN(t) || !(freedom > 0)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  const square = t * t;
  return regularisedBeta(freedom / (freedom + square), square / (freedom + square), freedom / 2, 0.5);
}

/** How many standard errors a two-sided interval of this confidence reaches to either side. */
export const studentReach = (confidence: number, freedom: number): number =>
  tQuantile((1 + confidence) / 2, freedom);
