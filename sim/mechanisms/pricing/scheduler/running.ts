import { jobRow } from "../../../kit/market/assignments.ts";
import { deleteRow, insertRow } from "../../../kit/market/sorted-rows.ts";
import { grown, rowOf } from "../../../model/rows.ts";
import { customerOf, onClock, priorityOf, type Running, type State } from "./state.ts";

const FLOATS = [
  "seconds",
  "speed",
  "ends",
  "limit",
  "memory",
  "region",
  "deadline",
  "priority",
  "customer",
] as const;
const SHARED = ["seconds", "limit", "memory", "region", "deadline"] as const;

export function running(): Running {
  const column = () => new Float64Array(16);
  return {
    seconds: column(),
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

/** The waiting job of a row runs from now on, on the book's row `at`. */
export function remember(state: State, row: number, at: number, speed: number, now: number): void {
  const { running, queue, book } = state;
  const capacity = book.running.jobs.ids.length;
  if (running.ends.length < capacity) {
    for (const name of FLOATS) running[name] = grown(running[name], capacity);
    running.begun = grown(running.begun, capacity);
    running.evicted = grown(running.evicted, capacity);
  }
  for (const name of SHARED) running[name][at] = queue[name][row]!;
  running.priority[at] = priorityOf(queue, row);
  running.customer[at] = customerOf(queue, row);
  running.speed[at] = speed;
  running.ends[at] = onClock(now + queue.seconds[row]! / speed);
  running.begun[at] = 0;
  running.evicted[at] = 0;
  if (state.backfill === "easy") insertRow(state.byEnd, at, running.ends[at]!);
}

/** The job on the book's row `at` runs no longer. */
export function forget({ backfill, byEnd }: State, at: number): void {
  if (backfill === "easy") deleteRow(byEnd, at);
}

/** Supply has begun a job that will take so many seconds. False where they are others than expected. */
export function begun(state: State, job: number, seconds: number, now: number): boolean {
  const { running, book } = state;
  const at = jobRow(book.running, job);
  if (at === -1) return true;
  const ends = onClock(now + seconds);
  running.begun[at] = 1;
  if (ends === running.ends[at]) return true;
  forget(state, at);
  running.ends[at] = ends;
  if (seconds > 0) running.speed[at] = running.seconds[at]! / seconds;
  if (state.backfill === "easy") insertRow(state.byEnd, at, ends);
  return false;
}

/** Work that a machine does in a second; a gang is as fast as its slowest machine. */
export function speedOf({ book }: State, machines: readonly number[]): number {
  let slowest = Number.POSITIVE_INFINITY;
  for (const machine of machines) slowest = Math.min(slowest, book.throughput[rowOf(book.known, machine)]!);
  return slowest;
}
