import { KernelError } from "../errors.ts";
import type { Index } from "../indexed.ts";

/** A slot and its generation in one double: 26 and 27 bits. Generations begin at 1, so that 0 is never a handle. */
export type Handle = number;

const SLOT_LIMIT = 2 ** 26;
const GENERATION_LIMIT = 2 ** 27;
const FIRST_CAPACITY = 64;

/** Doubles a slot: rank, a, b, and one that holds two integers. Together 32 bytes, half a cache line. */
const STRIDE = 4;
const A = 1;
const B = 2;
/** Places of the two integers, counted in integers from the beginning of the slot. */
const TYPE = 6;
const GENERATION = 7;

/** Plain data: what the pending events carry stands in columns beside those of the agenda. */
export interface EventTableSnapshot {
  /** Generation of every slot ever used. */
  readonly generations: Int32Array;
  /** Free slots; the last is the next to be used. */
  readonly free: Int32Array;
  /** Columns in the order of the slots asked for. */
  readonly types: Int32Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Payloads, shared and not copied, and the places in the columns that they belong to. */
  readonly data: readonly unknown[];
  readonly dataAt: Int32Array;
}

/**
 * What pending events carry, by slot. A slot is free again as soon as its event is delivered or cancelled: entries
 * that the agenda still holds for it are recognised by their rank, handles by their generation. A slot whose
 * generations are used up is not used again.
 */
export class EventTable {
  /** Living events. */
  size = 0;
  private used = 0;
  private records = new Float64Array(STRIDE * FIRST_CAPACITY);
  private integers = new Int32Array(this.records.buffer);
  private free = new Int32Array(FIRST_CAPACITY);
  private freeCount = 0;
  /** Touched only by events that carry a payload; these have the complement of their type in the record. */
  private readonly payloads: unknown[] = [];

  add(rank: number, type: number, a: number, b: number, data: unknown): number {
    const slot = this.freeCount > 0 ? this.free[--this.freeCount]! : this.newSlot();
    const { records, integers } = this;
    const record = STRIDE * slot;
    records[record] = rank;
    records[record + A] = a;
    records[record + B] = b;
    if (data === undefined) {
      integers[2 * record + TYPE] = type;
    } else {
      integers[2 * record + TYPE] = ~type;
      this.payloads[slot] = data;
    }
    this.size += 1;
    return slot;
  }

  remove(slot: number): void {
    const { records, integers } = this;
    const record = STRIDE * slot;
    records[record] = Number.NaN;
    if (integers[2 * record + TYPE]! < 0) this.payloads[slot] = undefined;
    const generation = integers[2 * record + GENERATION]! + 1;
    integers[2 * record + GENERATION] = generation;
    if (generation < GENERATION_LIMIT) this.free[this.freeCount++] = slot;
    this.size -= 1;
  }

  isLiving(slot: number, rank: number): boolean {
    return this.records[STRIDE * slot] === rank;
  }

  type(slot: number): number {
    const type = this.integers[2 * STRIDE * slot + TYPE]!;
    return type < 0 ? ~type : type;
  }

  a(slot: number): number {
    return this.records[STRIDE * slot + A]!;
  }

  b(slot: number): number {
    return this.records[STRIDE * slot + B]!;
  }

  data(slot: number): unknown {
    return this.integers[2 * STRIDE * slot + TYPE]! < 0 ? this.payloads[slot] : undefined;
  }

  handle(slot: number): Handle {
    return this.integers[2 * STRIDE * slot + GENERATION]! * SLOT_LIMIT + slot;
  }

  /** The slot of a living event, -1 for any other number. */
  slotOf(handle: Handle): number {
    const generation = Math.floor(handle / SLOT_LIMIT);
    const slot = handle - generation * SLOT_LIMIT;
    if (
      !(slot < this.used && Number.isInteger(slot)) ||
      this.integers[2 * STRIDE * slot + GENERATION] !== generation
    )
      return -1;
    return Number.isNaN(this.records[STRIDE * slot]) ? -1 : slot;
  }

  snapshot(slots: Int32Array): EventTableSnapshot {
    const carriers = Array.from(slots.keys()).filter((index: Index) => this.data(slots[index]) !== undefined);
    return {
      generations: Int32Array.from(
        { length: this.used },
        (_, slot) => this.integers[2 * STRIDE * slot + GENERATION]!,
      ),
      free: this.free.slice(0, this.freeCount),
      types: slots.map((slot) => this.type(slot)),
      a: Float64Array.from(slots, (slot) => this.a(slot)),
      b: Float64Array.from(slots, (slot) => this.b(slot)),
      data: carriers.map((index: Index) => this.data(slots[index])),
      dataAt: Int32Array.from(carriers),
    };
  }

  static restore(snapshot: EventTableSnapshot, slots: Int32Array, ranks: Float64Array): EventTable {
    const table = new EventTable();
    const { generations, free, types, a, b } = snapshot;
    while (table.capacity < generations.length) table.grow();
    table.used = generations.length;
    generations.forEach((generation, slot) => {
      table.records[STRIDE * slot] = Number.NaN;
      table.integers[2 * STRIDE * slot + GENERATION] = generation;
    });
    const payloads = new Map(snapshot.data.map((data, index: Index) => [snapshot.dataAt[index], data]));
    // `add` takes slots from the free list: it is handed each event's own slot, then the list itself.
    slots.forEach((slot, index: Index) => {
      table.free[0] = slot;
      table.freeCount = 1;
      table.add(ranks[index], types[index], a[index], b[index], payloads.get(index));
    });
    table.free.set(free);
    table.freeCount = free.length;
    return table;
  }

  private get capacity(): number {
    return this.free.length;
  }

  private newSlot(): number {
    if (this.used === this.capacity) this.grow();
    const slot = this.used++;
    this.integers[2 * STRIDE * slot + GENERATION] = 1;
    return slot;
  }

  private grow(): void {
    const capacity = 2 * this.capacity;
    if (capacity > SLOT_LIMIT) {
      throw new KernelError(
        `More than ${SLOT_LIMIT / 2} events are pending.`,
        [],
        "Schedule the next event of a source only when the one before is delivered.",
      );
    }
    const { records, free } = this;
    this.records = new Float64Array(STRIDE * capacity);
    this.records.set(records);
    this.integers = new Int32Array(this.records.buffer);
    this.free = new Int32Array(capacity);
    this.free.set(free);
  }
}
