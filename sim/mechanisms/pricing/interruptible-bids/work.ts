import { observe } from "../../../formulas/distribution.ts";
import { takeUnits } from "../../../formulas/whole-units.ts";
import type { Index } from "../../../indexed.ts";
import { orderRow, RUNNING, removeOrder, restOf, STOPPING, WAITING } from "../../../kit/market/orders.ts";
import { deleteRow } from "../../../kit/market/sorted-rows.ts";
import type { Events } from "../../../model/events.ts";
import { HOUR } from "../../../units.ts";
import { hasParts, holding } from "./packing.ts";
import {
  changed,
  countRunning,
  countWaiting,
  hostOf,
  type Market,
  ordersAt,
  putOn,
  unbind,
} from "./state.ts";

/** US dollars have 6 decimals. */
const UNITS = 1e6;

/** On each machine the highest bids run, and nobody overtakes the first that has no room; the others pause. */
export function allocate(context: Market, host: Index): void {
  const { state, emit } = context;
  const { orders, book } = state;
  if (book.offered[host] === 0) return;
  const rows = ordersAt(state, host);
  const cards = hasParts(state, host, rows) ? holding(state, host) : null;
  let left = book.gpus[host];
  const starting: number[] = [];
  for (const row of rows) {
    left -= orders.gpus[row]!;
    if (cards ? cards.has(row) : left >= 0) {
      if (orders.status[row] === WAITING) starting.push(row);
    } else if (orders.status[row] === RUNNING) {
      state.pauses++;
      orders.status[row] = STOPPING;
      changed(state, host);
      emit.jobEvicted({ job: orders.rows.ids[row]!, kept: true });
    }
  }
  for (const row of starting) start(context, row, host, cards?.get(row) ?? -1);
}

function start(context: Market, row: Index, host: Index, card: number): void {
  const { state, now, emit } = context;
  const { orders, book } = state;
  payStorage(context, row);
  countWaiting(context, row, -1);
  context.cancel(orders.timer[row]);
  if (orders.duration[row] === 0) observe(state.waits, now - orders.since[row]);
  orders.status[row] = RUNNING;
  orders.since[row] = now;
  changed(state, host);
  putOn(state, row, card);
  countRunning(context, row, 1);
  emit.jobMatched({
    job: orders.rows.ids[row],
    gpus: orders.gpus[row],
    seconds: orders.seconds[row],
    usdPerGpuHour: state.bid[row],
    machines: [book.rows.ids[host]],
    parts: [orders.gpus[row]],
    ...(card === -1 ? {} : { cards: [card] }),
  });
}

export function started({ state }: Market, { job, seconds }: Events["jobStarted"]): void {
  const row = orderRow(state.orders, job);
  if (row !== -1) state.orders.duration[row] = seconds;
}

/** A paused job keeps its place on its machine, and its data for a while. */
export function pause(context: Market, { job, seconds }: Events["jobPaused"]): void {
  const { state, params, now, emit } = context;
  const { orders } = state;
  const row = orderRow(orders, job);
  if (row === -1) return;
  const host = hostOf(state, job);
  countRunning(context, row, -1);
  orders.seconds[row] = restOf(orders, row, seconds);
  orders.status[row] = WAITING;
  orders.since[row] = now;
  state.storedUntil[row] = now;
  orders.timer[row] = emit.bidOver({ job }, params.keepFor);
  countWaiting(context, row, 1);
  changed(state, host);
  allocate(context, host);
}

/** A job that waits, or is paused, goes. */
export function leave(context: Market, row: Index): void {
  const { state, now, emit } = context;
  const { orders } = state;
  const job = orders.rows.ids[row];
  const event = { job, gpus: orders.gpus[row], waited: now - orders.since[row] };
  payStorage(context, row);
  countWaiting(context, row, -1);
  context.cancel(orders.timer[row]);
  state.gaveUp++;
  if (hostOf(state, job) === -1) deleteRow(state.seeking, row);
  forget(context, job);
  emit.jobLeft(event);
}

export function forget({ state }: Market, job: number): void {
  unbind(state, job);
  removeOrder(state.orders, job);
}

export function waitingRows({ state: { orders } }: Market): number[] {
  const rows: number[] = [];
  for (let row = 0; row < orders.status.length; row++)
    if (orders.rows.ids[row] !== -1 && orders.status[row] === WAITING) rows.push(row);
  return rows.sort(
    (one: Index, other: Index) =>
      orders.since[one] - orders.since[other] || orders.rows.ids[one] - orders.rows.ids[other],
  );
}

/** USD that the data of a job that has run before cost its customer since they were last paid for. */
function storageDue({ state, params, now }: Market, row: Index): number {
  const { orders, storedUntil } = state;
  if (orders.duration[row] === 0) return 0;
  const hours = (now - storedUntil[row]) / HOUR;
  return orders.gpus[row] * hours * params.storageUsdPerGpuHour;
}

/** Storage that customers of paused jobs owe by now. */
export function storageOwed(context: Market): number {
  const { orders } = context.state;
  let usd = 0;
  for (let row = 0; row < orders.status.length; row++)
    if (orders.rows.ids[row] !== -1 && orders.status[row] === WAITING) usd += storageDue(context, row);
  return usd;
}

/** The data of a job that has run before cost their customer while it is paused. */
export function payStorage(context: Market, row: number): void {
  const {
    state,
    ledger,
    account: { world, customers, revenue },
    asset: { usd },
    now,
  } = context;
  const { orders } = state;
  if (orders.duration[row] === 0) return;
  const amount = storageDue(context, row);
  state.storedUntil[row] = now;
  state.storageUsd += amount;
  const units = BigInt(takeUnits(state.oddStorage, amount * UNITS));
  ledger.transfer(usd, world, customers, units, "income");
  ledger.transferAll(usd, customers, revenue, "storage");
}
