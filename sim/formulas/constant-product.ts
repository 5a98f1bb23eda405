/** Swaps against reserves whose product never falls (Uniswap/v2-periphery `UniswapV2Library.sol`); amounts in base units. */
import { OrreryError } from "../errors.ts";

const BASIS_POINTS = 10_000n;
/** Uniswap v2 takes 0.3 % of what comes in. */
const UNISWAP_V2_FEE = 30n;

export interface Reserves {
  /** Base units in the pool of what is paid, and of what is bought. */
  readonly reserveIn: bigint;
  readonly reserveOut: bigint;
  /** Part of what comes in that the pool keeps, in 1/10,000; below 10,000. */
  readonly feeBps?: bigint;
}

/** Amount that a swap of `amountIn` gives; rounded down, in favour of the pool. */
export function constantProductOut(input: Reserves & { readonly amountIn: bigint }): bigint {
  const { amountIn, reserveIn, reserveOut } = input;
  const afterFee = amountIn * keptOf(input, amountIn);
  return (afterFee * reserveOut) / (reserveIn * BASIS_POINTS + afterFee);
}

/** Amount that must come in to take out exactly `amountOut`; rounded up, in favour of the pool. */
export function constantProductIn(input: Reserves & { readonly amountOut: bigint }): bigint {
  const { amountOut, reserveIn, reserveOut } = input;
  const kept = keptOf(input, amountOut);
  if (amountOut >= reserveOut)
    throw new OrreryError(`A pool with a reserve of ${reserveOut} cannot pay out ${amountOut}.`);
  return (reserveIn * amountOut * BASIS_POINTS) / ((reserveOut - amountOut) * kept) + 1n;
}

/** Parts of 10,000 that are swapped, where the swap is one at all. */
function keptOf({ reserveIn, reserveOut, feeBps = UNISWAP_V2_FEE }: Reserves, amount: bigint): bigint {
  if (amount < 0n || reserveIn <= 0n || reserveOut <= 0n || feeBps < 0n || feeBps >= BASIS_POINTS)
    throw new OrreryError("A swap needs an amount of at least 0, reserves above 0 and a fee below all.", [
      `amount ${amount}`,
      `reserve in ${reserveIn}`,
      `reserve out ${reserveOut}`,
      `fee ${feeBps} of ${BASIS_POINTS}`,
    ]);
  return BASIS_POINTS - feeBps;
}
