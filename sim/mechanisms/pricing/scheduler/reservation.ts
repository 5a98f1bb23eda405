import { type Ask, freeOf, type Machines, suits } from "../../../model/machines.ts";
import { setFree } from "../../../model/placement.ts";
import type { State } from "./terms.ts";

/**
 * EASY backfill: the first in the queue is promised the earliest time at which enough GPUs will be free, should
 * nobody else start; others start now where they are done by then, or leave alone what it was promised. It is computed
 * once for a job: as long as jobs end when they should, the promise can get neither better nor worse.
 */
export interface Reservation {
  readonly job: number;
  /** ∞ where the machines that are there will never do. */
  readonly time: number;
  /** Rows of machines, and how many of their GPUs. */
  readonly hosts: readonly number[];
  readonly parts: readonly number[];
}

export function reservation(state: State, job: number, ask: Ask, span: boolean, now: number): Reservation {
  return span ? acrossMachines(state, job, ask, now) : onOneMachine(state, job, ask, now);
}

function onOneMachine(state: State, job: number, ask: Ask, now: number): Reservation {
  const { book } = state;
  let time = Number.POSITIVE_INFINITY;
  let best = -1;
  for (let host = 0; host < book.known.count; host++) {
    if (book.offered[host] === 0 || book.gpus[host]! < ask.gpus) continue;
    if (!suits(book.groups[book.group[host]!]!, ask)) continue;
    const at = freeFrom(state, host, ask.gpus, now);
    if (at >= time) continue;
    time = at;
    best = host;
  }
  return best === -1 ? { job, time, hosts: [], parts: [] } : { job, time, hosts: [best], parts: [ask.gpus] };
}

const ends: number[] = [];
const parts: number[] = [];

/** When so many GPUs of a machine will be free. */
function freeFrom(state: State, host: number, gpus: number, now: number): number {
  const { book, running } = state;
  let missing = gpus - freeOf(book, host);
  if (missing <= 0) return now;
  let count = 0;
  const { onHost, nextOfHost, jobOf, part } = book.running;
  for (let share = onHost[host]!; share !== -1; share = nextOfHost[share]!) {
    const end = running.ends[jobOf[share]!]!;
    let at = count++;
    for (; at > 0 && ends[at - 1]! > end; at--) {
      ends[at] = ends[at - 1]!;
      parts[at] = parts[at - 1]!;
    }
    ends[at] = end;
    parts[at] = part[share]!;
  }
  for (let at = 0; at < count; at++) {
    missing -= parts[at]!;
    if (missing <= 0) return Math.max(now, ends[at]!);
  }
  return Number.POSITIVE_INFINITY;
}

function acrossMachines(state: State, job: number, ask: Ask, now: number): Reservation {
  const { book } = state;
  let time = Number.POSITIVE_INFINITY;
  let group = -1;
  for (let each = 0; each < book.groups.length; each++) {
    if (!suits(book.groups[each]!, ask)) continue;
    const at = groupFreeFrom(state, each, ask.gpus, now);
    if (at >= time) continue;
    time = at;
    group = each;
  }
  return group === -1
    ? { job, time, hosts: [], parts: [] }
    : { job, time, ...promised(state, group, ask.gpus, time) };
}

const hostsOf = ({ book }: State, group: number): number[] => {
  const hosts: number[] = [];
  for (let host = 0; host < book.known.count; host++)
    if (book.offered[host] === 1 && book.group[host] === group) hosts.push(host);
  return hosts;
};

function groupFreeFrom(state: State, group: number, gpus: number, now: number): number {
  const { book, running } = state;
  const { onHost, nextOfHost, jobOf, part } = book.running;
  let missing = gpus - book.groups[group]!.room.total;
  if (missing <= 0) return now;
  const releases: { end: number; part: number }[] = [];
  for (const host of hostsOf(state, group))
    for (let share = onHost[host]!; share !== -1; share = nextOfHost[share]!)
      releases.push({ end: running.ends[jobOf[share]!]!, part: part[share]! });
  releases.sort((a, b) => a.end - b.end);
  for (const { end, part } of releases) {
    missing -= part;
    if (missing <= 0) return Math.max(now, end);
  }
  return Number.POSITIVE_INFINITY;
}

/** GPUs that are busy now before those that are free: what is free now stays open to others for longer. */
function promised(state: State, group: number, gpus: number, time: number) {
  const hosts: number[] = [];
  const parts: number[] = [];
  const all = hostsOf(state, group);
  let rest = gpus;
  const taken = all.map((host) => {
    const part = Math.min(rest, freeBy(state, host, time) - freeOf(state.book, host));
    rest -= part;
    return part;
  });
  all.forEach((host, at) => {
    const more = Math.min(rest, freeOf(state.book, host));
    rest -= more;
    if (taken[at]! + more === 0) return;
    hosts.push(host);
    parts.push(taken[at]! + more);
  });
  return { hosts, parts };
}

/** GPUs of a machine that will be free at a time. */
function freeBy({ book, running }: State, host: number, time: number): number {
  const { onHost, nextOfHost, jobOf, part } = book.running;
  let free = freeOf(book, host);
  for (let share = onHost[host]!; share !== -1; share = nextOfHost[share]!)
    if (running.ends[jobOf[share]!]! <= time) free += part[share]!;
  return free;
}

/** Closes to placing what a job that outlasts the promise must leave alone. */
export function hold(state: State, { hosts, parts, time }: Reservation): void {
  const { book } = state;
  hosts.forEach((host, at) => {
    if (book.offered[host] === 0) return;
    const left = Math.min(freeOf(book, host), freeBy(state, host, time) - parts[at]!);
    setFree(roomOf(book, host), host, Math.max(0, left));
  });
}

export function letGo({ book }: State, { hosts }: Reservation): void {
  for (const host of hosts)
    if (book.offered[host] === 1) setFree(roomOf(book, host), host, freeOf(book, host));
}

const roomOf = (book: Machines, host: number) => book.groups[book.group[host]!]!.room;
