import { exp } from "../math.ts";

export interface UtilisationIndex {
  /** Utilisation at which the price stands still. */
  readonly target: number;
  /** Rise of ln(price) in a period for each unit of utilisation above the target: 0.05 to 2. */
  readonly sensitivity: number;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Price of the next period, p · exp(k (u − u*)) within bounds: the continuous form of EIP-1559's controller
 * (Leonardos et al., "Optimality despite chaos in fee markets", 2022) on the utilisation of a fleet.
 */
export function utilisationPrice(price: number, utilisation: number, index: UtilisationIndex): number {
  const next = price * exp(index.sensitivity * (utilisation - index.target));
  return Math.min(Math.max(next, index.minimum), index.maximum);
}
