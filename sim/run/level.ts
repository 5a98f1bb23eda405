import { HOUR, instant, type Seconds } from "../units.ts";
import { type LevelMetric, type Probe, requireFinite } from "./probe.ts";
import { SmallSet } from "./small-set.ts";

/** A level's mean over time as plain data. */
export interface LevelSnapshot {
  readonly began: boolean;
  readonly held: number;
  readonly since: Seconds;
  readonly looked: Seconds;
  readonly from: Seconds;
  readonly sum: number;
  readonly rest: number;
  readonly every: Seconds;
  readonly step: number;
  readonly next: Seconds;
}

/** 2^−34. Amounts are added up at this scale, which costs no digit: the largest double over the longest run is finite. */
const SCALE = 1 / 17_179_869_184;
/** How often a value is looked at that reads the time and does not say when it changes. */
const OFTEN = HOUR;

/**
 * The mean over time of one level. It is told each value of the level once, and joins times of equal values: what is
 * added up depends on when the level changed, and on nothing else. Sums are compensated (Neumaier 1974).
 */
export class Level {
  /** Whether it may have changed since it was last looked at. */
  dirty = false;
  /** Instances, by state and by parameters, and amounts of the ledger that it has been computed from. */
  readonly places = new SmallSet();
  readonly parameters = new SmallSet();
  readonly amounts = new SmallSet();
  readonly metric: LevelMetric;
  readonly #probe: Probe;
  #began = false;
  #held = 0;
  /** Since when `held` counts, when it was last looked at, and when the mean begins. */
  #since: Seconds = 0;
  #looked: Seconds = 0;
  #from: Seconds = 0;
  #sum = 0;
  #rest = 0;
  /** 0: looked at when it may have changed. Else the period of the grid on which it is looked at, and the grid's next step. */
  #every: Seconds;
  #step = 1;
  #next = Number.POSITIVE_INFINITY;

  constructor(probe: Probe, metric: LevelMetric) {
    this.#probe = probe;
    this.metric = metric;
    this.#every = metric.every ?? 0;
    if (this.#every > 0) this.#next = this.#every;
  }

  /** Whether it is looked at on a grid, and a value stands for the time before it. */
  get onGrid(): boolean {
    return this.#every > 0;
  }

  /** When it changes or is due without an event; Infinity: never. */
  get next(): Seconds {
    return this.#next;
  }

  /** The instance whose measure it is; empty for the ledger's. */
  get publisher(): string {
    return this.#probe.publisher;
  }

  get looked(): Seconds {
    return this.#looked;
  }

  /** The last value seen. */
  get held(): number {
    return this.#held;
  }

  /** Computes the value. @throws KernelError where it is no finite number */
  compute(now: Seconds): number {
    const value = this.metric.value(this.#probe.context);
    requireFinite(this.#probe, value, now);
    return value;
  }

  /** Takes its value at a time up to which everything has happened. `readTime`: whether the value asked for the time. */
  see(value: number, now: Seconds, readTime: boolean): void {
    if (!this.#began) {
      this.#began = true;
      this.#held = value;
      this.#since = this.#looked = this.#from;
    } else if (value !== this.#held) {
      const change = this.onGrid ? this.#looked : now;
      this.#add(this.#held, change - this.#since);
      this.#since = change;
      this.#held = value;
    }
    this.#looked = now;
    this.#plan(now, readTime);
  }

  /** The mean begins at this time, up to which everything has been seen. */
  restart(now: Seconds): void {
    this.#from = this.#since = this.#looked = now;
    this.#sum = this.#rest = 0;
  }

  /** Mean over time up to the end, at which the value is `last`. */
  mean(last: number, end: Seconds): number {
    const length = end - this.#from;
    const change = last === this.#held ? end : this.#looked;
    if (length <= 0 || (this.#since === this.#from && this.#since === change)) return last;
    if (this.#since === this.#from && change === end) return this.#held;
    const [held, added] = [this.#held * SCALE * (change - this.#since), last * SCALE * (end - change)];
    const sum = this.#sum + held;
    const total = sum + added;
    const rest = this.#rest + lostIn(this.#sum, held, sum) + lostIn(sum, added, total);
    return (total + rest) / length / SCALE;
  }

  snapshot(): LevelSnapshot {
    return {
      began: this.#began,
      held: this.#held,
      since: this.#since,
      looked: this.#looked,
      from: this.#from,
      sum: this.#sum,
      rest: this.#rest,
      every: this.#every,
      step: this.#step,
      next: this.#next,
    };
  }

  restore({ began, held, since, looked, from, sum, rest, every, step, next }: LevelSnapshot): void {
    this.#began = began;
    this.#held = held;
    this.#since = since;
    this.#looked = looked;
    this.#from = from;
    this.#sum = sum;
    this.#rest = rest;
    this.#every = every;
    this.#step = step;
    this.#next = next;
  }

  #add(value: number, span: Seconds): void {
    const term = value * SCALE * span;
    const total = this.#sum + term;
    this.#rest += lostIn(this.#sum, term, total);
    this.#sum = total;
  }

  /** When to look again without an event. */
  #plan(now: Seconds, readTime: boolean): void {
    const { holdsUntil } = this.metric;
    if (holdsUntil) {
      const until = holdsUntil(this.#probe.context);
      this.#next = until > now ? until : Number.POSITIVE_INFINITY;
      return;
    }
    if (!this.onGrid && readTime) {
      this.#every = OFTEN;
      this.#step = Math.floor(now / OFTEN) + 1;
      this.#next = this.#step * OFTEN;
    } else if (now >= this.#next) this.#next = instant(++this.#step * this.#every);
  }
}

/** What rounding loses of the smaller one when two numbers are added (Neumaier 1974). */
const lostIn = (one: number, other: number, sum: number): number =>
  Math.abs(one) >= Math.abs(other) ? one - sum + other : other - sum + one;
