import { joulesPerGpuHour, learningRate } from "../../../formulas/provider.ts";
import { IDLE } from "../../../formulas/uses.ts";
import { HOUR, JOULES_PER_KILOWATT_HOUR } from "../../../units.ts";
import { earnAway } from "./away.ts";
import { type Machine, machinesOf } from "./expectations.ts";
import { live, type Supply, sum } from "./state.ts";

/** A unit of the ledger. */
const SMALLEST_USD = 1e-6;

/** Customers' USD go to providers by what each has earned, emission by verified GPU-hours; expectations learn from both. */
export function receive(context: Supply): void {
  const { state, params, read } = context;
  const { usd, token, revenue, rewards } = state.accounts;
  const price = read.usdPerToken();
  const work = sum(live(state.work, state));
  const paid = share(context, usd, revenue, live(state.earned, state), "sales");
  const emitted = share(context, token, rewards, live(state.work, state), "emission");
  const earned = sum(live(state.earned, state));
  for (let provider = 0; provider < state.count; provider++) {
    const part =
      (earned > 0 ? (paid * state.earned[provider]!) / earned : 0) +
      (work > 0 ? (emitted * price * state.work[provider]!) / work : 0);
    state.revenue[provider]! += part;
    if (params.byRegion) state.income[state.region[provider]!]! += part;
    if (work > 0) state.received[provider]! += (emitted * state.work[provider]!) / work;
  }
  state.totals.revenueUsd += paid;
  state.totals.tokenUsd += emitted * price;
  learn(context, paid + state.paidInTokens, emitted);
  state.paidInTokens = 0;
  state.settled.set(live(state.earned, state));
  live(state.earned, state).fill(0);
  live(state.work, state).fill(0);
}

/** Tokens that were bought with a day's payments come in after the day is settled, and go to who earned that day. */
export function receiveTokens(context: Supply): void {
  const { state, params, read } = context;
  const settled = live(state.settled, state);
  const tokens = share(context, state.accounts.token, state.accounts.revenue, settled, "sales");
  if (tokens === 0) return;
  const price = read.usdPerToken();
  const total = sum(settled);
  for (let provider = 0; provider < state.count; provider++) {
    const part = (tokens * settled[provider]!) / total;
    state.received[provider]! += part;
    state.revenue[provider]! += part * price;
    if (params.byRegion) state.income[state.region[provider]!]! += part * price;
  }
  state.paidInTokens += tokens * price;
  state.totals.tokenUsd += tokens * price;
}

/** Splits all that an account holds by weights; returns how much that was. Stays where it is while nobody has a weight. */
function share(
  { state, ledger }: Supply,
  asset: number,
  from: number,
  weights: Float64Array,
  kind: string,
): number {
  const amount = ledger.balance(asset, from);
  if (amount <= 0 || sum(weights) <= 0) return 0;
  ledger.split(asset, from, live(state.account, state), weights, ledger.units(asset, from), kind);
  return amount;
}

function learn({ state, params }: Supply, paid: number, emitted: number): void {
  const { expected } = state;
  const busy = (state.busySeconds - expected.busySeconds) / HOUR;
  const online = busy + (state.idleSeconds - expected.idleSeconds) / HOUR;
  const worth = online + (state.extraSeconds - expected.extraSeconds) / HOUR;
  expected.busySeconds = state.busySeconds;
  expected.idleSeconds = state.idleSeconds;
  expected.extraSeconds = state.extraSeconds;
  if (online <= 0) return;
  const rate =
    expected.days === 0 || params.expectations === "naive"
      ? 1
      : learningRate(params.memory / params.settleEvery);
  expected.usd += rate * (paid / worth - expected.usd);
  expected.tokens += rate * (emitted / worth - expected.tokens);
  expected.utilisation += rate * (busy / online - expected.utilisation);
  expected.days += params.settleEvery;
}

