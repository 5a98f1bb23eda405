import { isPart } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import {
  cardsTold,
  couldFit,
  fastestOf,
  freeGpus,
  hasRoom,
  occupy,
  place,
  type Shares,
} from "../../../kit/market/machines.ts";
import { isWaiting, leave as leaveQueue, takeUp } from "../../../kit/market/waiting.ts";
import { rowOf } from "../../../model/columns.ts";
import { charge } from "./customers.ts";
import { fallOut, firstInOrder, inOrder } from "./order.ts";
import { UNPUBLISHED } from "./params.ts";
import { book, unbook } from "./plan.ts";
import { makeRoom } from "./preemption.ts";
import { hold, letGo, reservation } from "./reservation.ts";
import { remember, speedOf } from "./running.ts";
import { askOf, customerOf, placing, priorityOf, type Scheduler } from "./state.ts";

/** Starts whoever may start now. */
export function serve(context: Scheduler): void {
  const { state, params } = context;
  if (state.queue.count === 0 || state.evictions > 0) return;
  if (state.backfill === "conservative") {
    keepPromises(context);
    return;
  }
  let first: Index = firstInOrder(state);
  while (first !== -1 && startOrLeave(context, first)) {
    state.reservation = null;
    first = firstInOrder(state);
  }
  if (first === -1) return;
  const preempts = params.preempt && state.order === "priority" && state.refused !== state.queue.job[first];
  if (
    preempts &&
    makeRoom(context, askOf(state, first), priorityOf(state.queue, first), placing(context).span)
  )
    return;
  if (state.backfill === "easy" && state.book.free > 0)
    for (const row of inOrder(state, params.lookahead + 1)) if (row !== first) overtake(context, row, first);
}

/** A job has joined the queue: it starts where it may, and nobody else can. */
export function serveNew(context: Scheduler, row: number): void {
  const { state, params } = context;
  if (state.backfill === "conservative") promise(context, row);
  else if (firstInOrder(state) === row) serve(context);
  else if (state.backfill === "easy" && state.queue.count <= params.lookahead && state.evictions === 0)
    overtake(context, row, firstInOrder(state));
}

/** Whether the job waits no longer: it started, or left because it cannot be had at its price or in its time. */
function startOrLeave(context: Scheduler, row: Index): boolean {
  if (isHopeless(context, row)) {
    leave(context, row);
    return true;
  }
  const shares = place(context.state.book, askOf(context.state, row), placing(context));
  if (shares === null) return false;
  if (start(context, row, shares)) return true;
  context.state.refused = context.state.queue.job[row];
  return false;
}

/** EASY: the job of a row starts before the first in the queue where that takes nothing from it. */
function overtake(context: Scheduler, row: Index, first: Index): void {
  const { state, now } = context;
  if (state.queue.gpus[row] > freeGpus(state.book)) return;
  const ask = askOf(state, row);
  let shares = place(state.book, ask, placing(context));
  if (shares === null) return;
  const job = state.queue.job[first];
  if (state.reservation?.job !== job)
    state.reservation = reservation(state, job, askOf(state, first), placing(context).span, now);
  if (now + state.queue.requested[row] / speedOf(state, shares.machines) > state.reservation.time) {
    hold(state, state.reservation);
    shares = place(state.book, ask, placing(context));
    letGo(state, state.reservation);
    // A part that keeps a card for longer may keep one of those that are promised.
    if (isPart(ask.gpus) && shares !== null && isPromised(state, shares.machines[0]!)) shares = null;
  }
  if (shares !== null && !isHopeless(context, row) && start(context, row, shares)) state.backfilled++;
}

function isPromised({ book, reservation }: Scheduler["state"], machine: number): boolean {
  return reservation?.hosts.includes(rowOf(book, machine)) ?? false;
}

/** Conservative: what was promised for now starts; after something unforeseen all is promised anew. */
function keepPromises(context: Scheduler): void {
  if (context.state.stale || isLate(context)) promiseAnew(context);
  while (startDue(context)) promiseAnew(context);
}

