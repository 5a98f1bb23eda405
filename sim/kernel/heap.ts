import type { Index } from "../indexed.ts";
import { type Agenda, type AgendaSnapshot, type IsLiving, livingSnapshot, type Visit } from "./agenda.ts";

/** The root stands at 3, so that the four children of a node share an aligned group: those of i begin at 4i - 8. */
const ROOT = 3;
const FIRST_CAPACITY = 64;

/**
 * A 4-ary heap on typed arrays (LaMarca and Ladner 1996, "The influence of caches on the performance of heaps").
 * Times behind the last entry are Infinity, so that the least of four children is chosen without asking how many
 * there are, and without branches that the processor would guess wrong: only equal times, which are rare where
 * there is much to choose from, take the branch that compares ranks. The hole of a removed root sinks to a leaf first
 * and the last entry rises from there (Wegener 1993, bottom-up heapsort): the last entry mostly belongs near a leaf.
 */
export class HeapAgenda implements Agenda {
  size = 0;
  time = 0;
  rank = 0;
  private times = new Float64Array(FIRST_CAPACITY).fill(Infinity);
  private ranks = new Float64Array(FIRST_CAPACITY);
  private slots = new Int32Array(FIRST_CAPACITY);

  push(time: number, rank: number, slot: number): void {
    const hole = ROOT + this.size;
    // A whole group of four children must fit behind the last entry.
    if (hole + 4 >= this.times.length) this.grow();
    this.size += 1;
    this.rise(hole, time, rank, slot);
  }

  peek(): number {
    return this.times[ROOT];
  }

  pop(limit: number): number {
    const { times, ranks, slots } = this;
    const first = times[ROOT];
    if (first > limit) return -1;
    this.time = first;
    this.rank = ranks[ROOT];
    const slot = slots[ROOT];
    this.size -= 1;
    const last: Index = ROOT + this.size;
    const time = times[last];
    times[last] = Infinity;
    if (last === ROOT) return slot;

    let hole = ROOT;
    let children = 4 * ROOT - 8;
    while (children < last) {
      const least: Index = this.least(children);
      times[hole] = times[least];
      ranks[hole] = ranks[least];
      slots[hole] = slots[least];
      hole = least;
      children = 4 * least - 8;
    }
    this.rise(hole, time, ranks[last], slots[last]);
    return slot;
  }

  compact(isLiving: IsLiving): void {
    const { times, ranks, slots } = this;
    const end = ROOT + this.size;
    this.size = 0;
    for (let index: Index = ROOT; index < end; index += 1) {
      const time = times[index];
      times[index] = Infinity;
      // Entries move forward only, so none is overwritten before it is read.
      if (isLiving(slots[index], ranks[index])) this.push(time, ranks[index], slots[index]);
    }
  }

  snapshot(isLiving: IsLiving): AgendaSnapshot {
    return livingSnapshot((entry) => this.visit(entry), isLiving);
  }

  /** Rank of the first entry; any number when there is none. */
  peekRank(): number {
    return this.ranks[ROOT];
  }

  /** Every entry, in no particular order. */
  visit(entry: Visit): void {
    const end = ROOT + this.size;
    for (let index: Index = ROOT; index < end; index += 1) {
      entry(this.times[index], this.ranks[index], this.slots[index]);
    }
  }

  clear(): void {
    this.times.fill(Infinity, ROOT, ROOT + this.size);
    this.size = 0;
  }

  private least(first: Index): number {
    const times = this.times;
    const time0 = times[first];
    const time1 = times[first + 1]!;
    const time2 = times[first + 2]!;
    const time3 = times[first + 3]!;
    const left: Index = first + Number(time1 < time0);
    const right: Index = first + 2 + Number(time3 < time2);
    const timeLeft = times[left];
    const timeRight = times[right];
    if (Number(time0 === time1) | Number(time2 === time3) | Number(timeLeft === timeRight)) {
      return this.leastByRank(first);
    }
    return left + (right - left) * Number(timeRight < timeLeft);
  }

  private leastByRank(first: number): number {
    const { times, ranks } = this;
    let least: Index = first;
    for (let child: Index = first + 1; child < first + 4; child += 1) {
      const time = times[child];
      const timeLeast = times[least];
      if (time < timeLeast || (time === timeLeast && ranks[child] < ranks[least])) least = child;
    }
    return least;
  }

  /** Puts the entry at the hole or above it. */
  private rise(from: number, time: number, rank: number, slot: number): void {
    const { times, ranks, slots } = this;
    let hole = from;
    while (hole > ROOT) {
      const parent: Index = (hole >> 2) + 2;
      const timeParent = times[parent];
      if (timeParent < time || (timeParent === time && ranks[parent] < rank)) break;
      times[hole] = timeParent;
      ranks[hole] = ranks[parent];
      slots[hole] = slots[parent];
      hole = parent;
    }
    times[hole] = time;
    ranks[hole] = rank;
    slots[hole] = slot;
  }

  private grow(): void {
    const { times, ranks, slots } = this;
    this.times = new Float64Array(2 * times.length).fill(Infinity);
    this.ranks = new Float64Array(2 * times.length);
    this.slots = new Int32Array(2 * times.length);
    this.times.set(times);
    this.ranks.set(ranks);
    this.slots.set(slots);
  }
}
