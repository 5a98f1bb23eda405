/** Measures of providers, the same names whichever mechanism of supply runs them. */
import { gini, herfindahl, lowestShare, nakamotoCoefficient } from "../../formulas/concentration.ts";
import { sum } from "../../formulas/sum.ts";
import type { Metric } from "../../model/mechanism.ts";
import { DAY, HOUR } from "../../units.ts";
import { integralOf } from "../market/meter.ts";
import type { Earnings } from "./accrued-income.ts";
import type { ProviderMoney } from "./provider-money.ts";

interface At {
  readonly state: ProviderMoney;
  readonly now: number;
}

/** Four measures sort the same million numbers at each sample, when nothing happens between them: sorted is faster to sort. */
const sorted = new WeakMap<ProviderMoney, { readonly now: number; readonly revenue: Float64Array }>();

function sortedRevenue({ state, now }: At): Float64Array {
  const last = sorted.get(state);
  if (last?.now === now) return last.revenue;
  const revenue = state.revenue.slice(0, state.count).sort();
  sorted.set(state, { now, revenue });
  return revenue;
}

function middle(values: Float64Array): number {
  if (values.length === 0) return 0;
  return (values[(values.length - 1) >> 1]! + values[values.length >> 1]!) / 2;
}

/** What providers take in and owe, by what has accrued. */
const moneyMetrics = <C extends At>({
  earnings,
  awayUsd,
  billsUsd,
}: Own<C>): Readonly<Record<string, Metric<C>>> => ({
  "providers.margin": {
    unit: "ratio",
    kind: "ratio",
    doc: "Margin over avoidable cost, of revenue from all uses, tokens marked to market on receipt.",
    totals: (context) => {
      const { usd, tokenUsd } = earnings(context);
      const revenue = usd + tokenUsd + sum(awayUsd(context));
      return [revenue - billsUsd(context), revenue];
    },
  },
  "providers.cashMargin": {
    unit: "ratio",
    kind: "ratio",
    doc: "Margin over avoidable cost, of the USD received: from customers, other uses and for the tokens that were sold.",
    totals: (context) => {
      const received = earnings(context).usd + context.state.totals.salesUsd + sum(awayUsd(context));
      return [received - billsUsd(context), received];
    },
  },
  "providers.tokenIncomeUsd": {
    unit: "USD",
    kind: "flow",
    doc: "Tokens received, emission and payments, at their price on receipt.",
    total: (context) => earnings(context).tokenUsd,
  },
});

/** What providers owe, and how what they took in is divided among them, as of the last settlement. */
const settledMetrics: Readonly<Record<string, Metric<At>>> = {
  "providers.arrearsUsd": {
    unit: "USD",
    kind: "level",
    doc: "Bills that providers owe.",
    value: ({ state }) => sum(state.arrears, state.count),
    integral: ({ state, now }) => integralOf(state.owing, now, 0),
  },
  "providers.herfindahl": {
    unit: "ratio",
    kind: "ratio",
    doc: "Herfindahl index of revenue over all that ever entered: 1 over the number of equal ones.",
    value: ({ state }) => herfindahl(state.revenue.subarray(0, state.count)),
    every: DAY,
  },
  "providers.medianIncomeUsd": {
    unit: "USD",
    kind: "level",
    doc: "What the median of all that ever entered has earned so far.",
    value: (context) => middle(sortedRevenue(context)),
    every: DAY,
  },
  "providers.lowestQuarterShare": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of all revenue that went to the quarter who earned least; a quarter where all earn the same.",
    value: (context) => lowestShare(sortedRevenue(context), 1 / 4),
    every: DAY,
  },
  "providers.gini": {
    unit: "ratio",
    kind: "ratio",
    doc: "Gini coefficient of revenue over all that ever entered.",
    value: (context) => (context.state.count > 0 ? gini(sortedRevenue(context)) : 0),
    every: DAY,
  },
  "providers.nakamoto": {
    unit: "providers",
    kind: "level",
    doc: "Fewest providers that took more than half of all revenue.",
    value: (context) => nakamotoCoefficient(sortedRevenue(context)),
    every: DAY,
  },
};

/** What each mechanism counts in its own way. */
interface Own<C> {
  readonly present: (context: C) => number;
  /** Events at which providers come and go. */
  readonly presentChangedBy: readonly string[];
  readonly left: (context: C) => number;
  /** Online GPU-seconds, that of a faster GPU counting for as much as it can do. */
  readonly worthSeconds: (context: C) => number;
  /** Up to now, settled or not: energy, carbon, bills, what GPUs brought when rented, and by use otherwise. */
  readonly joules: (context: C) => number;
  readonly grams: (context: C) => number;
  readonly billsUsd: (context: C) => number;
  readonly earnings: (context: C) => Pick<Earnings, "usd" | "tokenUsd">;
  readonly awayUsd: (context: C) => Float64Array;
}

export const providerMetrics = <C extends At>(own: Own<C>): Readonly<Record<string, Metric<C>>> => ({
  ...moneyMetrics(own),
  ...settledMetrics,
  "providers.count": {
    unit: "providers",
    kind: "level",
    doc: "Providers that have not left and are not about to.",
    value: own.present,
    changedBy: own.presentChangedBy,
  },
  "providers.exited": { unit: "providers", kind: "flow", doc: "Providers that left.", total: own.left },
  "providers.usdPerGpuHour": {
    unit: "USD/GPU h",
    kind: "level",
    doc: "What an hour online earned a GPU, rented or not, tokens at their price on receipt; of a faster GPU, an hour of one that jobs are measured on.",
    totals: (context) => {
      const { usd, tokenUsd } = own.earnings(context);
      return [usd + tokenUsd, own.worthSeconds(context) / HOUR];
    },
  },
  "energy.joules": {
    unit: "J",
    kind: "flow",
    doc: "Energy of the GPUs and their buildings.",
    total: own.joules,
  },
  "energy.gCO2e": {
    unit: "gCO2e",
    kind: "flow",
    doc: "Carbon dioxide equivalent of that energy.",
    total: own.grams,
  },
});