export function drawUpBills(context: Supply): void {
  const machines = machinesOf(context);
  for (let provider = 0; provider < context.state.count; provider++) bill(context, machines, provider);
}

/**
 * Adds the provider's electricity and operation since its last bill to what it owes, and pays it for what its GPUs did
 * elsewhere; its energy and carbon are counted here.
 */
export function bill(context: Supply, machines: readonly Machine[], provider: number): void {
  const { state } = context;
  const gpuHours = state.onlineHours[provider]!;
  const awayHours = state.awayHours[provider]!;
  if (gpuHours === 0 && awayHours === 0) return;
  if (awayHours > 0) earnAway(context, provider);
  const machine = machines[state.generation[provider]!]!;
  const utilisation = gpuHours === 0 ? 0 : Math.min(1, state.busyHours[provider]! / gpuHours);
  const idle = state.use[provider] === IDLE;
  const joules =
    joulesPerGpuHour(machine, utilisation) * gpuHours +
    (awayHours === 0 ? 0 : joulesPerGpuHour(machine, idle ? 0 : 1) * awayHours);
  const kilowattHours = joules / JOULES_PER_KILOWATT_HOUR;
  const operated = idle ? gpuHours : gpuHours + awayHours;
  const usd = kilowattHours * state.usdPerKwh[provider]! + operated * state.operating[provider]!;
  const grams = kilowattHours * state.gco2ePerKwh[provider]!;
  const region = state.region[provider]!;
  state.onlineHours[provider] = 0;
  state.busyHours[provider] = 0;
  state.awayHours[provider] = 0;
  state.arrears[provider]! += usd;
  state.joules[region]! += joules;
  state.grams[region]! += grams;
  state.totals.joules += joules;
  state.totals.grams += grams;
  state.totals.billsUsd += usd;
}

/** What each provider sells: enough for what it owes, and of the rest of what came in what it does not keep. Returns the tokens on sale. */
export function offerTokens({ state, params, ledger, read }: Supply): number {
  const { usd, token, sales } = state.accounts;
  const price = read.usdPerToken();
  if (price <= 0) return 0;
  let offered = 0;
  for (let provider = 0; provider < state.count; provider++) {
    const received = state.received[provider]!;
    const owed = state.arrears[provider]!;
    if (received === 0 && owed === 0) continue;
    state.received[provider] = 0;
    const account = state.account[provider]!;
    const missing = Math.max(0, owed - ledger.balance(usd, account)) / price;
    const wanted = missing + (1 - params.keep) * Math.max(0, received - missing);
    state.sale[provider] = ledger.transferUpTo(token, account, sales, wanted, "tokens for sale");
    offered += state.sale[provider]!;
  }
  return offered;
}

export function sell({ state, emit }: Supply, tokens: number): void {
  state.selling = true;
  emit.swapRequested({ account: state.accounts.sales, amount: tokens, sellsToken: true });
}

export function settleBills(context: Supply): void {
  const { state } = context;
  for (let provider = 0; provider < state.count; provider++) {
    state.sale[provider] = 0;
    settleBill(context, provider);
  }
}

export function settleBill({ state, ledger }: Supply, provider: number): void {
  const owed = state.arrears[provider]!;
  if (owed === 0) return;
  const paid = ledger.transferUpTo(
    state.accounts.usd,
    state.account[provider]!,
    state.accounts.world,
    owed,
    "electricity and operation",
  );
  // What is below half a unit of the ledger cannot be paid.
  state.arrears[provider] = owed - paid < SMALLEST_USD ? 0 : owed - paid;
}

/** Whether all that the provider holds is worth less than it owes. */
export function insolvent({ state, ledger, read }: Supply, provider: number): boolean {
  const owed = state.arrears[provider]!;
  if (owed === 0) return false;
  const { usd, token } = state.accounts;
  const account = state.account[provider]!;
  return ledger.balance(usd, account) + ledger.balance(token, account) * read.usdPerToken() < owed;
}
