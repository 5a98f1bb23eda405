import { CARD, type Gpus, gpusOf, type Hundredths, hundredths, isPart } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { cardFor, firstCard, freeOn, givePart, takePart } from "../../../kit/market/cards.ts";
import { integrateGpus } from "../../../kit/supply/gpu-time.ts";
import { rowOf } from "../../../model/columns.ts";
import type { Events } from "../../../model/events.ts";
import { drop, keep, networkAt, networkOf, OFF, type Owners, type Parts } from "./state.ts";

/** Owners begin at networks in turn. */
export function settleIn(context: Owners, provider: number): void {
  const { state } = context;
  comeTo(context, provider, provider % state.gpuTime.length);
}

/** A machine goes online at a network. */
export function comeTo({ state, params, now }: Owners, provider: number, network: number): void {
  state.home[provider] = network;
  state.target[provider] = network;
  state.counted[provider] = now;
  const gpuTime = state.gpuTime[network]!;
  integrateGpus(gpuTime, now);
  gpuTime.gpusOnline += params.gpusEach * CARD;
}

/** A machine without jobs goes offline. */
export function goOff({ state, params, now }: Owners, provider: number): void {
  const network = state.home[provider]!;
  count({ state, params, now }, provider);
  const gpuTime = state.gpuTime[network]!;
  integrateGpus(gpuTime, now);
  gpuTime.gpusOnline -= params.gpusEach * CARD;
  state.home[provider] = OFF;
}

/** Counts what a machine worked and stood since it was last counted. */
export function count(
  { state, params, now }: Pick<Owners, "state" | "params" | "now">,
  provider: number,
): void {
  const network = state.home[provider]!;
  const span = now - state.counted[provider]!;
  state.counted[provider] = now;
  if (network < 0) return;
  state.worked[network]![provider]! += gpusOf(state.busy[provider]!) * span;
  state.stood[network]![provider]! += params.gpusEach * span;
}

/** Machines that may take jobs where somebody asks: those that stay. */
function staying({ state, params, from }: Owners): number[] {
  const asked = params.places.includes(from) ? networkAt(params, from) : undefined;
  const found: number[] = [];
  state.home.forEach((network, provider) => {
    const there = network >= 0 && (asked === undefined || network === asked);
    if (there && state.target[provider] === network) found.push(provider);
  });
  return found;
}

/** GPUs that are free there, on whatever cards. */
export const freeIn = (context: Owners): Gpus =>
  gpusOf(
    staying(context).reduce(
      (sum, provider) => sum + context.params.gpusEach * CARD - context.state.busy[provider]!,
      0,
    ),
  );

/** Cards that are free there. */
export const wholeFreeIn = (context: Owners): number =>
  staying(context).reduce((sum, provider) => sum + freeOf(context, provider), 0);

/** The most that is free there of a card that runs parts. */
export function partFreeIn(context: Owners): Gpus {
  const { cards } = context.state;
  let most = 0;
  for (const provider of staying(context))
    for (let card: Index = firstCard(cards, provider); card !== -1; card = cards.nextOfHost[card])
      most = Math.max(most, freeOn(cards, card));
  return gpusOf(most);
}

const freeOf = ({ state, params }: Owners, provider: number): number =>
  state.target[provider] === state.home[provider] ? params.gpusEach - state.cardsBusy[provider]! : 0;

/** The first machine that stays and has room for a part of a GPU on a card that runs others, or else on one that is free; −1: none. */
function hostOf(context: Owners, network: number, part: Hundredths): number {
  const { home, target, cards } = context.state;
  const stays = (at: number, provider: number): boolean => at === network && target[provider] === at;
  const used = home.findIndex((at, provider) => stays(at, provider) && cardFor(cards, provider, part) !== -1);
  return used === -1
    ? home.findIndex((at, provider) => stays(at, provider) && freeOf(context, provider) > 0)
    : used;
}

/** A job takes the first machines that have room; a part of a GPU a card that runs others, where one has room. */
export function startJob(context: Owners, { job, gpus, seconds, usdPerGpuHour }: Events["jobMatched"]): void {
  const { state, params, now, from } = context;
  const network = networkAt(params, from);
  if (!hasRoom(context, network, gpus)) {
    // Its owner decided to leave between the match and now.
    tell(context, "jobInterrupted", network, { job, gpus, seconds: 0, usdPerGpuHour });
    return;
  }
  const parts = isPart(gpus) ? partOf(context, network, gpus) : cardsFor(context, network, gpus);
  const stretch = { job, gpus, seconds, usdPerGpuHour };
  tell(context, "jobStarted", network, stretch);
  const timer = tell(context, "jobFinished", network, stretch, seconds);
  keep(state, network, job, parts, { gpus, started: now, ends: now + seconds, price: usdPerGpuHour, timer });
}

