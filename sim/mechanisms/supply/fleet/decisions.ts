import { avoidableUsdPerGpuHour } from "../../../formulas/provider.ts";
import { sum } from "../../../formulas/sum.ts";
import { bestUse, RENT, type Renting, rentMargin, USES } from "../../../formulas/uses.ts";
import type { Index } from "../../../indexed.ts";
import { marginsByUse, usdByUse } from "../../../kit/supply/gpu-uses.ts";
import { insolvent, owe } from "../../../kit/supply/provider-money.ts";
import { exp } from "../../../math.ts";
import { numberColumn } from "../../../schema/table.ts";
import { HOUR } from "../../../units.ts";
import { recount } from "./counting.ts";
import { costOf } from "./lots.ts";
import { announce, bringBack, takeOff } from "./offers.ts";
import { ELSEWHERE, type Fleet, LEFT } from "./state.ts";

/**
 * A provider that has not been able to pay for so many days in a row leaves; the jobs on its machines finish. Where
 * nobody has ever been paid, as in a design without contracts, bills drive nobody out.
 */
export function decideExits(context: Fleet): void {
  const { state, params, read } = context;
  if (sum(state.revenue) === 0) return;
  const price = read.usdPerToken();
  let leaves = false;
  for (let provider: Index = 0; provider < state.count; provider++) {
    if (state.left[provider] === 1) continue;
    state.lossDays[provider] = insolvent(context, provider, price) ? state.lossDays[provider] + 1 : 0;
    if (state.lossDays[provider] < params.patience) continue;
    state.left[provider] = 1;
    leaves = true;
  }
  if (!leaves) return;
  const { lot, reasons, count } = state.machines;
  for (let machine: Index = 0; machine < count; machine++)
    if (state.left[state.lots.provider[lot[machine]]!] === 1 && (reasons[machine] & LEFT) === 0)
      takeOff(context, machine, LEFT);
}

/** Lowest prices follow cost or the provider's utilisation of the last day; machines on offer are announced anew. */
export function decidePrices(context: Fleet): void {
  const { state, params } = context;
  if (params.reprice === "fixed") return;
  const { lots, machines: table } = state;
  const used = params.reprice === "utilisation" ? utilisations(context) : new Float64Array(0);
  const moved = new Uint8Array(lots.count);
  for (let lot: Index = 0; lot < lots.count; lot++) {
    const price = priceOf(context, lot, used[lots.provider[lot]]!);
    moved[lot] = price === lots.price[lot] ? 0 : 1;
    lots.price[lot] = price;
  }
  for (let machine: Index = 0; machine < table.count; machine++)
    if (moved[table.lot[machine]] === 1 && table.reasons[machine] === 0) announce(context, machine);
}

function priceOf({ state: { lots }, params }: Fleet, lot: Index, utilisation: number): number {
  const floor = avoidableUsdPerGpuHour(costOf(lots, params, lot), 1);
  if (params.reprice === "cost-plus") return floor * (1 + params.markup);
  const price = lots.price[lot] * exp(params.repriceRate * (utilisation - params.repriceTarget));
  const ceiling = numberColumn(params.machines, "usd_per_gpu_hour")[lot] * params.repriceCeiling;
  return Math.max(floor, Math.min(ceiling, price));
}

/** Busy over online GPU-time of each provider since the last bill; at the target where it had nothing online. */
function utilisations({ state, params }: Fleet): Float64Array {
  const { lots, count } = state;
  const busy = new Float64Array(count);
  const online = new Float64Array(count);
  for (let lot: Index = 0; lot < lots.count; lot++) {
    const rent: Index = lot * USES.length + RENT;
    busy[lots.provider[lot]]! += lots.busySeconds[lot] - lots.billedBusySeconds[lot];
    online[lots.provider[lot]]! += lots.secondsBy[rent] - lots.billedBy[rent];
  }
  return busy.map((seconds, provider: Index) =>
    online[provider] > 0 ? seconds / online[provider] : params.repriceTarget,
  );
}

