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
