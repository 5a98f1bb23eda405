import type { Index } from "../../../indexed.ts";
import type { Machines, PlaceOptions, Shares } from "../../../kit/market/machines.ts";
import type { SortedRows } from "../../../kit/market/sorted-rows.ts";
import type { Waiting } from "../../../kit/market/waiting.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import type { Customers } from "./customers.ts";
import type { emits, params, reads } from "./params.ts";

export type Order = "first-come" | "shortest-first" | "fair-share" | "priority";

/** What the market remembers of the jobs that run, by their row in the book. */
export interface Running {
  /** Work asked for, in seconds of a GPU with a throughput of 1. */
  seconds: Float64Array;
  /** What it was taken to be. */
  requested: Float64Array;
  /** Work done in a second. */
  speed: Float64Array;
  /** When it is to be done, by what it was taken to be. */
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

/** EASY: what the first in the queue was promised. */
export interface Reservation {
  readonly job: number;
  /** ∞ where the machines that are there will never do. */
  readonly time: number;
  /** Rows of machines, and how many of their GPUs. */
  readonly hosts: readonly number[];
  readonly parts: readonly number[];
}

/** Conservative: what the waiting jobs were promised. */
export type Plan = Booking[];
export interface Booking extends Shares {
  /** Row of the waiting job. */
  readonly row: Index;
  readonly start: number;
  readonly end: number;
  /** Rows of machines. */
  readonly hosts: readonly number[];
}

export interface State {
  readonly order: Order;
  readonly backfill: "none" | "easy" | "conservative";
  /** With who the customers are and what priority jobs have only where that decides. */
  queue: Waiting<"memory" | "region" | "deadline" | "requested"> & {
    priority?: Float64Array;
    customer?: Float64Array;
  };
  /** The waiting jobs as `order` has them. */
  sorted: SortedRows;
  customers: Customers;
  book: Machines;
  running: Running;
  /** EASY: the running jobs, by their row in the book, in order of when they will be done. */
  byEnd: SortedRows;
  /** Machines have been offered in this instant: `machinesChanged` is under way. */
  offersPending: boolean;
  /** Jobs came before the machines were known: whether they could ever fit has yet to be seen. */
  unchecked: boolean;
  /** EASY: what the first in the queue was promised; null where nothing is known. */
  reservation: Reservation | null;
  /** Conservative: what everybody was promised, and whether something unforeseen has happened since. */
  plan: Plan;
  stale: boolean;
  /** Running jobs that have been told to stop and have not yet. */
  evictions: number;
  /** The job that had room and found it too dear or too slow: nobody is stopped for it. −1: none. */
  refused: number;
  preempted: number;
  backfilled: number;
}
export type Scheduler = ContextOf<typeof params, State, typeof reads, typeof emits>;

/** The customer of a row of the waiting or the running jobs, where customers count. */
export const customerOf = ({ customer }: { readonly customer?: Float64Array }, row: Index): number =>
  customer ? customer[row] : -1;
export const priorityOf = ({ priority }: { readonly priority?: Float64Array }, row: Index): number =>
  priority ? priority[row] : 0;

/** What a waiting job asks of machines. */
export const askOf = ({ queue }: State, row: Index) => ({
  gpus: queue.gpus[row],
  memory: queue.memory[row],
  region: queue.regions[queue.region[row]]!,
});

export const placing = ({ params }: Scheduler): PlaceOptions & { readonly span: boolean } => ({
  fit: params.fit,
  span: params.gangs === "span",
});

/** Times as the clock has them: whole microseconds. */
export const onClock = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
