import { integrateGpus } from "../../../kit/supply/gpu-time.ts";
import type { Events } from "../../../model/events.ts";
import { drop, keep, networkAt, networkOf, OFF, type Owners } from "./state.ts";

/** Owners begin at networks in turn. */
export function settleIn(context: Owners, provider: number): void {
  const { state } = context;
  comeTo(context, provider, provider % state.gpuTime.length);
}

/** A machine goes online at a network. */
export function comeTo({ state, params, now }: Owners, provider: number, network: number): void {
  state.home[provider] = network;
  state.target[provider] = network;
  state.counted[provider] = now;
  const gpuTime = state.gpuTime[network]!;
  integrateGpus(gpuTime, now);
  gpuTime.gpusOnline += params.gpusEach;
}

/** A machine without jobs goes offline. */
export function goOff({ state, params, now }: Owners, provider: number): void {
  const network = state.home[provider]!;
  count({ state, params, now }, provider);
  const gpuTime = state.gpuTime[network]!;
  integrateGpus(gpuTime, now);
  gpuTime.gpusOnline -= params.gpusEach;
  state.home[provider] = OFF;
}

/** Counts what a machine worked and stood since it was last counted. */
export function count(
  { state, params, now }: Pick<Owners, "state" | "params" | "now">,
  provider: number,
): void {
  const network = state.home[provider]!;
  const span = now - state.counted[provider]!;
  state.counted[provider] = now;
  if (network < 0) return;
  state.worked[network]![provider]! += state.busy[provider]! * span;
  state.stood[network]![provider]! += params.gpusEach * span;
}

/** GPUs that may take jobs where somebody asks: those of machines that stay. */
export function freeIn(context: Owners): number {
  const { state, params, from } = context;
  const asked = params.places.includes(from) ? networkAt(params, from) : undefined;
  return state.home.reduce(
    (sum, network, provider) =>
      network >= 0 && (asked === undefined || network === asked) ? sum + freeOf(context, provider) : sum,
    0,
  );
}

const freeOf = ({ state, params }: Owners, provider: number): number =>
  state.target[provider] === state.home[provider] ? params.gpusEach - state.busy[provider]! : 0;

/** A job takes the first machines that have room. */
export function startJob(context: Owners, { job, gpus, seconds, usdPerGpuHour }: Events["jobMatched"]): void {
  const { state, params, from } = context;
  const network = networkAt(params, from);
  const parts: [number, number][] = [];
  let left = gpus;
  for (let provider = 0; provider < state.home.length && left > 0; provider++) {
    if (state.home[provider] !== network) continue;
    const taken = Math.min(left, freeOf(context, provider));
    if (taken === 0) continue;
    occupy(context, provider, taken);
    parts.push([provider, taken]);
    left -= taken;
  }
  keep(state, network, job, parts);
  const stretch = { job, gpus, seconds, usdPerGpuHour };
  tell(context, "jobStarted", network, stretch, 0);
  tell(context, "jobFinished", network, stretch, seconds);
}

function tell(
  { params, emit }: Owners,
  event: "jobStarted" | "jobFinished",
  network: number,
  stretch: Events["jobStarted"],
  delay: number,
): void {
  emit[event].in(networkOf(params, network), stretch, delay);
}

function occupy(context: Owners, provider: number, gpus: number): void {
  const { state, now } = context;
  count(context, provider);
  const gpuTime = state.gpuTime[state.home[provider]!]!;
  integrateGpus(gpuTime, now);
  gpuTime.busyGpus += gpus;
  state.busy[provider]! += gpus;
}

/** A job's machines are free; who waited for that leaves. */
export function finishJob(context: Owners, { job }: Events["jobFinished"]): void {
  const { state, params, from } = context;
  for (const [provider, gpus] of drop(state, networkAt(params, from), job)) {
    occupy(context, provider, -gpus);
    if (state.busy[provider] === 0 && state.target[provider] !== state.home[provider])
      depart(context, provider);
  }
}

/** A machine whose jobs are done sets out for where its owner wants it. */
export function depart(context: Owners, provider: number): void {
  const { state, params, emit } = context;
  goOff(context, provider);
  if (state.target[provider] !== OFF) emit.machineMoved({ provider }, params.movingTime);
}
