import { gini, nakamotoCoefficient } from "../../../formulas/concentration.ts";
import { sum } from "../../../formulas/sum.ts";
import type { Index } from "../../../indexed.ts";
import type { Metrics } from "../../../model/measures/metric.ts";
import { DAY } from "../../../units.ts";
import { gpuSeconds, total } from "./hardware.ts";
import { charged, earnedBy, gpuCost, MICRO_PER_USD } from "./money.ts";
import type { Serving } from "./state.ts";

const MILLION = 1e6;

const overEndpoints = (context: Serving, amount: (context: Serving, endpoint: number) => number): number => {
  let all = 0;
  for (let endpoint = 0; endpoint < context.state.due.length; endpoint++) all += amount(context, endpoint);
  return all;
};
const revenue = (context: Serving): number => overEndpoints(context, charged);
const costs = (context: Serving): number => overEndpoints(context, gpuCost) / MICRO_PER_USD;
const tokens = ({ state }: Serving): number => sum(state.soldIn) + sum(state.soldOut);
const earned = (context: Serving): number => overEndpoints(context, earnedBy);

function byProvider(context: Serving, amount: (context: Serving, endpoint: number) => number): Float64Array {
  const { state } = context;
  const amounts = new Float64Array(state.providers.length);
  state.provider.forEach((provider: Index, endpoint) => {
    amounts[provider] += amount(context, endpoint);
  });
  return amounts;
}
const revenueByProvider = (context: Serving): Float64Array => byProvider(context, charged);
const profitByProvider = (context: Serving): Float64Array =>
  byProvider(
    context,
    (_, endpoint) => earnedBy(context, endpoint) - gpuCost(context, endpoint) / MICRO_PER_USD,
  );

const inSystem = (context: Serving): number =>
  total(context, "runningSeconds") + total(context, "queuedSeconds");

export const metrics: Metrics<Serving> = {
  "requests.served": { total: ({ state }) => state.served },
  "requests.timedOut": { total: ({ state }) => state.timedOut },
  "requests.evicted": { total: ({ state }) => state.evictions },
  "requests.interrupted": { total: ({ state }) => state.interrupted },
  "requests.inSystem": { totals: (context) => [inSystem(context), context.now] },
  "requests.queued": { totals: (context) => [total(context, "queuedSeconds"), context.now] },
  "requests.firstTokenP50": { distribution: ({ state }) => state.firstTokens },
  "requests.firstTokenP95": { distribution: ({ state }) => state.firstTokens },
  "requests.perTokenP50": { distribution: ({ state }) => state.perTokens },
  "requests.perTokenP95": { distribution: ({ state }) => state.perTokens },
  "requests.latencyP50": { distribution: ({ state }) => state.latencies },
  "requests.latencyP95": { distribution: ({ state }) => state.latencies },
  "tokens.served": { total: tokens },
  "tokens.usdPerMillion": { totals: (context) => [revenue(context), tokens(context) / MILLION] },
  "tokens.costUsdPerMillion": { totals: (context) => [costs(context), tokens(context) / MILLION] },
  "endpoints.replicas": { totals: (context) => [total(context, "replicaSeconds"), context.now] },
  "endpoints.utilisation": {
    totals: (context) => [total(context, "runningSeconds"), total(context, "slotSeconds")],
  },
  "endpoints.failures": { total: ({ state }) => state.failures },
  "endpoints.gpus": { totals: (context) => [overEndpoints(context, gpuSeconds), context.now] },
  "customers.paidUsd": { total: revenue },
  "providers.profitUsd": { total: (context) => earned(context) - costs(context) },
  "providers.margin": { totals: (context) => [earned(context) - costs(context), earned(context)] },
  "providers.profitable": {
    value: (context) => profitByProvider(context).filter((profit) => profit >= 0).length,
    every: DAY,
  },
  "providers.gini": {
    value: (context) => gini(revenueByProvider(context)),
    every: DAY,
  },
  "providers.nakamoto": {
    value: (context) => nakamotoCoefficient(revenueByProvider(context)),
    every: DAY,
  },
  "energy.joules": { total: (context) => total(context, "joules") },
};
