/** Swaps of assets that are to have one price (Egorov, StableSwap 2019; curvefi/curve-contract `StableSwap3Pool.vy`). */

import { OrreryError } from "../errors.ts";
import { whole } from "./integers.ts";

/** Steps of Newton's method, of which a handful are taken. */
const MOST_STEPS = 255;

export interface StablePool {
  /** Base units of every asset, brought to the same decimals; two or more, each above 0. */
  readonly balances: readonly bigint[];
  /** A: how flat the curve is near the middle; at least 1. Steps of a part of it are had by `precision`. */
  readonly amplification: bigint;
  /** What one A counts in `amplification`: 1 of Curve's first pools, 1,000 of Balancer's. */
  readonly precision?: bigint;
}

export interface StableSwap extends StablePool {
  /** Places in `balances` of what is paid and what is bought. */
  readonly given: number;
  readonly taken: number;
}

/** D: the sum of the balances if all were equal. */
export function stableInvariant(pool: StablePool): bigint {
  const { balances } = needPool(pool);
  const count = BigInt(balances.length);
  const sum = balances.reduce((total, balance) => total + balance, 0n);
  const { flat, precision } = flatness(pool);
  return settled(sum, (d) => {
    const product = balances.reduce((power, balance) => (power * d) / (balance * count), d);
    return (
      (((flat * sum) / precision + product * count) * d) /
      (((flat - precision) * d) / precision + (count + 1n) * product)
    );
  });
}

/** What a swap of `amountIn` gives, before any fee; a unit less than the curve says, in favour of the pool. */
export function stableSwapOut(swap: StableSwap & { readonly amountIn: bigint }): bigint {
  const { balances, given, taken, amountIn } = needSwap(swap);
  whole("amountIn", amountIn, 0n);
  const before = balances[taken]!;
  const left = balanceFor(
    swap,
    balances.map((balance, at) => (at === given ? balance + amountIn : balance)),
  );
  return before > left ? before - left - 1n : 0n;
}

/** What has to come in, without any fee, to take out exactly `amountOut`; a unit more than the curve says. */
export function stableSwapIn(swap: StableSwap & { readonly amountOut: bigint }): bigint {
  const { balances, given, taken, amountOut } = needSwap(swap);
  whole("amountOut", amountOut, 0n, balances[taken]! - 1n);
  const needed = balanceFor(
    { ...swap, given: taken, taken: given },
    balances.map((balance, at) => (at === taken ? balance - amountOut : balance)),
  );
  return needed - balances[given]! + 1n;
}

/** What the next unit of what is taken costs, in units of what is given: the slope of the curve where the pool stands. */
export function stablePrice(swap: StableSwap): number {
  const { balances, given, taken } = needSwap(swap);
  const d = Number(stableInvariant(swap));
  const { flat, precision } = flatness(swap);
  const linear = Number(flat) / Number(precision);
  const product = balances.reduce((power, balance) => (power * d) / (Number(balance) * balances.length), d);
  return (linear + product / Number(balances[taken]!)) / (linear + product / Number(balances[given]!));
}

/** Balance of what is taken at which the invariant is what it was. */
function balanceFor(swap: StableSwap, after: readonly bigint[]): bigint {
  const count = BigInt(after.length);
  const { flat, precision } = flatness(swap);
  const d = stableInvariant(swap);
  let sum = 0n;
  let product = d;
  for (let at = 0; at < after.length; at++) {
    if (at === swap.taken) continue;
    sum += after[at]!;
    product = (product * d) / (after[at]! * count);
  }
  product = (product * d * precision) / (flat * count);
  const linear = sum + (d * precision) / flat;
  return settled(d, (y) => (y * y + product) / (2n * y + linear - d));
}

/** Where Newton's method comes to rest: two steps that differ by at most a unit. */
function settled(start: bigint, next: (value: bigint) => bigint): bigint {
  let value = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const following = next(value);
    const apart = following > value ? following - value : value - following;
    value = following;
    if (apart <= 1n) return value;
  }
  throw new OrreryError("The curve of a stable pool has no point that can be found.", [
    `${MOST_STEPS} steps from ${start}`,
  ]);
}

/** A × n, and what one of it counts. */
const flatness = ({ balances, amplification, precision = 1n }: StablePool) => ({
  flat: amplification * BigInt(balances.length),
  precision,
});

function needPool<P extends StablePool>(pool: P): P {
  const { balances, amplification, precision = 1n } = pool;
  if (balances.length < 2 || balances.some((balance) => balance <= 0n))
    throw new OrreryError("A stable pool needs two assets or more, of each something.", [
      `balances ${balances.join(", ")}`,
    ]);
  whole("precision", precision, 1n);
  whole("amplification", amplification, precision);
  return pool;
}

function needSwap<S extends StableSwap>(swap: S): S {
  const { balances, given, taken } = needPool(swap);
  if (given === taken || balances[given] === undefined || balances[taken] === undefined)
    throw new OrreryError("A swap goes from one asset of the pool to another.", [
      `given ${given}`,
      `taken ${taken}`,
      `assets 0 to ${balances.length - 1}`,
    ]);
  return swap;
}
