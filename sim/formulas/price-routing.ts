/**
 * Shares of requests by price: providers without a recent outage are chosen with a weight of 1 over the square of their
 * price (OpenRouter, "Provider routing": load balancing by price, 2023–25).
 */

import type { Index } from "../indexed.ts";

/** Probability of each provider: 0 of those that are unhealthy, and of all where none is healthy. Prices of at least 0. */
export function inverseSquareShares(prices: ArrayLike<number>, healthy: ArrayLike<boolean>): Float64Array {
  const shares = new Float64Array(prices.length);
  // Relative to the lowest price, so that no square overflows.
  let lowest = Number.POSITIVE_INFINITY;
  for (let at = 0; at < prices.length; at++) if (healthy[at]) lowest = Math.min(lowest, prices[at]!);
  let total = 0;
  for (let at: Index = 0; at < prices.length; at++) {
    if (!healthy[at]) continue;
    // Whoever is free takes all.
    const ratio = prices[at] === lowest ? 1 : lowest / prices[at]!;
    shares[at] = ratio * ratio;
    total += shares[at];
  }
  for (let at: Index = 0; at < prices.length && total > 0; at++) shares[at] /= total;
  return shares;
}
