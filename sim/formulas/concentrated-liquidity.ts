/**
 * Liquidity between two prices (Adams et al., Uniswap v3 core 2021; Uniswap/v3-core `TickMath.sol`, `SqrtPriceMath.sol`,
 * `SwapMath.sol`). Prices are square roots of asset 1 over asset 0 in base units, as integers of 1/2^96.
 */
import { OrreryError } from "../errors.ts";
import type { Fraction } from "./fraction.ts";
import { integerSquareRoot } from "./integer-square-root.ts";
import { smaller, type Whole, whole } from "./integers.ts";

/** A tick is a price of 1.0001^tick; the ends at which its square root still fits the contract's 160 bits. */
export const MIN_TICK = -887_272;
export const MAX_TICK = 887_272;
const Q96 = 1n << 96n;
/** Fees count in millionths. */
const MILLION = 1_000_000n;

/** 1.0001^(−2^k / 2) for k from 0 to 19, in 1/2^128, to the nearest. */
const HALVINGS: readonly bigint[] = (() => {
  const digits = 512n;
  const powers: bigint[] = [];
  let power = integerSquareRoot(((1n << (2n * digits)) * 10_000n) / 10_001n);
  for (let k = 0; k < 20; k++) {
    powers.push((power + (1n << (digits - 129n))) >> (digits - 128n));
    power = (power * power) >> digits;
  }
  return powers;
})();

/** Square root of the price at a tick: 1.0001^(tick / 2), rounded up, so that its tick is that one. */
export function sqrtPriceAtTick({ tick }: { readonly tick: Whole }): bigint {
  const at = BigInt(tick) < 0n ? -BigInt(tick) : BigInt(tick);
  const steps = Number(whole("tick", at, 0n, BigInt(MAX_TICK)));
  let inverse = 1n << 128n;
  for (let k = 0; k < HALVINGS.length; k++) if ((steps >> k) & 1) inverse = (inverse * HALVINGS[k]!) >> 128n;
  const ratio = BigInt(tick) > 0n ? ((1n << 256n) - 1n) / inverse : inverse;
  return (ratio + (1n << 32n) - 1n) >> 32n;
}

/** The greatest tick whose price is at most this one. */
export function tickAtSqrtPrice({ sqrtPrice }: { readonly sqrtPrice: bigint }): number {
  whole(
    "sqrtPrice",
    sqrtPrice,
    sqrtPriceAtTick({ tick: MIN_TICK }),
    sqrtPriceAtTick({ tick: MAX_TICK }) - 1n,
  );
  let low = MIN_TICK;
  let high = MAX_TICK;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (sqrtPriceAtTick({ tick: middle }) <= sqrtPrice) low = middle;
    else high = middle;
  }
  return low;
}

/** Square root of a price of asset 1 over asset 0 in base units, rounded down. */
export function sqrtPriceOf({ numerator, denominator }: Fraction): bigint {
  return integerSquareRoot((numerator << 192n) / denominator);
}

/** A stretch of prices in which liquidity does not change. */
export interface LiquidRange {
  readonly sqrtLow: bigint;
  readonly sqrtHigh: bigint;
  readonly liquidity: bigint;
}

/** Asset 0 that a stretch holds: liquidity × (1 / low − 1 / high). `up`: as the pool asks for it, otherwise as it gives it. */
export function amountOfAsset0({
  sqrtLow,
  sqrtHigh,
  liquidity,
  up = false,
}: LiquidRange & { readonly up?: boolean }): bigint {
  const [low, high] = ends(sqrtLow, sqrtHigh);
  const product = (liquidity << 96n) * (high - low);
  return up ? ceiling(ceiling(product, high), low) : product / high / low;
}

/** Asset 1 that a stretch holds: liquidity × (high − low). */
export function amountOfAsset1({
  sqrtLow,
  sqrtHigh,
  liquidity,
  up = false,
}: LiquidRange & { readonly up?: boolean }): bigint {
  const [low, high] = ends(sqrtLow, sqrtHigh);
  const product = liquidity * (high - low);
  return up ? ceiling(product, Q96) : product / Q96;
}

