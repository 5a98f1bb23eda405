import { gramsOfCarbon } from "../../../formulas/energy.ts";
import { learningRate } from "../../../formulas/provider.ts";
import { IDLE, RENT } from "../../../formulas/uses.ts";
import type { Index } from "../../../indexed.ts";
import { owe, payBoughtTokens, payForUse, payProviders } from "../../../kit/supply/provider-money.ts";
import { HOUR } from "../../../units.ts";
import { unbilled, unbilledIncome } from "./accrued.ts";
import { type Machine, machinesOf } from "./expectations.ts";
import { countHours, type Supply } from "./state.ts";

/** Income by region is measured where it comes in. */
const toRegion =
  ({ state, params }: Supply) =>
  (provider: Index, usd: number): void => {
    if (params.byRegion) state.income[state.region[provider]]! += usd;
  };

/** What came in since the last payout is paid, and expectations learn from it. */
export function receive(context: Supply): void {
  const { state } = context;
  const { usd, tokens } = payOut(context);
  learn(context, usd + state.paidInTokens, tokens);
  state.paidInTokens = 0;
  state.settledAt = context.now;
}

/** What came in since the last payout goes to providers. */
export const payOut = (context: Supply): { usd: number; tokens: number } =>
  payProviders(context, context.read.usdPerToken(), toRegion(context));

/** Tokens that were bought with a day's payments come in after the day is settled. */
export function receiveTokens(context: Supply): void {
  const { state, read } = context;
  state.paidInTokens += payBoughtTokens(context, read.usdPerToken(), toRegion(context));
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
export function bill(context: Supply, machines: readonly Machine[], provider: Index): void {
  const { state } = context;
  countHours(context, provider);
  const owed = unbilled(context, machines, provider);
  if (owed === null) return;
  earnAway(context, provider);
  const { joules, usd } = owed;
  const grams = gramsOfCarbon(joules, state.gco2ePerKwh[provider]);
  const region: Index = state.region[provider];
  state.onlineHours[provider] = 0;
  state.busyHours[provider] = 0;
  state.awayHours[provider] = 0;
  owe(state, provider, usd, context.now);
  state.joules[region] += joules;
  state.grams[region] += grams;
  state.totals.joules += joules;
  state.totals.grams += grams;
  state.totals.billsUsd += usd;
}

/** Whoever offers another use than renting pays for it. */
function earnAway(context: Supply, provider: Index): void {
  const { state } = context;
  const use = state.use[provider];
  if (use === RENT || use === IDLE || state.awayHours[provider] === 0) return;
  const paid = payForUse(context, provider, use, unbilledIncome(context, provider));
  state.income[state.region[provider]]! += paid;
}
