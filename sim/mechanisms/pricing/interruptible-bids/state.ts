import { type Distribution, distribution } from "../../../formulas/distribution.ts";
import { type Carry, newCarry } from "../../../formulas/whole-units.ts";
import { added } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import {
  type Assignments,
  addJob,
  addShare,
  assignments,
  growHosts,
  jobRow,
  removeJob,
} from "../../../kit/market/assignments.ts";
import { type Machines, machines } from "../../../kit/market/machines.ts";
import { type Orders, orderRow, orders, RUNNING } from "../../../kit/market/orders.ts";
import { type SortedRows, sortedRows } from "../../../kit/market/sorted-rows.ts";
import { grown } from "../../../model/columns.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import { HOUR } from "../../../units.ts";
import type { accounts, assets, emits, params } from "./params.ts";

export interface State {
  book: Machines;
  /** All jobs that are alive, and of each: what it pays a GPU-hour while it runs; whether it is on demand; GB and region that it needs. */
  orders: Orders;
  bid: Float64Array;
  onDemand: Uint8Array;
  memory: Float64Array;
  region: string[];
  /** Up to when a paused job's storage is paid. */
  storedUntil: Float64Array;
  /** Jobs that wait without a machine, the earlier first. */
  seeking: SortedRows;
  /** Which jobs are on which machine, running or paused there. */
  bound: Assignments;
  /** Rows of the orders on each machine in their order; null where something has changed since they were ranked. */
  ranked: (readonly number[] | null)[];
  /** Lowest bid that some machine takes. */
  cheapest: number;
  /** GPUs that run, those of them that run for bids, and USD an hour that they pay. */
  gpus: number;
  bidGpus: number;
  usdPerHour: number;
  waiting: number;
  gpusWaiting: number;
  past: Integrals;
  waits: Distribution;
  storageUsd: number;
  /** Of it: below a base unit. */
  oddStorage: Carry;
  submitted: number;
  gaveUp: number;
  pauses: number;
}
/** Over the time up to `until`: GPU-seconds that ran, those for bids, USD that they paid, jobs that waited or were paused. */
interface Integrals {
  readonly until: number;
  readonly gpuSeconds: number;
  readonly bidGpuSeconds: number;
  readonly usd: number;
  readonly waitingSeconds: number;
}
export type Market = ContextOf<typeof params, State, {}, typeof emits, typeof accounts, typeof assets>;

export const firstState = (): State => {
  const book = orders();
  const capacity = book.status.length;
  return {
    book: machines(),
    orders: book,
    bid: new Float64Array(capacity),
    onDemand: new Uint8Array(capacity),
    memory: new Float64Array(capacity),
    storedUntil: new Float64Array(capacity),
    region: [],
    seeking: sortedRows(),
    bound: assignments(16),
    ranked: [],
    cheapest: 0,
    gpus: 0,
    bidGpus: 0,
    usdPerHour: 0,
    waiting: 0,
    gpusWaiting: 0,
    past: { until: 0, gpuSeconds: 0, bidGpuSeconds: 0, usd: 0, waitingSeconds: 0 },
    waits: distribution(),
    storageUsd: 0,
    oddStorage: newCarry(),
    submitted: 0,
    gaveUp: 0,
    pauses: 0,
  };
};

/** Columns beside the orders are as long as theirs. */
export function growColumns(state: State): void {
  const capacity = state.orders.status.length;
  state.bid = grown(state.bid, capacity);
  state.onDemand = grown(state.onDemand, capacity);
  state.memory = grown(state.memory, capacity);
  state.storedUntil = grown(state.storedUntil, capacity);
}

export function integrals({ state, now }: Pick<Market, "state" | "now">): Integrals {
  const { past, gpus, bidGpus, usdPerHour, waiting } = state;
  const span = now - past.until;
  return {
    until: now,
    gpuSeconds: past.gpuSeconds + gpus * span,
    bidGpuSeconds: past.bidGpuSeconds + bidGpus * span,
    usd: past.usd + (usdPerHour * span) / HOUR,
    waitingSeconds: past.waitingSeconds + waiting * span,
  };
}

/** Counts a job among those that run, or no longer. */
export function countRunning(context: Market, row: Index, sign: 1 | -1): void {
  const { state } = context;
  state.past = integrals(context);
  const gpus = state.orders.gpus[row];
  state.gpus = added(state.gpus, sign * gpus);
  if (state.onDemand[row] === 0) state.bidGpus = added(state.bidGpus, sign * gpus);
  state.usdPerHour = state.gpus === 0 ? 0 : state.usdPerHour + sign * gpus * state.bid[row];
}

/** Counts a job among those that wait or are paused, or no longer. */
export function countWaiting(context: Market, row: Index, sign: 1 | -1): void {
  const { state } = context;
  state.past = integrals(context);
  state.waiting += sign;
  state.gpusWaiting = added(state.gpusWaiting, sign * state.orders.gpus[row]);
}

/** Puts a job on a machine, by its row on the book: there its data are. */
export function bind(context: Market, row: Index, host: number): void {
  const { bound, orders, bid, book } = context.state;
  growHosts(bound, book.rows.ids.length);
  const at = addJob(bound, orders.rows.ids[row], orders.gpus[row], bid[row], context.now);
  addShare(bound, at, host, orders.gpus[row]);
  changed(context.state, host);
}

export function unbind(state: State, job: number): void {
  changed(state, hostOf(state, job));
  removeJob(state.bound, job);
}

/** Who is on a machine, what it bids, or whether it runs is another than it was. */
export function changed({ ranked }: State, host: number): void {
  if (host !== -1) ranked[host] = null;
}

/** The machine that a job is on, by its row on the book; −1: none. */
export function hostOf({ bound }: State, job: number): number {
  const at: Index = jobRow(bound, job);
  return at === -1 ? -1 : bound.host[bound.shares[at]];
}

/** The number of the card that the job of a row has a part of, as it last ran; −1: it has whole cards, or has not run here. */
export function cardOf({ bound, orders }: State, row: Index): number {
  const at: Index = jobRow(bound, orders.rows.ids[row]);
  return at === -1 ? -1 : bound.card[bound.shares[at]];
}

/** Says which card of its machine the job of a row has a part of from now on. */
export function putOn({ bound, orders }: State, row: Index, card: number): void {
  bound.card[bound.shares[jobRow(bound, orders.rows.ids[row])]] = card;
}

/** Rows of the orders on a machine, on demand first, then the highest bids; of equals those that run, then the earlier. */
export function ordersAt(state: State, host: number): readonly number[] {
  state.ranked[host] ??= rank(state, host);
  return state.ranked[host]!;
}

function rank({ bound, orders, bid, onDemand }: State, host: Index): number[] {
  const rows: number[] = [];
  const head = host < bound.onHost.length ? bound.onHost[host] : -1;
  for (let share: Index = head; share !== -1; share = bound.nextOfHost[share])
    rows.push(orderRow(orders, bound.rows.ids[bound.jobOf[share]]!));
  return rows.sort(
    (one: Index, other: Index) =>
      onDemand[other] - onDemand[one] ||
      bid[other] - bid[one] ||
      Number(orders.status[other] === RUNNING) - Number(orders.status[one] === RUNNING) ||
      orders.since[one] - orders.since[other] ||
      orders.rows.ids[one] - orders.rows.ids[other],
  );
}
