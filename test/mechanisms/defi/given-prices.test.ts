import { describe, expect, test } from "vitest";
import { inlineTable } from "../../../sim/schema/table.ts";
import { YEAR } from "../../../sim/units.ts";
import { simulate } from "../consensus/small-world.ts";
import { use } from "../supply/small-market.ts";
import { trader } from "./one-swap.ts";

const assets = { token: { decimals: 9 } };

/** Logarithmic returns of one long run, from sample to sample, and how many years lie between two samples. */
function logReturns(mechanism: string, params: object, days: number): { returns: number[]; years: number } {
  const { run } = simulate({ world: [use(mechanism, { price: 1, ...params })], until: `${days}d`, assets });
  const prices = run.series["token.usd"]!;
  const returns = Array.from(prices.subarray(1), (price, at) => Math.log(price / prices[at]!));
  return { returns, years: (run.t[1]! - run.t[0]!) / YEAR };
}
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
};

const DAYS = 2_000;

describe("a price that comes from outside", () => {
  test("walks as geometric Brownian motion: mean and variance of the logarithm by Itô", () => {
    const { returns, years } = logReturns("defi/geometric-brownian", { drift: 1, volatility: 0.8 }, DAYS);
    const expected = 0.8 ** 2 * years;
    expect(returns.length).toBeGreaterThan(150);
    expect(Math.abs(mean(returns) - (1 - 0.32) * years)).toBeLessThan(
      4 * Math.sqrt(expected / returns.length),
    );
    // The variance of n normal values lies within 4 √(2/n) of what it is, but for one case in 16,000.
    expect(Math.abs(variance(returns) / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / returns.length));
  });

  test("the drawdown is how far it lies below the highest price of any day before", () => {
    const { run } = simulate({
      world: [use("defi/geometric-brownian", { price: 1, volatility: 0.9 })],
      until: "99d",
      assets,
    });
    const prices = run.series["token.usd"]!;
    const found = run.series["token.drawdown"]!;
    // A hundredth of a horizon below 100 days is sampled, and the price is a day's: each day has a sample.
    let highest = 1;
    prices.forEach((price, at) => {
      highest = Math.max(highest, price);
      expect(found[at]).toBeCloseTo(1 - price / highest, 12);
    });
    expect(Math.max(...found)).toBeGreaterThan(0.1);
  });

  test("jumps as Merton has it: the variance is the walk's and the jumps'", () => {
    const params = { drift: 0, volatility: 0.3, jumps: 200, size: -0.02, spread: 0.05 };
    const { returns, years } = logReturns("defi/jump-diffusion", params, DAYS);
    const expected = (0.3 ** 2 + 200 * (0.02 ** 2 + 0.05 ** 2)) * years;
    expect(Math.abs(variance(returns) / expected - 1)).toBeLessThan(6 * Math.sqrt(2 / returns.length));
    const compensation = 200 * (Math.exp(-0.02 + 0.05 ** 2 / 2) - 1);
    const drift = (-compensation - 0.045 - 200 * 0.02) * years;
    expect(Math.abs(mean(returns) - drift)).toBeLessThan(4 * Math.sqrt(expected / returns.length));
  });

  test("without volatility is its drift", () => {
    const overall = (mechanism: string, params: object): number => {
      const { returns, years } = logReturns(mechanism, params, 100);
      return mean(returns) / years;
    };
    expect(overall("defi/geometric-brownian", { drift: 0.5, volatility: 0 })).toBeCloseTo(0.5, 6);
    const falling = { bearDrift: -1, bearVolatility: 0, bullDrift: -1, bullVolatility: 0 };
    expect(overall("defi/regime-switching", falling)).toBeCloseTo(-1, 6);
  });

  test("is in each regime as long as its days say", () => {
    const params = {
      bullDrift: 1,
      bullVolatility: 0,
      bullDays: 30,
      bearDrift: -1,
      bearVolatility: 0,
      bearDays: 10,
    };
    const { returns, years } = logReturns("defi/regime-switching", params, 20_000);
    // Three quarters of the time up, a quarter down.
    expect(mean(returns) / years).toBeCloseTo(0.5, 1);
  });

  test("is what was recorded, from row to row", () => {
    const prices = inlineTable({ t: [86_400, 3 * 86_400 + 1], usd: [2, 3] });
    const { run } = simulate({
      world: [use("defi/recorded-price", { price: 1, prices })],
      until: "5d",
      assets,
    });
    const at = (days: number): number => run.series["token.usd"]![run.t.indexOf(days * 86_400)]!;
    expect([0.5, 1, 2, 3, 4, 5].map(at)).toEqual([1, 2, 2, 2, 3, 3]);
  });

  test("carries payments by Fisher's equation", () => {
    const { run } = simulate({
      world: [
        use("defi/equation-of-exchange", { price: 1, tokens: 1e6, spending: 3e6, velocity: 6, growth: 0 }),
        use("issuance/genesis", { supply: 2e6, allocation: { treasury: 1, holders: 1 } }),
      ],
      until: "5d",
      assets,
    });
    // M V = P Q: the treasury's tokens do not circulate.
    expect(run.atEnd["token.usd"]).toBeCloseTo(3e6 / (6 * 2e6), 12);
  });
});

describe("an order at a given price", () => {
  const market = { price: 0.5, tokens: 1_000, usd: 200, fee: 10, volatility: 0 };
  const order = (held: "usd" | "token", units: bigint) => {
    const { events } = simulate({
      world: [use("defi/geometric-brownian", market), trader(held, units)],
      until: "1d",
      assets,
    });
    return events.find(({ name }) => name === "swapped")!.payload;
  };

  const near = (value: number) => expect.closeTo(value, 9);

  test("moves nothing, and costs the fee", () => {
    expect(order("token", 100n * 10n ** 9n)).toMatchObject({ sold: 100, bought: 49.95 });
    expect(order("usd", 100n * 10n ** 6n)).toMatchObject({ sold: 100, bought: 199.8 });
  });

  test("is served as far as the makers' holdings go; the rest is returned", () => {
    // 200 USD at 0.5, and 0.1 % of fee on what comes in.
    expect(order("token", 10_000n * 10n ** 9n)).toMatchObject({ sold: near(400.400400401), bought: 200 });
    expect(order("usd", 10_000n * 10n ** 6n)).toMatchObject({ sold: near(500.500501), bought: 1_000 });
  });
});
