import type { Index } from "../indexed.ts";
import type { Visit } from "./agenda.ts";
import type { EntryPool } from "./rung.ts";

const FIRST_CAPACITY = 128;

/** Entries in columns, served from the front. Behind the last stands a time of Infinity. */
export class Batch {
  private times = new Float64Array(FIRST_CAPACITY).fill(Infinity);
  private ranks = new Float64Array(FIRST_CAPACITY);
  private slots = new Int32Array(FIRST_CAPACITY);
  private head: Index = 0;
  private end = 0;

  get size(): number {
    return this.end - this.head;
  }

  /** Time and rank of the entry in front; the time is Infinity when there is none. */
  get time(): number {
    return this.times[this.head];
  }

  get rank(): number {
    return this.ranks[this.head];
  }

  /** Removes the entry in front and returns its slot. */
  shift(): number {
    this.head += 1;
    return this.slots[this.head - 1]!;
  }

  append(time: number, rank: number, slot: number): void {
    this.reserve(this.end + 1);
    this.times[this.end] = time;
    this.ranks[this.end] = rank;
    this.slots[this.end] = slot;
    this.end += 1;
    this.times[this.end] = Infinity;
  }

  /** Replaces the entries by those of a list, in their order, and frees the list. */
  take(pool: EntryPool, lists: Int32Array, list: number): void {
    this.copy(pool, lists, list);
    pool.clear(lists, list);
  }

  /** Replaces the entries by those of a list, in their order. */
  copy(pool: EntryPool, lists: Int32Array, list: number): void {
    const count = lists[list + 1]!;
    this.reserve(count);
    pool.read(lists, list, this.times, this.ranks, this.slots);
    this.head = 0;
    this.end = count;
    this.times[count] = Infinity;
  }

  visit(entry: Visit): void {
    for (let index: Index = this.head; index < this.end; index += 1) {
      entry(this.times[index], this.ranks[index], this.slots[index]);
    }
  }

  clear(): void {
    this.head = 0;
    this.end = 0;
    this.times[0] = Infinity;
  }

  get earliest(): number {
    let earliest = Infinity;
    for (let index: Index = this.head; index < this.end; index += 1)
      earliest = Math.min(earliest, this.times[index]);
    return earliest;
  }

  get latest(): number {
    let latest = -Infinity;
    for (let index: Index = this.head; index < this.end; index += 1)
      latest = Math.max(latest, this.times[index]);
    return latest;
  }

  ranksAscend(): boolean {
    for (let index: Index = this.head + 1; index < this.end; index += 1) {
      if (this.ranks[index] < this.ranks[index - 1]!) return false;
    }
    return true;
  }

  /** Insertion sort, for few entries that nothing was dropped of. */
  sort(): void {
    const { times, ranks, slots, end } = this;
    for (let next: Index = 1; next < end; next += 1) {
      const time = times[next];
      const rank = ranks[next];
      const slot = slots[next];
      let hole = next;
      while (hole > 0) {
        const before = times[hole - 1]!;
        if (before < time || (before === time && ranks[hole - 1]! < rank)) break;
        times[hole] = before;
        ranks[hole] = ranks[hole - 1]!;
        slots[hole] = slots[hole - 1]!;
        hole -= 1;
      }
      times[hole] = time;
      ranks[hole] = rank;
      slots[hole] = slot;
    }
  }

  private reserve(count: number): void {
    if (count < this.times.length) return;
    const { times, ranks, slots } = this;
    const length = Math.max(2 * times.length, count + 1);
    this.times = new Float64Array(length);
    this.times.set(times);
    this.ranks = new Float64Array(length);
    this.ranks.set(ranks);
    this.slots = new Int32Array(length);
    this.slots.set(slots);
  }
}
