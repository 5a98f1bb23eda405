import { straightLineDepreciation } from "../../../formulas/npv.ts";
import { sum } from "../../../formulas/sum.ts";
import { RENT } from "../../../formulas/uses.ts";
import { gpuMetrics, onlineSeconds } from "../../../kit/supply/gpu-time.ts";
import { providerMetrics } from "../../../kit/supply/provider-measures.ts";
import type { Metric } from "../../../model/mechanism.ts";
import { numberColumn } from "../../../schema/table.ts";
import { DAY, YEAR } from "../../../units.ts";
import { awayUsd, billsUsd, earnings, grams, joules, revenues } from "./accrued.ts";
import { awaySeconds, ownedSeconds } from "./counting.ts";
import { secondsOf } from "./lots.ts";
import { smallOwners } from "./owners.ts";
import type { Fleet } from "./state.ts";

export const metrics: Readonly<Record<string, Metric<Fleet>>> = {
  ...gpuMetrics,
  ...providerMetrics<Fleet>({
    present: ({ state }) => state.count - sum(state.left),
    presentChangedBy: ["day"],
    left: ({ state }) => sum(state.left),
    worthSeconds,
    joules,
    grams,
    billsUsd,
    earnings,
    awayUsd,
  }),
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
    doc: "Machines that stopped working, at random or by the record of availability; maintenance and outages of a region are none.",
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
    every: DAY,
  },
  "providers.smallShare": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of all revenue that went to providers with few GPUs, at most `smallGpus`.",
    totals: (context) => {
      const revenue = revenues(context);
      return [smallOwners(context, revenue).revenueUsd, sum(revenue)];
    },
  },
  "providers.smallIncomeUsd": {
    unit: "USD",
    kind: "level",
    doc: "What a provider with few GPUs, at most `smallGpus`, has earned so far, mean over them; 0 where there is none.",
    value: (context) => {
      const { count, revenueUsd } = smallOwners(context, context.state.revenue);
      return count > 0 ? revenueUsd / count : 0;
    },
    every: DAY,
  },
  "providers.depreciationUsd": {
    unit: "USD",
    kind: "flow",
    doc: "Price of the GPUs written off, evenly over their life.",
    total: depreciation,
  },
};

function meanReputation({ state: { book, machines } }: Fleet): number {
  let reputation = 0;
  let offered = 0;
  for (let machine = 0; machine < machines.count; machine++) {
    if (machines.reasons[machine] !== 0) continue;
    reputation += book.reputation[machine]!;
    offered++;
  }
  return offered > 0 ? reputation / offered : 0;
}

/** GPU-seconds online, each as many as the GPU is fast. */
function worthSeconds({ state: { lots }, now }: Fleet): number {
  let seconds = 0;
  for (let lot = 0; lot < lots.count; lot++)
    seconds += lots.throughput[lot]! * secondsOf(lots, lot, RENT, now);
  return seconds;
}

/** What was written off up to the last change of how, and since then. */
export function depreciation({ state, params, now }: Fleet): number {
  const { machines, life, resaleShare } = params;
  const { until } = state.depreciated;
  let { usd } = state.depreciated;
  for (let lot = 0; lot < state.lots.count; lot++) {
    const capital = numberColumn(machines, "capital_usd")[lot]!;
    if (Number.isNaN(capital)) continue;
    const age = numberColumn(machines, "age_years")[lot]!;
    const rest = Math.max(0, life - (Number.isNaN(age) ? 0 : age));
    const gpus = state.lots.gpus[lot]! * numberColumn(machines, "count")[lot]!;
    const years = Math.min(rest, now / YEAR) - Math.min(rest, until / YEAR);
    usd += gpus * straightLineDepreciation(capital, capital * resaleShare, life) * years;
  }
  return usd;
}
