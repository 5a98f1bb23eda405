import type { Ledger } from "../model/ledger.ts";
import type { Seconds } from "../units.ts";
import { Level, type LevelSnapshot } from "./level.ts";
import type { Reading } from "./onlooker.ts";
import type { Part, Route } from "./parts.ts";
import type { LevelMetric, Probe } from "./probe.ts";
import { SmallSet } from "./small-set.ts";

/** What levels are computed from in a run. */
export interface Seen {
  readonly ledger: Ledger;
  readonly reading: Reading;
  /** In order of delivery. */
  readonly parts: readonly Part[];
  /** By type of event. */
  readonly routes: readonly Pick<Route, "name" | "contexts" | "after">[];
}

export interface LevelsSnapshot {
  readonly opened: boolean;
  readonly levels: readonly LevelSnapshot[];
}

/**
 * The exact means over time of all levels of a run. A level is computed again when an instant is over in which
 * something happened that it was last computed from: to the state of an instance, to an amount of the ledger. What that
 * is, is noted whenever it is computed, so that an event on which no level depends costs nothing.
 */
export class Levels {
  /** The next time to look: when it is over, before anything else happens. */
  due = Number.POSITIVE_INFINITY;
  /** The time that is being looked at, for what is wrong then; null between looks. */
  lookingAt: Seconds | null = null;
  readonly #seen: Seen;
  readonly #all: Level[] = [];
  /** Levels that may be others after an event of a type, or a movement of an amount: by type, by the ledger's place. */
  readonly #byType: Level[][] = [];
  readonly #byAmount: Level[][] = [];
  readonly #timed = new Set<Level>();
  /** When the first of them is due; NaN: one of them has been looked at since. */
  #firstTimed = Number.POSITIVE_INFINITY;
  #dirty: Level[] = [];
  #dirtyAt: Seconds = 0;
  #opened = false;

  constructor(seen: Seen) {
    this.#seen = seen;
    seen.ledger.heed((place) => {
      // Of an amount that only levels on a grid read nobody has to be told.
      for (const level of this.#byAmount[place] ?? []) this.#soil(level, seen.ledger.now);
    });
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

  /** State or parameters of the instance at this place have changed without an event that it handles. */
  changed(place: number, now: Seconds): void {
    for (const level of this.#all)
      if (level.parameters.has(place) || level.places.has(place)) this.#soil(level, now);
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
    const timed = this.#nextTimed();
    if (timed < time || (including && timed === time))
      for (const level of this.#timed)
        while (level.next < time || (including && level.next === time)) this.#look(level, level.next);
    this.lookingAt = null;
    this.#plan();
  }

  /** The value at a time up to which it has caught up. Looking changes no mean. */
  valueAt(level: Level, now: Seconds): number {
    if (!level.onGrid || level.looked === now) return level.held;
    const { reading } = this.#seen;
    reading.now = now;
    reading.places = reading.parameters = NOWHERE;
    return level.compute(now);
  }

  /** Means begin at this time, up to which it has caught up. */
  restart(now: Seconds): void {
    for (const level of this.#all) level.restart(now);
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
    this.#firstTimed = Number.NaN;
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
  #look(level: Level, now: Seconds): void {
    const { reading, ledger } = this.#seen;
    const { places, parameters, amounts } = level;
    const known = places.size + amounts.size;
    this.lookingAt = now;
    reading.now = now;
    reading.time = false;
    reading.places = places;
    reading.parameters = parameters;
    ledger.watch(amounts);
    const value = level.compute(now);
    ledger.watch(null);
    level.see(value, now, reading.time);
    if (places.size + amounts.size > known && !level.onGrid) this.#follow(level);
    if (level.next < Number.POSITIVE_INFINITY || this.#timed.has(level)) {
      this.#timed.add(level);
      this.#firstTimed = Number.NaN;
    }
  }

  /** What changes a level: events that an instance handles, of its own instance those that it says, and movements. */
  #follow(level: Level): void {
    const { parts, routes } = this.#seen;
    for (const place of level.places) {
      const { context } = parts[place]!;
      const own = context.instance === level.publisher ? level.metric.changedBy : undefined;
      routes.forEach(({ name, contexts }, type) => {
        if (contexts.includes(context) && (own?.includes(name) ?? true)) join(this.#after(type), level);
      });
    }
    for (const place of level.amounts) {
      this.#byAmount[place] ??= [];
      join(this.#byAmount[place]!, level);
    }
  }

  /** Levels that may be others after an event of a type. From the first on, its route is heard. */
  #after(type: number): Level[] {
    const known = this.#byType[type];
    if (known) return known;
    const levels: Level[] = [];
    this.#byType[type] = levels;
    this.#seen.routes[type]!.after.push((_, now) => {
      for (let i = 0; i < levels.length; i++) this.#soil(levels[i]!, now);
    });
    return levels;
  }

  #plan(): void {
    const dirty = this.#dirty.length > 0 ? this.#dirtyAt : Number.POSITIVE_INFINITY;
    this.due = Math.min(dirty, this.#nextTimed());
  }

  #nextTimed(): Seconds {
    if (Number.isNaN(this.#firstTimed)) {
      this.#firstTimed = Number.POSITIVE_INFINITY;
      for (const level of this.#timed) this.#firstTimed = Math.min(this.#firstTimed, level.next);
    }
    return this.#firstTimed;
  }
}

/** Nobody's: what is read for a sample is not noted. */
const NOWHERE = new SmallSet();

function join(levels: Level[], level: Level): void {
  if (!levels.includes(level)) levels.push(level);
}
