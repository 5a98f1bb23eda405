import { needConfidence, tBounds } from "./interval.ts";
import type { Difference } from "./paired.ts";

/** One of several differences that are read together. */
export interface JointDifference extends Difference {
  /** How many differences were tested together. */
  readonly family: number;
  /** Holm's adjusted p value: it decides `verdict`, and is not a thing to quote. */
  readonly adjusted: number;
  /** Whether own lies above or below the reference. */
  readonly verdict: "higher" | "lower" | "undecided";
}

/**
 * Holm's adjusted p values, in the order given: Holm, "A simple sequentially rejective multiple test procedure",
 * Scandinavian Journal of Statistics 6 (1979), 65–70. Those at most α may be decided, and the probability that any of
 * these decisions is wrong is at most α, however the tests depend on each other. NaN is no test: it stays NaN and does
 * not count.
 */
export function holm(pValues: readonly number[]): number[] {
  const rising = pValues
    .map((p, index) => ({ p, index }))
    .filter(({ p }) => !Number.isNaN(p))
    .sort((a, b) => a.p - b.p);
  const adjusted = pValues.map(() => Number.NaN);
  let largest = 0;
  rising.forEach(({ p, index }, rank) => {
    largest = Math.max(largest, Math.min(1, (rising.length - rank) * p));
    adjusted[index] = largest;
  });
  return adjusted;
}

/**
 * Differences as a family: verdicts by Holm's procedure, and Bonferroni's simultaneous intervals.
 *
 * The intervals are Student's t at a confidence of 1 − α / m each, so that all m contain their true values with
 * probability 1 − α at least. Holm decides whatever Bonferroni decides, and sometimes one more, whose interval still
 * holds 0. It stays as its own procedure gives it: cut at 0 it would be narrower than its confidence allows, and Holm's
 * own regions (Guilbaud, "Simultaneous confidence regions corresponding to Holm's step-down procedure and other
 * closed-testing procedures", Biometrical Journal 50 (2008), 678–692) have no far bound where not all is decided. The
 * verdicts have the confidence together, and so have the intervals; it is not claimed for both lists at once.
 *
 * Holm's guarantee is that no true equality is rejected. That the sign is right too follows from an interval that
 * leaves out 0, and else for independent tests (Shaffer, "Control of directional errors with stagewise multiple test
 * procedures", Annals of Statistics 8 (1980), 1342–1347).
 *
 * @throws OrreryError where the confidence does not lie between 0 and 1
 */
export function jointDifferences(differences: readonly Difference[], confidence = 0.95): JointDifference[] {
  needConfidence(confidence);
  const adjusted = holm(differences.map(({ pValue }) => pValue));
  const family = adjusted.filter((p) => !Number.isNaN(p)).length;
  return differences.map((difference, index) => {
    const { mean, standardError, freedom } = difference;
    const verdict = verdictOf(mean, adjusted[index]!, confidence);
    const each = 1 - (1 - confidence) / Math.max(family, 1);
    const { low, high } = tBounds(mean, standardError, freedom, each);
    return {
      ...difference,
      low,
      high,
      confidence,
      family,
      adjusted: adjusted[index]!,
      verdict,
    };
  });
}

function verdictOf(mean: number, adjusted: number, confidence: number): JointDifference["verdict"] {
  if (!(adjusted <= 1 - confidence)) return "undecided";
  return mean > 0 ? "higher" : "lower";
}
