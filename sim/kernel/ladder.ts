import {
  type Agenda,
  type AgendaSnapshot,
  type IsLiving,
  livingOf,
  livingSnapshot,
  type Visit,
} from "./agenda.ts";
import { Batch } from "./batch.ts";
import { HeapAgenda } from "./heap.ts";
import { EntryPool, LIST, Rung } from "./rung.ts";

/** With fewer entries pending the heap alone is as fast. */
const MOST_IN_HEAP = 512;
/** A bucket of more entries is divided further, unless they are due at one instant. */
const MOST_TO_SORT = 64;

/**
 * A ladder queue (Tang, Goh and Thng 2005, "Ladder queue: an O(1) priority queue structure for large-scale
 * discrete event simulation", ACM TOMACS 15(3)):
 *
 *     batch and heap    <   rungs: buckets of one width              <   top: everything later
 *     due before nearEnd    each rung within one bucket of the last
 *
 * Buckets are taken one after the other and served, sorted, as the batch. A bucket of many entries becomes a finer
 * rung first; when the rungs are used up, the top becomes the first rung. Two things differ from the paper: entries
 * that arrive for the stretch of time being served go to a heap beside the batch, so that none is inserted into a
 * sorted list (few pending entries never leave the heap); and many entries of one instant, which no rung could divide,
 * are served as they stand: buckets keep the order of arrival, so ranks ascend unless priorities differ. If they do,
 * the heap takes them.
 *
 * Measured (hold model, N pending, Exp(1) increments, million events a second, Node 20), heap alone and ladder: N = 10^2:
 * 12-15 and 12-14; 10^4: 9.5 and 14; 10^6: 1.6 and 5.8. So the ladder serves all, and few entries stay in its heap. As
 * many buckets as entries are best: through the whole kernel, 2 to 8 times as many take 1.2 to 1.5 times as long at 10^6.
 */
export class LadderAgenda implements Agenda {
  size = 0;
  time = 0;
  rank = 0;
  private readonly heap = new HeapAgenda();
  private readonly batch = new Batch();
  /** Entries due before belong to the heap. Infinity: all do. */
  private nearEnd = Infinity;
  private mostInHeap = MOST_IN_HEAP;
  private pool = new EntryPool();
  private rungs: Rung[] = [];
  /** Rungs in use. */
  private depth = 0;
  private top = new Int32Array(LIST);

  push(time: number, rank: number, slot: number): void {
    this.size += 1;
    if (time < this.nearEnd) {
      this.heap.push(time, rank, slot);
      if (this.heap.size > this.mostInHeap) this.spill();
      return;
    }
    for (let index = this.depth - 1; index >= 0; index -= 1) {
      const rung = this.rungs[index]!;
      if (time < rung.end) {
        rung.add(this.pool, time, rank, slot);
        return;
      }
    }
    this.pool.append(this.top, 0, time, rank, slot);
  }

  peek(): number {
    const time = Math.min(this.batch.time, this.heap.peek());
    if (time !== Infinity) return time;
    this.advance();
    return Math.min(this.batch.time, this.heap.peek());
  }

  pop(limit: number): number {
    const { batch, heap } = this;
    const time = batch.time;
    const timeInHeap = heap.peek();
    if (time > limit && timeInHeap > limit) {
      if (time < Infinity || timeInHeap < Infinity || this.size === 0) return -1;
      this.advance();
      return this.pop(limit);
    }
    this.size -= 1;
    if (time < timeInHeap || (time === timeInHeap && batch.rank < heap.peekRank())) {
      this.time = time;
      this.rank = batch.rank;
      return batch.shift();
    }
    const slot = heap.pop(limit);
    this.time = heap.time;
    this.rank = heap.rank;
    return slot;
  }

  compact(isLiving: IsLiving): void {
    const { times, ranks, slots } = livingOf((entry) => this.visit(entry), isLiving);
    this.clear();
    for (let index = 0; index < slots.length; index += 1)
      this.push(times[index]!, ranks[index]!, slots[index]!);
  }

  snapshot(isLiving: IsLiving): AgendaSnapshot {
    return livingSnapshot((entry) => this.visit(entry), isLiving);
  }

  /** Fills the batch or the heap, both empty, with the next entries there are. */
  private advance(): void {
    const { batch, pool } = this;
    this.mostInHeap = MOST_IN_HEAP;
    for (;;) {
      if (this.depth === 0 && !this.takeTop()) return;
      const rung = this.rungs[this.depth - 1]!;
      const list = rung.seek();
      if (list < 0) {
        this.depth -= 1;
        continue;
      }
      const { bucketEnd } = rung;
      batch.take(pool, rung.lists, list);
      if (batch.size <= MOST_TO_SORT) {
        batch.sort();
      } else if (batch.latest !== batch.earliest) {
        this.divideBatch(bucketEnd);
        continue;
      } else if (!batch.ranksAscend()) {
        this.batchToHeap();
      }
      this.nearEnd = bucketEnd;
      return;
    }
  }

  /** Makes a rung of the top; false when it is small, and all in the heap. */
  private takeTop(): boolean {
    this.batch.take(this.pool, this.top, 0);
    if (this.batch.size > MOST_IN_HEAP / 2) {
      this.divideBatch(this.batch.latest + 1);
      return true;
    }
    this.nearEnd = Infinity;
    this.batchToHeap();
    return false;
  }

  /** Spreads the batch over the buckets of a new rung that ends at `end`. */
  private divideBatch(end: number): void {
    const { batch, pool } = this;
    this.rungs[this.depth] ??= new Rung();
    const rung = this.rungs[this.depth]!;
    this.depth += 1;
    rung.divide(batch.earliest, end, batch.size);
    batch.visit((time, rank, slot) => rung.add(pool, time, rank, slot));
    batch.clear();
  }

  private batchToHeap(): void {
    const { batch, heap } = this;
    batch.visit((time, rank, slot) => heap.push(time, rank, slot));
    batch.clear();
    this.mostInHeap = Math.max(MOST_IN_HEAP, 2 * heap.size);
  }

  /** Too many entries arrived for the stretch being served. Unless all are of one instant, they become a rung or the top. */
  private spill(): void {
    const { batch, heap, pool, top } = this;
    while (heap.size > 0) {
      const slot = heap.pop(Infinity);
      batch.append(heap.time, heap.rank, slot);
    }
    const { earliest } = batch;
    if (earliest === batch.latest) {
      this.batchToHeap();
    } else if (this.nearEnd === Infinity) {
      batch.visit((time, rank, slot) => pool.append(top, 0, time, rank, slot));
      batch.clear();
      this.nearEnd = -Infinity;
    } else {
      this.divideBatch(this.nearEnd);
      this.nearEnd = earliest;
    }
  }

  private visit(entry: Visit): void {
    const { pool, heap, batch } = this;
    const copy = new Batch();
    heap.visit(entry);
    batch.visit(entry);
    for (const lists of [...this.rungs.slice(0, this.depth).map((rung) => rung.lists), this.top]) {
      for (let list = 0; list < lists.length; list += LIST) {
        copy.copy(pool, lists, list);
        copy.visit(entry);
      }
    }
  }

  private clear(): void {
    this.size = 0;
    this.heap.clear();
    this.batch.clear();
    this.pool = new EntryPool();
    this.rungs = [];
    this.depth = 0;
    this.top = new Int32Array(LIST);
    this.nearEnd = Infinity;
    this.mostInHeap = MOST_IN_HEAP;
  }
}
