import { KernelError } from "../errors.ts";
import type { Index } from "../indexed.ts";
import {
  type Agenda,
  type AgendaSnapshot,
  HIGHEST_PRIORITY,
  LOWEST_PRIORITY,
  rankOf,
  SEQUENCE_LIMIT,
} from "./agenda.ts";
import { delayError, LoopError, priorityError, timeError, untilError } from "./errors.ts";
import { EventTable, type EventTableSnapshot, type Handle } from "./event-table.ts";
import { LadderAgenda } from "./ladder.ts";

export type { Handle } from "./event-table.ts";

/** Receives an event: the numeric id of its type, two numbers, and a payload where one was given. */
export type Deliver = (type: number, a: number, b: number, data: unknown) => void;
export type Trace = (micros: number, type: number, a: number, b: number, data: unknown) => void;

export interface KernelOptions {
  /** Events delivered at one instant before a LoopError; default 10^6. */
  readonly maxEventsPerInstant?: number;
  /** The future-event list, empty; a ladder by default. */
  readonly agenda?: Agenda;
}

/** Plain data; payloads of events are shared with the kernel, not copied: they must not be changed. */
export interface KernelSnapshot {
  readonly micros: number;
  readonly sequence: number;
  readonly delivered: number;
  readonly deliveredAtInstant: number;
  readonly typesAtInstant: readonly number[];
  readonly maxEventsPerInstant: number;
  readonly agenda: AgendaSnapshot;
  readonly events: EventTableSnapshot;
}

const MICROS_PER_SECOND = 1e6;
const LAST_MICROS = Number.MAX_SAFE_INTEGER;
/** So many events before the limit of one instant, their types are noted for the error. */
const NOTED_BEFORE_LIMIT = 1000;
/** Fewer dead entries than this are not worth a pass over the agenda. */
const FEWEST_TO_COMPACT = 256;

/**
 * Time and order. Events are delivered by (time, priority, sequence number): times are integer microseconds, a
 * smaller priority goes first, and equal ones leave first in, first out, those without delay included. A handler may
 * schedule and cancel. If it throws, its event counts as delivered and the kernel can go on.
 */
export class Kernel {
  /** Called before each delivery. Not part of snapshots. */
  trace: Trace | null = null;
  private clock = 0;
  private seconds = 0;
  private sequence = 0;
  private deliveredCount = 0;
  private deliveredAtInstant = 0;
  private typesAtInstant: number[] = [];
  private events = new EventTable();
  private readonly agenda: Agenda;
  private readonly maxEventsPerInstant: number;

  constructor(options: KernelOptions = {}) {
    this.agenda = options.agenda ?? new LadderAgenda();
    this.maxEventsPerInstant = options.maxEventsPerInstant ?? 1e6;
  }

  /** Seconds. */
  get now(): number {
    return this.seconds;
  }

  /** Integer microseconds. */
  get micros(): number {
    return this.clock;
  }

  /** Events scheduled and neither delivered nor cancelled. */
  get pending(): number {
    return this.events.size;
  }

  get delivered(): number {
    return this.deliveredCount;
  }

  /** Delay in seconds, 0 or more, rounded to microseconds. Throws a KernelError on any other number. */
  schedule(type: number, delay: number, priority = 0, a = 0, b = 0, data?: unknown): Handle {
    const time = this.clock + toMicros(delay);
    if (!(delay >= 0 && time <= LAST_MICROS)) throw delayError(type, delay, this.now);
    return this.events.handle(this.insert(type, time, priority, a, b, data));
  }

  /** Time in seconds, not before now, rounded to microseconds. Throws a KernelError on any other number. */
  scheduleAt(type: number, time: number, priority = 0, a = 0, b = 0, data?: unknown): Handle {
    const micros = toMicros(time);
    if (!(micros >= this.clock && micros <= LAST_MICROS)) throw timeError(type, time, this.now);
    return this.events.handle(this.insert(type, micros, priority, a, b, data));
  }

  /** False if the event was delivered or cancelled before. */
  cancel(handle: Handle): boolean {
    const slot = this.events.slotOf(handle);
    if (slot < 0) return false;
    this.events.remove(slot);
    const dead = this.agenda.size - this.events.size;
    if (dead > this.events.size && dead >= FEWEST_TO_COMPACT) {
      this.agenda.compact((candidate, rank) => this.events.isLiving(candidate, rank));
    }
    return true;
  }

  /** Delivers the next event; false when none is pending. */
  step(deliver: Deliver): boolean {
    return this.deliverUpTo(1, LAST_MICROS, deliver) === 1;
  }

  /** Seconds of the next event; Infinity when none is pending. */
  peek(): number {
    return this.nextMicros() / MICROS_PER_SECOND;
  }

  /** Delivers all events up to and including `until` seconds; then `now` is `until` (where that is finite). */
  run(until: number, deliver: Deliver): void {
    this.runEvents(Infinity, until, deliver);
  }

