import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  amountOfAsset0,
  amountOfAsset1,
  liquidityForAmounts,
  MAX_TICK,
  MIN_TICK,
  sqrtPriceAtTick,
  swapWithinRange,
  tickAtSqrtPrice,
} from "../../sim/formulas/concentrated-liquidity.ts";
import { constantProductOut } from "../../sim/formulas/constant-product.ts";
import { stableInvariant, stableSwapIn, stableSwapOut } from "../../sim/formulas/stable-swap.ts";
import { weightedIn, weightedOut, weightedPrice } from "../../sim/formulas/weighted-pool.ts";
import { vectors } from "./vectors.ts";

const E18 = 10n ** 18n;

interface BalancerPool {
  readonly swaps: readonly {
    readonly amountRaw: string;
    readonly outputRaw: string;
    readonly in: number;
    readonly out: number;
    readonly kind: "givenIn" | "givenOut";
  }[];
  readonly pool: {
    readonly poolType: "WEIGHTED" | "STABLE";
    readonly scalingFactors: readonly string[];
    readonly tokenRates: readonly string[];
    readonly balancesLiveScaled18: readonly string[];
    readonly weights?: readonly string[];
    readonly amp?: string;
    readonly swapFee: string;
  };
}
const balancer = (type: BalancerPool["pool"]["poolType"]): BalancerPool =>
  vectors<{ pools: BalancerPool[] }>("balancer_v3_pools").pools.find(({ pool }) => pool.poolType === type)!;

const down = (a: bigint, b: bigint): bigint => (a * b) / E18;
const ceil = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

describe("a stable pool", () => {
  test("has Curve's invariant and swap", () => {
    const even = { balances: [E18 * 1_000_000n, E18 * 1_000_000n], amplification: 100n };
    expect(stableInvariant(even)).toBe(2_000_000n * E18);
    const skewed = { balances: [1_500_000n * E18, 500_000n * E18], amplification: 100n };
    expect(stableInvariant(skewed)).toBe(1_996_715_821_544_259_128_824_509n);
    // y is found to the unit below; the last unit stays in the pool.
    expect(stableSwapOut({ ...even, given: 0, taken: 1, amountIn: 10_000n * E18 })).toBe(
      9_999_009_901_970_393_118_132n,
    );
  });

  test("gives what Balancer's contract gave, to the unit", () => {
    const { pool, swaps } = balancer("STABLE");
    const rates = pool.tokenRates.map(BigInt);
    const scales = pool.scalingFactors.map(BigInt);
    const fee = BigInt(pool.swapFee);
    const stable = {
      balances: pool.balancesLiveScaled18.map(BigInt),
      amplification: BigInt(pool.amp!),
      precision: 1_000n,
    };
    for (const { amountRaw, outputRaw, in: given, out: taken, kind } of swaps) {
      const raw = BigInt(amountRaw);
      if (kind === "givenIn") {
        const scaled = down(raw * scales[given]!, rates[given]!);
        const afterFee = scaled - ceil(scaled * fee, E18);
        const out = stableSwapOut({ ...stable, given, taken, amountIn: afterFee });
        expect((out * E18) / rates[taken]! / scales[taken]!).toBe(BigInt(outputRaw));
      } else {
        const scaled = ceil(raw * scales[taken]! * rates[taken]!, E18);
        const needed = stableSwapIn({ ...stable, given, taken, amountOut: scaled });
        const withFee = needed + ceil(needed * fee, E18 - fee);
        expect(ceil(withFee * E18, rates[given]! * scales[given]!)).toBe(BigInt(outputRaw));
      }
    }
  });

  test("lies between a constant sum and a constant product, and never loses", () => {
    const balance = fc.bigInt({ min: 10n ** 12n, max: 10n ** 27n });
    const skew = fc.integer({ min: 1, max: 100 });
    const amplification = fc.bigInt({ min: 1n, max: 5_000n });
    fc.assert(
      fc.property(balance, skew, amplification, fc.integer({ min: 1, max: 99 }), (one, by, a, part) => {
        const balances = [one, (one * BigInt(by)) / 10n];
        const amountIn = (one * BigInt(part)) / 100n;
        const out = stableSwapOut({ balances, amplification: a, given: 0, taken: 1, amountIn });
        const least = constantProductOut({
          amountIn,
          reserveIn: balances[0]!,
          reserveOut: balances[1]!,
          feeBps: 0n,
        });
        const after = [one + amountIn, balances[1]! - out];
        const before = stableInvariant({ balances, amplification: a });
        expect(stableInvariant({ balances: after, amplification: a })).toBeGreaterThanOrEqual(before - 1n);
        // Rich in what is taken it gives less than one for one no more, but never more than a constant sum would in D.
        if (balances[1]! <= one) expect(out).toBeLessThanOrEqual(amountIn);
        if (balances[1]! >= one) expect(out).toBeGreaterThanOrEqual(least < amountIn ? least : amountIn - 2n);
        const paid = stableSwapIn({ balances, amplification: a, given: 0, taken: 1, amountOut: out });
        expect(paid).toBeLessThanOrEqual(amountIn + 2n);
      }),
    );
  });

  test("refuses what is no pool", () => {
    expect(() => stableInvariant({ balances: [1n], amplification: 100n })).toThrow("two assets");
    expect(() => stableInvariant({ balances: [1n, 0n], amplification: 100n })).toThrow("of each something");
    expect(() => stableInvariant({ balances: [1n, 1n], amplification: 0n })).toThrow("amplification");
    const pool = { balances: [E18, E18], amplification: 100n };
    expect(() => stableSwapOut({ ...pool, given: 0, taken: 0, amountIn: 1n })).toThrow("from one asset");
    expect(() => stableSwapIn({ ...pool, given: 0, taken: 1, amountOut: E18 })).toThrow("amountOut");
  });
});

