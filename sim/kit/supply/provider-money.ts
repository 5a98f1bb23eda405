import { sum } from "../../formulas/sum.ts";
import { USES } from "../../formulas/uses.ts";
import { type Carry, newCarry, ROUNDING, takeUnits, wholeUnits } from "../../formulas/whole-units.ts";
import type { Index } from "../../indexed.ts";
import { type AccountsOf, type AssetsOf, meet, own, provide, provideEach } from "../../model/accounts.ts";
import type { Events } from "../../model/events.ts";
import type { AccountId, AssetId, Ledger } from "../../model/ledger.ts";
import { change, type Meter, meter, setLevel } from "../market/meter.ts";

/**
 * Columns by provider, which may be longer than there are providers. `earned`: USD of its work since the last payment,
 * `settled`: of the work that the last payment was for; `work`: verified GPU-hours since then. `revenue`: USD received,
 * tokens at their price on receipt. `received` and `sale`: tokens that came in since it last sold, and on sale.
 * `arrears`: USD that it owes.
 */
export const MONEY_COLUMNS = ["earned", "settled", "work", "revenue", "received", "sale", "arrears"] as const;

/** Who gets customers' money and emission, and who owes. */
export interface ProviderMoney extends Record<(typeof MONEY_COLUMNS)[number], Float64Array> {
  count: number;
  /** What all owe together, over time. */
  owing: Meter;
  /** USD that GPUs brought in other uses than renting, by use. */
  awayUsd: Float64Array;
  /** Of each use, what is due for it and is below a base unit. */
  oddAway: Carry[];
  /** Whether tokens are on their way through the pool. */
  selling: boolean;
  totals: { revenueUsd: number; tokenUsd: number; salesUsd: number; billsUsd: number };
}

/** Where these wait, and each provider's account, in order of arrival. */
export const providerAccounts = {
  world: meet("world"),
  provider: provideEach("providers"),
  revenue: provide("providerRevenue"),
  rewards: provide("providerRewards"),
  sales: own("providers"),
};
/** Tokens are those of the parameter `asset`. */
export const providerAssets = { usd: "usd", token: "asset" } as const;

/** What a mechanism that runs providers hands on. */
interface Paying {
  readonly state: ProviderMoney;
  readonly ledger: Ledger;
  readonly account: AccountsOf<typeof providerAccounts>;
  readonly asset: AssetsOf<typeof providerAssets>;
}

/** Kinds of payment for other uses than renting, by use. */
const USE_FLOWS = ["", "mining", "serving", "volunteering", ""];

/** US dollars have 6 decimals. */
const UNITS = 1e6;

/** What is the same for all providers, before any of them has come. */
export const firstMoney = (): Omit<ProviderMoney, (typeof MONEY_COLUMNS)[number]> => ({
  count: 0,
  owing: meter(1),
  awayUsd: new Float64Array(USES.length),
  oddAway: USES.map(newCarry),
  selling: false,
  totals: { revenueUsd: 0, tokenUsd: 0, salesUsd: 0, billsUsd: 0 },
});

/** A provider that comes gets its account, and cash for its first bills: the next in order of arrival. */
export function openProvider({ ledger, account, asset }: Paying, name: string | number, cash: number): void {
  ledger.transfer(asset.usd, account.world, account.provider(name), cash, "working capital");
}

/** Told what a provider has received. */
type Received = (provider: number, usd: number) => void;

/** Customers' USD go to providers by what each has earned, emission by verified GPU-hours. Returns both sums. */
export function payProviders(
  context: Paying,
  usdPerToken: number,
  told?: Received,
): { usd: number; tokens: number } {
  const { state: money, account, asset } = context;
  const earned = sum(money.earned, money.count);
  const work = sum(money.work, money.count);
  const paid = share(context, asset.usd, account.revenue, money.earned, "sales");
  const emitted = share(context, asset.token, account.rewards, money.work, "emission");
  for (let provider: Index = 0; provider < money.count; provider++) {
    const usd =
      (earned > 0 ? (paid * money.earned[provider]) / earned : 0) +
      (work > 0 ? (emitted * usdPerToken * money.work[provider]) / work : 0);
    money.revenue[provider] += usd;
    if (work > 0) money.received[provider] += (emitted * money.work[provider]) / work;
    told?.(provider, usd);
  }
  money.totals.revenueUsd += paid;
  money.totals.tokenUsd += emitted * usdPerToken;
  money.settled.set(money.earned);
  money.earned.fill(0);
  money.work.fill(0);
  return { usd: paid, tokens: emitted };
}

/** Tokens bought with a day's payments come in after the day is settled, and go to who earned that day. Returns their USD. */
export function payBoughtTokens(context: Paying, usdPerToken: number, told?: Received): number {
  const { state: money, account, asset } = context;
  const tokens = share(context, asset.token, account.revenue, money.settled, "sales");
  if (tokens === 0) return 0;
  const settled = sum(money.settled, money.count);
  for (let provider: Index = 0; provider < money.count; provider++) {
    const part = (tokens * money.settled[provider]) / settled;
    money.received[provider] += part;
    money.revenue[provider] += part * usdPerToken;
    told?.(provider, part * usdPerToken);
  }
  money.totals.tokenUsd += tokens * usdPerToken;
  return tokens * usdPerToken;
}

