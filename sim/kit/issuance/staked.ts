import { type Fraction, floorOf, fractionOf, times } from "../../formulas/fraction.ts";
import { type Field, ratio } from "../../schema/fields.ts";

/** The parameter of an issuance that follows stake: what is staked where no mechanism of the design stakes. */
export const staked = (
  share: number,
  source: string,
  range: readonly [number, number],
): { readonly staked: Field<number> } => ({
  staked: ratio({
    default: share,
    doc: "Share of the supply that is staked, where no mechanism of the design stakes.",
    source,
    range,
  }),
});

/** What an issuance that follows stake reads; not a number where nobody stakes. */
export const readsStake = { bondedRatio: { otherwise: Number.NaN } } as const;

/** The share of the supply that is staked. */
export const stakedShare = (read: { readonly bondedRatio: () => number }, assumed: number): number => {
  const share = read.bondedRatio();
  return Number.isNaN(share) ? assumed : Math.min(share, 1);
};

/** A part of an amount, exactly: 0.1 is a tenth. */
export const partOf = (share: number, units: bigint): Fraction =>
  times({ numerator: units, denominator: 1n }, fractionOf(share));

/** The same in whole base units, cut. */
export const unitsOf = (share: number, units: bigint): bigint => floorOf(partOf(share, units));
