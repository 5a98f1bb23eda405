import { KernelError } from "../errors.ts";
import { momentOf, quantileSince } from "../formulas/distribution.ts";
import { measureDoc } from "../model/measures.ts";
import type { Metric } from "../model/mechanism.ts";
import { type Seconds, YEAR } from "../units.ts";
import type { Measure } from "./result.ts";

/** A measure ready to be sampled. */
export interface Probe {
  readonly name: string;
  readonly publisher: string;
  readonly metric: Metric<any>;
  readonly context: any;
  /** Whether there is anything to measure, asked when results are read; always, where it is left out. */
  readonly exists?: () => boolean;
}

interface Track {
  readonly probe: Probe;
  readonly values: Float64Array;
  /** Running totals at the last sample and at the end of the warm-up: [numerator, denominator], or the moment of a distribution. */
  last: Float64Array;
  base: Float64Array;
  /** Σ value × time and Σ time since the warm-up, for measures sampled by value. */
  weighted: number;
  weight: number;
}

export interface RecorderSnapshot {
  readonly samples: number;
  readonly t: Float64Array;
  readonly tracks: readonly {
    values: Float64Array;
    last: Float64Array;
    base: Float64Array;
    weighted: number;
    weight: number;
  }[];
}

/** Samples measures into typed columns. It only observes: sampling more or less often changes no event and no digest. */
export class Recorder {
  readonly #tracks: readonly Track[];
  readonly #t: Float64Array;
  #samples = 0;
  readonly #warmUp: Seconds;

  constructor(probes: readonly Probe[], capacity: number, warmUp: Seconds) {
    this.#t = new Float64Array(capacity);
    this.#warmUp = warmUp;
    this.#tracks = [...probes]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((probe) => ({
        probe,
        values: new Float64Array(capacity),
        last: new Float64Array(0),
        base: new Float64Array(0),
        weighted: 0,
        weight: 0,
      }));
  }

  /** The books are open: running totals are counted from here. */
  open(): void {
    for (const track of this.#tracks) track.last = track.base = totalsOf(track.probe, 0);
  }

  /** The warm-up is over: summaries count from here. */
  endWarmUp(): void {
    for (const track of this.#tracks) {
      track.base = totalsOf(track.probe, this.#warmUp);
      track.weighted = track.weight = 0;
    }
  }

  sample(now: Seconds): void {
    const before = this.#samples === 0 ? 0 : this.#t[this.#samples - 1]!;
    this.#t[this.#samples] = now;
    for (const track of this.#tracks) {
      const value = sampled(track, now);
      requireFinite(track.probe, value, now);
      track.values[this.#samples] = value;
      if (now > this.#warmUp && !Number.isNaN(value)) {
        const span = now - Math.max(before, this.#warmUp);
        track.weighted += value * span;
        track.weight += span;
      }
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
    return this.#byName(({ values }) => (this.#samples === 0 ? Number.NaN : values[this.#samples - 1]!));
  }

  summary(): Record<string, number> {
    return this.#byName(summarised);
  }

  measures(): Record<string, Measure> {
    return this.#byName(({ probe: { metric, publisher } }) => ({
      unit: metric.unit,
      kind: metric.kind,
      doc: measureDoc(metric),
      publisher,
    }));
  }

  snapshot(): RecorderSnapshot {
    return {
      samples: this.#samples,
      t: this.t,
      tracks: this.#tracks.map(({ values, last, base, weighted, weight }) => ({
        values: values.slice(0, this.#samples),
        last,
        base,
        weighted,
        weight,
      })),
    };
  }

  restore({ samples, t, tracks }: RecorderSnapshot): void {
    this.#samples = samples;
    this.#t.set(t);
    this.#tracks.forEach((track, at) => {
      const { values, last, base, weighted, weight } = tracks[at]!;
      track.values.set(values);
      Object.assign(track, { last, base, weighted, weight });
    });
  }

  #byName<T>(of: (track: Track) => T): Record<string, T> {
    const present = this.#tracks.filter(({ probe }) => probe.exists?.() ?? true);
    return Object.fromEntries(present.map((track) => [track.probe.name, of(track)]));
  }
}

const NONE = new Float64Array(0);

function totalsOf({ metric, context }: Probe, now: Seconds): Float64Array {
  if ("growth" in metric) return Float64Array.of(metric.growth(context), now);
  if ("total" in metric) return Float64Array.of(metric.total(context));
  if ("totals" in metric) return Float64Array.from(metric.totals(context));
  if ("distribution" in metric) return momentOf(metric.distribution(context));
  return NONE;
}

/** The measure's value over the time since the last sample (totals), or at this moment (values). */
function sampled(track: Track, now: Seconds): number {
  const { metric, context } = track.probe;
  if ("value" in metric) return metric.value(context);
  const totals = totalsOf(track.probe, now);
  const value =
    "distribution" in metric
      ? quantileSince(metric.distribution(context), track.last, metric.quantile)
      : over(metric, totals, track.last);
  track.last = totals;
  return value;
}

function summarised(track: Track): number {
  const { metric, context } = track.probe;
  if ("distribution" in metric)
    return quantileSince(metric.distribution(context), track.base, metric.quantile);
  if ("value" in metric) return track.weight > 0 ? track.weighted / track.weight : Number.NaN;
  return over(metric, track.last, track.base);
}

function over(metric: Metric<any>, totals: Float64Array, since: Float64Array): number {
  if ("total" in metric) return totals[0]! - since[0]!;
  if ("growth" in metric)
    return since[0]! > 0 && totals[1]! > since[1]!
      ? ((totals[0]! / since[0]! - 1) * YEAR) / (totals[1]! - since[1]!)
      : 0;
  const numerator = totals[0]! - since[0]!;
  const denominator = totals[1]! - since[1]!;
  return denominator > 0 ? numerator / denominator : "totals" in metric ? (metric.empty ?? 0) : Number.NaN;
}

/** Only a duration may have no value (nobody waited); anything else that is not finite is a defect of its mechanism. */
function requireFinite({ name, publisher, metric }: Probe, value: number, now: Seconds): void {
  if (Number.isFinite(value) || (metric.kind === "duration" && Number.isNaN(value))) return;
  throw new KernelError(`${publisher} recorded ${value} for ${name} at ${now} s.`, [
    "A measure is a finite number, always.",
  ]);
}
