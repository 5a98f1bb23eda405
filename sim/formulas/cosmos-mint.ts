/** Inflation that steers the bonded share of a token (cosmos/cosmos-sdk `x/mint/types/minter.go`). */
import { type Decimal, divide, multiply, ONE } from "./decimal.ts";
import type { Fraction } from "./fraction.ts";

export interface CosmosMint {
  /** Most that yearly inflation may change in a year. */
  readonly inflationRateChange: Decimal;
  readonly inflationMax: Decimal;
  readonly inflationMin: Decimal;
  /** Bonded share of supply at which inflation stands still. */
  readonly goalBonded: Decimal;
  readonly blocksPerYear: bigint;
}

/** Yearly inflation after a block with this bonded share: it rises below the goal and falls above it. */
export function nextInflation(inflation: Decimal, bondedRatio: Decimal, mint: CosmosMint): Decimal {
  const shortfall = ONE - divide(bondedRatio, mint.goalBonded);
  const changePerYear = multiply(shortfall, mint.inflationRateChange);
  const next = inflation + divide(changePerYear, mint.blocksPerYear * ONE);
  if (next > mint.inflationMax) return mint.inflationMax;
  return next < mint.inflationMin ? mint.inflationMin : next;
}

/** Tokens minted in a year at this inflation of `supply` base units. */
export function annualProvisions(inflation: Decimal, supply: bigint): Decimal {
  return inflation * supply;
}

/** Base units due for a block, exactly. The SDK mints the floor of it and never the rest. */
export function blockProvision(provisions: Decimal, blocksPerYear: bigint): Fraction {
  return { numerator: provisions, denominator: blocksPerYear * ONE };
}
