import { addJob, addShare, jobRow, removeJob } from "../../../model/assignments.ts";
import { bestFit, roomiest, setFree } from "../../../model/placement.ts";
import { HOUR } from "../../../units.ts";
import { costOf, outsideMargin } from "./expectations.ts";
import { bill, insolvent, settleBill } from "./money.ts";
import { countHours, GONE, integrate, ONLINE, type Supply } from "./state.ts";

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
  const duration = single === -1 ? seconds * (1 + params.spanPenalty) : seconds;
  state.totals.started++;
  if (single === -1) state.totals.spanning++;
  state.running.timer[row] = emit.jobFinished({ job, gpus, seconds: duration, usdPerGpuHour }, duration);
  emit.jobStarted({ job, gpus, seconds: duration, usdPerGpuHour });
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
  offer(context, provider);
}

/**
 * What works is online, and what of it is free is on offer. A provider that is leaving has only its busy GPUs online and
 * goes with its last job.
 */
export function offer(context: Supply, provider: number): void {
  const { state, params } = context;
  const busy = state.busy[provider]!;
  const staying = state.status[provider] === ONLINE;
  const online = staying ? params.gpusEach - state.down[provider]! : busy;
  state.gpusOnline += online - state.online[provider]!;
  state.online[provider] = online;
  if (staying) setFree(state.room, provider, online - busy);
  else if (busy === 0) go(context, provider);
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
  if (struck >= state.online[provider]!) return;
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
  const { state, now, emit } = context;
  const { running } = state;
  let share = running.onHost[provider]!;
  for (let passed = running.part[share]!; passed <= struck; passed += running.part[share]!)
    share = running.nextOfHost[share]!;
  const row = running.jobOf[share]!;
  const job = running.jobs.ids[row]!;
  const event = {
    job,
    gpus: running.gpus[row]!,
    seconds: now - running.started[row]!,
    usdPerGpuHour: running.price[row]!,
  };
  context.cancel(running.timer[row]!);
  release(context, job);
  emit.jobInterrupted(event);
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
    state.work[provider]! += hours * running.part[share]!;
  }
}

/** A provider that earns more elsewhere takes its hardware there; of any other it is sold, and pays the last bills first. */
function go(context: Supply, provider: number): void {
  const { state } = context;
  state.status[provider] = GONE;
  state.left++;
  bill(context, provider);
  const elsewhere = outsideMargin(context, costOf(context, provider), state.outside[provider]!);
  if (elsewhere === 0 || insolvent(context, provider)) sellHardware(context, provider);
  settleBill(context, provider);
}

function sellHardware({ state, params, ledger }: Supply, provider: number): void {
  const { usd, world } = state.accounts;
  const proceeds = params.capitalUsdPerGpu * params.resaleShare * params.gpusEach;
  ledger.transfer(usd, world, state.account[provider]!, proceeds, "resale");
}
