import { jobRow } from "../../../model/assignments.ts";
import { grown, rowOf } from "../../../model/rows.ts";
import { onClock, type State } from "./terms.ts";

/** What the market remembers of the jobs that run, by their row in the book. */
export interface Running {
  /** Work asked for, in seconds of a GPU with a throughput of 1. */
  seconds: Float64Array;
  /** Work done in a second. */
  speed: Float64Array;
  /** When it will be done, as far as is known. */
  ends: Float64Array;
  limit: Float64Array;
  memory: Float64Array;
  /** Index into the queue's regions. */
  region: Float64Array;
  deadline: Float64Array;
  priority: Float64Array;
  customer: Float64Array;
  /** 1 once supply has begun it. */
  begun: Uint8Array;
  /** 1 once it has been told to stop. */
  evicted: Uint8Array;
}

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
const SHARED = ["seconds", "limit", "memory", "region", "deadline", "priority", "customer"] as const;

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
export function remember(
  { running, queue, book }: State,
  row: number,
  at: number,
  speed: number,
  now: number,
): void {
  const capacity = book.running.jobs.ids.length;
  if (running.ends.length < capacity) {
    for (const name of FLOATS) running[name] = grown(running[name], capacity);
    running.begun = grown(running.begun, capacity);
    running.evicted = grown(running.evicted, capacity);
  }
  for (const name of SHARED) running[name][at] = queue[name][row]!;
  running.speed[at] = speed;
  running.ends[at] = onClock(now + queue.seconds[row]! / speed);
  running.begun[at] = 0;
  running.evicted[at] = 0;
}

/** Supply has begun a job that will take so many seconds. False where they are others than expected. */
export function begun({ running, book }: State, job: number, seconds: number, now: number): boolean {
  const at = jobRow(book.running, job);
  if (at === -1) return true;
  const ends = onClock(now + seconds);
  const expected = ends === running.ends[at];
  running.begun[at] = 1;
  running.ends[at] = ends;
  if (seconds > 0) running.speed[at] = running.seconds[at]! / seconds;
  return expected;
}

/** Work that a machine does in a second; a gang is as fast as its slowest machine. */
export function speedOf({ book }: State, machines: readonly number[]): number {
  let slowest = Number.POSITIVE_INFINITY;
  for (const machine of machines) slowest = Math.min(slowest, book.throughput[rowOf(book.known, machine)]!);
  return slowest;
}
