import { gini, nakamotoCoefficient } from "../../../formulas/concentration.ts";
import { sum } from "../../../formulas/sum.ts";
import type { Metric } from "../../../model/mechanism.ts";
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
  state.provider.forEach((provider, endpoint) => {
    amounts[provider]! += amount(context, endpoint);
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

export const metrics: Readonly<Record<string, Metric<Serving>>> = {
  "requests.served": {
    unit: "requests",
    kind: "flow",
    doc: "Requests that got their answer.",
    total: ({ state }) => state.served,
  },
  "requests.timedOut": {
    unit: "requests",
    kind: "flow",
    doc: "Requests that waited in a queue as long as they would.",
    total: ({ state }) => state.timedOut,
  },
  "requests.interrupted": {
    unit: "requests",
    kind: "flow",
    doc: "Times that an endpoint failed under a request.",
    total: ({ state }) => state.interrupted,
  },
  "requests.inSystem": {
    unit: "requests",
    kind: "level",
    doc: "Requests in slots and queues, mean over time.",
    totals: (context) => [inSystem(context), context.now],
  },
  "requests.queued": {
    unit: "requests",
    kind: "level",
    doc: "Requests in queues, mean over time.",
    totals: (context) => [total(context, "queuedSeconds"), context.now],
  },
  "requests.firstTokenP50": {
    unit: "s",
    kind: "duration",
    doc: "Median time to the first token, of the requests served.",
    quantile: 0.5,
    distribution: ({ state }) => state.firstTokens,
  },
  "requests.firstTokenP95": {
    unit: "s",
    kind: "duration",
    doc: "95th percentile of the time to the first token, of the requests served.",
    quantile: 0.95,
    distribution: ({ state }) => state.firstTokens,
  },
  "requests.perTokenP50": {
    unit: "s",
    kind: "duration",
    doc: "Median of a request's mean time between two tokens.",
    quantile: 0.5,
    distribution: ({ state }) => state.perTokens,
  },
  "requests.perTokenP95": {
    unit: "s",
    kind: "duration",
    doc: "95th percentile of a request's mean time between two tokens.",
    quantile: 0.95,
    distribution: ({ state }) => state.perTokens,
  },
  "requests.latencyP50": {
    unit: "s",
    kind: "duration",
    doc: "Median time from arrival to the last token, of the requests served.",
    quantile: 0.5,
    distribution: ({ state }) => state.latencies,
  },
  "requests.latencyP95": {
    unit: "s",
    kind: "duration",
    doc: "95th percentile of the time from arrival to the last token, of the requests served.",
    quantile: 0.95,
    distribution: ({ state }) => state.latencies,
  },
  "tokens.served": {
    unit: "tokens",
    kind: "flow",
    doc: "Tokens of prompts and answers of the requests served.",
    total: tokens,
  },
  "tokens.usdPerMillion": {
    unit: "USD/M tokens",
    kind: "level",
    doc: "What customers paid for a million tokens, of prompts and answers together.",
    totals: (context) => [revenue(context), tokens(context) / MILLION],
  },
  "tokens.costUsdPerMillion": {
    unit: "USD/M tokens",
    kind: "level",
    doc: "What the GPUs cost that a million served tokens took, idle ones included: the price at which providers break even before the fee.",
    totals: (context) => [costs(context), tokens(context) / MILLION],
  },
  "endpoints.replicas": {
    unit: "replicas",
    kind: "level",
    doc: "Replicas that are paid for, those that are starting included, mean over time.",
    totals: (context) => [total(context, "replicaSeconds"), context.now],
  },
  "endpoints.utilisation": {
    unit: "ratio",
    kind: "ratio",
    doc: "Sequences over slots.",
    totals: (context) => [total(context, "runningSeconds"), total(context, "slotSeconds")],
  },
  "endpoints.failures": {
    unit: "failures",
    kind: "flow",
    doc: "Outages of endpoints.",
    total: ({ state }) => state.failures,
  },
  "gpu.supply": {
    unit: "GPUs",
    kind: "level",
    doc: "GPUs that endpoints pay for, mean over time.",
    totals: (context) => [overEndpoints(context, gpuSeconds), context.now],
  },
  "customers.paidUsd": {
    unit: "USD",
    kind: "flow",
    doc: "What customers pay for the requests served, fees included.",
    total: revenue,
  },
  "providers.profitUsd": {
    unit: "USD",
    kind: "flow",
    doc: "What providers earn, less the fee and the cost of their GPUs.",
    total: (context) => earned(context) - costs(context),
  },
  "providers.margin": {
    unit: "ratio",
    kind: "ratio",
    doc: "That profit over what providers earn.",
    totals: (context) => [earned(context) - costs(context), earned(context)],
  },
  "providers.profitable": {
    unit: "providers",
    kind: "level",
    doc: "Providers that have earned at least what their GPUs have cost since the start.",
    value: (context) => profitByProvider(context).filter((profit) => profit >= 0).length,
    every: DAY,
  },
  "providers.gini": {
    unit: "ratio",
    kind: "ratio",
    doc: "Gini coefficient of revenue over providers.",
    value: (context) => gini(revenueByProvider(context)),
    every: DAY,
  },
  "providers.nakamoto": {
    unit: "providers",
    kind: "level",
    doc: "Fewest providers that took more than half of all revenue.",
    value: (context) => nakamotoCoefficient(revenueByProvider(context)),
    every: DAY,
  },
  "energy.joules": {
    unit: "J",
    kind: "flow",
    doc: "Energy of the GPUs and their buildings.",
    total: (context) => total(context, "joules"),
  },
};
