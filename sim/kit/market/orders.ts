import type { Index } from "../../indexed.ts";
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
  orders: Orders,
  {
    job,
    gpus,
    seconds,
    usdPerGpuHour,
  }: { job: number; gpus: number; seconds: number; usdPerGpuHour: number },
  now: number,
): number {
  const row = addRow(orders.jobs, job);
  const capacity = orders.jobs.ids.length;
  for (const name of NUMBERS) orders[name] = grown(orders[name], capacity);
  orders.status = grown(orders.status, capacity);
  orders.again = grown(orders.again, capacity);
  orders.gpus[row] = gpus;
  orders.seconds[row] = seconds;
  orders.limit[row] = usdPerGpuHour;
  orders.since[row] = now;
  orders.duration[row] = 0;
  orders.timer[row] = NO_TIMER;
  orders.status[row] = WAITING;
  orders.again[row] = 0;
  return row;
}

export const orderRow = (orders: Orders, job: number): number => rowOf(orders.jobs, job);
/** The job is done or gone. Returns the row that it had, readable until another job comes; −1: it was not here. */
export const removeOrder = (orders: Orders, job: number): number => removeRow(orders.jobs, job);

/** Work that is left after a stretch of `ran` s: slow machines take longer than was asked for. */
export function restOf(orders: Orders, row: Index, ran: number): number {
  const duration = orders.duration[row];
  return duration > 0 ? orders.seconds[row] * Math.max(0, 1 - ran / duration) : orders.seconds[row];
}
