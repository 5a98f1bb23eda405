/* Above 200 lines: what may befall a running job changes the same columns, and is read together. */
import { RENT } from "../../../formulas/uses.ts";
import { addJob, addShare, jobRow, removeJob } from "../../../kit/market/assignments.ts";
import { bestFit, roomiest, setFree } from "../../../kit/market/placement.ts";
import { insolvent, settleBill } from "../../../kit/supply/provider-money.ts";
import { beginStretch } from "../../../kit/supply/stretch.ts";
import { grown } from "../../../model/rows.ts";
import { HOUR } from "../../../units.ts";
import { machinesOf, outsideMargin, termsOf } from "./expectations.ts";
import { sellHardware } from "./generations.ts";
import { bill } from "./money.ts";
import { countHours, GONE, integrate, ONLINE, type Supply } from "./state.ts";
import { tally } from "./tallies.ts";

export function startJob(
  context: Supply,
  {
    job,
    gpus,
    seconds,
    usdPerGpuHour,
  }: { job: number; gpus: number; seconds: number; usdPerGpuHour: number },
): void {
  const { state, params, now, emit } = context;
  if (gpus > state.room.total) {
    // A machine failed between the match and now.
    emit.jobInterrupted({ job, gpus, seconds: 0, usdPerGpuHour });
    return;
  }
  const row = addJob(state.running, job, gpus, usdPerGpuHour, now);
  const single = bestFit(state.room, gpus);
  if (single !== -1) occupy(context, row, single, gpus);
  else for (let rest = gpus; rest > 0; ) rest -= occupyRoomiest(context, row, rest);
  const speed = speedOf(context, row);
  const duration = (single === -1 ? seconds * (1 + params.spanPenalty) : seconds) / speed;
  const price = usdPerGpuHour * speed;
  state.running.price[row] = price;
  state.totals.started++;
  if (single === -1) state.totals.spanning++;
  state.running.timer[row] = beginStretch(emit, { job, gpus, seconds: duration, usdPerGpuHour: price });
}

/**
 * A job is as fast as its slowest GPU. Prices are those of an hour of the first generation's work: an hour of a GPU that
 * does twice as much costs twice as much, and the job costs the same wherever it runs.
 */
function speedOf({ state }: Supply, row: number): number {
  const { running } = state;
  let speed = Number.POSITIVE_INFINITY;
  for (let share = running.shares[row]!; share !== -1; share = running.nextOfJob[share]!)
    speed = Math.min(speed, state.throughput[state.generation[running.host[share]!]!]!);
  state.speed = grown(state.speed, running.jobs.ids.length);
  state.speed[row] = speed;
  return speed;
}

function occupyRoomiest(context: Supply, row: number, gpus: number): number {
  const provider = roomiest(context.state.room);
  const part = Math.min(gpus, context.state.room.free[provider]!);
  occupy(context, row, provider, part);
  return part;
}

function occupy(context: Supply, row: number, provider: number, gpus: number): void {
  addShare(context.state.running, row, provider, gpus);
  setBusy(context, provider, gpus);
}

/** A job's GPUs are free again. */
export function release(context: Supply, job: number): void {
  const { running } = context.state;
  const row = jobRow(running, job);
  credit(context, row);
  for (let share = running.shares[row]!; share !== -1; share = running.nextOfJob[share]!)
    setBusy(context, running.host[share]!, -running.part[share]!);
  removeJob(running, job);
}

function setBusy(context: Supply, provider: number, change: number): void {
  const { state } = context;
  integrate(context);
  countHours(context, provider);
  state.busy[provider]! += change;
  state.busyGpus += change;
  count(context, provider, 0, change);
  offer(context, provider);
}

/**
 * What works is online, and what of it is free is on offer. A provider that is leaving has only its busy GPUs online and
 * goes with its last job; one that has something better to do has the same, and its other GPUs do that. In an outage
 * nothing works.
 */
export function offer(context: Supply, provider: number): void {
  const { state, params } = context;
  const busy = state.busy[provider]!;
  const staying = state.status[provider] === ONLINE;
  const dark = state.dark[state.region[provider]!]! > 0;
  const renting = staying && state.use[provider] === RENT;
  const working = dark ? 0 : params.gpusEach - state.down[provider]!;
  const online = renting ? working : busy;
  const change = online - state.online[provider]!;
  state.gpusOnline += change;
  state.online[provider] = online;
  count(context, provider, change, 0);
  setAway(state, provider, staying && !renting && !dark ? working - busy : 0);
  if (renting) setFree(state.room, provider, dark ? -1 : online - busy);
  if (!staying && busy === 0) go(context, provider);
}

