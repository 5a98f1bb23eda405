import { sum } from "../../formulas/sum.ts";
import { USES } from "../../formulas/uses.ts";
import { type Carry, newCarry, ROUNDING, takeUnits, wholeUnits } from "../../formulas/whole-units.ts";
import { ACCOUNTS } from "../../model/accounts.ts";
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

/** Where customers' money and emission wait, and who gets them. */
export interface ProviderMoney extends Record<(typeof MONEY_COLUMNS)[number], Float64Array> {
  count: number;
  account: Int32Array;
  /** What all owe together, over time. */
  owing: Meter;
  /** USD that GPUs brought in other uses than renting, by use. */
  awayUsd: Float64Array;
  /** Of each use, what is due for it and is below a base unit. */
  oddAway: Carry[];
  accounts: {
    usd: AssetId;
    token: AssetId;
    world: AccountId;
    revenue: AccountId;
    rewards: AccountId;
    sales: AccountId;
  };
  /** Whether tokens are on their way through the pool. */
  selling: boolean;
  totals: { revenueUsd: number; tokenUsd: number; salesUsd: number; billsUsd: number };
}

/** Kinds of payment for other uses than renting, by use. */
const USE_FLOWS = ["", "mining", "serving", "volunteering", ""];

/** US dollars have 6 decimals. */
const UNITS = 1e6;

/** What is the same for all providers, before any of them has come. */
export const firstMoney = (): Omit<ProviderMoney, (typeof MONEY_COLUMNS)[number] | "account"> => ({
  count: 0,
  owing: meter(1),
  awayUsd: new Float64Array(USES.length),
  oddAway: USES.map(newCarry),
  accounts: { usd: 0, token: 0, world: 0, revenue: 0, rewards: 0, sales: 0 },
  selling: false,
  totals: { revenueUsd: 0, tokenUsd: 0, salesUsd: 0, billsUsd: 0 },
});

/** Opens, on `start`, the accounts that customers and issuance pay into. */
export function openProviderAccounts(ledger: Ledger, asset: string): ProviderMoney["accounts"] {
  return {
    usd: ledger.asset("usd"),
    token: ledger.asset(asset),
    world: ledger.open(ACCOUNTS.world, "world"),
    revenue: ledger.open(ACCOUNTS.providerRevenue, "providers"),
    rewards: ledger.open(ACCOUNTS.providerRewards, "providers"),
    sales: ledger.open("sales/providers", "providers"),
  };
}

/** A provider that comes gets its account, and cash for its first bills. */
export function openProvider(
  at: ProviderMoney,
  ledger: Ledger,
  provider: number,
  name: string | number,
  cash: number,
): void {
  at.account[provider] = ledger.open(`provider/${name}`, "providers");
  ledger.transfer(at.accounts.usd, at.accounts.world, at.account[provider]!, cash, "working capital");
}

/** Told what a provider has received. */
type Received = (provider: number, usd: number) => void;

/** Customers' USD go to providers by what each has earned, emission by verified GPU-hours. Returns both sums. */
export function payProviders(
  at: ProviderMoney,
  ledger: Ledger,
  usdPerToken: number,
  told?: Received,
): { usd: number; tokens: number } {
  const { usd, token, revenue, rewards } = at.accounts;
  const earned = sum(at.earned, at.count);
  const work = sum(at.work, at.count);
  const paid = share(at, ledger, usd, revenue, at.earned, "sales");
  const emitted = share(at, ledger, token, rewards, at.work, "emission");
  for (let provider = 0; provider < at.count; provider++) {
    const usd =
      (earned > 0 ? (paid * at.earned[provider]!) / earned : 0) +
      (work > 0 ? (emitted * usdPerToken * at.work[provider]!) / work : 0);
    at.revenue[provider]! += usd;
    if (work > 0) at.received[provider]! += (emitted * at.work[provider]!) / work;
    told?.(provider, usd);
  }
  at.totals.revenueUsd += paid;
  at.totals.tokenUsd += emitted * usdPerToken;
  at.settled.set(at.earned);
  at.earned.fill(0);
  at.work.fill(0);
  return { usd: paid, tokens: emitted };
}

/** Tokens bought with a day's payments come in after the day is settled, and go to who earned that day. Returns their USD. */
export function payBoughtTokens(
  at: ProviderMoney,
  ledger: Ledger,
  usdPerToken: number,
  told?: Received,
): number {
  const tokens = share(at, ledger, at.accounts.token, at.accounts.revenue, at.settled, "sales");
  if (tokens === 0) return 0;
  const settled = sum(at.settled, at.count);
  for (let provider = 0; provider < at.count; provider++) {
    const part = (tokens * at.settled[provider]!) / settled;
    at.received[provider]! += part;
    at.revenue[provider]! += part * usdPerToken;
    told?.(provider, part * usdPerToken);
  }
  at.totals.tokenUsd += tokens * usdPerToken;
  return tokens * usdPerToken;
}

