import { straightLineDepreciation } from "../../../formulas/npv.ts";
import { sum } from "../../../formulas/sum.ts";
import { RENT } from "../../../formulas/uses.ts";
import type { Index } from "../../../indexed.ts";
import { gpuMetrics, onlineSeconds } from "../../../kit/supply/gpu-time.ts";
import { providerMetrics } from "../../../kit/supply/provider-measures.ts";
import type { Metrics } from "../../../model/measures/metric.ts";
import { numberColumn } from "../../../schema/table.ts";
import { DAY, YEAR } from "../../../units.ts";
import { awayUsd, billsUsd, earnings, grams, joules, revenues } from "./accrued.ts";
import { awaySeconds, ownedSeconds } from "./counting.ts";
import { secondsOf } from "./lots.ts";
import { smallOwners } from "./owners.ts";
import type { Fleet } from "./state.ts";

export const metrics: Metrics<Fleet> = {
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
    totals: (context) => [onlineSeconds(context) + awaySeconds(context), ownedSeconds(context)],
  },
  "gpu.throttled": { totals: ({ state }) => [state.throttledSeconds, state.startedSeconds] },
  "machines.failures": { total: ({ state }) => state.failures },
  "machines.switches": { total: ({ state }) => state.switches },
  "jobs.spanningMachines": { totals: ({ state }) => [state.spanning, state.started] },
  "machines.reputation": {
    value: meanReputation,
    every: DAY,
  },
  "providers.smallShare": {
    totals: (context) => {
      const revenue = revenues(context);
      return [smallOwners(context, revenue).revenueUsd, sum(revenue)];
    },
  },
  "providers.smallIncomeUsd": {
    value: (context) => {
      const { count, revenueUsd } = smallOwners(context, context.state.revenue);
      return count > 0 ? revenueUsd / count : 0;
    },
    every: DAY,
  },
  "providers.depreciationUsd": { total: depreciation },
};

function meanReputation({ state: { book, machines } }: Fleet): number {
  let reputation = 0;
  let offered = 0;
  for (let machine: Index = 0; machine < machines.count; machine++) {
    if (machines.reasons[machine] !== 0) continue;
    reputation += book.reputation[machine];
    offered++;
  }
  return offered > 0 ? reputation / offered : 0;
}

/** GPU-seconds online, each as many as the GPU is fast. */
function worthSeconds({ state: { lots }, now }: Fleet): number {
  let seconds = 0;
  for (let lot: Index = 0; lot < lots.count; lot++)
    seconds += lots.throughput[lot] * secondsOf(lots, lot, RENT, now);
  return seconds;
}

/** What was written off up to the last change of how, and since then. */
export function depreciation({ state, params, now }: Fleet): number {
  const { machines, life, resaleShare } = params;
  const { until } = state.depreciated;
  let { usd } = state.depreciated;
  for (let lot: Index = 0; lot < state.lots.count; lot++) {
    const capital = numberColumn(machines, "capital_usd")[lot];
    if (Number.isNaN(capital)) continue;
    const age = numberColumn(machines, "age_years")[lot];
    const rest = Math.max(0, life - (Number.isNaN(age) ? 0 : age));
    const gpus = state.lots.gpus[lot] * numberColumn(machines, "count")[lot];
    const years = Math.min(rest, now / YEAR) - Math.min(rest, until / YEAR);
    usd += gpus * straightLineDepreciation(capital, capital * resaleShare, life) * years;
  }
  return usd;
}