describe("a weighted pool", () => {
  test("gives what Balancer's contract gave, within 1e-14", () => {
    const { pool, swaps } = balancer("WEIGHTED");
    const balances = pool.balancesLiveScaled18.map(BigInt);
    const weights = pool.weights!.map(Number);
    const scales = pool.scalingFactors.map(BigInt);
    const fee = BigInt(pool.swapFee);
    for (const { amountRaw, outputRaw, in: given, out: taken, kind } of swaps) {
      const raw = BigInt(amountRaw);
      const sides = {
        reserveIn: balances[given]!,
        reserveOut: balances[taken]!,
        weightIn: weights[given]!,
        weightOut: weights[taken]!,
      };
      const expected = BigInt(outputRaw);
      const near = (value: bigint): void => {
        const apart = value > expected ? value - expected : expected - value;
        // A token of 6 decimals to its unit, one of 18 as exact as the chain's power function.
        expect(apart).toBeLessThanOrEqual(expected / 10n ** 14n);
      };
      if (kind === "givenIn") {
        const scaled = raw * scales[given]!;
        const out = weightedOut({ ...sides, amountIn: scaled - ceil(scaled * fee, E18) });
        near(out / scales[taken]!);
      } else {
        const needed = weightedIn({ ...sides, amountOut: raw * scales[taken]! });
        near(ceil(needed + ceil(needed * fee, E18 - fee), scales[given]!));
      }
    }
  });

  test("of equal weights is a constant product", () => {
    const reserve = fc.bigInt({ min: 10n ** 15n, max: 10n ** 27n });
    const amount = fc.bigInt({ min: 10n ** 9n, max: 10n ** 27n });
    fc.assert(
      fc.property(reserve, reserve, amount, (reserveIn, reserveOut, amountIn) => {
        const weighted = weightedOut({ reserveIn, reserveOut, weightIn: 1, weightOut: 1, amountIn });
        const product = constantProductOut({ reserveIn, reserveOut, amountIn, feeBps: 0n });
        const apart = Math.abs(Number(weighted - product));
        expect(apart).toBeLessThanOrEqual(2 + 3e-15 * Number(product));
      }),
    );
  });

  test("has a price by weight, and refuses what is no pool", () => {
    const pool = { reserveIn: 80n * E18, reserveOut: 20n * E18, weightIn: 80, weightOut: 20 };
    expect(weightedPrice(pool)).toBeCloseTo(1, 15);
    expect(() => weightedOut({ ...pool, weightIn: 0, amountIn: 1n })).toThrow("weights above 0");
    expect(() => weightedIn({ ...pool, amountOut: 20n * E18 })).toThrow("amountOut");
  });
});

