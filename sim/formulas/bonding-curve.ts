/** Bancor's bonding curve (Hertzog, Benartzi and Benartzi 2017): the reserve is always `weight` of what the supply is worth. */

import { OrreryError } from "../errors.ts";
import { expm1, ln, log1p } from "../math.ts";
import { finite } from "./integers.ts";

export interface BondingCurve {
  /** Tokens that there are. */
  readonly supply: number;
  /** What is held for them. */
  readonly reserve: number;
  /** Reserve over supply × price: above 0, at most 1. */
  readonly weight: number;
}

/** Tokens for a deposit: supply × ((1 + deposit / reserve)^weight − 1). */
export function bondingPurchase(input: BondingCurve & { readonly deposit: number }): number {
  const { supply, reserve, weight } = needCurve(input);
  return supply * expm1(weight * log1p(finite("deposit", input.deposit) / reserve));
}

/** What selling tokens gives: reserve × (1 − (1 − tokens / supply)^(1 / weight)). */
export function bondingSale(input: BondingCurve & { readonly tokens: number }): number {
  const { supply, reserve, weight } = needCurve(input);
  const left = 1 - finite("tokens", input.tokens, 0, supply) / supply;
  return left === 0 ? reserve : -reserve * expm1(ln(left) / weight);
}

/** Price of a token: reserve / (supply × weight). */
export function bondingPrice(curve: BondingCurve): number {
  const { supply, reserve, weight } = needCurve(curve);
  return reserve / (supply * weight);
}

function needCurve(curve: BondingCurve): BondingCurve {
  const { supply, reserve, weight } = curve;
  if (!(supply > 0 && reserve > 0 && weight > 0 && weight <= 1))
    throw new OrreryError("A bonding curve needs a supply and a reserve above 0 and a weight from 0 to 1.", [
      `supply ${supply}`,
      `reserve ${reserve}`,
      `weight ${weight}`,
    ]);
  return curve;
}
