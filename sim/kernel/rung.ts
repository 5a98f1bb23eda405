import type { Index } from "../indexed.ts";

const FIRST_CAPACITY = 64;
/** A chunk is two cache lines, 16 doubles: the next chunk of its list, then entries of time, rank and slot. */
const CHUNK = 16;
const ENTRY = 3;
const ENTRIES_A_CHUNK = 5;

/** Where a list is kept: its last chunk plus 1 (0: none), and the number of its entries. */
export const LIST = 2;

/**
 * Entries in lists of chunks, in the order of arrival. Chunks keep entries together that are read together: to walk
 * single entries scattered over memory costs a cache miss for each. The lists are circular, the last chunk leads to the
 * first; their ends are kept by the owner, LIST integers for each.
 */
export class EntryPool {
  private doubles = new Float64Array(CHUNK * FIRST_CAPACITY);
  private used = 0;
  /** Free chunks, plus 1. */
  private free = 0;

  append(lists: Int32Array, list: Index, time: number, rank: number, slot: number): void {
    const count = lists[list + 1]!;
    const place = count % ENTRIES_A_CHUNK;
    if (place === 0) this.extend(lists, list);
    const { doubles } = this;
    const at = CHUNK * (lists[list] - 1) + 1 + ENTRY * place;
    doubles[at] = time;
    doubles[at + 1] = rank;
    doubles[at + 2] = slot;
    lists[list + 1] = count + 1;
  }

  /** Copies the list into the columns, which must be long enough. */
  read(lists: Int32Array, list: Index, times: Float64Array, ranks: Float64Array, slots: Int32Array): void {
    const { doubles } = this;
    const count = lists[list + 1]!;
    if (count === 0) return;
    let at: Index = CHUNK * (lists[list] - 1);
    let index = 0;
    while (index < count) {
      at = CHUNK * (doubles[at] - 1);
      const end = Math.min(count, index + ENTRIES_A_CHUNK);
      for (let entry: Index = at + 1; index < end; entry += ENTRY) {
        times[index] = doubles[entry];
        ranks[index] = doubles[entry + 1]!;
        slots[index] = doubles[entry + 2]!;
        index += 1;
      }
    }
  }

  /** Frees the chunks of the list; it is empty then. */
  clear(lists: Int32Array, list: Index): void {
    const last = lists[list];
    if (last === 0) return;
    const { doubles } = this;
    const first = doubles[CHUNK * (last - 1)]!;
    doubles[CHUNK * (last - 1)] = this.free;
    this.free = first;
    lists[list] = 0;
    lists[list + 1] = 0;
  }

  private extend(lists: Int32Array, list: Index): void {
    const chunk = this.newChunk();
    const last = lists[list];
    const { doubles } = this;
    if (last === 0) {
      doubles[CHUNK * (chunk - 1)] = chunk;
    } else {
      doubles[CHUNK * (chunk - 1)] = doubles[CHUNK * (last - 1)]!;
      doubles[CHUNK * (last - 1)] = chunk;
    }
    lists[list] = chunk;
  }

  private newChunk(): number {
    const { free } = this;
    if (free !== 0) {
      this.free = this.doubles[CHUNK * (free - 1)]!;
      return free;
    }
    if (CHUNK * this.used === this.doubles.length) {
      const { doubles } = this;
      this.doubles = new Float64Array(2 * doubles.length);
      this.doubles.set(doubles);
    }
    this.used += 1;
    return this.used;
  }
}

/**
 * Buckets of equal width that divide [start, end): bucket i holds the entries due in [start + i width, start +
 * (i + 1) width), unsorted. The width is a power of two, so that the quotient is exact.
 */
export class Rung {
  end = 0;
  lists = new Int32Array(0);
  private start = 0;
  private width = 1;
  private perWidth = 1;
  private buckets = 0;
  /** The bucket to be looked at next; those before are empty and stay so. */
  private current = 0;

  /** Divides [start, end), both integers, into at most `count` buckets, or one more. The rung must be empty. */
  divide(start: number, end: number, count: number): void {
    let width = 1;
    while (width * count < end - start) width *= 2;
    this.start = start;
    this.end = end;
    this.width = width;
    this.perWidth = 1 / width;
    this.buckets = Math.ceil((end - start) / width);
    this.current = 0;
    if (this.lists.length < LIST * this.buckets) this.lists = new Int32Array(2 * LIST * this.buckets);
  }

  add(pool: EntryPool, time: number, rank: number, slot: number): void {
    // The quotient is below 2^31: the integer part is exact.
    const bucket = ((time - this.start) * this.perWidth) | 0;
    pool.append(this.lists, LIST * bucket, time, rank, slot);
  }

  /** Passes to the next bucket with entries and returns where its list is kept; -1 when there is none. */
  seek(): number {
    const { lists, buckets } = this;
    let { current } = this;
    while (current < buckets && lists[LIST * current] === 0) current += 1;
    this.current = current;
    return current < buckets ? LIST * current : -1;
  }

  /** End of the bucket found by `seek`. */
  get bucketEnd(): number {
    return Math.min(this.end, this.start + (this.current + 1) * this.width);
  }
}
