import { describe, expect, test } from "vitest";
import { own } from "../../../sim/model/accounts.ts";
import { defineMechanism } from "../../../sim/model/mechanism.ts";
import { text } from "../../../sim/schema/fields.ts";
import { type Outcome, simulate } from "../consensus/small-world.ts";
import { happened, quotes, use } from "../supply/small-market.ts";

const DAY = 86_400;
const orders = (outcome: Outcome) =>
  happened(outcome, "swapRequested") as unknown as { t: number; amount: number; sellsToken: boolean }[];

describe("noise", () => {
  const outcome = simulate({
    world: [quotes({ usdPerToken: 0.2 }), use("traders/noise", { usd: 5e5, tokens: 2.5e6, size: 0.05 })],
    until: "4000d",
  });
  const usd = orders(outcome).map(({ amount, sellsToken }) => (sellsToken ? -amount * 0.2 : amount));

  test("orders once a day, as often to buy as to sell", () => {
    expect(usd).toHaveLength(4000);
    const buys = usd.filter((amount) => amount > 0).length;
    expect(Math.abs(buys - 2000)).toBeLessThan(3 * Math.sqrt(1000));
  });

  test("has a mean of 0 and a standard deviation of size times the wealth at the start", () => {
    const deviation = 0.05 * 1e6;
    const mean = usd.reduce((sum, amount) => sum + amount, 0) / 4000;
    const variance = usd.reduce((sum, amount) => sum + amount * amount, 0) / 4000;
    expect(Math.abs(mean)).toBeLessThan((3 * deviation) / Math.sqrt(4000));
    expect(Math.abs(Math.sqrt(variance) / deviation - 1)).toBeLessThan(3 / Math.sqrt(8000));
  });
});

describe("momentum", () => {
  const trades = (yearly: number) =>
    orders(
      simulate({
        world: [
          quotes({ usdPerToken: (now) => 0.2 * (1 + yearly) ** (now / (365 * DAY)) }),
          use("traders/momentum"),
        ],
        until: "60d",
      }),
    );

  test("buys what rises, sells what falls, and lets alone what stands still", () => {
    const rising = trades(3);
    const falling = trades(-0.75);
    expect(rising).toHaveLength(60);
    expect(rising.every(({ sellsToken }) => !sellsToken)).toBe(true);
    expect(falling).toHaveLength(60);
    expect(falling.every(({ sellsToken }) => sellsToken)).toBe(true);
    expect(trades(0)).toEqual([]);
  });

  test("orders at most its size of what it holds", () => {
    for (const { amount } of trades(1e9)) expect(amount).toBeLessThanOrEqual(0.02 * 250_000);
    expect(trades(1e9).at(-1)!.amount).toBeGreaterThan(0.015 * 250_000);
  });
});

/** Burns tokens worth so many USD a year, from a stock of its own. */
function user(usdPerYear: number) {
  return defineMechanism({
    name: "test/user",
    summary: "Burns.",
    source: "tests",
    params: { asset: text({ default: "token", doc: "The token.", source: "tests" }) },
    accounts: { stock: own("customers") },
    assets: { token: "asset" },
    reads: { usdPerToken: {} },
    init: () => ({}),
    on: {
      start({ ledger, account, asset }) {
        ledger.mint(asset.token, account.stock, 5e7, "genesis");
      },
      day({ ledger, account, asset, read }) {
        ledger.burn(asset.token, account.stock, usdPerYear / 365 / read.usdPerToken(), "burn");
      },
    },
    example: () => ({ world: [] }),
  })();
}

describe("value", () => {
  const TRADERS = { error: 0, growth: 0, discount: 0.2, speed: 0.1, memory: 30 };
  const world = (usdPerYear: number, price: number) => [
    use("defi/constant-product", { tokens: 5e6, usd: 5e6 * price }),
    use("traders/value", { ...TRADERS, tokens: 2e7, usd: 1e7 }),
    user(usdPerYear),
  ];

  test("takes the first price for right: with the burns that support it the price grows at the return asked for", () => {
    const supported = 7.5e7 * 0.2 * 0.2;
    const { run } = simulate({ world: world(supported, 0.2), until: "60d" });
    expect(Math.abs(Math.log(run.atEnd["token.usd"]! / 0.2) - (0.2 * 60) / 365)).toBeLessThan(0.004);
  });

  test("sells above the value and buys below it, until the price is B / (r S)", () => {
    for (const [burned, price] of [
      [1e6, 0.2],
      [6e6, 0.2],
    ] as const) {
      const outcome = simulate({ world: world(burned, price), until: "500d" });
      const { chart, ledger } = outcome.simulation;
      const fair = burned / (0.2 * ledger.supply(chart.asset("token")));
      expect(
        orders(outcome)
          .slice(2, 30)
          .every(({ sellsToken }) => sellsToken === fair < price),
      ).toBe(true);
      expect(outcome.run.atEnd["token.valueUsd"]! / fair).toBeCloseTo(1, 1);
      expect(Math.abs(Math.log(outcome.run.atEnd["token.usd"]! / fair))).toBeLessThan(0.1);
    }
  });

  test("counts emission as a cost of holding", () => {
    const supply = 2.5e7 + 1e7;
    const world = [
      use("issuance/genesis", { supply: 1e7, allocation: { treasury: 1 } }),
      use("defi/constant-product", { tokens: 5e6, usd: 1e6 }),
      use("traders/value", { ...TRADERS, tokens: 2e7, usd: 1e7 }),
      use("issuance/fixed", { tokensPerDay: (supply * 0.3) / 365, split: { treasury: 1 } }),
    ];
    const { run } = simulate({ world, until: "30d" });
    // No burns: the estimate of burns halves in 30 days, dilution goes half the way to 0.3, and supply grows by 30/365 × 0.3.
    const dilution = 0.15;
    const expected = (0.5 * 0.2 * supply * 0.2) / ((0.2 + dilution) * supply * (1 + (0.3 * 30) / 365));
    expect(run.atEnd["token.valueUsd"]! / expected).toBeCloseTo(1, 1);
  });

  test("an order is a share of what the paying side holds, 1 − exp(−speed × gap)", () => {
    const world = [
      quotes({ usdPerToken: (now) => (now === 0 ? 0.2 : 0.1) }),
      use("traders/value", { ...TRADERS, memory: 1e6, tokens: 1e6, usd: 1e6 }),
    ];
    const [first] = orders(simulate({ world, until: "1d" }));
    expect(first!.sellsToken).toBe(false);
    expect(first!.amount / 1e6).toBeCloseTo(1 - Math.exp(-0.1 * Math.log(2)), 4);
  });
});
