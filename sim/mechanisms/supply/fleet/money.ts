import { gramsOfCarbon } from "../../../formulas/energy.ts";
import { avoidableUsdPerGpuHour, learningRate } from "../../../formulas/provider.ts";
import { sum } from "../../../formulas/sum.ts";
import { RENT, USES } from "../../../formulas/uses.ts";
import type { Index } from "../../../indexed.ts";
import { usdByUse } from "../../../kit/supply/gpu-uses.ts";
import {
  openProvider,
  owe,
  payBoughtTokens,
  payForUse,
  payProviders,
  sellAndSettle,
} from "../../../kit/supply/provider-money.ts";
import { HOUR } from "../../../units.ts";
import { unbilled, unbilledIncome } from "./accrued.ts";
import { costOf, integrateLot, providersOf } from "./lots.ts";
import type { Fleet } from "./state.ts";
import { creditWork } from "./work.ts";

/** Providers have accounts from the start, and cash for their first bills. */
export function openAccounts(context: Fleet): void {
  const { state, params } = context;
  const { lots, machines } = state;
  const cash = new Float64Array(state.count);
  for (const lot of machines.lot)
    cash[lots.provider[lot]!]! +=
      avoidableUsdPerGpuHour(costOf(lots, params, lot), 0.5) * lots.gpus[lot]! * 24 * params.workingCapital;
  for (const [provider, name] of providersOf(params).entries()) openProvider(context, name, cash[provider]!);
}

/** Income since the last settlement comes in. Returns tokens of emission for a GPU-hour of work. */
function receive(context: Fleet): number {
  const { state, read } = context;
  const price = read.usdPerToken();
  const work = sum(state.work);
  const { usd, tokens } = payProviders(context, price);
  creditLots(state, usd, tokens * price);
  return work > 0 ? tokens / work : 0;
}

/** A day's income comes in, and expectations learn from it. */
export function receiveDay(context: Fleet): void {
  creditWork(context);
  learn(context, receive(context));
  context.state.settledAt = context.now;
}

/** What has accrued since the last day is settled as that was; nobody decides anything any more. */
export function settleRest(context: Fleet): void {
  if (context.state.settledAt === context.now) return;
  creditWork(context);
  receive(context);
  drawUpBills(context);
  sellAndSettle(context);
}

/** Tokens that were bought with a day's payments come in after the day is settled. */
export function receiveTokens(context: Fleet): void {
  const { lots } = context.state;
  const usd = payBoughtTokens(context, context.read.usdPerToken());
  if (usd === 0) return;
  const total = sum(lots.dayUsd);
  for (let lot: Index = 0; lot < lots.count; lot++) lots.income[lot] += (usd * lots.dayUsd[lot]) / total;
}

/** A day's income by lot, for what each has done that day. */
function creditLots({ lots }: Fleet["state"], usd: number, emission: number): void {
  const hours = lots.hours.map((all, lot: Index) => all - lots.paidHours[lot]);
  for (let lot: Index = 0; lot < lots.count; lot++) lots.dayUsd[lot] = lots.usd[lot] - lots.paidUsd[lot];
  const work = sum(hours);
  const earned = sum(lots.dayUsd);
  for (let lot: Index = 0; lot < lots.count; lot++) {
    if (earned > 0) lots.income[lot] += (usd * lots.dayUsd[lot]) / earned;
    if (work > 0) lots.income[lot] += (emission * hours[lot]) / work;
  }
  lots.paidHours.set(lots.hours);
  lots.paidUsd.set(lots.usd);
}

/** Expectations of an hour online, by kind of GPU, from the day's customers and emission. */
function learn({ state, params, now }: Fleet, tokensPerBusyHour: number): void {
  const { lots, expected } = state;
  const kinds = expected.days.length;
  const earned = new Float64Array(kinds);
  const busy = new Float64Array(kinds);
  const online = new Float64Array(kinds);
  for (let lot: Index = 0; lot < lots.count; lot++) {
    integrateLot(lots, lot, now);
    const kind: Index = lots.kind[lot];
    earned[kind] += lots.usd[lot];
    busy[kind] += lots.busySeconds[lot];
    online[kind] += lots.secondsBy[lot * USES.length + RENT]!;
  }
  for (let kind: Index = 0; kind < kinds; kind++) {
    const onlineHours = (online[kind] - expected.onlineSeconds[kind]) / HOUR;
    if (onlineHours > 0) {
      const rate = expected.days[kind] === 0 ? 1 : learningRate(params.memory);
      const utilisation = (busy[kind] - expected.busySeconds[kind]) / HOUR / onlineHours;
      const usd = (earned[kind] - expected.earned[kind]) / onlineHours;
      expected.usd[kind] += rate * (usd - expected.usd[kind]);
      expected.tokens[kind] += rate * (tokensPerBusyHour * utilisation - expected.tokens[kind]);
      expected.utilisation[kind] += rate * (utilisation - expected.utilisation[kind]);
      expected.days[kind]++;
    }
    expected.earned[kind] = earned[kind];
    expected.busySeconds[kind] = busy[kind];
    expected.onlineSeconds[kind] = online[kind];
  }
}

/** Providers owe electricity and operation since the last bill; other uses pay at what they are worth now. */
export function drawUpBills(context: Fleet): void {
  const { state, read } = context;
  const worth = usdByUse(read);
  for (let lot = 0; lot < state.lots.count; lot++) {
    integrateLot(state.lots, lot, context.now);
    earnElsewhere(context, lot, worth);
    bill(context, lot);
  }
}

/** What other uses brought the lot's owner since the last bill. */
function earnElsewhere(context: Fleet, lot: Index, worth: readonly number[]): void {
  const { lots } = context.state;
  for (let use = RENT + 1; use < USES.length; use++) {
    const usd = unbilledIncome(context, lot, use, worth);
    if (usd > 0) lots.income[lot] += payForUse(context, lots.provider[lot], use, usd);
  }
}

/** Bills a lot; its energy and carbon are counted here. */
function bill(context: Fleet, lot: Index): void {
  const { state, now } = context;
  const { lots } = state;
  const { joules, usd } = unbilled(context, lot);
  lots.billedBusySeconds[lot] = lots.busySeconds[lot];
  for (let at: Index = lot * USES.length; at < (lot + 1) * USES.length; at++)
    lots.billedBy[at] = lots.secondsBy[at];
  lots.joules[lot] += joules;
  lots.grams[lot] += gramsOfCarbon(joules, lots.gramsPerKwh[lot]);
  owe(state, lots.provider[lot], usd, now);
  state.totals.billsUsd += usd;
}
