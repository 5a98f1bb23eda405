/**
 * Swaps against a pool of two assets by weight (Martinelli and Mushegian, Balancer 2019; balancer-v3 `WeightedMath.sol`).
 * Balancer's power function rounds against the trader by up to 1e-14; this one is as exact as a double.
 */

import { OrreryError } from "../errors.ts";
import { expm1, log1p } from "../math.ts";
import { floorOf, partOf } from "./fraction.ts";
import { whole } from "./integers.ts";

export interface WeightedPool {
  /** Base units in the pool of what is paid, and of what is bought. */
  readonly reserveIn: bigint;
  readonly reserveOut: bigint;
  /** What each is of the pool's value, in any unit. */
  readonly weightIn: number;
  readonly weightOut: number;
}

/** What a swap of `amountIn` gives, before any fee: reserveOut × (1 − (reserveIn / (reserveIn + amountIn))^(weightIn / weightOut)). */
export function weightedOut(pool: WeightedPool & { readonly amountIn: bigint }): bigint {
  const { reserveIn, reserveOut, weightIn, weightOut } = needWeighted(pool);
  const more = Number(whole("amountIn", pool.amountIn, 0n)) / Number(reserveIn);
  return floorOf(partOf(-expm1((-weightIn / weightOut) * log1p(more)), reserveOut));
}

/** What has to come in, without any fee, to take out `amountOut`: reserveIn × ((reserveOut / (reserveOut − amountOut))^(weightOut / weightIn) − 1). */
export function weightedIn(pool: WeightedPool & { readonly amountOut: bigint }): bigint {
  const { reserveIn, reserveOut, weightIn, weightOut } = needWeighted(pool);
  const amountOut = whole("amountOut", pool.amountOut, 0n, reserveOut - 1n);
  const less = Number(amountOut) / Number(reserveOut);
  return floorOf(partOf(expm1((-weightOut / weightIn) * log1p(-less)), reserveIn)) + 1n;
}

/** Price of what is bought, in what is paid: (reserveIn / weightIn) / (reserveOut / weightOut). */
export function weightedPrice(pool: WeightedPool): number {
  const { reserveIn, reserveOut, weightIn, weightOut } = needWeighted(pool);
  return Number(reserveIn) / weightIn / (Number(reserveOut) / weightOut);
}

function needWeighted<P extends WeightedPool>(pool: P): P {
  const { reserveIn, reserveOut, weightIn, weightOut } = pool;
  if (reserveIn > 0n && reserveOut > 0n && weightIn > 0 && weightOut > 0 && weightIn + weightOut < Infinity)
    return pool;
  throw new OrreryError("A weighted pool needs reserves and weights above 0.", [
    `reserve in ${reserveIn}`,
    `reserve out ${reserveOut}`,
    `weight in ${weightIn}`,
    `weight out ${weightOut}`,
  ]);
}
