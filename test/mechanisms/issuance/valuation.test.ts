import { describe, expect, test } from "vitest";
import { fixed } from "../../../sim/mechanisms/issuance/fixed.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { valuation } from "../../../sim/mechanisms/issuance/valuation.ts";
import type { Use } from "../../../sim/model/mechanism.ts";
import { fixedPrice, runExample, simulate } from "../consensus/small-world.ts";
import { quotes, use } from "../supply/small-market.ts";

const DAY = 86_400;
const issued = (more: readonly Use[], until: string | number = "10d") =>
  simulate({
    world: [
      genesis({ allocation: { holders: 1 } }),
      fixed({ tokensPerDay: 100, split: { treasury: 1 } }),
      valuation(),
      ...more,
    ],
    until,
  }).run;

describe("100 tokens a day", () => {
  test("at 2 USD are 200 USD a day; the opening supply is none of it", () => {
    const { summary } = issued([fixedPrice({ price: 2 })]);
    expect(summary["emission.tokens"]).toBe(1000);
    expect(summary["emission.usd"]).toBe(2000);
  });

  test("are worth each day's price: 1, 2, … 10 USD", () => {
    const { summary, series } = issued([quotes({ usdPerToken: (now) => now / DAY })]);
    expect(summary["emission.usd"]).toBeCloseTo(100 * 55, 6);
    const daily = [...series["emission.usd"]!].filter((usd) => usd > 0).map(Math.round);
    expect(daily).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((price) => 100 * price));
  });

  test("are worth the price after the trades of their day", () => {
    const pool = use("defi/constant-product", { tokens: 1e6, usd: 1e6, fee: 0 });
    const { summary } = issued(
      [pool, use("shocks/token-sale", { at: "1d", factor: 0.25, tokens: 1e7 })],
      "1d",
    );
    expect(summary["emission.usd"]! / 25).toBeCloseTo(1, 9);
  });
});

test("what blocks pay between the last day and the horizon is valued, too", () => {
  const { summary } = simulate({
    world: [
      use("consensus/nakamoto", { blocksPerEvent: 2 }),
      use("issuance/halving", { subsidy: 10, interval: 1e6 }),
      fixedPrice({ price: 2 }),
      valuation(),
    ],
    until: "1.5d",
  }).run;
  expect(summary["emission.tokens"]).toBe(summary["chain.blocks"]! * 10);
  expect(summary["emission.tokens"]).toBe(summary["ledger.minted[token]"]);
  expect(summary["emission.usd"]).toBe(2 * summary["emission.tokens"]!);
});

test("the example runs", () => {
  expect(runExample(valuation.mechanism).run.summary["emission.usd"]).toBeGreaterThan(0);
});