function setAway(state: Supply["state"], provider: number, away: number): void {
  state.awayGpus[state.use[provider]!]! += away - state.away[provider]!;
  state.away[provider] = away;
}

/** So many more of its GPUs are online and busy: what regions and generations have, and what faster ones are worth. */
function count({ state, params, now }: Supply, provider: number, online: number, busy: number): void {
  if (online === 0 && busy === 0) return;
  const generation = state.generation[provider]!;
  if (params.byRegion) tally(state.regions, state.region[provider]!, now, online, busy);
  if (state.throughput.length === 1) return;
  tally(state.generations, generation, now, online, busy);
  state.extraOnline += online * (state.throughput[generation]! - 1);
}

export function fail(context: Supply, { provider, k }: { provider: number; k: number }): void {
  const { state, params, random, emit } = context;
  if (state.status[provider] === GONE) return;
  emit.machineFailed(
    { provider, k: k + 1 },
    random.at(provider, "failure", k + 1).exponential(params.mtbf / params.gpusEach),
  );
  // Every GPU fails at one rate: what strikes one that is off is nothing.
  const struck = random.at(provider, "failed GPU", k).integer(params.gpusEach);
  if (struck >= state.online[provider]! + state.away[provider]!) return;
  state.failures++;
  if (struck < state.busy[provider]!) interrupt(context, provider, struck);
  if (state.status[provider] === GONE) return;
  changeDown(context, provider, 1);
  emit.machineRepaired({ provider }, random.at(provider, "repair", k).exponential(params.mttr));
}

function changeDown(context: Supply, provider: number, change: number): void {
  integrate(context);
  countHours(context, provider);
  context.state.down[provider]! += change;
  offer(context, provider);
}

/** The job that runs on the provider's busy GPU number `struck` loses its result. */
function interrupt(context: Supply, provider: number, struck: number): void {
  const { running } = context.state;
  let share = running.onHost[provider]!;
  for (let passed = running.part[share]!; passed <= struck; passed += running.part[share]!)
    share = running.nextOfHost[share]!;
  stopJob(context, running.jobOf[share]!, "jobInterrupted");
}

/** A running job ends before its time. */
export function stopJob(context: Supply, row: number, how: "jobInterrupted" | "jobPaused"): void {
  const { running } = context.state;
  const job = running.jobs.ids[row]!;
  const event = {
    job,
    gpus: running.gpus[row]!,
    seconds: context.now - running.started[row]!,
    usdPerGpuHour: running.price[row]!,
  };
  context.cancel(running.timer[row]!);
  release(context, job);
  context.emit[how](event);
}

/** The market or a contract wants the job's GPUs back. */
export function evict(context: Supply, { job, kept }: { job: number; kept: boolean }): void {
  const row = jobRow(context.state.running, job);
  if (row !== -1) stopJob(context, row, kept ? "jobPaused" : "jobInterrupted");
}

/** The work until now is paid as it was agreed. */
export function reprice(
  context: Supply,
  { job, usdPerGpuHour }: { job: number; usdPerGpuHour: number },
): void {
  const { running } = context.state;
  const row = jobRow(running, job);
  if (row === -1) return;
  credit(context, row);
  running.price[row] = usdPerGpuHour;
}

export function repair(context: Supply, { provider }: { provider: number }): void {
  const { state, emit } = context;
  if (state.status[provider] === GONE) return;
  changeDown(context, provider, -1);
  emit.gpusFreed({});
}

/** Credits each provider with the work since the last credit: weights of the customers' money that arrives today. */
export function creditWork(context: Supply): void {
  const { state } = context;
  for (let row = 0; row < state.running.jobs.ids.length; row++)
    if (state.running.jobs.ids[row] !== -1) credit(context, row);
  for (let provider = 0; provider < state.count; provider++) countHours(context, provider);
}

function credit({ state, now }: Supply, row: number): void {
  const { running } = state;
  const hours = (now - running.credited[row]!) / HOUR;
  running.credited[row] = now;
  for (let share = running.shares[row]!; share !== -1; share = running.nextOfJob[share]!) {
    const provider = running.host[share]!;
    state.earned[provider]! += hours * running.part[share]! * running.price[row]!;
    state.work[provider]! += hours * running.part[share]! * state.speed[row]!;
  }
}

/** A provider that earns more elsewhere takes its hardware there; of any other it is sold, and pays the last bills first. */
function go(context: Supply, provider: number): void {
  const { state, read } = context;
  state.status[provider] = GONE;
  state.left++;
  bill(context, machinesOf(context), provider);
  const elsewhere = outsideMargin(termsOf(context, 0), state, provider);
  if (elsewhere === 0 || insolvent(context, provider, read.usdPerToken())) sellHardware(context, provider);
  settleBill(context, provider);
}
