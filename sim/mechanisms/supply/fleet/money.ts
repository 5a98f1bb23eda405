import { gramsOfCarbon } from "../../../formulas/energy.ts";
import { avoidableUsdPerGpuHour, billFor, learningRate } from "../../../formulas/provider.ts";
import { sum } from "../../../formulas/sum.ts";
import { IDLE, MINE, RENT, SERVE, USES, VOLUNTEER } from "../../../formulas/uses.ts";
import { usdByUse } from "../../../model/supply/gpu-uses.ts";
import {
  openProvider,
  openProviderAccounts,
  owe,
  payBoughtTokens,
  payForUse,
  payProviders,
} from "../../../model/supply/provider-money.ts";
import { HOUR } from "../../../units.ts";
import { costOf, integrateLot, type Lots, providersOf } from "./lots.ts";
import type { Fleet } from "./state.ts";

/** Providers have accounts from the start, and cash for their first bills. */
export function openAccounts({ state, params, ledger }: Fleet): void {
  const { lots, machines } = state;
  state.accounts = openProviderAccounts(ledger, params.asset);
  const cash = new Float64Array(state.count);
  for (const lot of machines.lot)
    cash[lots.provider[lot]!]! +=
      avoidableUsdPerGpuHour(costOf(lots, params, lot), 0.5) * lots.gpus[lot]! * 24 * params.workingCapital;
  for (const [provider, name] of providersOf(params).entries())
    openProvider(state, ledger, provider, name, cash[provider]!);
}

/** A day's income comes in, and expectations learn from it. */
export function receive(context: Fleet): void {
  const { state, ledger, read } = context;
  const price = read.usdPerToken();
  const work = sum(state.work);
  const { usd, tokens } = payProviders(state, ledger, price);
  creditLots(state, usd, tokens * price);
  learn(context, work > 0 ? tokens / work : 0);
}

/** Tokens that were bought with a day's payments come in after the day is settled. */
export function receiveTokens({ state, ledger, read }: Fleet): void {
  const { lots } = state;
  const usd = payBoughtTokens(state, ledger, read.usdPerToken());
  if (usd === 0) return;
  const total = sum(lots.dayUsd);
  for (let lot = 0; lot < lots.count; lot++) lots.income[lot]! += (usd * lots.dayUsd[lot]!) / total;
}

/** A day's income by lot, for what each has done that day. */
function creditLots({ lots }: Fleet["state"], usd: number, emission: number): void {
  const hours = lots.hours.map((all, lot) => all - lots.paidHours[lot]!);
  for (let lot = 0; lot < lots.count; lot++) lots.dayUsd[lot] = lots.usd[lot]! - lots.paidUsd[lot]!;
  const work = sum(hours);
  const earned = sum(lots.dayUsd);
  for (let lot = 0; lot < lots.count; lot++) {
    if (earned > 0) lots.income[lot]! += (usd * lots.dayUsd[lot]!) / earned;
    if (work > 0) lots.income[lot]! += (emission * hours[lot]!) / work;
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
  for (let lot = 0; lot < lots.count; lot++) {
    integrateLot(lots, lot, now);
    const kind = lots.kind[lot]!;
    earned[kind]! += lots.usd[lot]!;
    busy[kind]! += lots.busySeconds[lot]!;
    online[kind]! += lots.secondsBy[lot * USES.length + RENT]!;
  }
  for (let kind = 0; kind < kinds; kind++) {
    const onlineHours = (online[kind]! - expected.onlineSeconds[kind]!) / HOUR;
    if (onlineHours > 0) {
      const rate = expected.days[kind] === 0 ? 1 : learningRate(params.memory);
      const utilisation = (busy[kind]! - expected.busySeconds[kind]!) / HOUR / onlineHours;
      const usd = (earned[kind]! - expected.earned[kind]!) / onlineHours;
      expected.usd[kind]! += rate * (usd - expected.usd[kind]!);
      expected.tokens[kind]! += rate * (tokensPerBusyHour * utilisation - expected.tokens[kind]!);
      expected.utilisation[kind]! += rate * (utilisation - expected.utilisation[kind]!);
      expected.days[kind]!++;
    }
    expected.earned[kind] = earned[kind]!;
    expected.busySeconds[kind] = busy[kind]!;
    expected.onlineSeconds[kind] = online[kind]!;
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

/** What other uses brought the lot's owner since the last bill; faster GPUs bring more. */
function earnElsewhere({ state, ledger }: Fleet, lot: number, worth: readonly number[]): void {
  const { lots } = state;
  for (let use = RENT + 1; use < USES.length; use++) {
    const usd = unbilledHours(lots, lot, use) * worth[use]! * lots.throughput[lot]!;
    if (usd > 0) lots.income[lot]! += payForUse(state, ledger, lots.provider[lot]!, use, usd);
  }
}

/** Bills a lot; its energy and carbon are counted here. */
function bill({ state, params, now }: Fleet, lot: number): void {
  const { lots } = state;
  const hours = USES.map((_, use) => unbilledHours(lots, lot, use));
  const { joules, usd } = billFor(costOf(lots, params, lot), {
    online: hours[RENT]!,
    busy: (lots.busySeconds[lot]! - lots.billedBusySeconds[lot]!) / HOUR,
    elsewhere: hours[MINE]! + hours[SERVE]! + hours[VOLUNTEER]!,
    idle: hours[IDLE]!,
  });
  lots.billedBusySeconds[lot] = lots.busySeconds[lot]!;
  for (let at = lot * USES.length; at < (lot + 1) * USES.length; at++)
    lots.billedBy[at] = lots.secondsBy[at]!;
  lots.joules[lot]! += joules;
  lots.grams[lot]! += gramsOfCarbon(joules, lots.gramsPerKwh[lot]!);
  owe(state, lots.provider[lot]!, usd, now);
  state.totals.billsUsd += usd;
}

/** GPU-hours of the lot in a use since the last bill. */
function unbilledHours({ secondsBy, billedBy }: Lots, lot: number, use: number): number {
  const at = lot * USES.length + use;
  return (secondsBy[at]! - billedBy[at]!) / HOUR;
}
