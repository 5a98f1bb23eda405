import { added } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { suits } from "../../../kit/market/machines.ts";
import { addOrder, orderRow } from "../../../kit/market/orders.ts";
import { deleteRow, insertRow } from "../../../kit/market/sorted-rows.ts";
import type { Events } from "../../../model/events.ts";
import { hasParts, hasRoomAfter } from "./packing.ts";
import {
  bind,
  changed,
  countRunning,
  countWaiting,
  growColumns,
  hostOf,
  type Market,
  ordersAt,
  type State,
} from "./state.ts";
import { allocate, forget, leave, waitingRows } from "./work.ts";

/** A job that keeps no checkpoints rents on demand; any other bids. */
export function arrive(context: Market, event: Events["jobSubmitted"]): void {
  const { state, now, emit } = context;
  state.submitted++;
  const row = addOrder(state.orders, event, now);
  growColumns(state);
  state.onDemand[row] = event.checkpoint === undefined ? 1 : 0;
  state.bid[row] = 0;
  state.memory[row] = event.memory ?? 0;
  state.region[row] = event.region ?? "";
  countWaiting(context, row, 1);
  state.orders.timer[row] = emit.bidOver({ job: event.job }, event.patience);
  insertRow(state.seeking, row, 0);
  if (state.onDemand[row] === 0) seek(context, row);
  else if (!rentOnDemand(context, row) && isOnOffer(state, row)) leave(context, row);
}

/** Whether a machine on offer would do: who rents on demand does not wait for one that is taken. */
function isOnOffer(state: State, row: number): boolean {
  for (let host = 0; host < state.book.rows.count; host++) if (couldRun(state, row, host)) return true;
  return false;
}

/** The cheapest machine that would run the job on demand, whatever bids are in its way. */
function rentOnDemand(context: Market, row: number): boolean {
  const { state } = context;
  const { book } = state;
  const listed = (at: Index): number => book.usdPerGpuHour[at];
  const host: Index = cheapestHost(context, row, listed, (at) =>
    fitsBeforeBids(context, at, row) ? listed(at) : Number.POSITIVE_INFINITY,
  );
  if (host === -1) return false;
  state.bid[row] = book.usdPerGpuHour[host];
  bind(context, row, host);
  deleteRow(state.seeking, row);
  allocate(context, host);
  return true;
}

/** A job that bids goes where it costs least to run now; where it would have to pay too much, it waits. */
function seek(context: Market, row: number): void {
  const { state, params } = context;
  const minimumAt = (at: Index): number => state.book.usdPerGpuHour[at] * params.minimumShare;
  const host = cheapestHost(context, row, minimumAt, (at) => bidNeeded(context, at, row));
  if (host !== -1) bid(context, row, host);
}

function bid(context: Market, row: number, host: number): void {
  const { state, params } = context;
  state.bid[row] = params.bidding === "limit" ? limitAt(state, row, host) : bidNeeded(context, host, row);
  bind(context, row, host);
  deleteRow(state.seeking, row);
  allocate(context, host);
}

/** Who waits without a machine looks at this one, where something has changed; the earlier first. */
export function seekAt(context: Market, host: number): void {
  const { state } = context;
  const { seeking, orders } = state;
  // What is needed depends on how many GPUs alone, until somebody comes.
  let needed = new Map<number, number>();
  for (let row: Index = seeking.first[0]; row !== -1; ) {
    const next = seeking.next[0]![row];
    if (state.onDemand[row] === 1) {
      if (couldRun(state, row, host) && rentOnDemand(context, row)) needed = new Map();
    } else if (couldRun(state, row, host)) {
      const gpus = orders.gpus[row];
      const least = needed.get(gpus) ?? bidNeeded(context, host, row);
      needed.set(gpus, least);
      if (least <= limitAt(state, row, host)) {
        bid(context, row, host);
        needed = new Map();
      }
    }
    row = next;
  }
}

function couldRun({ book, orders, memory, region }: State, row: Index, host: Index): boolean {
  if (book.offered[host] === 0 || book.gpus[host] < orders.gpus[row]) return false;
  return suits(book.groups[book.group[host]]!, {
    gpus: orders.gpus[row],
    memory: memory[row],
    region: region[row]!,
  });
}

