/** Probability that an attacker with a share of the hash power overtakes a confirmed payment. */
import { exp, pow } from "../math.ts";

/** Nakamoto, "Bitcoin" (2008), section 11: the attacker's progress as a Poisson count, with one block pre-mined. */
export function nakamotoDoubleSpend(share: number, confirmations: number): number {
  if (share >= 0.5) return 1;
  const ratio = share / (1 - share);
  const expected = confirmations * ratio;
  let probability = exp(-expected);
  let safe = 0;
  for (let blocks = 0; blocks <= confirmations; blocks += 1) {
    if (blocks > 0) probability *= expected / blocks;
    safe += probability * (1 - pow(ratio, confirmations - blocks));
  }
  return 1 - safe;
}

/** Rosenfeld, "Analysis of hashrate-based double spending" (2014): the exact, negative binomial count. */
export function rosenfeldDoubleSpend(share: number, confirmations: number): number {
  if (share >= 0.5) return 1;
  const honest = 1 - share;
  // C(m + n − 1, m), grown with m.
  let ways = 1;
  let safe = 0;
  for (let blocks = 0; blocks <= confirmations; blocks += 1) {
    if (blocks > 0) ways *= (blocks + confirmations - 1) / blocks;
    const attackerLate = pow(honest, confirmations) * pow(share, blocks);
    safe += ways * (attackerLate - pow(honest, blocks) * pow(share, confirmations));
  }
  return 1 - safe;
}

/** Share of blocks of a selfish pool; `gamma`: share of honest miners on its branch in a tie (Eyal and Sirer 2014). */
export function selfishMiningRevenue(share: number, gamma: number): number {
  const honest = 1 - share;
  const gained = share * honest * honest * (4 * share + gamma * (1 - 2 * share)) - share * share * share;
  return gained / (1 - share * (1 + (2 - share) * share));
}

/** Share of the hash power above which selfish mining pays: (1 − γ) / (3 − 2γ). */
export function selfishMiningThreshold(gamma: number): number {
  return (1 - gamma) / (3 - 2 * gamma);
}
