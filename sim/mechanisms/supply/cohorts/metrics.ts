import { gini, nakamotoCoefficient } from "../../../formulas/concentration.ts";
import type { Metric } from "../../../model/mechanism.ts";
import { HOUR } from "../../../units.ts";
import { busySeconds, live, ONLINE, onlineSeconds, type Supply, sum } from "./state.ts";

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
    value: ({ state }) => live(state.status, state).filter((status) => status === ONLINE).length,
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
    doc: "Margin over avoidable cost, of revenue, tokens marked to market on receipt.",
    totals: ({ state: { totals } }) => [
      totals.revenueUsd + totals.tokenUsd - totals.billsUsd,
      totals.revenueUsd + totals.tokenUsd,
    ],
  },
  "providers.cashMargin": {
    unit: "ratio",
    kind: "ratio",
    doc: "Margin over avoidable cost, of the USD received: from customers and for the tokens that were sold.",
    totals: ({ state: { totals } }) => [
      totals.revenueUsd + totals.salesUsd - totals.billsUsd,
      totals.revenueUsd + totals.salesUsd,
    ],
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
  "providers.gini": {
    unit: "ratio",
    kind: "ratio",
    doc: "Gini coefficient of revenue over all that ever entered.",
    value: ({ state }) => (state.count > 0 ? gini(live(state.revenue, state)) : 0),
  },
  "providers.nakamoto": {
    unit: "providers",
    kind: "level",
    doc: "Fewest providers that took more than half of all revenue.",
    value: ({ state }) =>
      state.totals.revenueUsd + state.totals.tokenUsd > 0
        ? nakamotoCoefficient(live(state.revenue, state))
        : 0,
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