/** Most liquidity that these amounts are enough for, at a price inside or outside of the stretch. */
export function liquidityForAmounts(input: {
  readonly sqrtPrice: bigint;
  readonly sqrtLow: bigint;
  readonly sqrtHigh: bigint;
  readonly amount0: bigint;
  readonly amount1: bigint;
}): bigint {
  const [low, high] = ends(input.sqrtLow, input.sqrtHigh);
  const { sqrtPrice, amount0, amount1 } = input;
  if (low === high)
    throw new OrreryError(`A stretch of prices has two ends that differ, got ${low} for both.`);
  const of0 = (from: bigint): bigint => (amount0 * ((from * high) / Q96)) / (high - from);
  const of1 = (to: bigint): bigint => (amount1 * Q96) / (to - low);
  if (sqrtPrice <= low) return of0(low);
  if (sqrtPrice >= high) return of1(high);
  return smaller(of0(sqrtPrice), of1(sqrtPrice));
}

/** What one stretch of prices does with an order. */
export interface RangeSwap {
  readonly sqrtPrice: bigint;
  /** Taken of the order without the fee, given for it, and the fee; base units. */
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly fee: bigint;
}

/**
 * Sells up to `amount` within one stretch: to its end at `sqrtTarget`, or until the order is done. A target below the
 * price sells asset 0. What comes in is rounded up, what goes out down.
 */
export function swapWithinRange(input: {
  readonly sqrtPrice: bigint;
  readonly sqrtTarget: bigint;
  readonly liquidity: bigint;
  readonly amount: bigint;
  /** In millionths of what comes in: 3,000 is 0.3 %. */
  readonly feeMillionths: Whole;
}): RangeSwap {
  const { sqrtPrice, sqrtTarget, liquidity } = input;
  const amount = whole("amount", input.amount);
  const fees = whole("feeMillionths", input.feeMillionths, 0n, MILLION - 1n);
  const sells0 = sqrtTarget <= sqrtPrice;
  const afterFee = (amount * (MILLION - fees)) / MILLION;
  const toTarget = paid({ sells0, sqrtFrom: sqrtPrice, sqrtTo: sqrtTarget, liquidity });
  const next =
    afterFee >= toTarget ? sqrtTarget : priceAfter({ sells0, sqrtPrice, liquidity, amount: afterFee });
  const isThere = next === sqrtTarget;
  const amountIn = isThere ? toTarget : paid({ sells0, sqrtFrom: sqrtPrice, sqrtTo: next, liquidity });
  const given = { sqrtLow: sqrtPrice, sqrtHigh: next, liquidity };
  return {
    sqrtPrice: next,
    amountIn,
    amountOut: sells0 ? amountOfAsset1(given) : amountOfAsset0(given),
    fee: isThere ? ceiling(amountIn * fees, MILLION - fees) : amount - amountIn,
  };
}

/** Price after so much has come in, rounded against who pays. */
function priceAfter(input: {
  readonly sells0: boolean;
  readonly sqrtPrice: bigint;
  readonly liquidity: bigint;
  readonly amount: bigint;
}): bigint {
  const { sells0, sqrtPrice, liquidity, amount } = input;
  if (!sells0) return sqrtPrice + (amount << 96n) / liquidity;
  const scaled = liquidity << 96n;
  return ceiling(scaled * sqrtPrice, scaled + amount * sqrtPrice);
}

function paid(input: {
  readonly sells0: boolean;
  readonly sqrtFrom: bigint;
  readonly sqrtTo: bigint;
  readonly liquidity: bigint;
}): bigint {
  const { sells0, sqrtFrom: sqrtLow, sqrtTo: sqrtHigh, liquidity } = input;
  return (sells0 ? amountOfAsset0 : amountOfAsset1)({ sqrtLow, sqrtHigh, liquidity, up: true });
}

const ends = (one: bigint, other: bigint): readonly [bigint, bigint] =>
  one < other ? [one, other] : [other, one];
const ceiling = (numerator: bigint, denominator: bigint): bigint =>
  (numerator + denominator - 1n) / denominator;