  /**
   * Delivers at most `count` events up to and including `until` seconds and returns how many. Where there were fewer,
   * `now` is `until` (where that is finite), otherwise the time of the last event.
   */
  runEvents(count: number, until: number, deliver: Deliver): number {
    const limit = toMicros(until);
    if (!(limit >= this.clock && (limit <= LAST_MICROS || limit === Infinity)))
      throw untilError(until, this.now);
    const delivered = this.deliverUpTo(count, Math.min(limit, LAST_MICROS), deliver);
    if (delivered < count && limit !== Infinity) this.moveTo(limit);
    return delivered;
  }

  /** Moves the clock to a time, seconds, or to that of the next event where this is earlier; delivers nothing. */
  advanceTo(time: number): void {
    this.moveTo(Math.max(this.clock, Math.min(toMicros(time), this.nextMicros())));
  }

  snapshot(): KernelSnapshot {
    const agenda = this.agenda.snapshot((slot, rank) => this.events.isLiving(slot, rank));
    return {
      micros: this.clock,
      sequence: this.sequence,
      delivered: this.deliveredCount,
      deliveredAtInstant: this.deliveredAtInstant,
      typesAtInstant: [...this.typesAtInstant],
      maxEventsPerInstant: this.maxEventsPerInstant,
      agenda,
      events: this.events.snapshot(agenda.slots),
    };
  }

  /** A kernel that delivers what the other would have delivered; handles stay valid. `agenda`: empty, as in the options. */
  static restore(snapshot: KernelSnapshot, agenda?: Agenda): Kernel {
    const { maxEventsPerInstant } = snapshot;
    const kernel = new Kernel(agenda ? { maxEventsPerInstant, agenda } : { maxEventsPerInstant });
    const { times, ranks, slots } = snapshot.agenda;
    kernel.moveTo(snapshot.micros);
    kernel.sequence = snapshot.sequence;
    kernel.deliveredCount = snapshot.delivered;
    kernel.deliveredAtInstant = snapshot.deliveredAtInstant;
    kernel.typesAtInstant = [...snapshot.typesAtInstant];
    kernel.events = EventTable.restore(snapshot.events, slots, ranks);
    for (let index: Index = 0; index < slots.length; index += 1) {
      kernel.agenda.push(times[index], ranks[index], slots[index]);
    }
    return kernel;
  }

  /** An independent copy, without the trace. */
  fork(): Kernel {
    return Kernel.restore(this.snapshot());
  }

  /** Returns the slot, an integer: the handle would be allocated here even where the caller drops it. */
  private insert(
    type: number,
    micros: number,
    priority: number,
    a: number,
    b: number,
    data: unknown,
  ): number {
    if ((priority | 0) !== priority || priority < LOWEST_PRIORITY || priority > HIGHEST_PRIORITY) {
      throw priorityError(type, priority, LOWEST_PRIORITY, HIGHEST_PRIORITY);
    }
    if (this.sequence >= SEQUENCE_LIMIT)
      throw new KernelError(`More than ${SEQUENCE_LIMIT} events were scheduled.`);
    const rank = rankOf(priority, this.sequence);
    const slot = this.events.add(rank, type, a, b, data);
    this.sequence += 1;
    this.agenda.push(micros, rank, slot);
    return slot;
  }

  private deliverUpTo(count: number, limit: number, deliver: Deliver): number {
    const { agenda, events } = this;
    let delivered = 0;
    while (delivered < count) {
      const slot = agenda.pop(limit);
      if (slot < 0) break;
      if (!events.isLiving(slot, agenda.rank)) continue;
      const type = events.type(slot);
      const a = events.a(slot);
      const b = events.b(slot);
      const data = events.data(slot);
      events.remove(slot);
      const micros = agenda.time;
      this.moveTo(micros);
      this.deliveredCount += 1;
      this.deliveredAtInstant += 1;
      delivered += 1;
      if (this.deliveredAtInstant > this.maxEventsPerInstant - NOTED_BEFORE_LIMIT) this.note(type);
      if (this.trace !== null) this.trace(micros, type, a, b, data);
      deliver(type, a, b, data);
    }
    return delivered;
  }

  private nextMicros(): number {
    const { agenda, events } = this;
    if (events.size === 0) return Infinity;
    // A dead entry may hide the next living one.
    while (agenda.size > events.size) {
      const slot = agenda.pop(LAST_MICROS);
      if (!events.isLiving(slot, agenda.rank)) continue;
      agenda.push(agenda.time, agenda.rank, slot);
      break;
    }
    return agenda.peek();
  }

  private moveTo(micros: number): void {
    if (micros === this.clock) return;
    this.clock = micros;
    this.seconds = micros / MICROS_PER_SECOND;
    this.deliveredAtInstant = 0;
    if (this.typesAtInstant.length > 0) this.typesAtInstant = [];
  }

  /** Notes the type of an event close to the limit of its instant; throws beyond it. */
  private note(type: number): void {
    if (!this.typesAtInstant.includes(type)) this.typesAtInstant.push(type);
    if (this.deliveredAtInstant <= this.maxEventsPerInstant) return;
    throw new LoopError(
      this.clock,
      this.maxEventsPerInstant,
      this.typesAtInstant.toSorted((x, y) => x - y),
    );
  }
}

/** The one place where seconds become microseconds. */
function toMicros(seconds: number): number {
  return Math.round(seconds * MICROS_PER_SECOND);
}
