/*
 * What markets for spare capacity share: customers on demand come first, at a list price; those whose jobs keep
 * checkpoints take what is spare, at another price, and make room when it is wanted.
 *
 * Above 200 lines: who runs, who waits and who makes room are counted in one place.
 *
 *   on demand:  jobSubmitted ──(room, or room made)──► jobMatched … jobFinished | (no room) ► jobLeft
 *   spot:       jobSubmitted → waits ⇄ runs (evicted: interrupted, or paused with its data) … jobFinished | jobLeft
 */

import { observe } from "../../formulas/distribution.ts";
import { added } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import type { Events } from "../../model/events.ts";
import {
  addOrder,
  NO_TIMER,
  type Orders,
  orderRow,
  RUNNING,
  removeOrder,
  restOf,
  STOPPING,
  WAITING,
  WARNED,
} from "./orders.ts";
import { commit, fits, freeInAll, roomFor, roomNow } from "./pooled-room.ts";
import { deleteRow, insertRow, insertRowFirst } from "./sorted-rows.ts";
import { integrate, type SpotContext, type SpotState } from "./spot-state.ts";

/** A job that keeps checkpoints, and so can be interrupted, takes spare capacity. */
export const isSpot = ({ checkpoint }: Events["jobSubmitted"]): boolean => checkpoint !== undefined;

/** A spot job waits; its bid is what it pays at most, and never more than it would pay on demand. */
export function waitForSpot(context: SpotContext, event: Events["jobSubmitted"]): void {
  const { state, params, now } = context;
  integrate(context);
  const bid = Math.min(event.usdPerGpuHour, params.onDemandUsdPerGpuHour);
  const row = addOrder(state.spot, { ...event, usdPerGpuHour: bid }, now);
  standInLine(context, row, event.patience);
  countWaiting(state, state.spot, row, 1);
}

function standInLine({ state, emit }: SpotContext, row: Index, patience: number): void {
  const { spot } = state;
  spot.timer[row] = emit.spotPatienceOver({ job: spot.rows.ids[row] }, patience);
  insertRow(state.waiting, row, state.byBid ? -spot.limit[row] : 0);
}

function startOnDemand(context: SpotContext, row: number): void {
  const { state, params } = context;
  start(context, state.onDemand, row, params.onDemandUsdPerGpuHour);
}

export function startSpot(context: SpotContext, row: Index): void {
  const { state } = context;
  const { spot } = state;
  context.cancel(spot.timer[row]);
  spot.timer[row] = NO_TIMER;
  deleteRow(state.waiting, row);
  insertRowFirst(state.running, row, state.byBid ? spot.limit[row] : 0);
  start(context, spot, row, state.usdPerGpuHour);
}

function start(context: SpotContext, orders: Orders, row: Index, usdPerGpuHour: number): void {
  const { state, now, emit } = context;
  integrate(context);
  countWaiting(state, orders, row, -1);
  const wait = now - orders.since[row];
  observe(state.startWaits, wait);
  if (orders.again[row] === 0) observe(state.waits, wait);
  orders.again[row] = 1;
  const gpus = orders.gpus[row];
  orders.status[row] = RUNNING;
  orders.since[row] = now;
  countRunning(state, orders, gpus);
  commit(context, roomNow(context), gpus);
  emit.jobMatched({ job: orders.rows.ids[row], gpus, seconds: orders.seconds[row], usdPerGpuHour });
}

/**
 * A customer on demand starts at once where GPUs are free or can be made free by `reclaim`, which tells spot jobs to
 * stop until so many GPUs are; else goes elsewhere.
 */
export function askOnDemand(
  context: SpotContext,
  event: Events["jobSubmitted"],
  reclaim: (gpus: number) => void,
): void {
  const { state, params, now, emit } = context;
  const { job, gpus } = event;
  const tooDear = event.usdPerGpuHour < params.onDemandUsdPerGpuHour;
  if (!tooDear) state.onDemandAsked++;
  const room = added(added(freeInAll(context), state.spotGpus), -state.onDemandGpusWaiting);
  if (tooDear || gpus > room) {
    if (!tooDear) state.onDemandRefused++;
    emit.jobLeft({ job, gpus, waited: 0 });
    return;
  }
  integrate(context);
  const row = addOrder(state.onDemand, event, now);
  countWaiting(state, state.onDemand, row, 1);
  if (!reclaimMissing(context, reclaim)) serveOnDemand(context);
}

/** Tells spot jobs to stop where those that stop already make too little room. Whether it had to. */
export function reclaimMissing(context: SpotContext, reclaim: (gpus: number) => void): boolean {
  const { state } = context;
  const inAll = added(state.onDemandGpusWaiting, -Math.max(0, freeInAll(context)));
  const missing = Math.max(added(inAll, -state.comingFree), missingOnCards(context));
  if (missing > 0) reclaim(missing);
  return missing > 0;
}

/** Tells more spot jobs to stop where those that have stopped left room on cards of which other parts run. */
export function reclaimCards(context: SpotContext, reclaim: (gpus: number) => void): void {
  const missing = missingOnCards(context);
  if (missing > 0) reclaim(missing);
}

/** What the first in line lacks where as much is free, on cards of which parts run: once all that was to stop has, more has to. */
function missingOnCards(context: SpotContext): number {
  const { onDemand, onDemandGpusWaiting, comingFree, committed } = context.state;
  if (onDemandGpusWaiting === 0 || comingFree > 0 || committed.cards > 0) return 0;
  const [first] = inOrder(onDemand);
  if (first === undefined) return 0;
  const gpus = onDemand.gpus[first]!;
  const room = roomFor(context, roomNow(context), gpus);
  return room < gpus && gpus <= freeInAll(context) ? added(gpus, -Math.max(0, room)) : 0;
}