/** Splits all that an account holds by weights; returns how much that was. Stays where it is while nobody has a weight. */
function share(
  { account, count }: ProviderMoney,
  ledger: Ledger,
  asset: AssetId,
  from: AccountId,
  weights: Float64Array,
  kind: string,
): number {
  const amount = ledger.balance(asset, from);
  if (amount <= 0 || sum(weights, count) <= 0) return 0;
  const units = ledger.units(asset, from);
  ledger.split(asset, from, account.subarray(0, count), weights.subarray(0, count), units, kind);
  return amount;
}

/** What a provider's GPUs did in another use than renting is paid by whoever offers that. Returns the USD paid. */
export function payForUse(
  at: ProviderMoney,
  ledger: Ledger,
  provider: number,
  use: number,
  usd: number,
): number {
  const units = takeUnits(at.oddAway[use]!, usd * UNITS);
  const { usd: asset, world } = at.accounts;
  const paid = ledger.transfer(asset, world, at.account[provider]!, BigInt(units), USE_FLOWS[use]!);
  at.revenue[provider]! += paid;
  at.awayUsd[use]! += paid;
  return paid;
}

/** What each provider sells: enough for what it owes, and of the rest of what came in what it does not keep. Returns the tokens on sale. */
function offerTokens(at: ProviderMoney, ledger: Ledger, usdPerToken: number, keep: number): number {
  const { usd, token, sales } = at.accounts;
  if (usdPerToken <= 0) return 0;
  let offered = 0;
  for (let provider = 0; provider < at.count; provider++) {
    const received = at.received[provider]!;
    const owed = at.arrears[provider]!;
    if (received === 0 && owed * UNITS < 1) continue;
    at.received[provider] = 0;
    const account = at.account[provider]!;
    const missing = Math.max(0, owed - ledger.balance(usd, account)) / usdPerToken;
    const wanted = missing + (1 - keep) * Math.max(0, received - missing);
    at.sale[provider] = ledger.transferUpTo(token, account, sales, wanted, "tokens for sale");
    offered += at.sale[provider]!;
  }
  return offered;
}

/** What a mechanism that runs providers hands on, to sell their tokens. */
interface Selling {
  readonly state: ProviderMoney;
  readonly params: { readonly keep: number };
  readonly ledger: Ledger;
  readonly read: { readonly usdPerToken: () => number };
  readonly emit: { readonly swapRequested: (swap: Events["swapRequested"]) => unknown };
}

/** Providers sell tokens, and pay their bills when the pool has paid; where nobody sells any, at once. */
export function sellAndSettle({ state, params, ledger, read, emit }: Selling): void {
  const amount = offerTokens(state, ledger, read.usdPerToken(), params.keep);
  state.selling = amount > 0;
  if (amount > 0) emit.swapRequested({ account: state.accounts.sales, amount, sellsToken: true });
  else settleBills(state, ledger);
}

/** A swap is done: if it was the providers', what the pool paid goes to those who sold, and they pay their bills. */
export function receiveSales(
  at: ProviderMoney,
  ledger: Ledger,
  { account, bought }: Pick<Events["swapped"], "account" | "bought">,
): void {
  const { usd, sales } = at.accounts;
  if (!at.selling || account !== sales) return;
  at.selling = false;
  at.totals.salesUsd += bought;
  if (bought > 0) {
    const accounts = at.account.subarray(0, at.count);
    const weights = at.sale.subarray(0, at.count);
    ledger.split(usd, sales, accounts, weights, ledger.units(usd, sales), "token sales");
  }
  settleBills(at, ledger);
}

/** A provider owes so much more. */
export function owe(at: ProviderMoney, provider: number, usd: number, now: number): void {
  at.arrears[provider]! += usd;
  change(at.owing, now, 0, usd);
}

function settleBills(at: ProviderMoney, ledger: Ledger): void {
  at.sale.fill(0);
  for (let provider = 0; provider < at.count; provider++) settleBill(at, ledger, provider);
  // The sum starts afresh, so that what rounding leaves does not add up.
  setLevel(at.owing, ledger.now, 0, sum(at.arrears, at.count));
}

/** A provider pays of its bills what it can; the rest stays owed. */
export function settleBill(
  { arrears, account, accounts, owing }: ProviderMoney,
  ledger: Ledger,
  provider: number,
): void {
  const owed = arrears[provider]!;
  if (owed === 0) return;
  const { usd, world } = accounts;
  // What is below a unit of the ledger cannot be paid yet.
  const payable = wholeUnits(owed * UNITS) / UNITS;
  const paid = ledger.transferUpTo(usd, account[provider]!, world, payable, "electricity and operation");
  const left = owed - paid;
  arrears[provider] = left * UNITS < ROUNDING ? 0 : left;
  change(owing, ledger.now, 0, arrears[provider]! - owed);
}

/** Whether all that the provider holds is worth less than it owes. */
export function insolvent(
  { arrears, account, accounts }: ProviderMoney,
  ledger: Ledger,
  provider: number,
  usdPerToken: number,
): boolean {
  const owed = arrears[provider]!;
  if (owed * UNITS < 1) return false;
  const holder = account[provider]!;
  return ledger.balance(accounts.usd, holder) + ledger.balance(accounts.token, holder) * usdPerToken < owed;
}
