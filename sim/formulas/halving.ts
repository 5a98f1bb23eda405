/** New coins of a block that halve at a fixed interval of blocks (bitcoin/bitcoin `src/validation.cpp`, GetBlockSubsidy). */

import { smaller, type Whole, whole } from "./integers.ts";

export interface Halving {
  /** Base units of the first blocks: 5,000,000,000 satoshi for Bitcoin. */
  readonly initial: bigint;
  /** Blocks between halvings: 210,000 for Bitcoin. */
  readonly interval: Whole;
}

/** Halvings after which Bitcoin's rule, a shift of a 64-bit integer, would be undefined; the subsidy is 0 from there. */
const LAST_HALVING = 64n;

/** Base units that a block at `height` creates; the first block has height 0. */
export function blockSubsidy(input: Halving & { readonly height: Whole }): bigint {
  const { initial, interval } = input;
  const halvings = whole("height", input.height) / whole("interval", interval, 1n);
  return halvings >= LAST_HALVING ? 0n : initial >> halvings;
}

/** Base units that the blocks at heights from `from` to before `to` create, era by era. */
export function subsidySum(input: Halving & { readonly from: Whole; readonly to: Whole }): bigint {
  const { initial } = input;
  const interval = whole("interval", input.interval, 1n);
  const end = smaller(whole("to", input.to), LAST_HALVING * interval);
  let sum = 0n;
  for (let height = whole("from", input.from); height < end; ) {
    const halvings = height / interval;
    const eraEnd = smaller(end, (halvings + 1n) * interval);
    sum += (eraEnd - height) * (initial >> halvings);
    height = eraEnd;
  }
  return sum;
}
