/* Above 200 lines: what may befall a running job changes the same columns, and is read together. */

import { RENT } from "../../../formulas/uses.ts";
import {
  CARD,
  cardsOf,
  type Gpus,
  gpusOf,
  type Hundredths,
  hundredths,
  isPart,
  sizeOf,
} from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { addJob, addShare, jobRow, removeJob } from "../../../kit/market/assignments.ts";
import { bestCard, firstCard, givePart, takePart } from "../../../kit/market/cards.ts";
import { bestFit, type Placement, roomiest, setRoom, shelfOf } from "../../../kit/market/placement.ts";
import { insolvent, settleBill } from "../../../kit/supply/provider-money.ts";
import { beginStretch } from "../../../kit/supply/stretch.ts";
import { grown } from "../../../model/columns.ts";
import { HOUR } from "../../../units.ts";
import { machinesOf, outsideMargin, termsOf } from "./expectations.ts";
import { sellHardware } from "./generations.ts";
import { bill } from "./money.ts";
import { countHours, GONE, integrate, ONLINE, type Supply } from "./state.ts";
import { tally } from "./tallies.ts";

export function startJob(
  context: Supply,
  {
    job,
    gpus,
    seconds,
    usdPerGpuHour,
  }: { job: number; gpus: number; seconds: number; usdPerGpuHour: number },
): void {
  const { state, params, now, emit } = context;
  if (!hasRoom(state.room, gpus)) {
    // A machine failed between the match and now.
    emit.jobInterrupted({ job, gpus, seconds: 0, usdPerGpuHour });
    return;
  }
  const row = addJob(state.running, job, gpus, usdPerGpuHour, now);
  const single = singleFor(state, gpus);
  if (single !== -1) occupy(context, row, single, gpus);
  else for (let rest = gpus; rest > 0; ) rest -= occupyRoomiest(context, row, rest);
  const speed = speedOf(context, row);
  const duration = (single === -1 ? seconds * (1 + params.spanPenalty) : seconds) / speed;
  const price = usdPerGpuHour * speed;
  state.running.price[row] = price;
  state.ends = grown(state.ends, state.running.rows.ids.length);
  state.ends[row] = now + duration;
  state.totals.started++;
  if (single === -1) state.totals.spanning++;
  state.running.timer[row] = beginStretch(emit, { job, gpus, seconds: duration, usdPerGpuHour: price });
}

/**
 * A job is as fast as its slowest GPU. Prices are those of an hour of the first generation's work: an hour of a GPU that
 * does twice as much costs twice as much, and the job costs the same wherever it runs.
 */
function speedOf({ state }: Supply, row: Index): number {
  const { running } = state;
  let speed = Number.POSITIVE_INFINITY;
  for (let share: Index = running.shares[row]; share !== -1; share = running.nextOfJob[share])
    speed = Math.min(speed, state.throughput[state.generation[running.host[share]]!]!);
  state.speed = grown(state.speed, running.rows.ids.length);
  state.speed[row] = speed;
  return speed;
}

function occupyRoomiest(context: Supply, row: number, gpus: number): number {
  const provider: Index = roomiest(context.state.room);
  const part = Math.min(gpus, context.state.room.free[provider]);
  occupy(context, row, provider, part);
  return part;
}

/** Whether there are so many GPUs free: whole cards, or so much of one. */
function hasRoom({ total, parts }: Placement, gpus: Gpus): boolean {
  return total >= cardsOf(gpus) || (isPart(gpus) && bestCard(parts, sizeOf(gpus)) !== -1);
}

/** The provider that runs the job alone: of a part the one whose card is left with the least by it. −1: none. */
function singleFor({ room, cards }: Supply["state"], gpus: Gpus): number {
  const card: Index = isPart(gpus) ? bestCard(room.parts, hundredths(gpus)) : -1;
  return card === -1 ? bestFit(room, cardsOf(gpus)) : cards.host[card];
}

function occupy(context: Supply, row: number, provider: Index, gpus: Gpus): void {
  const { state } = context;
  let card = -1;
  if (isPart(gpus)) {
    const taken = takePart(state.cards, shelfOf(state.room, provider), provider, hundredths(gpus));
    card = taken.card;
    if (taken.opened) state.cardsBusy[provider]++;
  } else state.cardsBusy[provider] += gpus;
  addShare(state.running, row, provider, gpus, card);
  setBusy(context, provider, hundredths(gpus));
}

