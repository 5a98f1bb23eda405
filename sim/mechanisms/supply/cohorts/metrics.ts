import { gini, herfindahl, lowestShare, nakamotoCoefficient } from "../../../formulas/concentration.ts";
import type { Metric } from "../../../model/mechanism.ts";
import { HOUR } from "../../../units.ts";
import {
  busySeconds,
  live,
  ONLINE,
  onlineSeconds,
  type State,
  type Supply,
  sum,
  worthSeconds,
} from "./state.ts";

/** Four measures sort the same million numbers at each sample, when nothing happens between them: sorted is faster to sort. */
const sorted = new WeakMap<State, { readonly now: number; readonly revenue: Float64Array }>();

function sortedRevenue({ state, now }: Supply): Float64Array {
  const last = sorted.get(state);
  if (last?.now === now) return last.revenue;
  const revenue = live(state.revenue, state).slice().sort();
  sorted.set(state, { now, revenue });
  return revenue;
}

function middle(values: Float64Array): number {
  if (values.length === 0) return 0;
  return (values[(values.length - 1) >> 1]! + values[values.length >> 1]!) / 2;
}

export const metrics: Readonly<Record<string, Metric<Supply>>> = {
  "gpu.supply": {
    unit: "GPUs",
    kind: "level",
    doc: "GPUs online, mean over time.",
    totals: (context) => [onlineSeconds(context), context.now],
  },
  "gpu.offered": {
    unit: "GPU h",
    kind: "flow",
    doc: "GPU-hours online, whether rented or idle.",
    total: (context) => onlineSeconds(context) / HOUR,
  },
  "gpu.utilisation": {
    unit: "ratio",
    kind: "ratio",
    doc: "Busy over online GPU-time.",
    totals: (context) => [busySeconds(context), onlineSeconds(context)],
  },
  "gpu.delivered": {
    unit: "GPU h",
    kind: "flow",
    doc: "GPU-hours run for customers.",
    total: (context) => busySeconds(context) / HOUR,
  },
  "gpu.failures": {
    unit: "failures",
    kind: "flow",
    doc: "GPUs that stopped working.",
    total: ({ state }) => state.failures,
  },
  "gpu.switches": {
    unit: "GPUs",
    kind: "flow",
    doc: "GPUs that were put to another use: from renting to mining, and so on.",
    total: ({ state }) => state.switches,
  },
  "jobs.spanning": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of jobs whose GPUs span providers.",
    totals: ({ state: { totals } }) => [totals.spanning, totals.started],
  },
  "providers.count": {
    unit: "providers",
    kind: "level",
    doc: "Providers online.",
    value: ({ state }) => {
      let online = 0;
      for (let provider = 0; provider < state.count; provider++)
        if (state.status[provider] === ONLINE) online++;
      return online;
    },
  },
  "providers.entered": {
    unit: "providers",
    kind: "flow",
    doc: "Providers whose hardware was delivered after the start.",
    total: ({ state }) => state.entered,
  },
  "providers.exited": {
    unit: "providers",
    kind: "flow",
    doc: "Providers that left.",
    total: ({ state }) => state.left,
  },
  "providers.margin": {
    unit: "ratio",
    kind: "ratio",
    doc: "Margin over avoidable cost, of revenue from all uses, tokens marked to market on receipt.",
    totals: ({ state }) => {
      const revenue = state.totals.revenueUsd + state.totals.tokenUsd + sum(state.awayUsd);
      return [revenue - state.totals.billsUsd, revenue];
    },
  },
  "providers.cashMargin": {
    unit: "ratio",
    kind: "ratio",
    doc: "Margin over avoidable cost, of the USD received: from customers, other uses and for the tokens that were sold.",
    totals: ({ state }) => {
      const received = state.totals.revenueUsd + state.totals.salesUsd + sum(state.awayUsd);
      return [received - state.totals.billsUsd, received];
    },
  },
  "providers.arrearsUsd": {
    unit: "USD",
    kind: "level",
    doc: "Bills that providers owe.",
    value: ({ state }) => sum(live(state.arrears, state)),
  },
  "providers.tokenIncomeUsd": {
    unit: "USD",
    kind: "flow",
    doc: "Tokens received, emission and payments, at their price on receipt.",
    total: ({ state }) => state.totals.tokenUsd,
  },
  "providers.usdPerGpuHour": {
    unit: "USD/GPU h",
    kind: "level",
    doc: "What an hour online earned a GPU, rented or not, tokens at their price on receipt; of a faster GPU, an hour of one of the first generation.",
    totals: (context) => {
      const { revenueUsd, tokenUsd } = context.state.totals;
      return [revenueUsd + tokenUsd, worthSeconds(context) / HOUR];
    },
  },
  "providers.writeOffUsd": {
    unit: "USD",
    kind: "flow",
    doc: "What hardware that was sold was worth in the books, depreciated evenly over its life, beyond what it brought.",
    total: ({ state }) => state.totals.writeOffUsd,
  },
  "providers.herfindahl": {
    unit: "ratio",
    kind: "ratio",
    doc: "Herfindahl index of revenue over all that ever entered: 1 over the number of equal ones.",
    value: ({ state }) => herfindahl(live(state.revenue, state)),
  },
  "providers.medianIncomeUsd": {
    unit: "USD",
    kind: "level",
    doc: "What the median of all that ever entered has earned so far.",
    value: (context) => middle(sortedRevenue(context)),
  },
  "providers.lowestQuarterShare": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of all revenue that went to the quarter who earned least; a quarter where all earn the same.",
    value: (context) => lowestShare(sortedRevenue(context), 1 / 4),
  },
  "providers.gini": {
    unit: "ratio",
    kind: "ratio",
    doc: "Gini coefficient of revenue over all that ever entered.",
    value: (context) => (context.state.count > 0 ? gini(sortedRevenue(context)) : 0),
  },
  "providers.nakamoto": {
    unit: "providers",
    kind: "level",
    doc: "Fewest providers that took more than half of all revenue.",
    value: (context) => {
      const { revenueUsd, tokenUsd } = context.state.totals;
      return revenueUsd + tokenUsd > 0 ? nakamotoCoefficient(sortedRevenue(context)) : 0;
    },
  },
  "energy.joules": {
    unit: "J",
    kind: "flow",
    doc: "Energy of the GPUs and their buildings.",
    total: ({ state }) => state.totals.joules,
  },
  "energy.gCO2e": {
    unit: "gCO2e",
    kind: "flow",
    doc: "Carbon dioxide equivalent of that energy.",
    total: ({ state }) => state.totals.grams,
  },
};
