import { cardsOf, isPart } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { type Ask, freeOf, type Machines, suits } from "../../../kit/market/machines.ts";
import { setFree } from "../../../kit/market/placement.ts";
import { cardsFreed, Emptying } from "./cards.ts";
import type { Reservation, State } from "./state.ts";

/**
 * EASY backfill: the first in the queue is promised the earliest time at which enough GPUs will be free, should
 * nobody else start; others start now where they are done by then, or leave alone what it was promised. It is computed
 * once for a job: as long as jobs end when they should, the promise can get neither better nor worse.
 */

export function reservation(state: State, job: number, ask: Ask, span: boolean, now: number): Reservation {
  return span && !isPart(ask.gpus)
    ? acrossMachines(state, job, ask, now)
    : onOneMachine(state, job, ask, now);
}

const never = (job: number): Reservation => ({ job, time: Number.POSITIVE_INFINITY, hosts: [], parts: [] });

/** Walks through what comes free, in order of time, until a machine has enough, of a part of a GPU on one card. */
function onOneMachine(state: State, job: number, ask: Ask, now: number): Reservation {
  const { book, running, byEnd } = state;
  const { shares, nextOfJob, host } = book.running;
  const freed = new Map<number, number>();
  const emptying = new Emptying(state);
  for (let run: Index = byEnd.first[0]; run !== -1; run = byEnd.next[0]![run]) {
    for (let share: Index = shares[run]; share !== -1; share = nextOfJob[share]) {
      const machine: Index = host[share];
      if (book.offered[machine] === 0 || book.gpus[machine] < ask.gpus) continue;
      if (!suits(book.groups[book.group[machine]]!, ask)) continue;
      const free = (freed.get(machine) ?? freeOf(book, machine)) + cardsFreed(state, share);
      if (free >= ask.gpus || emptying.end(share, ask.gpus))
        return { job, time: Math.max(now, running.ends[run]), hosts: [machine], parts: [ask.gpus] };
      freed.set(machine, free);
    }
  }
  return never(job);
}

/** The same, until machines that are alike have enough together. */
function acrossMachines(state: State, job: number, ask: Ask, now: number): Reservation {
  const { book, running, byEnd } = state;
  const { shares, nextOfJob, host } = book.running;
  const missing = book.groups.map(({ room }) => ask.gpus - room.total);
  for (let run: Index = byEnd.first[0]; run !== -1; run = byEnd.next[0]![run]) {
    for (let share: Index = shares[run]; share !== -1; share = nextOfJob[share]) {
      if (book.offered[host[share]] === 0) continue;
      const group = book.group[host[share]]!;
      missing[group]! -= cardsFreed(state, share);
      if (missing[group]! > 0 || !suits(book.groups[group]!, ask)) continue;
      const time = Math.max(now, running.ends[run]);
      return { job, time, ...promised(state, group, ask.gpus, time) };
    }
  }
  return never(job);
}

/** GPUs that are busy now before those that are free: what is free now stays open to others for longer. */
function promised(state: State, group: number, gpus: number, time: number) {
  const { book, running, byEnd } = state;
  const { shares, nextOfJob, host } = book.running;
  const taken = new Map<number, number>();
  let rest = gpus;
  const take = (machine: number, most: number) => {
    const share = Math.min(rest, most);
    if (share > 0) taken.set(machine, (taken.get(machine) ?? 0) + share);
    rest -= Math.max(0, share);
  };
  for (let run: Index = byEnd.first[0]; run !== -1 && running.ends[run] <= time; run = byEnd.next[0]![run])
    for (let share: Index = shares[run]; share !== -1; share = nextOfJob[share])
      if (book.offered[host[share]] === 1 && book.group[host[share]] === group)
        take(host[share], cardsFreed(state, share));
  for (let machine = 0; machine < book.rows.count && rest > 0; machine++)
    if (book.offered[machine] === 1 && book.group[machine] === group) take(machine, freeOf(book, machine));
  return { hosts: [...taken.keys()], parts: [...taken.values()] };
}

/** Cards of a machine that will be free at a time. */
function freeBy(state: State, host: Index, time: number): number {
  const { book, running } = state;
  const { onHost, nextOfHost, jobOf } = book.running;
  let free = freeOf(book, host);
  for (let share: Index = onHost[host]; share !== -1; share = nextOfHost[share])
    if (running.ends[jobOf[share]]! <= time) free += cardsFreed(state, share);
  return free;
}

/** Closes to placing what a job that outlasts the promise must leave alone. */
export function hold(state: State, { hosts, parts, time }: Reservation): void {
  const { book } = state;
  hosts.forEach((host, at) => {
    if (book.offered[host] === 0) return;
    const left = Math.min(freeOf(book, host), freeBy(state, host, time) - cardsOf(parts[at]!));
    setFree(roomOf(book, host), host, Math.max(0, left));
  });
}

export function letGo({ book }: State, { hosts }: Reservation): void {
  for (const host of hosts)
    if (book.offered[host] === 1) setFree(roomOf(book, host), host, freeOf(book, host));
}

const roomOf = (book: Machines, host: Index) => book.groups[book.group[host]]!.room;
