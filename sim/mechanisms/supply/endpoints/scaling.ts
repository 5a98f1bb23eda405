import { canForecast, observe, seasonalForecast } from "../../../formulas/seasonal-forecast.ts";
import { sum } from "../../../formulas/sum.ts";
import type { Index } from "../../../indexed.ts";
import { numberColumn } from "../../../schema/table.ts";
import { passTime, slotsOf } from "./hardware.ts";
import { memoryOf } from "./memory.ts";
import { admit, settleRate } from "./serving.ts";
import type { Serving } from "./state.ts";

/** Ends a period: every endpoint sees its load, and has as many replicas ordered or taken away as it then wants. */
export function observeLoads(context: Serving): void {
  const { state } = context;
  for (let endpoint = 0; endpoint < state.load.length; endpoint++) {
    passTime(context, endpoint);
    observeLoad(context, endpoint);
    if (context.params.autoscale !== "none" && state.down[endpoint] === 0) scale(context, endpoint);
  }
}

/** An outage says nothing of demand: there the forecast stands for what is seen. */
function observeLoad(context: Serving, endpoint: Index): void {
  const { state, params } = context;
  const seen = seenLoad(context, endpoint);
  const forecast = state.forecasts[endpoint]!;
  if (state.down[endpoint] === 0) state.load[endpoint] = seen;
  else if (canForecast(forecast)) state.load[endpoint] = Math.max(0, seasonalForecast(forecast, 1));
  observe(forecast, state.load[endpoint], {
    level: params.levelSmoothing,
    trend: params.trendSmoothing,
    season: params.seasonSmoothing,
  });
}

/** Replicas that a period's requests would have filled: their slots, or the time to read their prompts, whichever is more. */
function seenLoad({ state, params }: Serving, endpoint: Index): number {
  const requests = state.runningSeconds[endpoint] + state.queuedSeconds[endpoint];
  const reading = state.readingSeconds[endpoint];
  const slots = numberColumn(params.endpoints, "slots")[endpoint];
  const filled = (requests - state.observedRequests[endpoint]) / slots;
  const read = reading - state.observedReading[endpoint];
  state.observedRequests[endpoint] = requests;
  state.observedReading[endpoint] = reading;
  return Math.max(filled, read) / params.period;
}

/** A replica more is ordered at once, for each that is missing; one at most is taken away in a period. */
function scale(context: Serving, endpoint: Index): void {
  const { state, params, emit } = context;
  const { endpoints, targetLoad } = params;
  const enough = Math.ceil(expectedLoad(context, endpoint) / targetLoad);
  const fewest = numberColumn(endpoints, "fewest")[endpoint];
  const wanted = Math.min(numberColumn(endpoints, "most")[endpoint], Math.max(fewest, enough));
  const missing = wanted - state.replicas[endpoint] - state.starting[endpoint];
  for (let ordered = 0; ordered < missing; ordered++) {
    state.starting[endpoint]++;
    emit.replicaReady({ endpoint }, params.scaleUpDelay);
  }
  if (missing < 0 && state.starting[endpoint] === 0) takeAway(context, endpoint);
}

/** The highest load until replicas ordered now would be ready, or until the end of the run, as far as it can be forecast; else that of the last period. */
function expectedLoad({ state, params, now, horizon }: Serving, endpoint: Index): number {
  const forecast = state.forecasts[endpoint]!;
  if (params.autoscale === "reactive" || !canForecast(forecast)) return state.load[endpoint];
  const lead = Math.ceil(Math.min(params.scaleUpDelay, horizon - now) / params.period) + 1;
  let highest = 0;
  for (let ahead = 1; ahead <= lead; ahead++) highest = Math.max(highest, seasonalForecast(forecast, ahead));
  return highest;
}

/** A replica goes when the others have room for what it runs. */
function takeAway(context: Serving, endpoint: Index): void {
  const { state, params } = context;
  const replicas = state.replicas[endpoint] - 1;
  const slots = numberColumn(params.endpoints, "slots")[endpoint];
  if (state.running[endpoint] > replicas * slots || state.reading[endpoint] > replicas) return;
  if (state.kept[endpoint] * state.replicas[endpoint] > replicas * memoryOf(context, endpoint)) return;
  state.replicas[endpoint] = replicas;
  settleRate(context, endpoint);
  offer(context, endpoint);
}

export function addReplica(context: Serving, endpoint: Index): void {
  const { state } = context;
  passTime(context, endpoint);
  state.starting[endpoint]--;
  state.replicas[endpoint]++;
  if (state.down[endpoint] === 1) return;
  admit(context, endpoint);
  settleRate(context, endpoint);
  offer(context, endpoint);
}

/** Says what an endpoint has to offer. */
export function offer(context: Serving, endpoint: Index): void {
  const { params, emit } = context;
  emit.endpointOffered({
    endpoint,
    usdPerMillionIn: numberColumn(params.endpoints, "usd_per_million_in")[endpoint],
    usdPerMillionOut: numberColumn(params.endpoints, "usd_per_million_out")[endpoint],
    slots: slotsOf(context, endpoint),
  });
}

/** Load over replicas that is forecast for the next period; that of the last one before two seasons have been seen. */
export function loadForecast({ state }: Serving): number {
  let load = 0;
  state.forecasts.forEach((forecast, endpoint: Index) => {
    load += canForecast(forecast) ? Math.max(0, seasonalForecast(forecast, 1)) : state.load[endpoint];
  });
  return load / sum(state.replicas);
}
