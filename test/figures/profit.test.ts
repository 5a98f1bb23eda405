import { describe, expect, it } from "vitest";
import { type Profit, profits, totalOf } from "../../sim/figures/profit.ts";
import type { FlowRow } from "../../sim/model/ledger/statements.ts";
import type { Run } from "../../sim/run/result.ts";
import { DAY } from "../../sim/units.ts";
import { syntheticNetwork, syntheticRunOf, syntheticScenario } from "./synthetic-runs.ts";

/** Sixty days, a sample every ten: the token costs 2 USD in the first month and 4 in the second. */
const TOKENS = [{ asset: "token", price: "token.usd" }];
const scenario = syntheticScenario({ until: 60 * DAY, sample: 10 * DAY, warmUp: 0 });
const PRICE = {
  "token.usd": { unit: "USD", kind: "level" as const, at: (t: number) => (t <= 30 * DAY ? 2 : 4) },
};

const usd = (period: number, from: string, to: string, kind: string, amount: number): FlowRow => ({
  period,
  asset: "usd",
  decimals: 6,
  from,
  to,
  kind,
  amount: BigInt(amount) * 1_000_000n,
  value: amount,
});
const token = (period: number, from: string, to: string, kind: string, amount: number): FlowRow => ({
  ...usd(period, from, to, kind, amount),
  asset: "token",
  decimals: 9,
  amount: BigInt(amount) * 1_000_000_000n,
});
const stock = (sector: string, opening: number, closing: number) => ({
  asset: "token",
  decimals: 9,
  sector,
  opening: BigInt(opening) * 1_000_000_000n,
  closing: BigInt(closing) * 1_000_000_000n,
});

/** Providers get 100 new tokens in the first month and sell 40 of them to holders in the second, for 160 USD. */
const byHand: Run = {
  ...syntheticRunOf(scenario, PRICE),
  flows: [
    token(0, "issuance", "providers", "emission", 100),
    token(1, "providers", "holders", "swaps", 40),
    token(1, "holders", "validators", "staking", 20),
    usd(1, "holders", "providers", "swaps", 160),
    usd(0, "world", "customers", "income", 500),
    usd(0, "customers", "providers", "GPU time", 450),
    usd(1, "customers", "world", "refunds", 50),
    usd(1, "providers", "world", "electricity", 300),
  ],
  balances: [stock("holders", 10, 30), stock("providers", 0, 60), stock("validators", 0, 20)],
};

const sectorOf = (all: readonly Profit[], sector: string) => all.find((profit) => profit.sector === sector);

describe("profits", () => {
  const all = profits(byHand, TOKENS);

  it("keep USD, tokens at the price of the month, and revaluation apart", () => {
    // Tokens: 100 × 2 − 40 × 4. Revaluation: 60 × 4 at the end, less 40 of transactions.
    expect(sectorOf(all, "providers")).toEqual({
      sector: "providers",
      usd: 310,
      tokens: 40,
      revaluation: 200,
    });
  });

  it("count a stake neither as paid nor as earned, and revalue it where it lies", () => {
    // 40 × 4 bought; 30 × 4 at the end less 10 × 2 at the start less (40 − 20) × 4 that came in on balance.
    expect(sectorOf(all, "holders")).toEqual({ sector: "holders", usd: -160, tokens: 160, revaluation: 20 });
    expect(sectorOf(all, "validators")).toEqual({ sector: "validators", usd: 0, tokens: 0, revaluation: 0 });
  });

  it("leave out the money that owners put in and take back", () => {
    expect(sectorOf(all, "customers")?.usd).toBe(-450);
    expect(sectorOf(all, "world")?.usd).toBe(300);
  });

  it("of what somebody holds all the time are its price's change alone", () => {
    const held = { ...byHand, flows: [], balances: [stock("holders", 10, 10)] };
    expect(profits(held, TOKENS)).toEqual([{ sector: "holders", usd: 0, tokens: 0, revaluation: 20 }]);
  });

  it("of all sectors sum to zero in USD, and in tokens at the price of the month", () => {
    for (const run of [byHand, ...syntheticNetwork().runs]) {
      const found = profits(run, TOKENS);
      expect(found.reduce((sum, profit) => sum + profit.usd, 0)).toBeCloseTo(0, 6);
      expect(found.reduce((sum, profit) => sum + profit.tokens, 0)).toBeCloseTo(0, 6);
    }
  });

  it("of all sectors in total are what all tokens gained in worth", () => {
    // 110 tokens at 4 USD at the end, 10 at 2 at the start; 100 were new at 2 and are no gain of all together.
    expect(all.reduce((sum, profit) => sum + totalOf(profit), 0)).toBeCloseTo(110 * 4 - 10 * 2 - 100 * 2, 6);
  });

  it("are in USD alone where the token never had a price", () => {
    const unpriced = { ...byHand, series: {} };
    expect(sectorOf(profits(unpriced, TOKENS), "providers")).toEqual({
      sector: "providers",
      usd: 310,
      tokens: 0,
      revaluation: 0,
    });
  });
});