function tell(
  { params, emit }: Owners,
  event: "jobStarted" | "jobFinished" | "jobInterrupted" | "jobPaused",
  network: number,
  stretch: Events["jobFinished"],
  delay = 0,
): number {
  return emit[event].in(networkOf(params, network), stretch, delay);
}

/** Whether machines that stay have so many cards free, or room for so much of one. */
function hasRoom(context: Owners, network: number, gpus: Gpus): boolean {
  if (isPart(gpus)) return hostOf(context, network, hundredths(gpus)) !== -1;
  let free = 0;
  context.state.home.forEach((at, provider) => {
    if (at === network) free += freeOf(context, provider);
  });
  return free >= gpus;
}

function cardsFor(context: Owners, network: number, gpus: number): Parts {
  const { state } = context;
  const parts: [number, number, number][] = [];
  let left = gpus;
  for (let provider = 0; provider < state.home.length && left > 0; provider++) {
    if (state.home[provider] !== network) continue;
    const taken = Math.min(left, freeOf(context, provider));
    if (taken === 0) continue;
    occupy(context, provider, taken * CARD, taken);
    parts.push([provider, taken, -1]);
    left -= taken;
  }
  return parts;
}

function partOf(context: Owners, network: number, gpus: Gpus): Parts {
  const provider = hostOf(context, network, hundredths(gpus));
  const { card, opened } = takePart(context.state.cards, null, provider, hundredths(gpus));
  occupy(context, provider, hundredths(gpus), opened ? 1 : 0);
  return [[provider, gpus, card]];
}

/** So many more hundredths of a machine's GPUs, and cards, are at work. */
function occupy(context: Owners, provider: number, gpus: Hundredths, cards: number): void {
  const { state, now } = context;
  count(context, provider);
  const gpuTime = state.gpuTime[state.home[provider]!]!;
  integrateGpus(gpuTime, now);
  gpuTime.busyGpus += gpus;
  state.busy[provider]! += gpus;
  state.cardsBusy[provider]! += cards;
}

/** Cards of a machine that run nothing more when a job has left it. */
function freed({ state: { cards } }: Owners, gpus: Gpus, card: number): number {
  if (card === -1) return gpus;
  return givePart(cards, null, card, hundredths(gpus)) ? 1 : 0;
}

export function finishJob(context: Owners, { job }: Events["jobFinished"]): void {
  release(context, networkAt(context.params, context.from), job);
}

/** A job of the network that an event comes from, and its row: −1 where it is nobody's here. */
function jobHere({ state, params, from }: Owners, job: number) {
  const network = networkAt(params, from);
  const { known } = state.jobs[network]!;
  return { network, known, row: rowOf(known, job) };
}

/** The market or a contract wants the job's GPUs back. */
export function evict(context: Owners, { job, kept }: Events["jobEvicted"]): void {
  const { network, known, row } = jobHere(context, job);
  if (row === -1) return;
  const seconds = context.now - known.started[row];
  const stretch = { job, gpus: known.gpus[row], seconds, usdPerGpuHour: known.price[row] };
  context.cancel(known.timer[row]);
  release(context, network, job);
  tell(context, kept ? "jobPaused" : "jobInterrupted", network, stretch);
}

/** Owners share what comes in by the work that they did; the event that ends the job says the price of then. */
export function reprice(context: Owners, { job, usdPerGpuHour }: Events["jobRepriced"]): void {
  const { network, known, row } = jobHere(context, job);
  if (row === -1) return;
  known.price[row] = usdPerGpuHour;
  context.cancel(known.timer[row]);
  const [gpus, started, ends] = [known.gpus[row], known.started[row], known.ends[row]];
  const stretch = { job, gpus, seconds: ends - started, usdPerGpuHour };
  known.timer[row] = tell(context, "jobFinished", network, stretch, Math.max(0, ends - context.now));
}

/** A job's machines are free; who waited for that leaves. */
function release(context: Owners, network: number, job: number): void {
  const { state } = context;
  for (const [provider, gpus, card] of drop(state, network, job)) {
    occupy(context, provider, -hundredths(gpus), -freed(context, gpus, card));
    if (state.busy[provider] === 0 && state.target[provider] !== state.home[provider])
      depart(context, provider);
  }
}

/** A machine whose jobs are done sets out for where its owner wants it. */
export function depart(context: Owners, provider: number): void {
  const { state, params, emit } = context;
  goOff(context, provider);
  if (state.target[provider] !== OFF) emit.machineMoved({ provider }, params.movingTime);
}
