import type { Sample } from "./paired.ts";

/**
 * Observations from antithetic replications: replications 2k and 2k + 1 mirror each other's luck, so only the mean of
 * the two is independent of the other means (Hammersley and Morton, "A new Monte Carlo technique: antithetic
 * variates", Mathematical Proceedings of the Cambridge Philosophical Society 52 (1956), 449–475).
 *
 * @returns means by k, in rising order; a pair of which one value is missing or NaN is left out
 */
export function pairMeans(sample: Sample): Map<number, number> {
  const means = new Map<number, number>();
  for (const replication of [...sample.keys()].sort((a, b) => a - b)) {
    if (replication % 2 !== 0) continue;
    const mean = (sample.get(replication)! + (sample.get(replication + 1) ?? Number.NaN)) / 2;
    if (!Number.isNaN(mean)) means.set(replication / 2, mean);
  }
  return means;
}