function vacate(context: Supply, share: Index): void {
  const { state } = context;
  const { running } = state;
  const provider: Index = running.host[share];
  const gpus = running.part[share];
  const card = running.card[share];
  if (card === -1) state.cardsBusy[provider] -= gpus;
  else if (givePart(state.cards, shelfOf(state.room, provider), card, hundredths(gpus)))
    state.cardsBusy[provider]--;
  setBusy(context, provider, -hundredths(gpus));
}

/** A job's GPUs are free again. */
export function release(context: Supply, job: number): void {
  const { running } = context.state;
  const row: Index = jobRow(running, job);
  credit(context, row);
  for (let share: Index = running.shares[row]; share !== -1; share = running.nextOfJob[share])
    vacate(context, share);
  removeJob(running, job);
}

function setBusy(context: Supply, provider: Index, change: Hundredths): void {
  const { state } = context;
  integrate(context);
  countHours(context, provider);
  state.busy[provider] += change;
  state.busyGpus += change;
  count(context, provider, 0, change);
  offer(context, provider);
}

/**
 * What works is online, and what of it is free is on offer. A provider that is leaving has only its busy GPUs online and
 * goes with its last job; one that has something better to do has the same, and its other GPUs do that. In an outage
 * nothing works.
 */
export function offer(context: Supply, provider: Index): void {
  const { state } = context;
  const busy = state.busy[provider];
  const staying = state.status[provider] === ONLINE;
  const dark = state.dark[state.region[provider]]! > 0;
  const renting = staying && state.use[provider] === RENT;
  const working = cardsWorking(context, provider);
  const idle = working - state.cardsBusy[provider];
  const online = renting ? working * CARD : busy;
  const change = online - state.online[provider];
  state.gpusOnline += change;
  state.online[provider] = online;
  count(context, provider, change, 0);
  setAway(state, provider, staying && !renting && !dark ? idle * CARD : 0);
  if (renting) setRoom(state.room, state.cards, provider, dark ? -1 : idle);
  if (!staying && busy === 0) go(context, provider);
}

function setAway(state: Supply["state"], provider: Index, away: number): void {
  state.awayGpus[state.use[provider]]! += away - state.away[provider];
  state.away[provider] = away;
}

/** So many more hundredths of its GPUs are online and busy: what regions and generations have, and what faster ones are worth. */
function count({ state, params, now }: Supply, provider: Index, online: number, busy: number): void {
  if (online === 0 && busy === 0) return;
  const generation = state.generation[provider];
  if (params.byRegion) tally(state.regions, state.region[provider], now, online, busy);
  if (state.throughput.length === 1) return;
  tally(state.generations, generation, now, online, busy);
  state.extraOnline += gpusOf(online) * (state.throughput[generation]! - 1);
}

export function fail(context: Supply, { provider, k }: { provider: Index; k: number }): void {
  const { state, params, random, emit } = context;
  if (state.status[provider] === GONE) return;
  emit.machineFailed(
    { provider, k: k + 1 },
    random.at(provider, "failure", k + 1).exponential(params.mtbf / params.gpusEach),
  );
  // Every GPU fails at one rate: what strikes one that is off is nothing.
  const struck = random.at(provider, "failed GPU", k).integer(params.gpusEach);
  if (struck >= cardsUp(context, provider)) return;
  state.failures++;
  if (struck < state.cardsBusy[provider]) interrupt(context, provider, struck);
  if (state.status[provider] === GONE) return;
  changeDown(context, provider, 1);
  emit.machineRepaired({ provider }, random.at(provider, "repair", k).exponential(params.mttr));
}

/** Cards of a provider that work: all that are not under repair, or those with jobs of one that is leaving. */
const cardsUp = (context: Supply, provider: Index): number =>
  context.state.status[provider] === ONLINE
    ? cardsWorking(context, provider)
    : context.state.cardsBusy[provider];

function cardsWorking({ state, params }: Supply, provider: Index): number {
  const dark = state.dark[state.region[provider]]! > 0;
  return dark ? 0 : params.gpusEach - state.down[provider];
}

