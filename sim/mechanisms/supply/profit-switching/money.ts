import { accrue } from "../../../formulas/running-average.ts";
import { ACCOUNTS, accountIn } from "../../../model/accounts.ts";
import type { Events } from "../../../model/events.ts";
import { DAY, HOUR } from "../../../units.ts";
import { networkAt, networkOf, type Owners } from "./state.ts";
import { count } from "./work.ts";

/** The network's pots are its own; owners' accounts are theirs, wherever they work. */
export function openAccounts({ state, params, ledger, instance }: Owners): void {
  state.usd = ledger.asset("usd");
  state.world = ledger.open(ACCOUNTS.world, "world");
  state.account = state.account.map((_, owner) => ledger.open(`${instance}/${owner}`, "providers"));
  state.pots.forEach((pot, network) => {
    const place = networkOf(params, network);
    pot.revenue = ledger.open(accountIn(place, ACCOUNTS.providerRevenue), "providers");
    pot.rewards = ledger.open(accountIn(place, ACCOUNTS.providerRewards), "providers");
  });
}

/** Everybody is paid for the time since the last settlement, pays for it, and sells what came in tokens. */
export function settle(context: Owners, sells: boolean): void {
  const { state, now } = context;
  const span = now - state.settledAt;
  if (span === 0) return;
  state.settledAt = now;
  for (let provider = 0; provider < state.home.length; provider++) count(context, provider);
  payBills(context);
  for (let network = 0; network < state.at.length; network++) payRevenue(context, network, span, sells);
}

function payRevenue(context: Owners, network: number, span: number, sells: boolean): void {
  const { state, params, ledger } = context;
  const [worked, stood] = [state.worked[network]!, state.stood[network]!];
  const pot = state.pots[network]!.revenue;
  const earned = ledger.balance(state.usd, pot);
  if (earned > 0 && worked.some((seconds) => seconds > 0)) share(context, network, pot, earned, worked);
  const [days, halfLife] = [span / DAY, params.memory / DAY];
  const rented = worked.reduce((sum, seconds) => sum + seconds, 0) / HOUR;
  const { usdPerGpuHour, gpusWaiting } = signalsAt(context, network);
  accrue(state.price[network]!, usdPerGpuHour * days, days, halfLife);
  accrue(state.emission[network]!, 0, days, halfLife);
  accrue(state.asked[network]!, rented + gpusWaiting * (span / HOUR), days, halfLife);
  if (sells) sell(context, network);
  worked.fill(0);
  stood.fill(0);
}

function signalsAt(
  { params, read }: Owners,
  network: number,
): { usdPerGpuHour: number; gpusWaiting: number } {
  const place = networkOf(params, network);
  return place === ""
    ? { usdPerGpuHour: read.usdPerGpuHour(), gpusWaiting: read.gpusWaiting() }
    : { usdPerGpuHour: read.usdPerGpuHour.in(place), gpusWaiting: read.gpusWaiting.in(place) };
}

/** USD of a pot go to those with these weights. */
function share(context: Owners, network: number, pot: number, usd: number, weights: readonly number[]): void {
  const { state, ledger } = context;
  const before = state.account.map((account) => ledger.balance(state.usd, account));
  ledger.split(state.usd, pot, state.account, weights, ledger.units(state.usd, pot), "GPU time");
  state.account.forEach((account, owner) => {
    state.revenueUsd[owner]! += ledger.balance(state.usd, account) - before[owner]!;
  });
  state.incomeUsd[network]! += usd;
}

/** The day's emission is sold in the network's own pool; who stood online gets what it brings. */
function sell(context: Owners, network: number): void {
  const { state, params, ledger, emit } = context;
  const { rewards } = state.pots[network]!;
  state.sold[network] = [...state.stood[network]!];
  const token = tokenOf(context, network);
  const amount = token === undefined ? 0 : ledger.balance(token, rewards);
  if (!(amount > 0) || !state.sold[network]!.some((seconds) => seconds > 0)) return;
  state.selling[network] = true;
  const swap = { account: rewards, amount, sellsToken: true };
  const place = networkOf(params, network);
  if (place === "") emit.swapRequested(swap);
  else emit.swapRequested.in(place, swap);
}

/** What a network's emission is in: the asset of which its pot holds any. */
function tokenOf({ state, ledger }: Owners, network: number): number | undefined {
  const { rewards } = state.pots[network]!;
  const found = ledger.assets.findIndex(
    (_, asset) => asset !== state.usd && ledger.balance(asset, rewards) > 0,
  );
  return found < 0 ? undefined : found;
}

export function receiveSales(context: Owners, { account }: Events["swapped"]): void {
  const { state, params, ledger, from } = context;
  const network = networkAt(params, from);
  const { rewards } = state.pots[network]!;
  if (account !== rewards || !state.selling[network]) return;
  state.selling[network] = false;
  const usd = ledger.balance(state.usd, rewards);
  if (!(usd > 0)) return;
  share(context, network, rewards, usd, state.sold[network]!);
  // It belongs to the day that has just been counted.
  state.emission[network]!.amount += usd;
}

/** Electricity and upkeep of the time online; who cannot pay brings in money of his own. */
function payBills({ state, params, ledger }: Owners): void {
  for (let owner = 0; owner < state.account.length; owner++) {
    const seconds = state.stood.reduce((sum, stood) => sum + stood[owner]!, 0);
    const bill = Math.round((seconds / HOUR) * params.costUsdPerGpuHour * 1e6) / 1e6;
    if (!(bill > 0)) continue;
    const account = state.account[owner]!;
    const missing = bill - ledger.balance(state.usd, account);
    if (missing > 0) ledger.transfer(state.usd, state.world, account, missing, "working capital");
    ledger.transferUpTo(state.usd, account, state.world, bill, "electricity");
  }
}
