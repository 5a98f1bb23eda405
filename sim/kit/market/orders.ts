import { addRow, grown, type Rows, removeRow, rowOf, rows } from "../../model/rows.ts";

/**
 * Jobs that a market knows from their coming to their end, waiting or running: what auctions that run again and again
 * need, where who runs may have to make room. Columns by row; plain data.
 */
export interface Orders {
  jobs: Rows;
  gpus: Float64Array;
  /** Work that is left, in seconds as asked for. */
  seconds: Float64Array;
  /** Highest price that the customer pays. */
  limit: Float64Array;
  /** Since when it waits, or runs. */
  since: Float64Array;
  /** How long the present stretch would take to the end; 0 until supply says so. */
  duration: Float64Array;
  /** A timer of the market's; NO_TIMER: none. */
  timer: Float64Array;
  status: Uint8Array;
  /** Whether it has started before. */
  again: Uint8Array;
}
export const WAITING = 0;
export const RUNNING = 1;
/** It runs, and knows that it must stop. */
export const WARNED = 2;
/** It has been told to stop, and supply has not said yet that it has. */
export const STOPPING = 3;

export const NO_TIMER = -1;

const NUMBERS = ["gpus", "seconds", "limit", "since", "duration", "timer"] as const;

export function orders(): Orders {
  const jobs = rows();
  const capacity = jobs.ids.length;
  const column = () => new Float64Array(capacity);
  return {
    jobs,
    gpus: column(),
    seconds: column(),
    limit: column(),
    since: column(),
    duration: column(),
    timer: column(),
    status: new Uint8Array(capacity),
    again: new Uint8Array(capacity),
  };
}

/** A job comes and waits. Returns its row; its timer is the market's to set. */
export function addOrder(
  at: Orders,
  {
    job,
    gpus,
    seconds,
    usdPerGpuHour,
  }: { job: number; gpus: number; seconds: number; usdPerGpuHour: number },
  now: number,
): number {
  const row = addRow(at.jobs, job);
  const capacity = at.jobs.ids.length;
  for (const name of NUMBERS) at[name] = grown(at[name], capacity);
  at.status = grown(at.status, capacity);
  at.again = grown(at.again, capacity);
  at.gpus[row] = gpus;
  at.seconds[row] = seconds;
  at.limit[row] = usdPerGpuHour;
  at.since[row] = now;
  at.duration[row] = 0;
  at.timer[row] = NO_TIMER;
  at.status[row] = WAITING;
  at.again[row] = 0;
  return row;
}

export const orderRow = (at: Orders, job: number): number => rowOf(at.jobs, job);
/** The job is done or gone. Returns the row that it had, readable until another job comes; −1: it was not here. */
export const removeOrder = (at: Orders, job: number): number => removeRow(at.jobs, job);

/** Work that is left after a stretch of `ran` s: slow machines take longer than was asked for. */
export function restOf(at: Orders, row: number, ran: number): number {
  const duration = at.duration[row]!;
  return duration > 0 ? at.seconds[row]! * Math.max(0, 1 - ran / duration) : at.seconds[row]!;
}
