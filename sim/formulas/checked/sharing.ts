/** Pools, curves, grants and locks as the package gives them, with what each takes. */
import * as bancor from "../bonding-curve.ts";
import * as concentrated from "../concentrated-liquidity.ts";
import * as uniswap from "../constant-product.ts";
import * as accumulator from "../reward-accumulator.ts";
import * as curve from "../stable-swap.ts";
import * as vesting from "../vesting.ts";
import * as escrow from "../vote-escrow.ts";
import * as balancer from "../weighted-pool.ts";
import { byName } from "./checked.ts";
import { above, flag, integer, list, number, optional, units, whole, wholeOfEitherSign } from "./kinds.ts";

const bonding = { supply: above(0), reserve: above(0), weight: above(0, 1) };

export const { bondingPurchase, bondingSale, bondingPrice } = byName(bancor, {
  bondingPurchase: { ...bonding, deposit: number() },
  bondingSale: { ...bonding, tokens: number() },
  bondingPrice: bonding,
});

const tick = whole(BigInt(concentrated.MIN_TICK), BigInt(concentrated.MAX_TICK));
const ends = { sqrtLow: units(1n), sqrtHigh: units(1n) };
const stretch = { ...ends, liquidity: units(), up: optional(flag()) };

export const {
  sqrtPriceAtTick,
  tickAtSqrtPrice,
  sqrtPriceOf,
  amountOfAsset0,
  amountOfAsset1,
  liquidityForAmounts,
  swapWithinRange,
} = byName(concentrated, {
  sqrtPriceAtTick: { tick },
  tickAtSqrtPrice: { sqrtPrice: units(1n) },
  sqrtPriceOf: { numerator: units(), denominator: units(1n) },
  amountOfAsset0: stretch,
  amountOfAsset1: stretch,
  liquidityForAmounts: { ...ends, sqrtPrice: units(1n), amount0: units(), amount1: units() },
  swapWithinRange: {
    sqrtPrice: units(1n),
    sqrtTarget: units(1n),
    liquidity: units(),
    amount: units(),
    feeMillionths: whole(0n, 999_999n),
  },
});

const reserves = { reserveIn: units(1n), reserveOut: units(1n) };
const product = { ...reserves, feeBps: optional(units(0n, 9_999n)) };

export const { constantProductOut, constantProductIn } = byName(uniswap, {
  constantProductOut: { ...product, amountIn: units() },
  constantProductIn: { ...product, amountOut: units() },
});

export const { accumulate, earned } = byName(accumulator, {
  accumulate: { perUnit: units(), reward: units(), totalStaked: units() },
  earned: { stake: units(), perUnit: units(), entered: units() },
});

const pool = { balances: list(units(1n), 2), amplification: units(1n), precision: optional(units(1n)) };
const swap = { ...pool, given: integer(), taken: integer() };

export const { stableInvariant, stableSwapOut, stableSwapIn, stablePrice } = byName(curve, {
  stableInvariant: pool,
  stableSwapOut: { ...swap, amountIn: units() },
  stableSwapIn: { ...swap, amountOut: units() },
  stablePrice: swap,
});

const grant = {
  total: units(),
  start: wholeOfEitherSign(),
  cliff: optional(whole()),
  duration: whole(),
  time: wholeOfEitherSign(),
};

export const { vestedLinear, vestedInSteps } = byName(vesting, {
  vestedLinear: grant,
  vestedInSteps: { ...grant, steps: whole(1n) },
});

export const { escrowVotes, boostedStake } = byName(escrow, {
  escrowVotes: { amount: units(), unlock: whole(), time: whole(), longest: optional(whole(1n)) },
  boostedStake: { stake: units(), totalStake: units(), votes: units(), totalVotes: units() },
});

/** Above it a `bigint` is no double any more. */
const DOUBLE = 1n << 512n;
const weighted = {
  reserveIn: units(1n, DOUBLE),
  reserveOut: units(1n, DOUBLE),
  weightIn: above(0),
  weightOut: above(0),
};

export const { weightedOut, weightedIn, weightedPrice } = byName(balancer, {
  weightedOut: { ...weighted, amountIn: units(0n, DOUBLE) },
  weightedIn: { ...weighted, amountOut: units() },
  weightedPrice: weighted,
});