/** The machine where a unit of work costs least, at no more than the job pays; of equals the first known; −1: none. */
function cheapestHost(
  { state }: Market,
  row: number,
  minimumAt: (host: number) => number,
  priceAt: (host: number) => number,
): number {
  const { book } = state;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let host: Index = 0; host < book.rows.count; host++) {
    if (!couldRun(state, row, host)) continue;
    // What it costs at least: whether more is needed takes a look at who is there.
    const minimum = minimumAt(host) / book.throughput[host];
    if (minimum >= least) continue;
    const price = priceAt(host);
    if (price > limitAt(state, row, host)) continue;
    const cost = price / book.throughput[host];
    if (cost < least) {
      best = host;
      least = cost;
    }
  }
  return best;
}

/** The most that a job pays on a machine: on one that works slower, less in proportion. */
const limitAt = ({ orders, book }: State, row: Index, host: Index): number =>
  orders.limit[row] * Math.min(1, book.throughput[host]);

function capacityForBids({ state }: Market, host: Index): number {
  const { book, bound, orders, onDemand } = state;
  let left = book.gpus[host];
  const head = host < bound.onHost.length ? bound.onHost[host] : -1;
  for (let share: Index = head; share !== -1; share = bound.nextOfHost[share]) {
    const row: Index = orderRow(orders, bound.rows.ids[bound.jobOf[share]]!);
    if (onDemand[row] === 1) left = added(left, -orders.gpus[row]);
  }
  return left;
}

/** Whether a job would run on a machine if nobody bid there. */
function fitsBeforeBids(context: Market, host: number, row: Index): boolean {
  const { state } = context;
  const gpus = state.orders.gpus[row];
  const onDemand = (): number[] => ordersAt(state, host).filter((other) => state.onDemand[other] === 1);
  return (
    capacityForBids(context, host) >= gpus &&
    (!hasParts(state, host, [...ordersAt(state, host), row]) || hasRoomAfter(state, host, onDemand(), gpus))
  );
}

/** What the job must bid on a machine to run there now: the host's minimum, or more than the bids that it displaces. */
function bidNeeded(context: Market, host: Index, row: Index): number {
  const { state, params } = context;
  const { orders, bid, onDemand, book } = state;
  let left = capacityForBids(context, host) - orders.gpus[row];
  if (left < 0 || !fitsBeforeBids(context, host, row)) return Number.POSITIVE_INFINITY;
  const minimum = book.usdPerGpuHour[host] * params.minimumShare;
  const rows = ordersAt(state, host);
  const packs = hasParts(state, host, [...rows, row]);
  const before = rows.filter((other) => onDemand[other] === 1);
  for (const other of rows) {
    if (other === row || onDemand[other] === 1) continue;
    before.push(other);
    left -= orders.gpus[other]!;
    if (packs ? !hasRoomAfter(state, host, before, orders.gpus[row]) : left < 0)
      return Math.max(minimum, bid[other]! * (1 + params.margin));
  }
  return minimum;
}

/** A job is done, or interrupted: its machine is for others. */
export function stretchEnded(context: Market, { job }: { job: number }): void {
  const { state } = context;
  const row = orderRow(state.orders, job);
  if (row === -1) return;
  const host = hostOf(state, job);
  countRunning(context, row, -1);
  forget(context, job);
  allocate(context, host);
  seekAt(context, host);
}

/** Who is paused bids what it takes to run again, where that is not too much; who has no machine looks again. */
export function raiseBids(context: Market): void {
  const { state } = context;
  for (const row of waitingRows(context)) {
    const host = hostOf(state, state.orders.rows.ids[row]!);
    if (host === -1 || state.book.offered[host] === 0) continue;
    const needed = bidNeeded(context, host, row);
    if (needed > limitAt(state, row, host) || needed <= state.bid[row]!) continue;
    state.bid[row] = needed;
    changed(state, host);
    allocate(context, host);
  }
  const { seeking } = state;
  for (let row: Index = seeking.first[0]; row !== -1; ) {
    const next = seeking.next[0]![row];
    if (state.onDemand[row] === 0) seek(context, row);
    row = next;
  }
}
