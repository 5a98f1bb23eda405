import { joulesPerGpuHour } from "../../../formulas/provider.ts";
import type { Index } from "../../../indexed.ts";
import { numberColumn } from "../../../schema/table.ts";
import { HOUR } from "../../../units.ts";
import type { Serving } from "./state.ts";

/** Sequences that an endpoint can run. */
export function slotsOf({ state, params }: Serving, endpoint: Index): number {
  return state.replicas[endpoint] * numberColumn(params.endpoints, "slots")[endpoint];
}

/** GPUs that an endpoint pays for: those of replicas that are not ready too. */
function gpusOf({ state, params }: Serving, endpoint: Index): number {
  const replicas = state.replicas[endpoint] + state.starting[endpoint];
  return replicas * numberColumn(params.endpoints, "gpus")[endpoint];
}

/** Brings an endpoint's integrals to now, before anything of it changes. */
export function passTime(context: Serving, endpoint: Index): void {
  const { state, now } = context;
  const elapsed = now - state.changed[endpoint];
  if (elapsed === 0) return;
  state.runningSeconds[endpoint] += state.running[endpoint] * elapsed;
  state.readingSeconds[endpoint] += state.reading[endpoint] * elapsed;
  state.queuedSeconds[endpoint] += (state.queued[endpoint] + state.evicted[endpoint]) * elapsed;
  const writing = state.running[endpoint] - state.prompts[endpoint];
  state.kept[endpoint] += writing * state.rate[endpoint] * elapsed;
  state.slotSeconds[endpoint] += slotsOf(context, endpoint) * elapsed;
  state.replicaSeconds[endpoint] += (state.replicas[endpoint] + state.starting[endpoint]) * elapsed;
  state.joules[endpoint] += wattsOf(context, endpoint) * elapsed;
  state.written[endpoint] += state.rate[endpoint] * elapsed;
  state.changed[endpoint] = now;
}

/** A replica draws its full power for one sequence as for many. */
function wattsOf(context: Serving, endpoint: Index): number {
  const { state, params } = context;
  const power = numberColumn(params.endpoints, "tdp_watts")[endpoint];
  const replicas = state.replicas[endpoint] + state.starting[endpoint];
  const busy = Math.min(1, state.running[endpoint] / replicas);
  const draw = { power, load: params.load, idle: Math.min(params.idleLoad, params.load), pue: params.pue };
  return (gpusOf(context, endpoint) * joulesPerGpuHour(draw, busy)) / HOUR;
}

/** An integral over all endpoints up to now. */
export function total(
  context: Serving,
  integral: "runningSeconds" | "queuedSeconds" | "slotSeconds" | "replicaSeconds" | "joules",
): number {
  const { state, now } = context;
  let sum = 0;
  for (let endpoint: Index = 0; endpoint < state.changed.length; endpoint++) {
    const rate = {
      runningSeconds: () => state.running[endpoint],
      queuedSeconds: () => state.queued[endpoint] + state.evicted[endpoint],
      slotSeconds: () => slotsOf(context, endpoint),
      replicaSeconds: () => state.replicas[endpoint] + state.starting[endpoint],
      joules: () => wattsOf(context, endpoint),
    }[integral]();
    sum += state[integral][endpoint] + rate * (now - state.changed[endpoint]);
  }
  return sum;
}

/** Seconds that an endpoint has paid for its GPUs, up to now. */
export function gpuSeconds(context: Serving, endpoint: Index): number {
  const { state, params, now } = context;
  const gpus = numberColumn(params.endpoints, "gpus")[endpoint];
  return gpus * state.replicaSeconds[endpoint] + gpusOf(context, endpoint) * (now - state.changed[endpoint]);
}
