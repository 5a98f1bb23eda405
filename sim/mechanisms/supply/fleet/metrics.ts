import { gini, herfindahl, nakamotoCoefficient } from "../../../formulas/concentration.ts";
import { straightLineDepreciation } from "../../../formulas/npv.ts";
import { RENT } from "../../../formulas/uses.ts";
import type { Metric } from "../../../model/mechanism.ts";
import { numberColumn } from "../../../schema/table.ts";
import { HOUR, YEAR } from "../../../units.ts";
import { awaySeconds, busySeconds, onlineSeconds, ownedSeconds } from "./counting.ts";
import { secondsOf } from "./lots.ts";
import type { Fleet } from "./state.ts";

export const metrics: Readonly<Record<string, Metric<Fleet>>> = {
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
  "gpu.availability": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of GPU-time in which machines work, for rent or in another use; those that have gone for good left out.",
    totals: (context) => [onlineSeconds(context) + awaySeconds(context), ownedSeconds(context)],
  },
  "gpu.throttled": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of the jobs' GPU-time that was begun on machines too warm for their full clock.",
    totals: ({ state }) => [state.throttledSeconds, state.startedSeconds],
  },
  "gpu.failures": {
    unit: "failures",
    kind: "flow",
    doc: "Machines that stopped working.",
    total: ({ state }) => state.failures,
  },
  "gpu.switches": {
    unit: "switches",
    kind: "flow",
    doc: "Machines put to another use.",
    total: ({ state }) => state.switches,
  },
  "jobs.spanning": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of jobs whose GPUs span machines.",
    totals: ({ state }) => [state.spanning, state.started],
  },
  "machines.reputation": {
    unit: "ratio",
    kind: "level",
    doc: "Reputation of machines that take jobs, mean over machines.",
    value: meanReputation,
  },
  "providers.count": {
    unit: "providers",
    kind: "level",
    doc: "Providers that have not left.",
    value: ({ state }) => state.count - leavers(state.left),
  },
  "providers.exited": {
    unit: "providers",
    kind: "flow",
    doc: "Providers that left.",
    total: ({ state }) => leavers(state.left),
  },
  "providers.margin": {
    unit: "ratio",
    kind: "ratio",
    doc: "Margin over avoidable cost, of revenue, tokens marked to market on receipt, other uses included.",
    totals: ({ state: { totals } }) => {
      const income = totals.revenueUsd + totals.tokenUsd + totals.usesUsd;
      return [income - totals.billsUsd, income];
    },
  },
  "providers.cashMargin": {
    unit: "ratio",
    kind: "ratio",
    doc: "Margin over avoidable cost, of the USD received: from customers, other uses and for the tokens that were sold.",
    totals: ({ state: { totals } }) => {
      const income = totals.revenueUsd + totals.salesUsd + totals.usesUsd;
      return [income - totals.billsUsd, income];
    },
  },
  "providers.arrearsUsd": {
    unit: "USD",
    kind: "level",
    doc: "Bills that providers owe.",
    value: ({ state }) => state.arrears.reduce((sum, owed) => sum + owed, 0),
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
    doc: "What an hour online earned a GPU, rented or not, tokens at their price on receipt; of a faster GPU, an hour of one that jobs are measured on.",
    totals: (context) => {
      const { revenueUsd, tokenUsd } = context.state.totals;
      return [revenueUsd + tokenUsd, worthSeconds(context) / HOUR];
    },
  },
  "providers.depreciationUsd": {
    unit: "USD",
    kind: "flow",
    doc: "Price of the GPUs written off, evenly over their life.",
    total: depreciation,
  },
  "providers.gini": {
    unit: "ratio",
    kind: "ratio",
    doc: "Gini coefficient of revenue over all providers.",
    value: ({ state }) => gini(state.revenue),
  },
  "providers.nakamoto": {
    unit: "providers",
    kind: "level",
    doc: "Fewest providers that took more than half of all revenue.",
    value: ({ state }) => nakamotoCoefficient(state.revenue),
  },
  "providers.herfindahl": {
    unit: "ratio",
    kind: "ratio",
    doc: "Herfindahl–Hirschman index of revenue: the sum of squared shares.",
    value: ({ state }) => herfindahl(state.revenue),
  },
  "energy.joules": {
    unit: "J",
    kind: "flow",
    doc: "Energy of the GPUs and their buildings.",
    total: ({ state }) => state.lots.joules.reduce((sum, joules) => sum + joules, 0),
  },
  "energy.gCO2e": {
    unit: "gCO2e",
    kind: "flow",
    doc: "Carbon dioxide equivalent of that energy.",
    total: ({ state }) => state.lots.grams.reduce((sum, grams) => sum + grams, 0),
  },
};

const leavers = (left: Int32Array): number => left.reduce((sum, gone) => sum + gone, 0);

function meanReputation({ state: { book, machines } }: Fleet): number {
  let sum = 0;
  let offered = 0;
  for (let machine = 0; machine < machines.count; machine++) {
    if (machines.reasons[machine] !== 0) continue;
    sum += book.reputation[machine]!;
    offered++;
  }
  return offered > 0 ? sum / offered : 0;
}

/** GPU-seconds online, each as many as the GPU is fast. */
function worthSeconds({ state: { lots }, now }: Fleet): number {
  let seconds = 0;
  for (let lot = 0; lot < lots.count; lot++)
    seconds += lots.throughput[lot]! * secondsOf(lots, lot, RENT, now);
  return seconds;
}

function depreciation({ state, params, now }: Fleet): number {
  const { machines, life, resaleShare } = params;
  let usd = 0;
  for (let lot = 0; lot < state.lots.count; lot++) {
    const capital = numberColumn(machines, "capital_usd")[lot]!;
    if (Number.isNaN(capital)) continue;
    const age = numberColumn(machines, "age_years")[lot]!;
    const rest = Math.max(0, life - (Number.isNaN(age) ? 0 : age));
    const gpus = state.lots.gpus[lot]! * numberColumn(machines, "count")[lot]!;
    usd += gpus * straightLineDepreciation(capital, capital * resaleShare, life) * Math.min(rest, now / YEAR);
  }
  return usd;
}
