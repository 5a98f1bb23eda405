import { cardsOf, hundredths, isPart } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { cardFor } from "../../../kit/market/cards.ts";
import { type Ask, freeOf, suits } from "../../../kit/market/machines.ts";
import { cardsFreed, freeAt, ownIdle } from "./cards.ts";
import { onClock, type State } from "./state.ts";

/**
 * Conservative backfill: every waiting job is promised machines and a time, the earliest that leaves all earlier
 * promises alone. The time to plan one job grows with the jobs planned: for queues of hundreds, not of many thousands.
 */

/** At a time, a machine has so many cards more. */
interface Change {
  readonly time: number;
  readonly gpus: number;
}
interface Slot {
  readonly start: number;
  readonly end: number;
  readonly hosts: readonly number[];
  readonly parts: readonly number[];
}

/** Promises the job of a row the earliest time there is; false where the machines that are there will never do. */
export function book(state: State, row: Index, ask: Ask, span: boolean, now: number): boolean {
  const seconds = state.queue.requested[row];
  const slot = joining(state, ask, seconds, now) ?? earliest(state, ask, seconds, span, now);
  if (slot === null) return false;
  const machines = slot.hosts.map((host: Index) => state.book.rows.ids[host]);
  state.plan.push({ row, machines, ...slot });
  return true;
}

export function unbook(state: State, row: number): boolean {
  const at = state.plan.findIndex((booking) => booking.row === row);
  if (at !== -1) state.plan.splice(at, 1);
  return at !== -1;
}

/** A part of a GPU may join others on their card now, where that keeps the card no longer than nobody else was promised it. */
function joining(state: State, ask: Ask, seconds: number, now: number): Slot | null {
  const { book } = state;
  if (!isPart(ask.gpus)) return null;
  for (let host: Index = 0; host < book.rows.count; host++) {
    if (book.offered[host] === 0 || !suits(book.groups[book.group[host]]!, ask)) continue;
    const card = cardFor(book.cards, host, hundredths(ask.gpus));
    if (card === -1 || book.cards.parts[card] === 0) continue;
    const end = onClock(now + seconds / book.throughput[host]);
    const free = freeAt(state, card);
    const kept = leastFree(changesOf(state, host, now), idleOf(state, host), free, end);
    if (end <= free || kept >= 1) return { start: now, end, hosts: [host], parts: [ask.gpus] };
  }
  return null;
}

/** Cards of a machine that run nothing; the part of one that is all it has on offer is one. */
const idleOf = (state: State, host: number): number => freeOf(state.book, host) + ownIdle(state, host);

function earliest(state: State, ask: Ask, seconds: number, span: boolean, now: number): Slot | null {
  let best: Slot | null = null;
  state.book.groups.forEach((group, at) => {
    if (!suits(group, ask)) return;
    const hosts: number[] = [];
    // What has a part of a card on offer is of use for parts that it holds.
    const isLarge = (host: Index): boolean => state.book.gpus[host] >= Math.min(1, ask.gpus);
    for (let host = 0; host < state.book.rows.count; host++)
      if (state.book.offered[host] === 1 && state.book.group[host] === at && isLarge(host)) hosts.push(host);
    if (hosts.length === 0) return;
    const spans = span && !isPart(ask.gpus);
    const changes = hosts.map((host) => changesOf(state, host, now));
    const slots = spans
      ? [inGroup(state, hosts, changes, ask.gpus, seconds, now)]
      : hosts.map((host, index) => inGroup(state, [host], [changes[index]!], ask.gpus, seconds, now));
    for (const slot of slots) if (slot !== null && (best === null || slot.start < best.start)) best = slot;
  });
  return best;
}

/** What is planned for a machine, in order of time; what comes free comes before what is taken. */
function changesOf(state: State, host: Index, now: number): Change[] {
  const { book, running, plan } = state;
  const changes: Change[] = [];
  const { onHost, nextOfHost, jobOf } = book.running;
  for (let share: Index = onHost[host]; share !== -1; share = nextOfHost[share])
    changes.push({ time: Math.max(now, running.ends[jobOf[share]]!), gpus: cardsFreed(state, share, 1) });
  for (const { hosts, parts, start, end } of plan) {
    const share = hosts.indexOf(host);
    if (share === -1) continue;
    const cards = cardsOf(parts[share]!);
    changes.push({ time: start, gpus: -cards }, { time: end, gpus: cards });
  }
  return changes.sort((a, b) => a.time - b.time || b.gpus - a.gpus);
}

/** The earliest time from which these machines have the GPUs for long enough: now, or when something comes free. */
function inGroup(
  state: State,
  hosts: readonly number[],
  changes: readonly Change[][],
  gpus: number,
  seconds: number,
  now: number,
): Slot | null {
  const speed = Math.min(...hosts.map((host: Index) => state.book.throughput[host]));
  const times = [
    now,
    ...changes.flatMap((each) => each.filter((change) => change.gpus > 0).map(({ time }) => time)),
  ];
  for (const start of [...new Set(times)].sort((a, b) => a - b)) {
    const end = onClock(start + seconds / speed);
    const free = hosts.map((host, at) => leastFree(changes[at]!, idleOf(state, host), start, end));
    if (free.reduce((sum, each) => sum + each, 0) >= gpus) return { start, end, ...taken(hosts, free, gpus) };
  }
  return null;
}

/** The fewest GPUs that are free at any time of a stretch. */
function leastFree(changes: readonly Change[], freeNow: number, start: number, end: number): number {
  let free = freeNow;
  let least = Number.POSITIVE_INFINITY;
  for (const { time, gpus } of changes) {
    if (time > start) {
      least = Math.min(least, free);
      if (time >= end) break;
    }
    free += gpus;
  }
  return Math.max(0, Math.min(least, free));
}

/** From the machines that have most, on as few as can be. */
function taken(hosts: readonly number[], free: readonly number[], gpus: number) {
  const chosen = { hosts: [] as number[], parts: [] as number[] };
  const roomiest = hosts.map((_, at) => at).sort((a, b) => free[b]! - free[a]! || a - b);
  let rest = gpus;
  for (const at of roomiest) {
    if (rest === 0 && chosen.hosts.length > 0) break;
    const part = Math.min(rest, free[at]!);
    chosen.hosts.push(hosts[at]!);
    chosen.parts.push(part);
    rest -= part;
  }
  return chosen;
}
