/** Locked tokens that vote by what is left of their lock (curvefi/curve-dao-contracts `VotingEscrow.vy`, `LiquidityGaugeV2.vy`). */
import { above, smaller, type Whole, whole } from "./integers.ts";

const WEEK = 604_800n;
/** Four years of 365 days, in s. */
const LONGEST = 4n * 31_536_000n;

/** Votes of a lock at a time, in base units: amount / four years × what is left, in this order. Locks end on whole weeks. */
export function escrowVotes(input: {
  readonly amount: bigint;
  /** s since 1970. */
  readonly unlock: Whole;
  readonly time: Whole;
  readonly longest?: Whole;
}): bigint {
  const longest = whole("longest", input.longest ?? LONGEST, 1n);
  const unlock = (whole("unlock", input.unlock) / WEEK) * WEEK;
  return (input.amount / longest) * smaller(above(unlock, whole("time", input.time)), longest);
}

/** Stake that a gauge counts: at least 40 % of it, all of it where votes are in proportion to stake. */
export function boostedStake(input: {
  readonly stake: bigint;
  readonly totalStake: bigint;
  readonly votes: bigint;
  readonly totalVotes: bigint;
}): bigint {
  const { stake, totalStake, votes, totalVotes } = input;
  const least = (stake * 40n) / 100n;
  if (totalVotes === 0n) return least;
  return smaller(least + (((totalStake * votes) / totalVotes) * 60n) / 100n, stake);
}
