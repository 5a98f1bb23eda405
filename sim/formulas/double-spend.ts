/** Probability that an attacker with a share of the hash power overtakes a confirmed payment. */
import { exp, pow } from "../math.ts";
import { finite, whole } from "./integers.ts";

export interface DoubleSpend {
  /** The attacker's share of the hash power. */
  readonly q: number;
  /** Blocks that the payee waits for. */
  readonly confirmations: number;
}

/** Nakamoto, "Bitcoin" (2008), section 11: the attacker's progress as a Poisson count, with one block pre-mined. */
export function nakamotoDoubleSpend(input: DoubleSpend): number {
  const { share, confirmations } = needRace(input);
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

/**
 * Rosenfeld, "Analysis of hashrate-based double spending" (2014): the attacker's progress as a negative binomial count.
 *
 * Of 2n blocks the attacker needs n + 1, or n and then to catch up from a draw, which by symmetry doubles what lies
 * above the middle: Σ_{k<n} 2 C(2n, k) p^k q^(2n−k) + C(2n, n) (pq)^n. Every term is above 0, so that small
 * probabilities keep their digits.
 */
export function doubleSpendProbability(input: DoubleSpend): number {
  const { share, confirmations } = needRace(input);
  if (share >= 0.5) return 1;
  if (share === 0) return confirmations === 0 ? 1 : 0;
  const honest = 1 - share;
  let term = 1;
  for (let block = 1; block <= confirmations; block += 1)
    term *= ((confirmations + block) / block) * honest * share;
  let sum = term;
  for (let block = confirmations; block > 0 && term > 0; block -= 1) {
    term *= (block / (2 * confirmations - block + 1)) * (share / honest);
    sum += 2 * term;
  }
  return sum;
}

function needRace({ q, confirmations }: DoubleSpend): { share: number; confirmations: number } {
  return { share: finite("q", q, 0, 1), confirmations: Number(whole("confirmations", confirmations)) };
}

export interface SelfishMining {
  /** The pool's share of the hash power. */
  readonly alpha: number;
  /** Share of the others that mine on its branch in a tie. */
  readonly gamma: number;
}

/** Share of blocks of a selfish pool (Eyal and Sirer 2014, equation 8). From half of the power on it has all. */
export function selfishRevenue({ alpha, gamma }: SelfishMining): number {
  finite("alpha", alpha, 0, 1);
  finite("gamma", gamma, 0, 1);
  if (alpha >= 0.5) return 1;
  const honest = 1 - alpha;
  const gained = alpha * honest * honest * (4 * alpha + gamma * (1 - 2 * alpha)) - alpha * alpha * alpha;
  return gained / (1 - alpha * (1 + (2 - alpha) * alpha));
}

/** Share of the hash power above which selfish mining pays: (1 − γ) / (3 − 2γ). */
export function selfishThreshold({ gamma }: Pick<SelfishMining, "gamma">): number {
  finite("gamma", gamma, 0, 1);
  return (1 - gamma) / (3 - 2 * gamma);
}
