import { expect, test } from "vitest";
import {
  firstMoney,
  insolvent,
  openProviderAccounts,
  type ProviderMoney,
  payProviders,
  receiveSales,
  sellAndSettle,
  settleBill,
} from "../../../sim/kit/supply/provider-money.ts";
import { ACCOUNTS } from "../../../sim/model/accounts.ts";
import { Ledger } from "../../../sim/model/ledger.ts";

/** Three providers on a ledger of their own, columns longer than needed. */
function three(): { at: ProviderMoney; ledger: Ledger } {
  const ledger = new Ledger([
    { name: "usd", decimals: 6 },
    { name: "token", decimals: 9 },
  ]);
  const column = (...values: number[]) => Float64Array.from([...values, 0, 0]);
  const at: ProviderMoney = {
    ...firstMoney(),
    count: 3,
    account: new Int32Array(5),
    earned: column(1, 2, 0),
    settled: column(0, 0, 0),
    work: column(0, 0, 5),
    revenue: column(0, 0, 0),
    received: column(0, 0, 0),
    sale: column(0, 0, 0),
    arrears: column(0, 0, 0),
    accounts: openProviderAccounts(ledger, "token"),
  };
  for (let provider = 0; provider < 3; provider++)
    at.account[provider] = ledger.open(`provider/${provider}`, "providers");
  return { at, ledger };
}

/** Tokens that providers put on sale; 0 where they settle their bills at once. */
function sold({ at, ledger }: ReturnType<typeof three>, usdPerToken: number, keep: number): number {
  let amount = 0;
  sellAndSettle({
    state: at,
    params: { keep },
    ledger,
    read: { usdPerToken: () => usdPerToken },
    emit: {
      swapRequested: (swap) => {
        amount = swap.amount;
      },
    },
  });
  return amount;
}

const usd = ({ at, ledger }: ReturnType<typeof three>, provider: number): bigint =>
  ledger.units(at.accounts.usd, at.account[provider]!);

test("USD follow what was earned, emission what was worked, and the odd unit goes to the largest remainder", () => {
  const world = three();
  const { at, ledger } = world;
  ledger.transfer(at.accounts.usd, at.accounts.world, at.accounts.revenue, 10n, "income");
  ledger.mint(at.accounts.token, ledger.account(ACCOUNTS.providerRewards), 7, "emission");
  expect(payProviders(at, ledger, 2)).toEqual({ usd: 0.00001, tokens: 7 });
  expect([0, 1, 2].map((provider) => usd(world, provider))).toEqual([3n, 7n, 0n]);
  expect(at.received[2]).toBe(7);
  expect(at.revenue[2]).toBe(14);
  expect([...at.settled.subarray(0, 3)]).toEqual([1, 2, 0]);
  expect([...at.earned]).toEqual([0, 0, 0, 0, 0]);
});

test("money waits while nobody has earned anything", () => {
  const { at, ledger } = three();
  at.earned.fill(0);
  ledger.transfer(at.accounts.usd, at.accounts.world, at.accounts.revenue, 5, "income");
  expect(payProviders(at, ledger, 0).usd).toBe(0);
  expect(ledger.balance(at.accounts.usd, at.accounts.revenue)).toBe(5);
});

test("a provider sells what its bills need and of the rest what it does not keep; the pool's USD come back by what each sold", () => {
  const world = three();
  const { at, ledger } = world;
  for (const provider of [0, 1]) ledger.mint(at.accounts.token, at.account[provider]!, 10, "emission");
  at.received.set([10, 10, 0]);
  at.arrears.set([8, 0, 3]);
  // At 2 USD: 4 for the bill and 75 % of the other 6; 75 % of 10; the third has none.
  expect(sold(world, 2, 0.25)).toBeCloseTo(8.5 + 7.5, 9);
  ledger.transfer(at.accounts.usd, at.accounts.world, at.accounts.sales, 32, "swap");
  receiveSales(at, ledger, { account: at.accounts.rewards, bought: 5 });
  expect(at.selling).toBe(true);
  receiveSales(at, ledger, { account: at.accounts.sales, bought: 32 });
  expect([0, 1, 2].map((provider) => usd(world, provider))).toEqual([9_000_000n, 15_000_000n, 0n]);
  expect([...at.arrears.subarray(0, 3)]).toEqual([0, 0, 3]);
});

test("who holds less than it owes is insolvent, tokens counted at their price", () => {
  const { at, ledger } = three();
  at.arrears.set([4, 4, 0]);
  ledger.mint(at.accounts.token, at.account[0]!, 2, "emission");
  expect([0, 1, 2].map((provider) => insolvent(at, ledger, provider, 2))).toEqual([false, true, false]);
  expect(insolvent(at, ledger, 0, 1.9)).toBe(true);
});

test("bills below a unit of the ledger are carried until they are one, and make nobody insolvent", () => {
  const { at, ledger } = three();
  const { usd, world } = at.accounts;
  ledger.transfer(usd, world, at.account[0]!, 1, "cash");
  for (let bill = 0; bill < 100_000; bill++) {
    at.arrears[0]! += 4e-7;
    settleBill(at, ledger, 0);
    expect(at.arrears[0]).toBeLessThan(1.000_001e-6);
  }
  expect(ledger.units(usd, at.account[0]!)).toBe(1_000_000n - 40_000n);
  at.arrears[1] = 4e-7;
  expect(insolvent(at, ledger, 1, 1)).toBe(false);
});

test("without tokens to sell bills are paid at once", () => {
  const world = three();
  const { at, ledger } = world;
  at.arrears.set([2, 0, 0]);
  ledger.transfer(at.accounts.usd, at.accounts.world, at.account[0]!, 3, "income");
  expect(sold(world, 0, 0.25)).toBe(0);
  expect([usd(world, 0), at.arrears[0], at.selling]).toEqual([1_000_000n, 0, false]);
});
