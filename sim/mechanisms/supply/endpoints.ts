/*
 * A request here: requestRouted → (no room, down: requestReturned) | queued → its prompt is read ⇄ its answer is written
 *   → requestServed; from the queue also requestTimedOut; from anywhere, when the endpoint fails, requestReturned.
 * An endpoint: up ⇄ down. A replica of it: ordered → serving → taken away.
 *
 * The sequences of an endpoint share its replicas evenly, and all are written at one rate. `written` counts the tokens
 * that one which never ended would have: a sequence that begins at w ends at w + its tokens, whatever the rate does
 * meanwhile, so that only the next one to end needs a timer.
 *
 * The parts are beside this file in endpoints/: requests in slots and queues, replicas, money, measures.
 */

import { sum } from "../../formulas/sum.ts";
import type { Index } from "../../indexed.ts";
import type { RoutedRequest } from "../../kit/demand/routed-request.ts";
import { failingEndpoints } from "../../kit/examples.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { numberColumn } from "../../schema/table.ts";
import { HOUR, MINUTE } from "../../units.ts";
import { estimate } from "./endpoints/estimate.ts";
import { emits } from "./endpoints/events.ts";
import { passTime, slotsOf } from "./endpoints/hardware.ts";
import { memoryOf } from "./endpoints/memory.ts";
import { metrics } from "./endpoints/metrics.ts";
import { earnedPerGpuHour, isPaidByTheToken, settle } from "./endpoints/money.ts";
import { accounts, assets, params } from "./endpoints/params.ts";
import { checkQueue } from "./endpoints/queue.ts";
import { addReplica, loadForecast, observeLoads, offer } from "./endpoints/scaling.ts";
import { completeAnswer, evict, giveBack, receive, settleRate, startWriting } from "./endpoints/serving.ts";
import { firstState, type Serving } from "./endpoints/state.ts";

const ROUNDING = 1e-9;

declare module "../../model/events.ts" {
  interface Events {
    readonly endpointOffered: {
      readonly endpoint: number;
      readonly usdPerMillionIn: number;
      readonly usdPerMillionOut: number;
      readonly slots: number;
    };
    readonly endpointFailed: { readonly endpoint: number };
    readonly requestReturned: RoutedRequest;
    readonly requestTimedOut: { readonly request: number; readonly endpoint: Index };
    readonly requestServed: {
      readonly request: number;
      readonly endpoint: Index;
      readonly tokensIn: number;
      readonly tokensOut: number;
      readonly firstToken: number;
      readonly perToken: number;
      readonly usd: number;
    };
  }
}

export const endpoints = defineMechanism({
  name: "supply/endpoints",
  summary:
    "Serves requests to language models on replicas that batch them, queue, fail and follow load, and is paid by the token.",
  source:
    "Continuous batching: Yu et al., Orca, OSDI 2022; phases and rates: Patel et al., Splitwise, ISCA 2024; autoscaling: Knative Pod Autoscaler",
  params,
  settable: { fee: [0, 1] },
  accounts,
  assets,
  emits,
  init: firstState,
  estimate,
  on: {
    start({ state, account }) {
      for (const name of state.providers) account.provider(name);
    },
    opened(context) {
      const { state, params, emit } = context;
      for (let endpoint = 0; endpoint < state.down.length; endpoint++) {
        settleRate(context, endpoint);
        offer(context, endpoint);
        scheduleOutage(context, endpoint, 0);
      }
      emit.loadObserved.at({ step: 1 }, params.period);
    },
    requestRouted: receive,
    promptRead: (context, { endpoint, row }) => startWriting(context, endpoint, row),
    answerWritten: (context, { endpoint }) => completeAnswer(context, endpoint),
    memoryFull: (context, { endpoint }) => evict(context, endpoint),
    queueChecked: (context, { endpoint }) => checkQueue(context, endpoint),
    loadObserved(context, { step }) {
      observeLoads(context);
      context.emit.loadObserved.at({ step: step + 1 }, (step + 1) * context.params.period);
    },
    replicaReady: (context, { endpoint }) => addReplica(context, endpoint),
    outageBegun(context, { endpoint, k }) {
      const { state, params, random, now, horizon, emit } = context;
      passTime(context, endpoint);
      state.failures++;
      state.down[endpoint] = 1;
      giveBack(context, endpoint);
      emit.endpointFailed({ endpoint });
      const mean = numberColumn(params.endpoints, "mttr_minutes")[endpoint]! * MINUTE;
      const repair = random.at(endpoint, "repair", k).exponential(mean);
      if (repair <= horizon - now) emit.outageOver({ endpoint }, repair);
      scheduleOutage(context, endpoint, k + 1, repair);
    },
    outageOver(context, { endpoint }) {
      passTime(context, endpoint);
      context.state.down[endpoint] = 0;
      settleRate(context, endpoint);
      offer(context, endpoint);
    },
    day: settle,
    end: settle,
  },
  // Power and fees of now, up to now.
  accrue(context) {
    for (let endpoint = 0; endpoint < context.state.down.length; endpoint++) passTime(context, endpoint);
    settle(context);
  },
  signals: { loadForecast, servingUsdPerGpuHour: earnedPerGpuHour },
  metrics,
  invariants: {
    "every request that an endpoint took is queued, in a slot, served, timed out or given back": ({
      state,
    }) =>
      state.accepted ===
      sum(state.queued) +
        sum(state.evicted) +
        sum(state.running) +
        state.served +
        state.timedOut +
        state.interrupted,
    "no endpoint runs more sequences than its slots": (context) =>
      context.state.running.every((running, endpoint) => running <= slotsOf(context, endpoint)),
    "no replica reads two prompts at a time": ({ state }) =>
      state.reading.every((reading, endpoint: Index) => reading <= state.replicas[endpoint]),
    "no endpoint keeps keys and values of more tokens than it can": (context) =>
      context.state.kept.every((kept, endpoint) => kept <= memoryOf(context, endpoint) * (1 + ROUNDING)),
    "an endpoint that is down has no requests": ({ state }) =>
      state.down.every(
        (down, endpoint: Index) =>
          down === 0 || state.running[endpoint] + state.queued[endpoint] + state.evicted[endpoint] === 0,
      ),
    "customers have paid and owe the price of the tokens served, to the last one": isPaidByTheToken,
  },
  example: () => ({
    world: [
      { mechanism: "demand/inference", params: {} },
      { mechanism: "pricing/price-routing", params: {} },
      { mechanism: "supply/endpoints", params: { autoscale: "forecast", season: "10m" } },
    ],
    until: "2h",
  }),
  examples: () => [failingEndpoints()],
});

function scheduleOutage(context: Serving, endpoint: Index, k: number, after = 0): void {
  const { params, random, now, horizon, emit } = context;
  const mean = numberColumn(params.endpoints, "mtbf_hours")[endpoint] * HOUR;
  const delay = after + random.at(endpoint, "failure", k).exponential(mean);
  if (delay <= horizon - now) emit.outageBegun({ endpoint, k }, delay);
}
