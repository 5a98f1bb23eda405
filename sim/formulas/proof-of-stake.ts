/**
 * Ethereum's rewards for validators, in gwei (ethereum/consensus-specs `specs/altair/beacon-chain.md`, presets of
 * `specs/electra`): the reward of a validator falls with the square root of all stake.
 */
import { integerSquareRoot } from "./integer-square-root.ts";
import { whole } from "./integers.ts";

/** 1 ETH: the step of effective balances. */
export const BALANCE_INCREMENT = 1_000_000_000n;
const BASE_REWARD_FACTOR = 64n;
const WEIGHT_DENOMINATOR = 64n;
const SYNC_WEIGHT = 2n;
const PROPOSER_WEIGHT = 8n;
const SLOTS_PER_EPOCH = 32n;
const SYNC_COMMITTEE_SIZE = 512n;

/** Weights, of 64, of what an attestation gets right. */
export const FLAG_WEIGHTS = { source: 14n, target: 26n, head: 14n } as const;
export type Flag = keyof typeof FLAG_WEIGHTS;

/** Epochs of 32 slots of 12 s in a year of 365.25 days. */
export const EPOCHS_PER_JULIAN_YEAR = 82_181.25;

export interface ActiveStake {
  /** Sum of the effective balances of active validators; at least 1 gwei. */
  readonly totalActiveBalanceGwei: bigint;
  /** How much is paid at all: 64. */
  readonly factor?: bigint;
}

/** Gwei per epoch for each ETH of effective balance, at this total of active balances in gwei. */
export function baseRewardPerIncrement(input: ActiveStake): bigint {
  const { totalActiveBalanceGwei, factor = BASE_REWARD_FACTOR } = input;
  whole("totalActiveBalanceGwei", totalActiveBalanceGwei, 1n);
  return (BALANCE_INCREMENT * factor) / integerSquareRoot(totalActiveBalanceGwei);
}

/** Gwei per epoch that a validator with this effective balance could earn with all its duties. */
export function baseReward(input: ActiveStake & { readonly effectiveBalance: bigint }): bigint {
  return (input.effectiveBalance / BALANCE_INCREMENT) * baseRewardPerIncrement(input);
}

/** Gwei for one flag of an attestation, where validators with `participating` of `active` balance earned it too. */
export function flagReward(input: {
  readonly reward: bigint;
  readonly flag: Flag;
  readonly participating: bigint;
  readonly active: bigint;
}): bigint {
  const { reward, flag, participating, active } = input;
  const increments = participating / BALANCE_INCREMENT;
  return (reward * FLAG_WEIGHTS[flag] * increments) / ((active / BALANCE_INCREMENT) * WEIGHT_DENOMINATOR);
}

/** Gwei that a missed flag costs; a missed head costs nothing. */
export function flagPenalty({ reward, flag }: { readonly reward: bigint; readonly flag: Flag }): bigint {
  return flag === "head" ? 0n : (reward * FLAG_WEIGHTS[flag]) / WEIGHT_DENOMINATOR;
}

/** Gwei per slot of a member of the sync committee that signs (and its penalty where it does not). */
export function syncReward(stake: ActiveStake): bigint {
  const perEpoch = epochIssuance(stake);
  return (perEpoch * SYNC_WEIGHT) / WEIGHT_DENOMINATOR / SLOTS_PER_EPOCH / SYNC_COMMITTEE_SIZE;
}

/** Gwei of the proposer for a sync signature that it includes. */
export function proposerSyncReward(stake: ActiveStake): bigint {
  return (syncReward(stake) * PROPOSER_WEIGHT) / (WEIGHT_DENOMINATOR - PROPOSER_WEIGHT);
}

/** Gwei of the proposer for attestations whose newly credited Σ (base reward × flag weight) is `credited`. */
export function proposerAttestationReward({ credited }: { readonly credited: bigint }): bigint {
  return credited / (((WEIGHT_DENOMINATOR - PROPOSER_WEIGHT) * WEIGHT_DENOMINATOR) / PROPOSER_WEIGHT);
}

/** Most gwei that one epoch can create: every duty of every validator done. Nothing below a balance of 1 ETH. */
export function epochIssuance(stake: ActiveStake): bigint {
  const increments = stake.totalActiveBalanceGwei / BALANCE_INCREMENT;
  return increments === 0n ? 0n : increments * baseRewardPerIncrement(stake);
}

/** Most ETH that a year can create. */
export function annualIssuance(stake: ActiveStake & { readonly epochsPerYear?: number }): number {
  const { epochsPerYear = EPOCHS_PER_JULIAN_YEAR } = stake;
  return (Number(epochIssuance(stake)) * epochsPerYear) / Number(BALANCE_INCREMENT);
}
