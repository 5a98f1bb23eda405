/** Measures of providers, the same names whichever mechanism of supply runs them. */
import { gini, herfindahl, lowestShare, nakamotoCoefficient } from "../../formulas/concentration.ts";
import { sum } from "../../formulas/sum.ts";
import type { Metrics } from "../../model/measures/metric.ts";
import { DAY, HOUR } from "../../units.ts";
import { integralOf } from "../market/meter.ts";
import type { Earnings } from "./accrued-income.ts";
import type { ProviderMoney } from "./provider-money.ts";

interface Measured {
  readonly state: ProviderMoney;
  readonly now: number;
}

/** Four measures sort the same million numbers at each sample, when nothing happens between them: sorted is faster to sort. */
const sorted = new WeakMap<ProviderMoney, { readonly now: number; readonly revenue: Float64Array }>();

function sortedRevenue({ state, now }: Measured): Float64Array {
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
const moneyMetrics = <C extends Measured>({ earnings, awayUsd, billsUsd }: Own<C>): Metrics<C> => ({
  "providers.margin": {
    totals: (context) => {
      const { usd, tokenUsd } = earnings(context);
      const revenue = usd + tokenUsd + sum(awayUsd(context));
      return [revenue - billsUsd(context), revenue];
    },
  },
  "providers.cashMargin": {
    totals: (context) => {
      const received = earnings(context).usd + context.state.totals.salesUsd + sum(awayUsd(context));
      return [received - billsUsd(context), received];
    },
  },
  "providers.tokenIncomeUsd": { total: (context) => earnings(context).tokenUsd },
});

/** What providers owe, and how what they took in is divided among them, as of the last settlement. */
const settledMetrics: Metrics<Measured> = {
  "providers.arrearsUsd": {
    value: ({ state }) => sum(state.arrears, state.count),
    integral: ({ state, now }) => integralOf(state.owing, now, 0),
  },
  "providers.herfindahl": {
    value: ({ state }) => herfindahl(state.revenue.subarray(0, state.count)),
    every: DAY,
  },
  "providers.medianIncomeUsd": {
    value: (context) => middle(sortedRevenue(context)),
    every: DAY,
  },
  "providers.lowestQuarterShare": {
    value: (context) => lowestShare(sortedRevenue(context), 1 / 4),
    every: DAY,
  },
  "providers.gini": {
    value: (context) => (context.state.count > 0 ? gini(sortedRevenue(context)) : 0),
    every: DAY,
  },
  "providers.nakamoto": {
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

export const providerMetrics = <C extends Measured>(own: Own<C>): Metrics<C> => ({
  ...moneyMetrics(own),
  ...settledMetrics,
  "providers.count": {
    value: own.present,
    changedBy: own.presentChangedBy,
  },
  "providers.exited": { total: own.left },
  "providers.usdPerGpuHour": {
    totals: (context) => {
      const { usd, tokenUsd } = own.earnings(context);
      return [usd + tokenUsd, own.worthSeconds(context) / HOUR];
    },
  },
  "energy.joules": { total: own.joules },
  "energy.gCO2e": { total: own.grams },
});
