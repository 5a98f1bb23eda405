import { describe, expect, test } from "vitest";
import { inlineTable } from "../../../sim/schema/table.ts";
import { simulate } from "../consensus/small-world.ts";
import { use } from "../supply/small-market.ts";
import { trader } from "./one-swap.ts";

const assets = { token: { decimals: 9 } };
const TOKEN = 10n ** 9n;
const USD = 10n ** 6n;
const RESERVES = { tokens: 1e6, usd: 1e6, fee: 0 };

/** One order against a pool, and what came of it. */
function trade(mechanism: string, params: object, held: "usd" | "token", units: bigint) {
  const { run, events } = simulate({
    world: [use(mechanism, params), trader(held, units)],
    until: "1d",
    assets,
  });
  const { sold, bought } = events.find(({ name }) => name === "swapped")!.payload as {
    sold: number;
    bought: number;
  };
  return { sold, bought, atEnd: run.atEnd, summary: run.summary };
}

describe("what liquidity loses against holding, without fees", () => {
  test("is 2 √r / (1 + r) − 1 of a constant product", () => {
    // Selling as many tokens as there are takes the price to a quarter.
    const { atEnd } = trade("defi/constant-product", RESERVES, "token", 1_000_000n * TOKEN);
    expect(atEnd["token.usd"]).toBeCloseTo(0.25, 9);
    expect(atEnd["token.poolGain"]).toBeCloseTo((2 * Math.sqrt(0.25)) / 1.25 - 1, 9);
  });

  test("is r^w / (w r + 1 − w) − 1 of a weighted pool", () => {
    const weight = 0.8;
    const { atEnd } = trade(
      "defi/weighted-pool",
      { tokens: 1e6, usd: 1e6, fee: 0, weight },
      "token",
      500_000n * TOKEN,
    );
    // The first price of an 80/20 pool with even reserves is 4.
    const r = atEnd["token.usd"]! / 4;
    expect(r).toBeLessThan(0.5);
    expect(atEnd["token.poolGain"]).toBeCloseTo(r ** weight / (weight * r + 1 - weight) - 1, 9);
  });

  test("is more where liquidity is concentrated", () => {
    const positions = inlineTable({ low: [0.25], high: [4], usd: [2e6] });
    const wide = trade("defi/constant-product", RESERVES, "token", 300_000n * TOKEN);
    const narrow = trade(
      "defi/concentrated-liquidity",
      { price: 1, fee: 0, positions },
      "token",
      // Twice the depth between a quarter and four: the square roots' distance from the ends is half.
      600_000n * TOKEN,
    );
    expect(narrow.atEnd["token.usd"]).toBeCloseTo(wide.atEnd["token.usd"]!, 6);
    expect(narrow.atEnd["token.poolGain"]! / wide.atEnd["token.poolGain"]!).toBeCloseTo(2, 2);
  });
});

describe("fees and price impact", () => {
  test("are what a trader loses against the price before", () => {
    const { bought, summary } = trade(
      "defi/constant-product",
      { ...RESERVES, fee: 30 },
      "usd",
      10_000n * USD,
    );
    // 10,000 USD against a million of each: 9,970 after the fee, of which 1 % impact.
    expect(bought).toBeCloseTo((1e6 * 9_970) / (1e6 + 9_970), 6);
    expect(summary["token.slippageUsd"]).toBeCloseTo(10_000 - bought, 6);
    expect(summary["token.volumeUsd"]).toBe(10_000);
  });

  test("a stable pool hardly moves while both sides are there", () => {
    const stable = trade("defi/stable-pool", { ...RESERVES, amplification: 100 }, "token", 100_000n * TOKEN);
    const product = trade("defi/constant-product", RESERVES, "token", 100_000n * TOKEN);
    expect(stable.bought).toBeGreaterThan(99_850);
    expect(stable.bought).toBeLessThan(100_000);
    expect(product.bought).toBeLessThan(91_000);
    // Published: 10,000 of a million each at A = 100 give 9,999.0099.
    const small = trade("defi/stable-pool", { ...RESERVES, amplification: 100 }, "token", 10_000n * TOKEN);
    expect(small.bought).toBeCloseTo(9_999, 1);
  });
});

describe("concentrated liquidity", () => {
  test("takes what its positions can pay for, gives the rest back, and its price stops at their end", () => {
    const positions = inlineTable({ low: [0.5, 0.1], high: [1.5, 0.2], usd: [1e6, 1e5] });
    const sale = trade(
      "defi/concentrated-liquidity",
      { price: 1, fee: 0, positions },
      "token",
      10n ** 8n * TOKEN,
    );
    expect(sale.sold).toBeLessThan(1e8);
    expect(sale.atEnd["token.usd"]).toBeCloseTo(0.1, 6);
    // Between two prices a position sells at their geometric mean: √(0.5 × 1) and √(0.1 × 0.2).
    const first = 1e6 * ((1 - Math.sqrt(0.5)) / (1 - 1 / Math.sqrt(1.5) + 1 - Math.sqrt(0.5)));
    const second = 1e5;
    expect(sale.bought).toBeCloseTo(first + second, 0);
  });

  test("a position without width is refused", () => {
    const positions = inlineTable({ low: [1], high: [1], usd: [1] });
    expect(() => trade("defi/concentrated-liquidity", { positions }, "token", 1n)).toThrow(
      "positions › row 1 of defi/concentrated-liquidity has no width",
    );
  });
});
