/**
 * Jobs that a source of demand has given to the market and that have no result yet: how much of their work is done,
 * what of it outlives an interruption, what has been paid, and what a customer submits again. Plain data.
 *
 * Work counts in seconds of the GPU that jobs are measured on. A stretch: jobStarted → (jobFinished | jobInterrupted |
 * jobPaused). A pause keeps all work, an interruption what the last checkpoint holds.
 */

import type { Index } from "../../indexed.ts";
import { type ColumnsById, columnsById, removeById, rowOf, takeById } from "../../model/columns.ts";
import { HOUR } from "../../units.ts";

const JOB = {
  gpus: "number",
  seconds: "number",
  /** Work done before the present stretch. */
  done: "number",
  /** What the present stretch takes if nothing comes between; 0 while the job waits. */
  stretch: "number",
  /** Since when the job pays `price`, and what it has paid before. */
  since: "number",
  price: "number",
  paid: "number",
  limit: "number",
  came: "number",
  patience: "number",
  /** Time at which the result becomes worthless. */
  due: "number",
  checkpoint: "number",
} as const;
export type Unfinished = ColumnsById<typeof JOB>;

export const unfinished = (): Unfinished => columnsById(JOB);

export interface NewJob {
  readonly gpus: number;
  readonly seconds: number;
  readonly limit: number;
  readonly patience: number;
  readonly deadline: number;
  /** Work between two checkpoints; 0: there are none. */
  readonly checkpoint: number;
}
/** What is submitted again. */
export interface Rest {
  readonly gpus: number;
  readonly seconds: number;
  readonly usdPerGpuHour: number;
  readonly patience: number;
  /** From now; Infinity: none. */
  readonly deadline: number;
}

export function open(of: Unfinished, now: number, job: number, given: NewJob): void {
  const row = takeById(of, job);
  of.gpus[row] = given.gpus;
  of.seconds[row] = given.seconds;
  of.done[row] = 0;
  of.stretch[row] = 0;
  of.since[row] = 0;
  of.price[row] = 0;
  of.paid[row] = 0;
  of.limit[row] = given.limit;
  of.came[row] = now;
  of.patience[row] = given.patience;
  of.due[row] = now + given.deadline;
  of.checkpoint[row] = given.checkpoint;
}

export function startStretch(
  of: Unfinished,
  now: number,
  { job, seconds, usdPerGpuHour }: { job: number; seconds: number; usdPerGpuHour: number },
): void {
  const row = rowOf(of, job);
  if (row === -1) return;
  of.stretch[row] = seconds;
  of.since[row] = now;
  of.price[row] = usdPerGpuHour;
}

export function reprice(
  of: Unfinished,
  now: number,
  { job, usdPerGpuHour }: { job: number; usdPerGpuHour: number },
): void {
  const row = rowOf(of, job);
  if (row === -1 || of.stretch[row] === 0) return;
  pay(of, row, now);
  of.price[row] = usdPerGpuHour;
}

/** The work of a stretch that ran `ran` seconds is done and kept. */
export function pause(of: Unfinished, now: number, { job, seconds }: { job: number; seconds: number }): void {
  const row = rowOf(of, job);
  if (row !== -1) endStretch(of, row, now, seconds);
}

/** GPU-hours of work that an interruption loses; the job goes back to its last checkpoint. */
export function interrupt(
  of: Unfinished,
  now: number,
  { job, seconds }: { job: number; seconds: number },
): number {
  const row = rowOf(of, job);
  if (row === -1) return 0;
  endStretch(of, row, now, seconds);
  const done = of.done[row];
  const period = of.checkpoint[row];
  // Work that ends on a checkpoint may miss it by a rounding.
  of.done[row] = period > 0 ? Math.min(done, Math.floor(done / period + 1e-9) * period) : 0;
  return ((done - of.done[row]) * of.gpus[row]) / HOUR;
}

/**
 * What a customer submits again after an interruption: the rest, as long as its time lost so far, waits and lost work,
 * is within its patience and the rest can be done in time. Undefined where the customer gives up.
 */
export function rest(of: Unfinished, now: number, job: number): Rest | undefined {
  const row = rowOf(of, job);
  if (row === -1) return undefined;
  const seconds = of.seconds[row] - of.done[row];
  const lost = now - of.came[row] - of.done[row];
  const patience = of.patience[row] - Math.max(0, lost);
  const deadline = of.due[row] - now;
  if (patience < 0 || deadline < seconds) return undefined;
  return { gpus: of.gpus[row], seconds, usdPerGpuHour: of.limit[row], patience, deadline };
}

/** A job has its result or will never have one: what was paid for it, and whether it is in time. */
export function close(of: Unfinished, now: number, job: number): { paidUsd: number; inTime: boolean } {
  const row = rowOf(of, job);
  if (row === -1) return { paidUsd: 0, inTime: false };
  pay(of, row, now);
  removeById(of, job);
  return { paidUsd: of.paid[row], inTime: now <= of.due[row] };
}

/** The share of a stretch that has run is the share of its work that is done, however fast the machine. */
function endStretch(of: Unfinished, row: Index, now: number, ran: number): void {
  pay(of, row, now);
  const stretch = of.stretch[row];
  const planned = of.seconds[row] - of.done[row];
  if (stretch > 0) of.done[row] += planned * Math.min(1, ran / stretch);
  of.stretch[row] = 0;
}

function pay(of: Unfinished, row: Index, now: number): void {
  if (of.stretch[row] > 0) {
    of.paid[row] += (of.price[row] * of.gpus[row] * (now - of.since[row])) / HOUR;
    of.since[row] = now;
  }
}
