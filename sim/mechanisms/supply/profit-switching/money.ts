import { accrue } from "../../../formulas/running-average.ts";
import type { Events } from "../../../model/events.ts";
import { DAY, HOUR } from "../../../units.ts";
import { networkAt, networkOf, type Owners, type Params } from "./state.ts";
import { count } from "./work.ts";

/** Owners' accounts are theirs, wherever they work; the pots are the networks'. */
export function openAccounts({ params, account }: Owners): void {
  for (let owner = 0; owner < params.providers; owner++) account.owner(owner);
}

/** What a network has of it: a pot of what customers pay or of emission, a token. */
export const ofNetwork = (
  each: Readonly<Record<string, number>>,
  { places }: Pick<Params, "places">,
  network: number,
): number => (places.length > 0 ? each[places[network]!]! : Object.values(each)[0]!);

/** Everybody is paid for the time since the last settlement, pays for it, and sells what came in tokens. */
export function settle(context: Owners, sells: boolean): void {
  const { state, now } = context;
  const span = now - state.settledAt;
  if (span === 0) return;
  state.settledAt = now;
  for (let provider = 0; provider < state.home.length; provider++) count(context, provider);
  payBills(context);
  for (let network = 0; network < state.gpuTime.length; network++) payRevenue(context, network, span, sells);
}

function payRevenue(context: Owners, network: number, span: number, sells: boolean): void {
  const { state, params, ledger, account, asset, read } = context;
  const [worked, stood] = [state.worked[network]!, state.stood[network]!];
  const pot = ofNetwork(account.revenue, params, network);
  const earned = ledger.balance(asset.usd, pot);
  if (earned > 0 && worked.some((seconds) => seconds > 0)) share(context, network, pot, earned, worked);
  const [days, halfLife] = [span / DAY, params.memory / DAY];
  const rented = worked.reduce((sum, seconds) => sum + seconds, 0) / HOUR;
  const place = networkOf(params, network);
  accrue(state.price[network]!, read.usdPerGpuHour.in(place) * days, days, halfLife);
  accrue(state.emission[network]!, 0, days, halfLife);
  accrue(state.asked[network]!, rented + read.gpusWaiting.in(place) * (span / HOUR), days, halfLife);
  if (sells) sell(context, network);
  worked.fill(0);
  stood.fill(0);
}

/** USD of a pot go to those with these weights. */
function share(context: Owners, network: number, pot: number, usd: number, weights: readonly number[]): void {
  const { state, ledger, account, asset } = context;
  const owners = Array.from(account.owner.ids.subarray(0, account.owner.count));
  const before = owners.map((owner) => ledger.balance(asset.usd, owner));
  ledger.split(asset.usd, pot, owners, weights, ledger.units(asset.usd, pot), "GPU time");
  owners.forEach((owner, at) => {
    state.revenueUsd[at]! += ledger.balance(asset.usd, owner) - before[at]!;
  });
  state.incomeUsd[network]! += usd;
}

/** The day's emission is sold in the network's own pool; who stood online gets what it brings. */
function sell(context: Owners, network: number): void {
  const { state, params, ledger, account, asset, emit } = context;
  const rewards = ofNetwork(account.rewards, params, network);
  state.sold[network] = [...state.stood[network]!];
  const amount = ledger.balance(ofNetwork(asset.token, params, network), rewards);
  if (!(amount > 0) || !state.sold[network]!.some((seconds) => seconds > 0)) return;
  state.selling[network] = true;
  emit.swapRequested.in(networkOf(params, network), { account: rewards, amount, sellsToken: true });
}

export function receiveSales(context: Owners, { account: seller }: Events["swapped"]): void {
  const { state, params, ledger, account, asset, from } = context;
  const network = networkAt(params, from);
  const rewards = ofNetwork(account.rewards, params, network);
  if (seller !== rewards || !state.selling[network]) return;
  state.selling[network] = false;
  const usd = ledger.balance(asset.usd, rewards);
  if (!(usd > 0)) return;
  share(context, network, rewards, usd, state.sold[network]!);
  // It belongs to the day that has just been counted.
  state.emission[network]!.amount += usd;
}

/** Electricity and upkeep of the time online; who cannot pay brings in money of his own. */
function payBills({ state, params, ledger, account, asset }: Owners): void {
  for (let provider = 0; provider < state.home.length; provider++) {
    const seconds = state.stood.reduce((sum, stood) => sum + stood[provider]!, 0);
    const bill = Math.round((seconds / HOUR) * params.costUsdPerGpuHour * 1e6) / 1e6;
    if (!(bill > 0)) continue;
    const owner = account.owner(provider);
    const missing = bill - ledger.balance(asset.usd, owner);
    if (missing > 0) ledger.transfer(asset.usd, account.world, owner, missing, "working capital");
    ledger.transferUpTo(asset.usd, owner, account.world, bill, "electricity");
  }
}
