import { above } from "./integers.ts";

export interface SupplyHalving {
  /** Base units that there are. Where some are taken back, blocks are paid as they were then. */
  readonly issuance: bigint;
  /** Base units that there will be at most: 21 million TAO. */
  readonly cap?: bigint;
  /** Base units of a block while more than half the cap is left: 1 TAO. */
  readonly initial?: bigint;
}

/**
 * Base units (rao for Bittensor) that a block creates: halved each time the supply has covered half of what was left
 * to the cap (opentensor/subtensor `pallets/subtensor/src/coinbase/block_emission.rs`, in whole numbers).
 */
export function supplyHalvingReward(input: SupplyHalving): bigint {
  const { issuance, cap = 21_000_000_000_000_000n, initial = 1_000_000_000n } = input;
  const left = above(cap, issuance);
  let reward = left === 0n ? 0n : initial;
  for (let share = left * 2n; reward > 0n && share <= cap; share *= 2n) reward >>= 1n;
  return reward;
}
