import { describe, expect, test } from "vitest";
import { recordedPrice } from "../../../sim/mechanisms/defi/recorded-price.ts";
import { burnMintElastic } from "../../../sim/mechanisms/issuance/burn-mint-elastic.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { meet, provide } from "../../../sim/model/accounts.ts";
import { defineMechanism } from "../../../sim/model/mechanism.ts";
import { count } from "../../../sim/schema/fields.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { simulate, stateOf } from "../consensus/small-world.ts";

/** Pays 1,000 USD to the desk at noon of the first days, and keeps an account for those who work for it. */
const customer = defineMechanism({
  name: "test/customer",
  summary: "Pays the desk.",
  source: "tests",
  params: { days: count({ default: 1, doc: "Days.", source: "tests" }) },
  accounts: { world: meet("world"), desk: meet("burnDesk"), revenue: provide("providerRevenue") },
  assets: { usd: "usd" },
  emits: { payment: { doc: "The customer pays.", fields: {} } },
  init: () => ({}),
  on: {
    start({ emit, params }) {
      for (let day = 0; day < params.days; day++) emit.payment({}, 43_200 + day * 86_400);
    },
    payment: ({ ledger, account, asset }) =>
      void ledger.transfer(asset.usd, account.world, account.desk, 1000, "GPU time"),
  },
  example: () => ({ world: [] }),
});

/** Prices by day: each holds from an hour before it begins. */
function world(prices: readonly number[], given: object = {}, days = 1) {
  const outcome = simulate({
    world: [
      genesis({ supply: 1e9, allocation: { holders: 1 } }),
      recordedPrice({
        price: prices[0]!,
        fee: 0,
        prices: inlineTable({
          t: prices.map((_, day) => Math.max(0, day * 86_400 - 3_600)),
          usd: [...prices],
        }),
      }),
      customer({ days }),
      burnMintElastic({ spentWithin: "1d", mintSpread: 0, ...given }),
    ],
    until: `${prices.length}d`,
    assets: { token: { decimals: 6 } },
  });
  const { ledger, chart } = outcome.simulation;
  const token = chart.asset("token");
  return {
    ...outcome,
    state: stateOf(outcome, "issuance/burn-mint-elastic"),
    minted: ledger.mintedUnits(token),
    providers: ledger.units(token, chart.account("revenue/providers")),
    desk: ledger.units(token, chart.account("burn/desk")),
    vault: ledger.sectorBalance(token, "locked"),
  };
}

describe("1,000 USD buy 877.192982 tokens at 1.14 USD", () => {
  test("and are redeemed in 666.666666 of them at 1.50: the rest stays in the vault", () => {
    const { providers, minted, state, run } = world([1.14, 1.14, 1.5, 1.5]);
    // A millionth of a credit more than 1,000 would need a token's millionth more.
    expect(providers).toBe(666_666_666n);
    expect(minted).toBe(0n);
    expect(state.credit).toBe(877_192_982n - 666_666_666n);
    expect(run.summary["burn.usd"]).toBe(1000);
  });

  test("and in 1,111.11 of them at 0.90: those that the vault lacks are minted", () => {
    const { providers, minted, state } = world([1.14, 1.14, 0.9, 0.9]);
    expect(providers).toBe(1_111_111_110n);
    expect(minted).toBe(1_111_111_110n - 877_192_982n);
    expect(state.credit).toBe(0n);
  });

  test("what a spread keeps stays in the vault", () => {
    const kept = world([1.14, 1.14, 1.5, 1.5], { mintSpread: 25, settleSpread: 100 });
    // 999.999999 credits less 2.499999, redeemed at 1.50 less a hundredth.
    expect(kept.state.kept).toBe(2_499_999n);
    expect(kept.state.credits).toBe(2_499_999n);
    expect(kept.providers).toBe(665_000_000n - 6_650_000n);
    expect(kept.state.spread).toBe(6_650_000n);
  });
});

describe("the circuit breaker", () => {
  const fallen = world([1, 1, 0.8, 0.8, 0.8], { spentWithin: "10d" }, 3);

  test("lets no credits be minted on a vault that has fallen by a fifth, and redeems on", () => {
    expect(fallen.state.awaited).toBe(false);
    expect(fallen.desk).toBe(2_500_000_000n);
    // 100, 90, 81 and 72.9 credits as days 2 to 5 begin, at 0.80.
    expect(fallen.providers).toBe(125_000_000n + 112_500_000n + 101_250_000n + 91_125_000n);
    expect(fallen.minted).toBe(0n);
    expect(fallen.run.summary["credits.halted"]).toBeGreaterThan(0.5);
  });

  test("lets them be minted again once the price is back", () => {
    const back = world([1, 1, 0.8, 0.8, 1, 1], { spentWithin: "10d" }, 3);
    expect(back.desk).toBe(0n);
    expect(back.state.credits).toBeGreaterThan(2_000_000_000n);
  });

  test("is held open by a seed, which pays nobody", () => {
    const seeded = world([1, 1, 0.8, 0.8, 0.8], { spentWithin: "10d", seed: 10_000 }, 3);
    expect(seeded.desk).toBe(0n);
    expect(seeded.vault).toBeGreaterThan(10_000);
  });

  test("makes epochs come more seldom below its warning", () => {
    // At 0.92 the ratio is 0.92, and after the next 1,000 USD above it: 0.96 needs no more than the least.
    const early = world([1, 1, 0.92, 0.92], { spentWithin: "365d" }, 2);
    const late = world([1, 1, 0.92, 0.92], { spentWithin: "365d", backoff: 1_000, warnAt: 9_900 }, 2);
    expect(early.state.nextEpoch).toBeCloseTo(2 * 86_400 + 65, 3);
    expect(late.state.nextEpoch).toBeCloseTo(2 * 86_400 + 14_400 * 6.5, 3);
  });
});

test("an oracle that stops holds both ways up, and what waited is done when it is back", () => {
  const silent = { oracleSilent: inlineTable({ t: [1.5 * 86_400], seconds: [3 * 86_400] }) };
  const during = world([2, 2, 2, 2], silent, 3);
  expect([during.providers, during.desk]).toEqual([0n, 1_000_000_000n]);
  expect(during.state.credits).toBe(1_000_000_000n);
  const after = world([2, 2, 2, 2, 2, 2, 2], silent, 3);
  expect([after.providers, after.desk]).toEqual([1_500_000_000n, 0n]);
});

test("without a price nothing is bought, minted or redeemed: the USD wait", () => {
  const outcome = simulate({
    world: [genesis(), customer({}), burnMintElastic()],
    until: "5d",
  });
  const { ledger, chart } = outcome.simulation;
  const { credits, mintedAgain } = stateOf(outcome, "issuance/burn-mint-elastic");
  expect([credits, mintedAgain]).toEqual([0n, 0n]);
  expect(ledger.balance(chart.asset("usd"), chart.account("burn/desk"))).toBe(1000);
  expect(outcome.run.summary["credits.halted"]).toBe(1);
});

test("too few tokens for the least that is minted wait for more", () => {
  const { desk, state } = world([1, 1, 1], { leastCredits: 2_000 }, 1);
  expect([desk, state.credits]).toEqual([1_000_000_000n, 0n]);
  expect(world([1, 1, 1, 1], { leastCredits: 2_000 }, 2).desk).toBe(0n);
});

test("a redemption that would mint more than the supply fails, and its credits stay", () => {
  const { minted, providers, state } = world([1, 1, 1e-9, 1e-9], { seed: 0 }, 1);
  expect([minted, providers, state.credits]).toEqual([0n, 0n, 1_000_000_000n]);
});
