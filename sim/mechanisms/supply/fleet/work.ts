import { ambientAt, steadyClock } from "../../../formulas/thermal.ts";
import type { Index } from "../../../indexed.ts";
import { hostsOf, jobRow } from "../../../kit/market/assignments.ts";
import { hasRoom, occupy, place, release, type Shares } from "../../../kit/market/machines.ts";
import { beginStretch } from "../../../kit/supply/stretch.ts";
import { grown } from "../../../model/columns.ts";
import type { Events } from "../../../model/events.ts";
import { HOUR } from "../../../units.ts";
import { recount } from "./counting.ts";
import { maintainIfEmpty } from "./maintenance.ts";
import type { Fleet } from "./state.ts";

export function startJob(context: Fleet, matched: Events["jobMatched"]): void {
  const { state, now, emit } = context;
  const { job, gpus, usdPerGpuHour, machines, parts, cards } = matched;
  const shares =
    machines && parts ? { machines, parts, ...(cards && { cards }) } : place(state.book, { gpus });
  if (shares === null || !hasRoom(state.book, shares)) {
    // A machine failed between the match and now.
    emit.jobInterrupted({ job, gpus, seconds: 0, usdPerGpuHour });
    return;
  }
  const seconds = durationOn(context, matched, shares);
  const row = occupy(state.book, job, shares, usdPerGpuHour, now);
  for (const machine of shares.machines) recount(context, machine);
  state.ends = grown(state.ends, state.book.running.rows.ids.length);
  state.ends[row] = now + seconds;
  const stretch =
    shares.machines.length === 1
      ? { job, gpus, seconds, usdPerGpuHour, machine: shares.machines[0]! }
      : { job, gpus, seconds, usdPerGpuHour };
  state.book.running.timer[row] = beginStretch(emit, stretch, wattsOn(context, shares));
}

/**
 * Seconds that a job takes: a gang is as fast as its slowest machine, and slower for spanning several. The clock is
 * the one that a machine settles at in the air at the job's start: a GPU warms up within minutes, and that the air
 * grows warmer or cooler during the job is left out.
 */
function durationOn(
  { state, params, now }: Fleet,
  { gpus, seconds }: Events["jobMatched"],
  shares: Shares,
): number {
  const { lots, machines: table, climates, book } = state;
  let speed = Number.POSITIVE_INFINITY;
  let throttled = false;
  for (const machine of shares.machines) {
    const lot: Index = table.lot[machine]!;
    const rise = lots.rise[lot] * params.load;
    const clock = rise > 0 ? steadyClock(rise, ambientAt(climates[lot]!, now)) : 1;
    speed = Math.min(speed, book.throughput[machine]! * clock);
    if (clock < 1) throttled = true;
  }
  const spans = shares.machines.length > 1;
  const duration = (seconds / speed) * (spans ? 1 + params.spanPenalty : 1);
  state.started++;
  if (spans) state.spanning++;
  state.startedSeconds += gpus * duration;
  if (throttled) state.throttledSeconds += gpus * duration;
  return duration;
}

/** Watts of a GPU of the job with its building, mean over its GPUs. */
function wattsOn({ state: { lots, machines: table }, params }: Fleet, { machines, parts }: Shares): number {
  let watts = 0;
  let gpus = 0;
  for (let share = 0; share < machines.length; share++) {
    const lot: Index = table.lot[machines[share]!]!;
    watts += parts[share]! * lots.watts[lot] * params.load * lots.pue[lot];
    gpus += parts[share]!;
  }
  return watts / gpus;
}

/** What a running job has had so far; null where it does not run here. */
function stretchOf({ state: { book }, now }: Fleet, job: number) {
  const row: Index = jobRow(book.running, job);
  if (row === -1) return null;
  const { gpus, started, price } = book.running;
  return { job, gpus: gpus[row], seconds: now - started[row], usdPerGpuHour: price[row] };
}

export function stopJob(context: Fleet, job: number): void {
  const { state } = context;
  const { running } = state.book;
  const row: Index = jobRow(running, job);
  if (row === -1) return;
  context.cancel(running.timer[row]);
  credit(context, row);
  const machines = hostsOf(running, row);
  release(state.book, job);
  for (const machine of machines) {
    recount(context, machine);
    maintainIfEmpty(context, machine);
  }
}

export function evict(context: Fleet, { job, kept }: Events["jobEvicted"]): void {
  const stretch = stretchOf(context, job);
  if (stretch === null) return;
  stopJob(context, job);
  if (kept) context.emit.jobPaused(stretch);
  else context.emit.jobInterrupted(stretch);
}

/** Every job on the machine loses what is in no checkpoint. */
export function interruptAll(context: Fleet, machine: Index): void {
  const { running } = context.state.book;
  while (running.onHost[machine] !== -1) {
    const job = running.rows.ids[running.jobOf[running.onHost[machine]]!]!;
    const stretch = stretchOf(context, job)!;
    stopJob(context, job);
    context.emit.jobInterrupted({ ...stretch, machine });
  }
}

/** A running job pays another price from now on; its end is announced anew with it. */
export function reprice(context: Fleet, { job, usdPerGpuHour }: Events["jobRepriced"]): void {
  const { state, now, emit } = context;
  const { running } = state.book;
  const row: Index = jobRow(running, job);
  if (row === -1) return;
  credit(context, row);
  running.price[row] = usdPerGpuHour;
  context.cancel(running.timer[row]);
  const share: Index = running.shares[row];
  const single = running.nextOfJob[share] === -1 ? { machine: running.host[share] } : {};
  const seconds = state.ends[row] - running.started[row];
  running.timer[row] = emit.jobFinished.at(
    { job, gpus: running.gpus[row], seconds, usdPerGpuHour, ...single },
    Math.max(now, state.ends[row]),
  );
}

/** Credits providers with the work since the last credit: weights of the customers' money that arrives today. */
export function creditWork(context: Fleet): void {
  const { rows } = context.state.book.running;
  for (let row = 0; row < rows.ids.length; row++) if (rows.ids[row] !== -1) credit(context, row);
}

function credit({ state, now }: Fleet, row: Index): void {
  const { running } = state.book;
  const hours = (now - running.credited[row]) / HOUR;
  running.credited[row] = now;
  for (let share: Index = running.shares[row]; share !== -1; share = running.nextOfJob[share]) {
    const lot: Index = state.machines.lot[running.host[share]]!;
    const provider: Index = state.lots.provider[lot];
    const usd = hours * running.part[share] * running.price[row];
    state.lots.usd[lot] += usd;
    state.lots.hours[lot] += hours * running.part[share];
    state.earned[provider] += usd;
    state.work[provider] += hours * running.part[share];
  }
}
