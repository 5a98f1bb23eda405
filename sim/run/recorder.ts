import { momentOf, quantileSince } from "../formulas/distribution.ts";
import type { Metric } from "../model/measures/metric.ts";
import { entryOf } from "../model/measures/vocabulary.ts";
import { measureDoc, saidOf } from "../model/measures.ts";
import { type Seconds, YEAR } from "../units.ts";
import type { Level } from "./level.ts";
import { Levels, type LevelsSnapshot, type Seen } from "./levels.ts";
import { isLevel, type Probe, requireFinite } from "./probe.ts";
import type { Measure } from "./result.ts";

interface Track {
  readonly probe: Probe;
  /** Where its mean over time is taken here. */
  readonly level: Level | null;
  readonly values: Float64Array;
  /** Running totals at the last sample and at the end of the warm-up: [numerator, denominator], or the moment of a distribution. */
  last: Float64Array;
  base: Float64Array;
  /** Where those of the next sample are written: a sample allocates nothing. */
  spare: Float64Array;
}

export interface RecorderSnapshot {
  readonly samples: number;
  readonly t: Float64Array;
  readonly tracks: readonly {
    values: Float64Array;
    last: Float64Array;
    base: Float64Array;
  }[];
  readonly levels: LevelsSnapshot;
}

const NONE = new Float64Array(0);

/**
 * Samples measures into typed columns. It only observes: sampling more or less often changes no event, no digest and no
 * summary.
 */
export class Recorder {
  readonly levels: Levels;
  readonly #tracks: readonly Track[];
  readonly #t: Float64Array;
  #samples = 0;
  readonly #warmUp: Seconds;

  constructor(probes: readonly Probe[], seen: Seen, capacity: number, warmUp: Seconds) {
    this.levels = new Levels(seen);
    this.#t = new Float64Array(capacity);
    this.#warmUp = warmUp;
    this.#tracks = [...probes]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((probe) => ({
        probe,
        level: isLevel(probe.metric) ? this.levels.add(probe, probe.metric) : null,
        values: new Float64Array(capacity),
        last: NONE,
        base: NONE,
        spare: NONE,
      }));
  }

  /** The books are open: running totals are counted from here. */
  open(): void {
    for (const track of this.#tracks) {
      track.base = totalsOf(track.probe, 0);
      track.last = track.base.slice();
    }
    this.levels.open();
  }

  /** The warm-up is over, and levels have caught up: summaries count from here. */
  endWarmUp(): void {
    this.levels.restart(this.#warmUp);
    for (const track of this.#tracks) track.base = totalsOf(track.probe, this.#warmUp);
  }

  /** Levels have caught up to now. */
  sample(now: Seconds): void {
    this.#t[this.#samples] = now;
    for (const track of this.#tracks) {
      const value = track.level ? this.levels.valueAt(track.level, now) : grownSince(track, now);
      requireFinite(track.probe, value, now);
      track.values[this.#samples] = value;
    }
    this.#samples++;
  }

  get t(): Float64Array {
    return this.#t.slice(0, this.#samples);
  }

  series(): Record<string, Float64Array> {
    return this.#byName(({ values }) => values.slice(0, this.#samples));
  }

  atEnd(): Record<string, number> {
    return this.#byName((track) => this.#lastOf(track));
  }

  summary(): Record<string, number> {
    const end = this.#samples === 0 ? 0 : this.#t[this.#samples - 1]!;
    return this.#byName((track) => this.#summaryOf(track, end));
  }

  measures(): Record<string, Measure> {
    return this.#byName(({ probe: { name, metric, publisher } }) => ({
      unit: metric.unit,
      kind: metric.kind,
      doc: measureDoc(metric),
      publisher,
      ...(entryOf(name) ? {} : { own: saidOf(metric) }),
    }));
  }

  snapshot(): RecorderSnapshot {
    return {
      samples: this.#samples,
      t: this.t,
      tracks: this.#tracks.map(({ values, last, base }) => ({
        values: values.slice(0, this.#samples),
        last,
        base,
      })),
      levels: this.levels.snapshot(),
    };
  }

  restore({ samples, t, tracks, levels }: RecorderSnapshot, now: Seconds): void {
    this.#samples = samples;
    this.#t.set(t);
    this.#tracks.forEach((track, at) => {
      const { values, last, base } = tracks[at]!;
      track.values.set(values);
      Object.assign(track, { last, base });
    });
    this.levels.restore(levels, now);
  }

  #summaryOf(track: Track, end: Seconds): number {
    const { level, last, base } = track;
    const { metric, context } = track.probe;
    if (level) return level.mean(this.#lastOf(track), end);
    if ("distribution" in metric) return quantileSince(metric.distribution(context), base, metric.quantile);
    return over(metric, last, base);
  }

  #lastOf({ values }: Track): number {
    return this.#samples === 0 ? Number.NaN : values[this.#samples - 1]!;
  }

  #byName<T>(of: (track: Track) => T): Record<string, T> {
    const present = this.#tracks.filter(({ probe }) => probe.exists?.() ?? true);
    return Object.fromEntries(present.map((track) => [track.probe.name, of(track)]));
  }
}

/** Running totals of a measure at a time, in `into` where these fit. */
function totalsOf({ metric, context }: Probe, now: Seconds, into: Float64Array = NONE): Float64Array {
  if ("integral" in metric) return written(into, metric.integral(context), now);
  if ("growth" in metric) return written(into, metric.growth(context), now);
  if ("total" in metric) return written(into, metric.total(context));
  if ("totals" in metric) return written(into, ...metric.totals(context));
  if ("distribution" in metric) return momentOf(metric.distribution(context), into);
  return NONE;
}

function written(into: Float64Array, first: number, second?: number): Float64Array {
  const length = second === undefined ? 1 : 2;
  const totals = into.length === length ? into : new Float64Array(length);
  totals[0] = first;
  if (second !== undefined) totals[1] = second;
  return totals;
}

/** The measure over the time since the last sample; of a level its value. */
function grownSince(track: Track, now: Seconds): number {
  const { metric, context } = track.probe;
  const totals = totalsOf(track.probe, now, track.spare);
  const value =
    "value" in metric
      ? metric.value(context)
      : "distribution" in metric
        ? quantileSince(metric.distribution(context), track.last, metric.quantile)
        : over(metric, totals, track.last);
  track.spare = track.last;
  track.last = totals;
  return value;
}

function over(metric: Metric<any>, totals: Float64Array, since: Float64Array): number {
  if ("total" in metric) return totals[0] - since[0];
  if ("growth" in metric)
    return since[0] > 0 && totals[1] > since[1]
      ? ((totals[0] / since[0] - 1) * YEAR) / (totals[1] - since[1])
      : 0;
  const numerator = totals[0] - since[0];
  const denominator = totals[1] - since[1];
  return denominator > 0 ? numerator / denominator : "totals" in metric ? (metric.empty ?? 0) : Number.NaN;
}
