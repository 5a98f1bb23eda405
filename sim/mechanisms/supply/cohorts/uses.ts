import { avoidableUsdPerGpuHour } from "../../../formulas/provider.ts";
import { bestUse, IDLE, RENT } from "../../../formulas/uses.ts";
import { gpusOf } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { setRoom } from "../../../kit/market/placement.ts";
import { marginsByUse, usdByUse } from "../../../kit/supply/gpu-uses.ts";
import { owe } from "../../../kit/supply/provider-money.ts";
import { HOUR } from "../../../units.ts";
import { costAt, expectedRevenue, expectedUtilisation, informed, machinesOf } from "./expectations.ts";
import { bill } from "./money.ts";
import { countHours, integrate, ONLINE, type Supply } from "./state.ts";
import { offer } from "./work.ts";

/** Margins of a provider by use, if an hour online brings `revenue`. */
function margins(context: Supply, provider: Index, revenue: number): number[] {
  const { state, params, read } = context;
  const generation = state.generation[provider];
  const speed = state.throughput[generation]!;
  const cost = costAt(machinesOf(context)[generation]!, state.usdPerKwh[provider], state.operating[provider]);
  const utilisation = expectedUtilisation(context, params.useSwitchingHorizon);
  const renting = revenue * speed - avoidableUsdPerGpuHour(cost, utilisation);
  return marginsByUse(params.uses, usdByUse(read), speed, cost, renting);
}

/** The best that a provider can earn with its GPUs, an idle one earning nothing. */
export const bestMargin = (context: Supply, provider: number, revenue: number): number =>
  Math.max(...margins(context, provider, revenue).slice(RENT, IDLE));

/**
 * Owners put their GPUs to the use that leaves most. Those who gain most go first, and each of the others counts on the
 * customers of those who have gone, or on sharing them with those who have come.
 */
export function chooseUses(context: Supply): void {
  const { state, params } = context;
  if (params.uses === "rent" || !informed(context)) return;
  const revenue = expectedRevenue(context, params.useSwitchingHorizon);
  const gains = new Map<number, number>();
  for (let provider = 0; provider < state.count; provider++) {
    if (state.status[provider] !== ONLINE) continue;
    const { use, gain } = wish(context, provider, revenue);
    if (use !== state.use[provider]) gains.set(provider, gain);
  }
  const eager = [...gains.keys()].sort((one, other) => gains.get(other)! - gains.get(one)! || one - other);
  for (const provider of eager) {
    const { use } = wish(context, provider, expectedRevenue(context, params.useSwitchingHorizon));
    if (use !== state.use[provider]) takeUp(context, provider, use);
  }
}

function wish(context: Supply, provider: Index, revenue: number): { use: number; gain: number } {
  const { state, params } = context;
  const all = margins(context, provider, revenue);
  const use = bestUse(
    all,
    state.use[provider],
    params.useSwitchingUsdPerGpu,
    params.useSwitchingHorizon / HOUR,
  );
  return { use, gain: all[use]! - all[state.use[provider]]! };
}

/** Free GPUs go over at once, busy ones when their jobs are done. The switch is paid with the next bill. */
function takeUp(context: Supply, provider: Index, use: number): void {
  const { state, params, emit } = context;
  const cost = params.useSwitchingUsdPerGpu * params.gpusEach;
  const online = state.online[provider];
  integrate(context);
  countHours(context, provider);
  bill(context, machinesOf(context), provider);
  setRoom(state.room, state.cards, provider, -1);
  state.awayGpus[state.use[provider]]! -= state.away[provider];
  state.away[provider] = 0;
  state.use[provider] = use;
  owe(state, provider, cost, context.now);
  state.totals.billsUsd += cost;
  state.switches += params.gpusEach;
  offer(context, provider);
  const change = gpusOf(state.online[provider] - online) * state.throughput[state.generation[provider]]!;
  if (change < 0) state.departed -= change;
  else state.arrived += change;
  if (use === RENT) emit.gpusFreed({});
}