/** Owners decide in turn what to do with machines that run no job, so that not all of them move at once. */
export function decideUses(context: Fleet, day: number): void {
  const { params, state } = context;
  if (params.uses === "rent" && state.awayGpus === 0) return;
  const { count, reasons, busy } = state.machines;
  const period = params.usesEvery;
  const forRent = gpusForRent(context);
  let freed = false;
  for (let machine: Index = (period - (day % period)) % period; machine < count; machine += period)
    if ((reasons[machine] & ~ELSEWHERE) === 0 && busy[machine] === 0)
      freed = decideUse(context, machine, forRent) || freed;
  if (freed) context.emit.gpusFreed({});
}

/** Returns whether the machine is for rent again. */
function decideUse(context: Fleet, machine: Index, forRent: Float64Array): boolean {
  const { state, params } = context;
  const { lots, machines: table } = state;
  const lot: Index = table.lot[machine];
  if (state.expected.days[lots.kind[lot]]! < 2 * params.memory) return false;
  const current = table.use[machine];
  const use = bestUse(
    marginsOf(context, lot, forRent),
    current,
    params.useSwitchingUsdPerGpu,
    params.useSwitchingHorizon / HOUR,
  );
  if (use === current) return false;
  const cost = params.useSwitchingUsdPerGpu * lots.gpus[lot];
  owe(state, lots.provider[lot], cost, context.now);
  state.totals.billsUsd += cost;
  state.switches++;
  return putTo(context, machine, use);
}

function putTo(context: Fleet, machine: Index, use: number): boolean {
  const { machines: table } = context.state;
  if (table.use[machine] === RENT) {
    table.use[machine] = use;
    takeOff(context, machine, ELSEWHERE);
    return false;
  }
  if (use === RENT) {
    const back = bringBack(context, machine, ELSEWHERE);
    table.use[machine] = RENT;
    return back;
  }
  // From one use elsewhere to another: out of the count of the one, into that of the other.
  table.reasons[machine] &= ~ELSEWHERE;
  recount(context, machine);
  table.use[machine] = use;
  table.reasons[machine] |= ELSEWHERE;
  recount(context, machine);
  return false;
}

/** USD that a GPU-hour of the lot leaves, by use. */
function marginsOf(context: Fleet, lot: Index, forRent: Float64Array): number[] {
  const { state, params, read } = context;
  const cost = costOf(state.lots, params, lot);
  const renting = rentMargin(rentOf(context, lot, forRent), cost);
  return marginsByUse(params.uses, usdByUse(read), state.lots.throughput[lot], cost, renting);
}

/** What renting is expected to bring. Where none of its kind is for rent and jobs wait, an owner counts on full work at its own price. */
function rentOf({ state, read }: Fleet, lot: Index, forRent: Float64Array): Renting {
  const { lots, expected } = state;
  const kind: Index = lots.kind[lot];
  const fee = read.marketFee();
  const usdPerToken = read.usdPerToken();
  if (forRent[kind] === 0 && read.gpusWaiting() > 0)
    return { usdPerGpuHour: lots.price[lot], utilisation: 1, fee, tokensPerGpuHour: 0, usdPerToken };
  const utilisation = expected.utilisation[kind];
  // What was learned of USD is per hour online.
  const usdPerGpuHour = utilisation > 0 ? expected.usd[kind] / utilisation : 0;
  return { usdPerGpuHour, utilisation, fee, tokensPerGpuHour: expected.tokens[kind], usdPerToken };
}

/** Hundredths of a GPU for rent by kind. */
function gpusForRent({ state: { lots, expected } }: Fleet): Float64Array {
  const gpus = new Float64Array(expected.days.length);
  for (let lot: Index = 0; lot < lots.count; lot++)
    gpus[lots.kind[lot]]! += lots.gpusBy[lot * USES.length + RENT]!;
  return gpus;
}
