import { expect, test } from "vitest";
import {
  firstMoney,
  insolvent,
  type ProviderMoney,
  payProviders,
  providerAccounts,
  providerAssets,
  receiveSales,
  sellAndSettle,
  settleBill,
} from "../../../sim/kit/supply/provider-money.ts";
import { ChartOfAccounts, Ledger } from "../../../sim/model/ledger.ts";
import { declaredOn } from "../accounts.ts";

/** Three providers on a ledger of their own, columns longer than needed. */
function three() {
  const ledger = new Ledger([
    { name: "usd", decimals: 6 },
    { name: "token", decimals: 9 },
  ]);
  const column = (...values: number[]) => Float64Array.from([...values, 0, 0]);
  const state: ProviderMoney = {
    ...firstMoney(),
    count: 3,
    earned: column(1, 2, 0),
    settled: column(0, 0, 0),
    work: column(0, 0, 5),
    revenue: column(0, 0, 0),
    received: column(0, 0, 0),
    sale: column(0, 0, 0),
    arrears: column(0, 0, 0),
  };
  const declared = declaredOn(new ChartOfAccounts(ledger), providerAccounts, providerAssets, {
    asset: "token",
  });
  for (let provider = 0; provider < 3; provider++) declared.account.provider(provider);
  return { state, ledger, ...declared };
}

/** Tokens that providers put on sale; 0 where they settle their bills at once. */
function sold(world: ReturnType<typeof three>, usdPerToken: number, keep: number): number {
  let amount = 0;
  sellAndSettle({
    ...world,
    params: { keep },
    read: { usdPerToken: () => usdPerToken },
    emit: {
      swapRequested: (swap) => {
        amount = swap.amount;
      },
    },
  });
  return amount;
}

const usd = ({ ledger, account, asset }: ReturnType<typeof three>, provider: number): bigint =>
  ledger.units(asset.usd, account.provider(provider));

test("USD follow what was earned, emission what was worked, and the odd unit goes to the largest remainder", () => {
  const world = three();
  const { state, ledger, account, asset } = world;
  ledger.transfer(asset.usd, account.world, account.revenue, 10n, "income");
  ledger.mint(asset.token, account.rewards, 7, "emission");
  expect(payProviders(world, 2)).toEqual({ usd: 0.00001, tokens: 7 });
  expect([0, 1, 2].map((provider) => usd(world, provider))).toEqual([3n, 7n, 0n]);
  expect(state.received[2]).toBe(7);
  expect(state.revenue[2]).toBe(14);
  expect([...state.settled.subarray(0, 3)]).toEqual([1, 2, 0]);
  expect([...state.earned]).toEqual([0, 0, 0, 0, 0]);
});

test("money waits while nobody has earned anything", () => {
  const world = three();
  const { state, ledger, account, asset } = world;
  state.earned.fill(0);
  ledger.transfer(asset.usd, account.world, account.revenue, 5, "income");
  expect(payProviders(world, 0).usd).toBe(0);
  expect(ledger.balance(asset.usd, account.revenue)).toBe(5);
});

test("a provider sells what its bills need and of the rest what it does not keep; the pool's USD come back by what each sold", () => {
  const world = three();
  const { state, ledger, account, asset } = world;
  for (const provider of [0, 1]) ledger.mint(asset.token, account.provider(provider), 10, "emission");
  state.received.set([10, 10, 0]);
  state.arrears.set([8, 0, 3]);
  // At 2 USD: 4 for the bill and 75 % of the other 6; 75 % of 10; the third has none.
  expect(sold(world, 2, 0.25)).toBeCloseTo(8.5 + 7.5, 9);
  ledger.transfer(asset.usd, account.world, account.sales, 32, "swap");
  receiveSales(world, { account: account.rewards, bought: 5 });
  expect(state.selling).toBe(true);
  receiveSales(world, { account: account.sales, bought: 32 });
  expect([0, 1, 2].map((provider) => usd(world, provider))).toEqual([9_000_000n, 15_000_000n, 0n]);
  expect([...state.arrears.subarray(0, 3)]).toEqual([0, 0, 3]);
});

test("who holds less than it owes is insolvent, tokens counted at their price", () => {
  const world = three();
  const { state, ledger, account, asset } = world;
  state.arrears.set([4, 4, 0]);
  ledger.mint(asset.token, account.provider(0), 2, "emission");
  expect([0, 1, 2].map((provider) => insolvent(world, provider, 2))).toEqual([false, true, false]);
  expect(insolvent(world, 0, 1.9)).toBe(true);
});

test("bills below a unit of the ledger are carried until they are one, and make nobody insolvent", () => {
  const world = three();
  const { state, ledger, account, asset } = world;
  ledger.transfer(asset.usd, account.world, account.provider(0), 1, "cash");
  for (let bill = 0; bill < 100_000; bill++) {
    state.arrears[0]! += 4e-7;
    settleBill(world, 0);
    expect(state.arrears[0]).toBeLessThan(1.000_001e-6);
  }
  expect(usd(world, 0)).toBe(1_000_000n - 40_000n);
  state.arrears[1] = 4e-7;
  expect(insolvent(world, 1, 1)).toBe(false);
});

test("without tokens to sell bills are paid at once", () => {
  const world = three();
  const { state, ledger, account, asset } = world;
  state.arrears.set([2, 0, 0]);
  ledger.transfer(asset.usd, account.world, account.provider(0), 3, "income");
  expect(sold(world, 0, 0.25)).toBe(0);
  expect([usd(world, 0), state.arrears[0], state.selling]).toEqual([1_000_000n, 0, false]);
});
