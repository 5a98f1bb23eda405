import type { Index } from "../../indexed.ts";
import { addById, type ColumnsById, columnsById, removeById, rowOf } from "../../model/columns.ts";

const ORDER = {
  gpus: "number",
  /** Work that is left, in seconds as asked for. */
  seconds: "number",
  /** Highest price that the customer pays. */
  limit: "number",
  /** Since when it waits, or runs. */
  since: "number",
  /** How long the present stretch would take to the end; 0 until supply says so. */
  duration: "number",
  /** A timer of the market's; NO_TIMER: none. */
  timer: "number",
  status: "flag",
  /** Whether it has started before. */
  again: "flag",
} as const;

/**
 * Jobs that a market knows from their coming to their end, waiting or running: what auctions that run again and again
 * need, where who runs may have to make room.
 */
export type Orders = ColumnsById<typeof ORDER>;

export const WAITING = 0;
export const RUNNING = 1;
/** It runs, and knows that it must stop. */
export const WARNED = 2;
/** It has been told to stop, and supply has not said yet that it has. */
export const STOPPING = 3;

export const NO_TIMER = -1;

export const orders = (): Orders => columnsById(ORDER);

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
): Index {
  return addById(orders, job, {
    gpus,
    seconds,
    limit: usdPerGpuHour,
    since: now,
    duration: 0,
    timer: NO_TIMER,
    status: WAITING,
    again: 0,
  });
}

export const orderRow = (orders: Orders, job: number): Index => rowOf(orders, job);
/** The job is done or gone. Returns the row that it had, readable until another job comes; −1: it was not here. */
export const removeOrder = (orders: Orders, job: number): Index => removeById(orders, job);

/** Work that is left after a stretch of `ran` s: slow machines take longer than was asked for. */
export function restOf(orders: Orders, row: Index, ran: number): number {
  const duration = orders.duration[row];
  return duration > 0 ? orders.seconds[row] * Math.max(0, 1 - ran / duration) : orders.seconds[row];
}
