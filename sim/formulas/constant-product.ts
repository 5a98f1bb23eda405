/** Swaps against reserves whose product never falls (Uniswap/v2-periphery `UniswapV2Library.sol`); amounts in base units. */
import { OrreryError } from "../errors.ts";

const BASIS_POINTS = 10_000n;
/** Uniswap v2 takes 0.3 % of what comes in. */
const UNISWAP_V2_FEE = 30n;

/** Amount that a swap of `amountIn` gives; rounded down, in favour of the pool. */
export function amountOut(
  amountIn: bigint,
  reserveIn: bigint,
  reserveOut: bigint,
  feeBasisPoints = UNISWAP_V2_FEE,
): bigint {
  needAmounts(amountIn, reserveIn, reserveOut);
  const afterFee = amountIn * (BASIS_POINTS - feeBasisPoints);
  return (afterFee * reserveOut) / (reserveIn * BASIS_POINTS + afterFee);
}

/** Amount that must come in to take out exactly `amount`; rounded up, in favour of the pool. */
export function amountIn(
  amount: bigint,
  reserveIn: bigint,
  reserveOut: bigint,
  feeBasisPoints = UNISWAP_V2_FEE,
): bigint {
  needAmounts(amount, reserveIn, reserveOut);
  if (amount >= reserveOut) {
    throw new OrreryError(`A pool with a reserve of ${reserveOut} cannot pay out ${amount}.`);
  }
  return (reserveIn * amount * BASIS_POINTS) / ((reserveOut - amount) * (BASIS_POINTS - feeBasisPoints)) + 1n;
}

function needAmounts(amount: bigint, reserveIn: bigint, reserveOut: bigint): void {
  if (amount < 0n || reserveIn <= 0n || reserveOut <= 0n) {
    throw new OrreryError("A swap needs an amount of at least 0 and reserves above 0.", [
      `amount ${amount}`,
      `reserve in ${reserveIn}`,
      `reserve out ${reserveOut}`,
    ]);
  }
}
