/**
 * Aethir's stake and what it loses (docs.aethir.com, staking as cloud host, slashing mechanism), in base units of ATH.
 * What each kind of GPU counts for (K) and its emission by year are unverified.
 */
import { floorOf, partOf } from "./fraction.ts";
import { smaller } from "./integers.ts";

/** ATH that a GPU must have staked: what its kind counts for × the month's coefficient (1,334.22 in the example); cut. */
export const aethirStake = (input: { readonly kind: number; readonly coefficient: bigint }): bigint =>
  floorOf(partOf(input.kind, input.coefficient));

/**
 * What an offence costs: a third of the stake for being offline while it works or is reserved, all of it for work that
 * is dishonest or too slow, nothing while idle. Rewards are taken before stake, and no more than there is.
 */
export function aethirSlash(input: {
  readonly offence: "idle" | "interrupted" | "dishonest";
  /** What must be staked. */
  readonly required: bigint;
  readonly rewards: bigint;
  readonly stake: bigint;
}): { readonly fromRewards: bigint; readonly fromStake: bigint } {
  const { offence, required, rewards, stake } = input;
  const due = offence === "idle" ? 0n : offence === "interrupted" ? required / 3n : required;
  const fromRewards = smaller(due, rewards);
  return { fromRewards, fromStake: smaller(due - fromRewards, stake) };
}
