import type { Index } from "../../../indexed.ts";
import { jobRow } from "../../../kit/market/assignments.ts";
import { deleteRow, insertRow } from "../../../kit/market/sorted-rows.ts";
import { grown, rowOf } from "../../../model/columns.ts";
import { customerOf, onClock, priorityOf, type Running, type State } from "./state.ts";

const FLOATS = [
  "seconds",
  "requested",
  "speed",
  "ends",
  "limit",
  "memory",
  "region",
  "deadline",
  "priority",
  "customer",
] as const;
const SHARED = ["seconds", "requested", "limit", "memory", "region", "deadline"] as const;

export function running(): Running {
  const column = () => new Float64Array(16);
  return {
    seconds: column(),
    requested: column(),
    speed: column(),
    ends: column(),
    limit: column(),
    memory: column(),
    region: column(),
    deadline: column(),
    priority: column(),
    customer: column(),
    begun: new Uint8Array(16),
    evicted: new Uint8Array(16),
  };
}

/** The waiting job of a row runs from now on, on the book's row `run`. */
export function remember(state: State, row: Index, run: Index, speed: number, now: number): void {
  const { running, queue, book } = state;
  const capacity = book.running.rows.ids.length;
  if (running.ends.length < capacity) {
    for (const name of FLOATS) running[name] = grown(running[name], capacity);
    running.begun = grown(running.begun, capacity);
    running.evicted = grown(running.evicted, capacity);
  }
  for (const name of SHARED) running[name][run] = queue[name][row];
  running.priority[run] = priorityOf(queue, row);
  running.customer[run] = customerOf(queue, row);
  running.speed[run] = speed;
  running.ends[run] = onClock(now + queue.requested[row] / speed);
  running.begun[run] = 0;
  running.evicted[run] = 0;
  if (state.backfill === "easy") insertRow(state.byEnd, run, running.ends[run]);
}

/** The job on the book's row `run` runs no longer. */
export function forget({ backfill, byEnd }: State, run: number): void {
  if (backfill === "easy") deleteRow(byEnd, run);
}

/** Supply has begun a job that will take so many seconds. False where they are others than expected. */
export function begun(state: State, job: number, seconds: number, now: number): boolean {
  const { running, book } = state;
  const run: Index = jobRow(book.running, job);
  if (run === -1) return true;
  const [work, requested] = [running.seconds[run], running.requested[run]];
  // Only how fast it runs is news, not how long it was asked for.
  const ends = onClock(now + (requested === work || work === 0 ? seconds : (requested * seconds) / work));
  running.begun[run] = 1;
  if (ends === running.ends[run]) return true;
  forget(state, run);
  running.ends[run] = ends;
  if (seconds > 0) running.speed[run] = running.seconds[run] / seconds;
  if (state.backfill === "easy") insertRow(state.byEnd, run, ends);
  return false;
}

/** Work that a machine does in a second; a gang is as fast as its slowest machine. */
export function speedOf({ book }: State, machines: readonly number[]): number {
  let slowest = Number.POSITIVE_INFINITY;
  for (const machine of machines) slowest = Math.min(slowest, book.throughput[rowOf(book, machine)]);
  return slowest;
}
