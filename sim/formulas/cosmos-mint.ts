/** Inflation that steers the bonded share of a token (cosmos/cosmos-sdk `x/mint/types/minter.go`). */
import { type Decimal, decimal, divide, multiply, ONE } from "./decimal.ts";
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

/** The SDK's defaults (`x/mint/types/params.go`): blocks of 5 s in a year of 8,766 h. */
const DEFAULTS: CosmosMint = {
  inflationRateChange: decimal("0.13"),
  inflationMax: decimal("0.20"),
  inflationMin: decimal("0.07"),
  goalBonded: decimal("0.67"),
  blocksPerYear: 6_311_520n,
};

/** Yearly inflation after a block with this bonded share: it rises below the goal and falls above it. */
export function nextInflation(
  input: Partial<CosmosMint> & { readonly inflation: Decimal; readonly bondedRatio: Decimal },
): Decimal {
  const { inflation, bondedRatio } = input;
  const mint = { ...DEFAULTS, ...input };
  const shortfall = ONE - divide(bondedRatio, mint.goalBonded);
  const changePerYear = multiply(shortfall, mint.inflationRateChange);
  const next = inflation + divide(changePerYear, mint.blocksPerYear * ONE);
  if (next > mint.inflationMax) return mint.inflationMax;
  return next < mint.inflationMin ? mint.inflationMin : next;
}

/** Tokens minted in a year at this inflation of `supply` base units. */
export function annualProvisions(input: { readonly inflation: Decimal; readonly supply: bigint }): Decimal {
  return input.inflation * input.supply;
}

/** Base units due for a block, exactly. The SDK mints the floor of it and never the rest. */
export function blockProvision(input: {
  readonly provisions: Decimal;
  readonly blocksPerYear?: bigint;
}): Fraction {
  const { provisions, blocksPerYear = DEFAULTS.blocksPerYear } = input;
  return { numerator: provisions, denominator: blocksPerYear * ONE };
}
