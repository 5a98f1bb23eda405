import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { needConfidence } from "../statistics/interval.ts";

/** A share of draws, and where the share of all draws lies. */
export interface Share {
  readonly held: number;
  readonly draws: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/**
 * Wilson's interval of a share: "Probable inference, the law of succession, and statistical inference", JASA 22 (1927),
 * 209–212; the one to use at any count (Brown, Cai and DasGupta, "Interval estimation for a binomial proportion",
 * Statistical Science 16 (2001), 101–133). Latin hypercubes and Sobol points lie more evenly than independent draws,
 * so it is rather too wide for them. 0 to 1 without a draw.
 *
 * @throws OrreryError where the confidence does not lie between 0 and 1
 */
export function shareOf(held: number, draws: number, confidence = 0.95): Share {
  needConfidence(confidence);
  if (draws === 0) return { held, draws, low: 0, high: 1, confidence };
  const z = normalQuantile((1 + confidence) / 2, 0, 1);
  const square = z * z;
  const middle = held + square / 2;
  const reach = z * Math.sqrt((held * (draws - held)) / draws + square / 4);
  const bound = (value: number): number => Math.min(1, Math.max(0, value / (draws + square)));
  return {
    held,
    draws,
    low: held === 0 ? 0 : bound(middle - reach),
    high: held === draws ? 1 : bound(middle + reach),
    confidence,
  };
}