/** A job has outlasted what was asked for, and whoever was promised what it has waits on. */
const isLate = ({ state, now }: Scheduler): boolean => state.plan.some(({ start }) => start < now);

/**
 * In order of arrival nobody's promise gets worse, unless it is broken already: each moves up in turn. In any other
 * order the first get the best.
 */
function promiseAnew(context: Scheduler): void {
  const { state } = context;
  const rows = inOrder(state);
  if (state.order !== "first-come" || isLate(context)) state.plan = [];
  for (const row of rows) {
    if (!isWaiting(state.queue, row)) continue;
    unbook(state, row);
    if (isHopeless(context, row)) leave(context, row);
    else {
      book(state, row, askOf(state, row), placing(context).span, context.now);
      // Others may join it on its card.
      if (isPart(state.queue.gpus[row]!)) startDue(context);
    }
  }
  state.stale = false;
}

function promise(context: Scheduler, row: number): void {
  const { state, now } = context;
  if (state.order !== "first-come" || isLate(context)) promiseAnew(context);
  else if (isHopeless(context, row)) leave(context, row);
  else book(state, row, askOf(state, row), placing(context).span, now);
  while (startDue(context)) promiseAnew(context);
}

/** Starts whose time has come. Whether a part of a GPU has, which others of them that wait may join. */
function startDue(context: Scheduler): boolean {
  const { state, now } = context;
  let joinable = false;
  for (const booking of [...state.plan]) {
    if (booking.start > now || !hasRoom(state.book, booking)) continue;
    const gpus = state.queue.gpus[booking.row];
    if (!start(context, booking.row, booking)) unbook(state, booking.row);
    else if (isPart(gpus)) joinable = true;
  }
  return joinable && state.queue.partsWaiting > 0;
}

/** Its price has passed what the job pays, or not even the fastest machine could finish it in time. */
function isHopeless({ state: { queue, book }, read, params, now }: Scheduler, row: Index): boolean {
  return (
    queue.limit[row] < priceOf({ read, params }) ||
    now + queue.seconds[row] / fastestOf(book) > queue.deadline[row]
  );
}

const priceOf = ({ read, params }: Pick<Scheduler, "read" | "params">): number => {
  const published = read.usdPerGpuHour();
  return published === UNPUBLISHED ? params.usdPerGpuHour : published;
};

/** The job of a row runs on these machines from now on; false where they are too dear or too slow for it. */
function start(context: Scheduler, row: Index, { machines, parts }: Shares): boolean {
  const { state, params, now, emit } = context;
  const { queue, book } = state;
  const speed = speedOf(state, machines);
  let price = priceOf(context);
  for (const machine of machines) price = Math.max(price, book.usdPerGpuHour[rowOf(book, machine)]);
  const seconds = queue.seconds[row];
  if (price > queue.limit[row] || now + seconds / speed > queue.deadline[row]) return false;
  const job = queue.job[row];
  const gpus = queue.gpus[row];
  fallOut(state, row);
  unbook(state, row);
  takeUp(context, row);
  const run = occupy(book, job, { machines, parts }, price, now);
  remember(state, row, run, speed, now);
  if (state.order === "fair-share")
    charge(state.customers, customerOf(queue, row), gpus * seconds, now, params.halfLife);
  emit.jobMatched({ job, gpus, seconds, usdPerGpuHour: price, machines, parts, ...cardsTold(book, run) });
  return true;
}

/** The job of a row gives up. */
export function leave(context: Scheduler, row: number): void {
  const { state } = context;
  fallOut(state, row);
  if (unbook(state, row)) state.stale = true;
  leaveQueue(context, row);
}

/** Jobs that came before the machines were known and that none of these could ever hold leave. */
export function checkUnchecked(context: Scheduler): void {
  const { state } = context;
  if (!state.unchecked) return;
  state.unchecked = false;
  for (const row of inOrder(state))
    if (!couldFit(state.book, askOf(state, row), placing(context))) leave(context, row);
}