function changeDown(context: Supply, provider: Index, change: number): void {
  integrate(context);
  countHours(context, provider);
  context.state.down[provider] += change;
  offer(context, provider);
}

/** Whatever runs on the provider's busy card number `struck` loses its result: a job, or all that have a part of it. */
function interrupt(context: Supply, provider: Index, struck: number): void {
  const { running } = context.state;
  let passed = 0;
  for (let share: Index = running.onHost[provider]; share !== -1; share = running.nextOfHost[share]) {
    if (running.card[share] !== -1) continue;
    passed += running.part[share];
    if (passed <= struck) continue;
    stopJob(context, running.jobOf[share], "jobInterrupted");
    return;
  }
  interruptCard(context, provider, struck - passed);
}

/** All that have a part of the provider's card number `struck` of those that run parts lose their results. */
function interruptCard(context: Supply, provider: Index, struck: number): void {
  const { running, cards } = context.state;
  let card: Index = firstCard(cards, provider);
  for (let passed = 0; passed < struck; passed++) card = cards.nextOfHost[card];
  for (let parts = cards.parts[card]; parts > 0; parts--) {
    let share: Index = running.onHost[provider];
    while (running.card[share] !== card) share = running.nextOfHost[share];
    stopJob(context, running.jobOf[share], "jobInterrupted");
  }
}

/** A running job ends before its time. */
export function stopJob(context: Supply, row: Index, how: "jobInterrupted" | "jobPaused"): void {
  const { running } = context.state;
  const job = running.rows.ids[row];
  const event = {
    job,
    gpus: running.gpus[row],
    seconds: context.now - running.started[row],
    usdPerGpuHour: running.price[row],
  };
  context.cancel(running.timer[row]);
  release(context, job);
  context.emit[how](event);
}

/** The market or a contract wants the job's GPUs back. */
export function evict(context: Supply, { job, kept }: { job: number; kept: boolean }): void {
  const row = jobRow(context.state.running, job);
  if (row !== -1) stopJob(context, row, kept ? "jobPaused" : "jobInterrupted");
}

/** The work until now is paid as it was agreed; the event that ends the job says the price of then. */
export function reprice(
  context: Supply,
  { job, usdPerGpuHour }: { job: number; usdPerGpuHour: number },
): void {
  const { state, now, emit } = context;
  const { running } = state;
  const row = jobRow(running, job);
  if (row === -1) return;
  credit(context, row);
  running.price[row] = usdPerGpuHour;
  context.cancel(running.timer[row]);
  const [gpus, ends] = [running.gpus[row], state.ends[row]];
  const seconds = ends - running.started[row];
  running.timer[row] = emit.jobFinished({ job, gpus, seconds, usdPerGpuHour }, Math.max(0, ends - now));
}

export function repair(context: Supply, { provider }: { provider: number }): void {
  const { state, emit } = context;
  if (state.status[provider] === GONE) return;
  changeDown(context, provider, -1);
  emit.gpusFreed({});
}

/** Credits each provider with the work since the last credit: weights of the customers' money that arrives today. */
export function creditWork(context: Supply): void {
  const { state } = context;
  for (let row = 0; row < state.running.rows.ids.length; row++)
    if (state.running.rows.ids[row] !== -1) credit(context, row);
  for (let provider = 0; provider < state.count; provider++) countHours(context, provider);
}

function credit({ state, now }: Supply, row: Index): void {
  const { running } = state;
  const hours = (now - running.credited[row]) / HOUR;
  running.credited[row] = now;
  for (let share: Index = running.shares[row]; share !== -1; share = running.nextOfJob[share]) {
    const provider: Index = running.host[share];
    state.earned[provider] += hours * running.part[share] * running.price[row];
    state.work[provider] += hours * running.part[share] * state.speed[row];
  }
}

/** A provider that earns more elsewhere takes its hardware there; of any other it is sold, and pays the last bills first. */
function go(context: Supply, provider: number): void {
  const { state, read } = context;
  state.status[provider] = GONE;
  state.left++;
  bill(context, machinesOf(context), provider);
  const elsewhere = outsideMargin(termsOf(context, 0), state, provider);
  if (elsewhere === 0 || insolvent(context, provider, read.usdPerToken())) sellHardware(context, provider);
  settleBill(context, provider);
}
