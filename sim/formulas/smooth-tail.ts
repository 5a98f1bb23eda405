/** Monero's block reward (monero-book.cuprate.org, consensus_rules/blocks/reward.html; cryptonote_basic_impl.cpp). */
import { OrreryError } from "../errors.ts";
import { larger, type Whole, whole } from "./integers.ts";

export interface SmoothTail {
  /** Base units that all blocks before have created. */
  readonly generated: bigint;
  /** Base units that the smooth part approaches: 2^64 − 1 for Monero. */
  readonly curve?: bigint;
  /** A block is paid 1 / 2^shift of what is left of the curve. */
  readonly shift?: number;
  /** Least that a block is paid: 0.6 XMR, for ever. */
  readonly tail?: bigint;
}

const TAIL = 600_000_000_000n;

/** Base units (piconero for Monero) that a block of at most the median weight creates. */
export function smoothTailReward(input: SmoothTail): bigint {
  const { generated, curve = 18_446_744_073_709_551_615n, shift = 19, tail = TAIL } = input;
  return larger((curve - generated) >> BigInt(shift), tail);
}

/**
 * Base units that so many blocks in a row create. The smooth part has no closed sum, each block's floor hangs on all before;
 * from the tail on it is one product.
 */
export function smoothTailSum(input: SmoothTail & { readonly blocks: Whole }): bigint {
  const { tail = TAIL } = input;
  let { generated } = input;
  let blocks = whole("blocks", input.blocks);
  for (; blocks > 0n; blocks -= 1n) {
    const reward = smoothTailReward({ ...input, generated });
    if (reward <= tail) break;
    generated += reward;
  }
  return generated - input.generated + blocks * tail;
}

/**
 * What is left of a block's reward when the block outweighs the median: reward × (1 − (weight / median − 1)²). The rest
 * is never created. @throws OrreryError above twice the median, where a block is invalid
 */
export function rewardForWeight(input: {
  readonly reward: bigint;
  readonly weight: bigint;
  readonly medianWeight: bigint;
}): bigint {
  const { reward, weight, medianWeight } = input;
  if (weight > 2n * medianWeight)
    throw new OrreryError(
      `A block of weight ${weight} is invalid: it is above twice the median of ${medianWeight}.`,
    );
  if (weight <= medianWeight) return reward;
  return (reward * (2n * medianWeight - weight) * weight) / (medianWeight * medianWeight);
}