describe("concentrated liquidity", () => {
  const published = vectors<{
    tickToSqrtPrice: [number, string][];
    sqrtPriceToTick: [string, number][];
    limits: { minTick: number; maxTick: number; minSqrt: string; maxSqrt: string };
  }>("uniswap_v3_tickmath");

  test("has Uniswap v3's ticks, exactly", () => {
    for (const [tick, price] of published.tickToSqrtPrice)
      expect(sqrtPriceAtTick({ tick })).toBe(BigInt(price));
    for (const [price, tick] of published.sqrtPriceToTick)
      expect(tickAtSqrtPrice({ sqrtPrice: BigInt(price) })).toBe(tick);
    const { minTick, maxTick, minSqrt, maxSqrt } = published.limits;
    expect([MIN_TICK, MAX_TICK]).toEqual([minTick, maxTick]);
    expect(sqrtPriceAtTick({ tick: minTick })).toBe(BigInt(minSqrt));
    expect(sqrtPriceAtTick({ tick: maxTick })).toBe(BigInt(maxSqrt));
    expect(() => sqrtPriceAtTick({ tick: MAX_TICK + 1 })).toThrow("tick is at most 887272");
    expect(() => tickAtSqrtPrice({ sqrtPrice: 1n })).toThrow("sqrtPrice");
  });

  test("asks as much liquidity as the published example, 1 ETH and 5,000 USDC from 4,545 to 5,500", () => {
    const root = (price: bigint): bigint => sqrtOf(price << 192n);
    const range = { sqrtPrice: root(5_000n), sqrtLow: root(4_545n), sqrtHigh: root(5_500n) };
    expect(tickAtSqrtPrice(range)).toBe(85_176);
    const liquidity = liquidityForAmounts({ ...range, amount0: E18, amount1: 5_000n * E18 });
    expect(Number(liquidity) / 1e18).toBeCloseTo(1_517.8823, 3);
  });

  test("over all prices it is a constant product", () => {
    const liquidity = 10n ** 24n;
    const price = sqrtPriceAtTick({ tick: 1_000 });
    const ends = {
      sqrtLow: sqrtPriceAtTick({ tick: MIN_TICK }),
      sqrtHigh: sqrtPriceAtTick({ tick: MAX_TICK }),
    };
    const reserve0 = amountOfAsset0({ sqrtLow: price, sqrtHigh: ends.sqrtHigh, liquidity });
    const reserve1 = amountOfAsset1({ sqrtLow: ends.sqrtLow, sqrtHigh: price, liquidity });
    for (const share of [1n, 50n, 5_000n]) {
      const amount = (reserve0 * share) / 10_000n;
      const swap = swapWithinRange({
        sqrtPrice: price,
        sqrtTarget: ends.sqrtLow,
        liquidity,
        amount,
        feeMillionths: 3_000,
      });
      const product = constantProductOut({ amountIn: amount, reserveIn: reserve0, reserveOut: reserve1 });
      expect(swap.amountIn + swap.fee).toBe(amount);
      expect(Math.abs(Number(swap.amountOut) / Number(product) - 1)).toBeLessThan(1e-9);
    }
  });

  test("a swap never gives more than the stretch held, and goes no further than its end", () => {
    const tick = fc.integer({ min: -50_000, max: 50_000 });
    const width = fc.integer({ min: 1, max: 5_000 });
    const liquidity = fc.bigInt({ min: 10n ** 6n, max: 10n ** 26n });
    const amount = fc.bigInt({ min: 0n, max: 10n ** 26n });
    fc.assert(
      fc.property(tick, width, liquidity, amount, fc.boolean(), (at, by, l, given, sells0) => {
        const sqrtPrice = sqrtPriceAtTick({ tick: at });
        const sqrtTarget = sqrtPriceAtTick({ tick: sells0 ? at - by : at + by });
        const swap = swapWithinRange({
          sqrtPrice,
          sqrtTarget,
          liquidity: l,
          amount: given,
          feeMillionths: 3_000,
        });
        const range = { sqrtLow: sqrtPrice, sqrtHigh: sqrtTarget, liquidity: l };
        expect(swap.amountOut).toBeLessThanOrEqual(sells0 ? amountOfAsset1(range) : amountOfAsset0(range));
        expect(swap.amountIn + swap.fee).toBeLessThanOrEqual(given);
        if (sells0) expect(swap.sqrtPrice).toBeGreaterThanOrEqual(sqrtTarget);
        else expect(swap.sqrtPrice).toBeLessThanOrEqual(sqrtTarget);
        if (swap.sqrtPrice !== sqrtTarget) expect(swap.amountIn + swap.fee).toBe(given);
      }),
    );
  });
});

function sqrtOf(n: bigint): bigint {
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
