/** New coins of a block that halve at a fixed interval of blocks (bitcoin/bitcoin `src/validation.cpp`, GetBlockSubsidy). */

export interface Halving {
  /** Base units of the first blocks: 5,000,000,000 satoshi for Bitcoin. */
  readonly initial: bigint;
  /** Blocks between halvings: 210,000 for Bitcoin. */
  readonly interval: number;
}

/** Halvings after which Bitcoin's rule, a shift of a 64-bit integer, would be undefined; the subsidy is 0 from there. */
const LAST_HALVING = 64;

/** Base units that a block at `height` creates; the first block has height 0. */
export function blockSubsidy(height: number, { initial, interval }: Halving): bigint {
  const halvings = Math.floor(height / interval);
  return halvings >= LAST_HALVING ? 0n : initial >> BigInt(halvings);
}

/** Base units that the blocks at heights from `from` to before `to` create, era by era. */
export function subsidySum(from: number, to: number, halving: Halving): bigint {
  const end = Math.min(to, LAST_HALVING * halving.interval);
  let sum = 0n;
  for (let height = from; height < end; ) {
    const eraEnd = Math.min(end, (Math.floor(height / halving.interval) + 1) * halving.interval);
    sum += BigInt(eraEnd - height) * blockSubsidy(height, halving);
    height = eraEnd;
  }
  return sum;
}