/** Splits all that an account holds by weights; returns how much that was. Stays where it is while nobody has a weight. */
function share(
  { state: { count }, ledger, account }: Paying,
  asset: AssetId,
  from: AccountId,
  weights: Float64Array,
  kind: string,
): number {
  const amount = ledger.balance(asset, from);
  if (amount <= 0 || sum(weights, count) <= 0) return 0;
  const units = ledger.units(asset, from);
  const { ids } = account.provider;
  ledger.split(asset, from, ids.subarray(0, count), weights.subarray(0, count), units, kind);
  return amount;
}

/** What a provider's GPUs did in another use than renting is paid by whoever offers that. Returns the USD paid. */
export function payForUse(
  { state: money, ledger, account, asset }: Paying,
  provider: Index,
  use: Index,
  usd: number,
): number {
  const units = takeUnits(money.oddAway[use]!, usd * UNITS);
  const to = account.provider.ids[provider];
  const paid = ledger.transfer(asset.usd, account.world, to, BigInt(units), USE_FLOWS[use]!);
  money.revenue[provider] += paid;
  money.awayUsd[use] += paid;
  return paid;
}

/** What each provider sells: enough for what it owes, and of the rest of what came in what it does not keep. Returns the tokens on sale. */
function offerTokens(
  { state: money, ledger, account, asset: { usd, token } }: Paying,
  usdPerToken: number,
  keep: number,
): number {
  if (usdPerToken <= 0) return 0;
  let offered = 0;
  for (let provider: Index = 0; provider < money.count; provider++) {
    const received = money.received[provider];
    const owed = money.arrears[provider];
    if (received === 0 && owed * UNITS < 1) continue;
    money.received[provider] = 0;
    const holder = account.provider.ids[provider];
    const missing = Math.max(0, owed - ledger.balance(usd, holder)) / usdPerToken;
    const wanted = missing + (1 - keep) * Math.max(0, received - missing);
    money.sale[provider] = ledger.transferUpTo(token, holder, account.sales, wanted, "tokens for sale");
    offered += money.sale[provider];
  }
  return offered;
}

interface Selling extends Paying {
  readonly params: { readonly keep: number };
  readonly read: { readonly usdPerToken: () => number };
  readonly emit: { readonly swapRequested: (swap: Events["swapRequested"]) => unknown };
}

/** Providers sell tokens, and pay their bills when the pool has paid; where nobody sells any, at once. */
export function sellAndSettle(context: Selling): void {
  const { state, params, account, read, emit } = context;
  const amount = offerTokens(context, read.usdPerToken(), params.keep);
  state.selling = amount > 0;
  if (amount > 0) emit.swapRequested({ account: account.sales, amount, sellsToken: true });
  else settleBills(context);
}

/** A swap is done: if it was the providers', what the pool paid goes to those who sold, and they pay their bills. */
export function receiveSales(
  context: Paying,
  { account: seller, bought }: Pick<Events["swapped"], "account" | "bought">,
): void {
  const { state: money, ledger, account, asset } = context;
  if (!money.selling || seller !== account.sales) return;
  money.selling = false;
  money.totals.salesUsd += bought;
  if (bought > 0) {
    const sellers = account.provider.ids.subarray(0, money.count);
    const weights = money.sale.subarray(0, money.count);
    const units = ledger.units(asset.usd, account.sales);
    ledger.split(asset.usd, account.sales, sellers, weights, units, "token sales");
  }
  settleBills(context);
}

/** A provider owes so much more. */
export function owe(money: ProviderMoney, provider: Index, usd: number, now: number): void {
  money.arrears[provider] += usd;
  change(money.owing, now, 0, usd);
}

function settleBills(context: Paying): void {
  const { state: money, ledger } = context;
  money.sale.fill(0);
  for (let provider = 0; provider < money.count; provider++) settleBill(context, provider);
  // The sum starts afresh, so that what rounding leaves does not add up.
  setLevel(money.owing, ledger.now, 0, sum(money.arrears, money.count));
}

/** A provider pays of its bills what it can; the rest stays owed. */
export function settleBill({ state, ledger, account, asset }: Paying, provider: Index): void {
  const { arrears, owing } = state;
  const owed = arrears[provider];
  if (owed === 0) return;
  const holder = account.provider.ids[provider];
  // What is below a unit of the ledger cannot be paid yet.
  const payable = wholeUnits(owed * UNITS) / UNITS;
  const paid = ledger.transferUpTo(asset.usd, holder, account.world, payable, "electricity and operation");
  const left = owed - paid;
  arrears[provider] = left * UNITS < ROUNDING ? 0 : left;
  change(owing, ledger.now, 0, arrears[provider] - owed);
}

/** Whether all that the provider holds is worth less than it owes. */
export function insolvent(
  { state, ledger, account, asset }: Paying,
  provider: Index,
  usdPerToken: number,
): boolean {
  const owed = state.arrears[provider];
  if (owed * UNITS < 1) return false;
  const holder = account.provider.ids[provider];
  return ledger.balance(asset.usd, holder) + ledger.balance(asset.token, holder) * usdPerToken < owed;
}
