/** What has accrued since a day was last settled: measures count it, and it is billed and paid when it is settled. */

import { gramsOfCarbon } from "../../../formulas/energy.ts";
import { billFor } from "../../../formulas/provider.ts";
import { sum } from "../../../formulas/sum.ts";
import { IDLE, MINE, RENT, SERVE, USES, VOLUNTEER } from "../../../formulas/uses.ts";
import type { Index } from "../../../indexed.ts";
import { accruedEarnings, earningsOf } from "../../../kit/supply/accrued-income.ts";
import { usdByUse } from "../../../kit/supply/gpu-uses.ts";
import { HOUR } from "../../../units.ts";
import { busySecondsOf, costOf, secondsOf } from "./lots.ts";
import type { Fleet } from "./state.ts";

/** GPU-hours of the lot in a use since the last bill. */
function unbilledHours({ state: { lots }, now }: Fleet, lot: number, use: number): number {
  return (secondsOf(lots, lot, use, now) - lots.billedBy[lot * USES.length + use]!) / HOUR;
}

/** Energy and USD of the lot that are not billed yet. */
export function unbilled(context: Fleet, lot: Index): { joules: number; usd: number } {
  const { state, params, now } = context;
  const { lots } = state;
  const hours = USES.map((_, use) => unbilledHours(context, lot, use));
  return billFor(costOf(lots, params, lot), {
    online: hours[RENT]!,
    busy: (busySecondsOf(lots, lot, now) - lots.billedBusySeconds[lot]) / HOUR,
    elsewhere: hours[MINE]! + hours[SERVE]! + hours[VOLUNTEER]!,
    idle: hours[IDLE]!,
  });
}

/** USD that a use other than renting has brought since the last bill, at what it brings now; faster GPUs bring more. */
export function unbilledIncome(context: Fleet, lot: Index, use: number, worth: readonly number[]): number {
  return unbilledHours(context, lot, use) * worth[use]! * context.state.lots.throughput[lot];
}

export const joulesOf = (context: Fleet, lot: Index): number =>
  context.state.lots.joules[lot] + unbilled(context, lot).joules;

export const gramsOf = (context: Fleet, lot: Index): number => {
  const { grams, gramsPerKwh } = context.state.lots;
  return grams[lot] + gramsOfCarbon(unbilled(context, lot).joules, gramsPerKwh[lot]);
};

const overLots = (context: Fleet, of: (context: Fleet, lot: number) => number): number => {
  let total = 0;
  for (let lot = 0; lot < context.state.lots.count; lot++) total += of(context, lot);
  return total;
};
export const joules = (context: Fleet): number => overLots(context, joulesOf);
export const grams = (context: Fleet): number => overLots(context, gramsOf);
export const billsUsd = (context: Fleet): number =>
  context.state.totals.billsUsd + overLots(context, (_, lot) => unbilled(context, lot).usd);

export const earnings = (context: Fleet) => earningsOf(context, context.state.book.running);

/** USD by use that GPUs brought otherwise than rented. */
export function awayUsd(context: Fleet): Float64Array {
  const { state, read } = context;
  const worth = usdByUse(read);
  return state.awayUsd.map((usd, use) =>
    use === RENT ? usd : usd + overLots(context, (_, lot) => unbilledIncome(context, lot, use, worth)),
  );
}

/** By lot, what customers' jobs were to pay for so many GPU-hours of work, up to now. */
export function worked({ state: { lots, machines, book }, now }: Fleet): {
  usd: Float64Array;
  hours: Float64Array;
} {
  const usd = lots.usd.slice();
  const hours = lots.hours.slice();
  const { running } = book;
  for (let row: Index = 0; row < running.rows.ids.length; row++) {
    if (running.rows.ids[row] === -1) continue;
    const time = (now - running.credited[row]) / HOUR;
    for (let share: Index = running.shares[row]; share !== -1; share = running.nextOfJob[share]) {
      const lot: Index = machines.lot[running.host[share]]!;
      hours[lot] += time * running.part[share];
      usd[lot] += time * running.part[share] * running.price[row];
    }
  }
  return { usd, hours };
}

/** By lot, USD that came in from all uses or will with the next settlement. */
export function incomes(context: Fleet): Float64Array {
  const { state, read } = context;
  const { lots } = state;
  const all = worked(context);
  const usd = all.usd.map((earned, lot: Index) => earned - lots.paidUsd[lot]);
  const hours = all.hours.map((work, lot: Index) => work - lots.paidHours[lot]);
  const accrued = accruedEarnings(context, state.book.running);
  const byUsd = accrued.usd + accrued.tokenUsd - accrued.byWork;
  const [earned, work] = [sum(usd), sum(hours)];
  const worth = usdByUse(read);
  return lots.income.map((income, lot: Index) => {
    let total = income;
    if (earned > 0) total += (byUsd * usd[lot]) / earned;
    if (work > 0) total += (accrued.byWork * hours[lot]) / work;
    for (let use = RENT + 1; use < USES.length; use++) total += unbilledIncome(context, lot, use, worth);
    return total;
  });
}

/** By provider, USD received from all uses or due with the next settlement. */
export function revenues(context: Fleet): Float64Array {
  const { lots, revenue } = context.state;
  const accrued = revenue.slice();
  incomes(context).forEach((income, lot: Index) => {
    accrued[lots.provider[lot]]! += income - lots.income[lot];
  });
  return accrued;
}
