/** What has accrued since providers were last billed and paid: measures count it, and it moves when it is settled. */

import { gramsOfCarbon } from "../../../formulas/energy.ts";
import { billFor } from "../../../formulas/provider.ts";
import { IDLE, RENT } from "../../../formulas/uses.ts";
import { gpusOf } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { accruedEarnings, earningsOf } from "../../../kit/supply/accrued-income.ts";
import { usdByUse } from "../../../kit/supply/gpu-uses.ts";
import { HOUR } from "../../../units.ts";
import { costAt, type Machine, machinesOf } from "./expectations.ts";
import type { Supply } from "./state.ts";

/** GPU-hours of a provider since its last bill, and USD that those brought that were not for rent. */
interface Unbilled {
  readonly online: number;
  readonly busy: number;
  readonly away: number;
}

function unbilledHours({ state, now }: Supply, provider: Index): Unbilled {
  const hours = (now - state.since[provider]) / HOUR;
  return {
    online: state.onlineHours[provider] + gpusOf(state.online[provider]) * hours,
    busy: state.busyHours[provider] + gpusOf(state.busy[provider]) * hours,
    away: state.awayHours[provider] + gpusOf(state.away[provider]) * hours,
  };
}

/** Energy and USD of the provider that are not billed yet; null where there are none. */
export function unbilled(
  context: Supply,
  machines: readonly Machine[],
  provider: Index,
): { joules: number; usd: number } | null {
  const { state } = context;
  const { online, busy, away } = unbilledHours(context, provider);
  if (online === 0 && away === 0) return null;
  const machine = machines[state.generation[provider]]!;
  const idle = state.use[provider] === IDLE;
  return billFor(costAt(machine, state.usdPerKwh[provider], state.operating[provider]), {
    online,
    busy,
    elsewhere: idle ? 0 : away,
    idle: idle ? away : 0,
  });
}

/** What other uses than renting have brought a provider since its last bill, at what they bring now. */
export function unbilledIncome(context: Supply, provider: Index): number {
  const { state, read } = context;
  const use = state.use[provider];
  if (use === RENT || use === IDLE) return 0;
  const speed = state.throughput[state.generation[provider]]!;
  return usdByUse(read)[use]! * speed * unbilledHours(context, provider).away;
}

/** Energy, carbon and bills from the start, of all providers or of those of a region. */
export interface Footprint {
  joules: number;
  grams: number;
  usd: number;
}

/** @param region −1: of all; bills are counted for all alone */
export function footprint(context: Supply, region: Index = -1): Footprint {
  const { state } = context;
  const machines = machinesOf(context);
  const total =
    region === -1
      ? { joules: state.totals.joules, grams: state.totals.grams, usd: state.totals.billsUsd }
      : { joules: state.joules[region], grams: state.grams[region], usd: 0 };
  for (let provider: Index = 0; provider < state.count; provider++) {
    if (region !== -1 && state.region[provider] !== region) continue;
    const owed = unbilled(context, machines, provider);
    if (owed === null) continue;
    total.joules += owed.joules;
    total.grams += gramsOfCarbon(owed.joules, state.gco2ePerKwh[provider]);
    total.usd += owed.usd;
  }
  return total;
}

export const earnings = (context: Supply) => earningsOf(context, context.state.running);

/** USD by use that GPUs brought otherwise than rented. */
export function awayUsd(context: Supply): Float64Array {
  const { state } = context;
  const usd = state.awayUsd.slice();
  for (let provider: Index = 0; provider < state.count; provider++)
    if (state.away[provider] > 0 || state.awayHours[provider] > 0)
      usd[state.use[provider]]! += unbilledIncome(context, provider);
  return usd;
}

/** USD that came in in a region from all uses, or will with the next settlement. */
export function incomeIn(context: Supply, region: Index): number {
  const { state } = context;
  const accrued = accruedEarnings(context, state.running);
  const byUsd = accrued.usd + accrued.tokenUsd - accrued.byWork;
  const { earned, work } = worked(context);
  const share = (column: Float64Array): number => {
    let own = 0;
    let all = 0;
    for (let provider: Index = 0; provider < state.count; provider++) {
      all += column[provider];
      if (state.region[provider] === region) own += column[provider];
    }
    return all > 0 ? own / all : 0;
  };
  let usd = state.income[region] + byUsd * share(earned) + accrued.byWork * share(work);
  for (let provider = 0; provider < state.count; provider++)
    if (state.region[provider] === region) usd += unbilledIncome(context, provider);
  return usd;
}

/** By provider, USD and GPU-hours of its work since the last payment, up to now. */
function worked({ state, now }: Supply): { earned: Float64Array; work: Float64Array } {
  const earned = state.earned.slice();
  const work = state.work.slice();
  const { running } = state;
  for (let row: Index = 0; row < running.rows.ids.length; row++) {
    if (running.rows.ids[row] === -1) continue;
    const hours = (now - running.credited[row]) / HOUR;
    for (let share: Index = running.shares[row]; share !== -1; share = running.nextOfJob[share]) {
      const provider: Index = running.host[share];
      earned[provider] += hours * running.part[share] * running.price[row];
      work[provider] += hours * running.part[share] * state.speed[row];
    }
  }
  return { earned, work };
}
