import type { Ledger } from "../model/ledger.ts";
import type { Seconds } from "../units.ts";
import { Level, type LevelSnapshot } from "./level.ts";
import type { Reading } from "./onlooker.ts";
import type { Part, Route } from "./parts.ts";
import type { LevelMetric, Probe } from "./probe.ts";

/** What levels are computed from in a run. */
export interface Seen {
  readonly ledger: Ledger;
  readonly reading: Reading;
  /** In order of delivery. */
  readonly parts: readonly Part[];
  /** By type of event. */
  readonly routes: readonly Pick<Route, "name" | "contexts">[];
}

export interface LevelsSnapshot {
  readonly opened: boolean;
  readonly levels: readonly LevelSnapshot[];
}

/**
 * The exact means over time of all levels of a run. A level is computed again when an instant is over in which
 * something happened that it was last computed from: to the state of an instance, to an amount of the ledger. What that
 * is, is noted whenever it is computed, so that an event on which no level depends costs a comparison.
 */
export class Levels {
  /** The next time to look: when it is over, before anything else happens. */
  due = Number.POSITIVE_INFINITY;
  /** The time that is being looked at, for what is wrong then; null between looks. */
  lookingAt: Seconds | null = null;
  readonly #seen: Seen;
  readonly #all: Level[] = [];
  /** By type of event, levels that may be others after it. */
  readonly #byType: Level[][];
  readonly #ofLedger: Level[] = [];
  readonly #timed = new Set<Level>();
  #dirty: Level[] = [];
  #dirtyAt: Seconds = 0;
  #opened = false;

  constructor(seen: Seen) {
    this.#seen = seen;
    this.#byType = seen.routes.map(() => []);
  }

  add(probe: Probe, metric: LevelMetric): Level {
    const level = new Level(probe, metric);
    this.#all.push(level);
    return level;
  }

  /** The books are open, at time 0: from now on there is something to look at. */
  open(): void {
    this.#opened = true;
    this.#lookAtAll(0);
  }

  /** An event of this type has been handled. */
  after(type: number, now: Seconds): void {
    const { ledger } = this.#seen;
    const levels = this.#byType[type]!;
    for (let i = 0; i < levels.length; i++) this.#soil(levels[i]!, now);
    if (!ledger.moved) return;
    ledger.moved = false;
    for (const level of this.#ofLedger) this.#soil(level, now);
  }

  /** Looks at what is due before a time, or up to and including it, where all that happens by then has happened. */
  catchUp(time: Seconds, including = false): void {
    if (!(this.due < time || (including && this.due === time))) return;
    const dirty = this.#dirty;
    this.#dirty = [];
    for (const level of dirty) {
      level.dirty = false;
      this.#look(level, this.#dirtyAt);
    }
    for (const level of this.#timed)
      while (level.next < time || (including && level.next === time)) this.#look(level, level.next);
    this.lookingAt = null;
    this.#plan();
  }

  /** The value at a time up to which it has caught up. Looking changes no mean. */
  valueAt(level: Level, now: Seconds): number {
    if (!level.onGrid) return level.held;
    this.#seen.reading.now = now;
    return level.compute(now);
  }

  /** Means begin at this time, up to which it has caught up. */
  restart(at: Seconds): void {
    for (const level of this.#all) level.restart(at);
  }

  snapshot(): LevelsSnapshot {
    return { opened: this.#opened, levels: this.#all.map((level) => level.snapshot()) };
  }

  /** What a level is computed from is not saved: each is looked at once more, and found as it was held. */
  restore({ opened, levels }: LevelsSnapshot, now: Seconds): void {
    this.#opened = opened;
    this.#all.forEach((level, at) => {
      level.restore(levels[at]!);
    });
    if (opened) this.#lookAtAll(now);
  }

  #lookAtAll(now: Seconds): void {
    for (const level of this.#all)
      if (level.onGrid) this.#timed.add(level);
      else this.#soil(level, now);
    this.#plan();
  }

  #soil(level: Level, now: Seconds): void {
    if (level.dirty || level.onGrid) return;
    level.dirty = true;
    this.#dirty.push(level);
    this.#dirtyAt = now;
    if (now < this.due) this.due = now;
  }

  /** Computes a level as it is when everything up to a time has happened, and notes from what. */
  #look(level: Level, at: Seconds): void {
    const { reading, ledger } = this.#seen;
    this.lookingAt = at;
    reading.now = at;
    reading.time = false;
    reading.places.clear();
    let value = 0;
    const readsLedger = ledger.watch(() => {
      value = level.compute(at);
    });
    if (readsLedger && !level.readsLedger) {
      level.readsLedger = true;
      this.#ofLedger.push(level);
    }
    for (const place of reading.places) this.#follow(level, place);
    level.see(value, at, reading.time);
    if (level.next < Number.POSITIVE_INFINITY) this.#timed.add(level);
  }

  /** From now on events that an instance handles make the level dirty; of its own instance, those that it says. */
  #follow(level: Level, place: number): void {
    if (level.places.has(place)) return;
    level.places.add(place);
    const { context } = this.#seen.parts[place]!;
    const own = context.instance === level.publisher ? level.metric.changedBy : undefined;
    this.#seen.routes.forEach(({ name, contexts }, type) => {
      if (contexts.includes(context) && (own?.includes(name) ?? true)) this.#byType[type]!.push(level);
    });
  }

  #plan(): void {
    let due = this.#dirty.length > 0 ? this.#dirtyAt : Number.POSITIVE_INFINITY;
    for (const level of this.#timed) due = Math.min(due, level.next);
    this.due = due;
  }
}