/** Who waits on demand starts in the order of arrival. */
export function serveOnDemand(context: SpotContext): void {
  const { onDemand, onDemandGpusWaiting } = context.state;
  if (onDemandGpusWaiting === 0) return;
  for (const row of inOrder(onDemand))
    if (fits(context, roomNow(context), onDemand.gpus[row]!)) startOnDemand(context, row);
    else return;
}

/** Rows that wait, the earlier first. */
function inOrder({ rows, since, status }: Orders): number[] {
  const waiting: number[] = [];
  for (let row = 0; row < status.length; row++)
    if (rows.ids[row] !== -1 && status[row] === WAITING) waiting.push(row);
  return waiting.sort(
    (one: Index, other: Index) => since[one] - since[other] || rows.ids[one] - rows.ids[other],
  );
}

/** The job of a row runs on, for the time being, and its GPUs are promised to somebody else. */
export function warn({ state }: SpotContext, row: Index): void {
  state.spot.status[row] = WARNED;
  state.comingFree = added(state.comingFree, state.spot.gpus[row]);
  deleteRow(state.running, row);
}

export function evict(context: SpotContext, row: Index, kept: boolean): void {
  const { state, emit } = context;
  if (state.spot.status[row] === RUNNING) warn(context, row);
  state.spot.status[row] = STOPPING;
  state.evictions++;
  emit.jobEvicted({ job: state.spot.rows.ids[row], kept });
}

/** Spare capacity costs another price from now on. Who was warned and would not pay it keeps the old one until the notice is over. */
export function reprice(context: SpotContext, usdPerGpuHour: number): void {
  const { state, emit } = context;
  integrate(context);
  state.usdPerGpuHour = usdPerGpuHour;
  for (let row: Index = 0; row < state.spot.status.length; row++)
    if (paysAt(state.spot, row) && state.spot.limit[row] >= usdPerGpuHour)
      emit.jobRepriced({ job: state.spot.rows.ids[row], usdPerGpuHour });
}

const paysAt = ({ rows, status }: Orders, row: number): boolean =>
  rows.ids[row] !== -1 && (status[row] === RUNNING || status[row] === WARNED);

export function noteDuration({ state }: SpotContext, { job, seconds }: Events["jobStarted"]): void {
  for (const orders of [state.spot, state.onDemand]) {
    const row = orderRow(orders, job);
    if (row !== -1) orders.duration[row] = seconds;
  }
}

/** A job no longer runs, and is not to run again unless its customer asks anew. */
export function close(context: SpotContext, { job }: { job: number }): void {
  const { state } = context;
  const { spot, onDemand } = state;
  integrate(context);
  const row = orderRow(spot, job);
  if (row !== -1) {
    stopRunning(context, row);
    removeOrder(spot, job);
  }
  const other: Index = removeOrder(onDemand, job);
  if (other !== -1) countRunning(state, onDemand, -onDemand.gpus[other]);
}

function stopRunning(context: SpotContext, row: Index): void {
  const { state } = context;
  const { spot } = state;
  if (spot.status[row] === RUNNING) deleteRow(state.running, row);
  else state.comingFree = added(state.comingFree, -spot.gpus[row]);
  if (spot.timer[row] !== NO_TIMER) context.cancel(spot.timer[row]);
  countRunning(state, spot, -spot.gpus[row]);
}

/** A job that was evicted with its data waits for spare capacity again. */
export function pause(context: SpotContext, { job, seconds }: Events["jobPaused"], patience: number): void {
  const { state, now } = context;
  const { spot } = state;
  const row = orderRow(spot, job);
  if (row === -1) return;
  integrate(context);
  stopRunning(context, row);
  spot.seconds[row] = restOf(spot, row, seconds);
  spot.status[row] = WAITING;
  spot.since[row] = now;
  spot.duration[row] = 0;
  standInLine(context, row, patience);
  countWaiting(state, spot, row, 1);
}

/** A job that waits goes. */
export function leave(context: SpotContext, orders: Orders, job: number): void {
  const { state, now, emit } = context;
  const row: Index = orderRow(orders, job);
  if (row === -1 || orders.status[row] !== WAITING) return;
  integrate(context);
  countWaiting(state, orders, row, -1);
  if (orders === state.spot) deleteRow(state.waiting, row);
  if (orders.timer[row] !== NO_TIMER) context.cancel(orders.timer[row]);
  removeOrder(orders, job);
  state.gaveUp++;
  emit.jobLeft({ job, gpus: orders.gpus[row], waited: now - orders.since[row] });
}

/** At the horizon nobody waits any longer. */
export function closeQueues(context: SpotContext): void {
  for (const orders of [context.state.onDemand, context.state.spot])
    for (const row of inOrder(orders)) leave(context, orders, orders.rows.ids[row]!);
}

function countWaiting(state: SpotState, orders: Orders, row: Index, sign: 1 | -1): void {
  state.jobsWaiting += sign;
  if (orders === state.onDemand)
    state.onDemandGpusWaiting = added(state.onDemandGpusWaiting, sign * orders.gpus[row]);
  state.gpusWaiting = added(state.gpusWaiting, sign * orders.gpus[row]);
  state.gpuSecondsWaiting =
    state.jobsWaiting === 0 ? 0 : state.gpuSecondsWaiting + sign * orders.gpus[row] * orders.seconds[row];
}

function countRunning(state: SpotState, orders: Orders, gpus: number): void {
  if (orders === state.spot) state.spotGpus = added(state.spotGpus, gpus);
  else state.onDemandGpus = added(state.onDemandGpus, gpus);
}
