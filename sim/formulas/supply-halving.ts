import { above, larger, smaller, type Whole, whole } from "./integers.ts";

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
  return eraOf(input).reward;
}

/**
 * Base units that so many blocks in a row create, nothing being taken back meanwhile: block by block the same, and never
 * beyond the cap. Its steps are eras, not blocks.
 */
export function supplyHalvingSum(input: SupplyHalving & { readonly blocks: Whole }): bigint {
  const { cap = TAO_CAP } = input;
  let left = above(cap, input.issuance);
  let blocks = whole("blocks", input.blocks);
  const first = left;
  while (blocks > 0n && left > 0n) {
    const { reward, next } = eraOf({ ...input, issuance: cap - left });
    if (reward === 0n) break;
    // As long as more than `next` is left, and more than a block is paid.
    const paid = smaller(smaller(ceiling(left - next, reward), left / reward), blocks);
    left -= paid === 0n ? left : paid * reward;
    blocks -= larger(paid, 1n);
  }
  return first - left;
}

const TAO_CAP = 21_000_000_000_000_000n;
const ceiling = (numerator: bigint, denominator: bigint): bigint =>
  (numerator + denominator - 1n) / denominator;

/** What a block is paid, and what is left to the cap when the next ones are paid half. */
function eraOf({ issuance, cap = TAO_CAP, initial = 1_000_000_000n }: SupplyHalving): {
  readonly reward: bigint;
  readonly next: bigint;
} {
  const left = above(cap, issuance);
  let reward = left === 0n ? 0n : initial;
  let next = cap / 2n;
  for (; reward > 0n && left <= next; next /= 2n) reward >>= 1n;
  return { reward, next };
}
