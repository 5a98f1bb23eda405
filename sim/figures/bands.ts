import { mean as meanOf } from "d3-array";
import type { Index } from "../indexed.ts";
import type { Run } from "../run/result.ts";
import { spreadOf } from "../statistics/spread.ts";
import type { Seconds } from "../units.ts";
import type { FigureInput } from "./figure.ts";
import { type KeptPoint, KeptSeries } from "./kept-series.ts";

/** Mean and 10–90 % range of a design's replications at one time; NaN where none has a value. */
export interface BandPoint extends KeptPoint {
  readonly design: string;
}

export interface Band {
  readonly design: string;
  readonly replications: number;
  readonly points: readonly BandPoint[];
}

/** A band with its look. */
export interface DrawnBand extends Band {
  /** What the line is called; left out: as its design. */
  readonly name?: string;
  readonly color: string;
  readonly dash: string | undefined;
  readonly width: number;
  readonly isReference: boolean;
  /** Whether it is drawn first: a wide line of the control shows where a design's covers it. */
  readonly isUnderlay: boolean;
}

export interface BandOptions {
  /** Points at most; consecutive samples are averaged where there are more. */
  readonly points: number;
  /** Divides a flow by the time that it grew over, in units of so many seconds; left out for levels, ratios and durations. */
  readonly rateOver?: Seconds;
}

interface Bin {
  readonly t: Seconds;
  readonly value: number;
}

/** Samples averaged into a bin where a series of `samples` is drawn with at most `points` points. */
export const samplesPerPoint = (samples: number, points: number): number =>
  Math.max(1, Math.ceil(samples / points));

function binnedRate(values: Float64Array, from: number, to: number, elapsed: Seconds, unit: Seconds): number {
  let total = 0;
  let present = 0;
  for (let index: Index = from; index < to; index++) {
    if (Number.isNaN(values[index])) continue;
    total += values[index];
    present++;
  }
  return present === 0 || elapsed <= 0 ? Number.NaN : (total * unit) / elapsed;
}

/** How much shorter than a period its last part may be and still count as one: times are rounded. */
const WHOLE = 0.999;

/**
 * Where each bin begins and ends among the samples. A last bin that is a part of a period only joins the one before: what
 * comes once a period is not there yet, and the line would fall.
 */
function strides(t: Float64Array, stride: number): [from: Index, to: number][] {
  const all: [Index, number][] = [];
  for (let from: Index = 0; from < t.length; from += stride)
    all.push([from, Math.min(from + stride, t.length)]);
  const length = ([from, to]: readonly [number, number]) => t[to - 1]! - (t[from - 1] ?? 0);
  if (all.length < 3 || length(all.at(-1)!) >= WHOLE * length(all.at(-2)!)) return all;
  return [...all.slice(0, -2), [all.at(-2)![0], t.length]];
}

function bins(run: Run, measure: string, { points, rateOver }: BandOptions): Bin[] {
  const values = run.series[measure]!;
  const result: Bin[] = [];
  for (const [from, to] of strides(run.t, samplesPerPoint(run.t.length, points))) {
    const start = from === 0 ? 0 : run.t[from - 1]!;
    const value =
      rateOver === undefined
        ? (meanOf(values.subarray(from, to)) ?? Number.NaN)
        : binnedRate(values, from, to, run.t[to - 1]! - start, rateOver);
    result.push({ t: (run.t[from] + run.t[to - 1]!) / 2, value });
  }
  return result;
}

/** Band of a measure over runs that differ in their luck alone; all have the measure. */
export function bandOf(design: string, runs: readonly Run[], measure: string, options: BandOptions): Band {
  const first = runs[0]?.series[measure];
  const drawn = () => pointsOf(runs, measure, options);
  const points = first instanceof KeptSeries ? first.band({ ...options, runs: runs.length }, drawn) : drawn();
  return { design, replications: runs.length, points: points.map((point) => ({ design, ...point })) };
}

function pointsOf(runs: readonly Run[], measure: string, options: BandOptions): KeptPoint[] {
  const series = runs.map((run) => bins(run, measure, options));
  const longest = series.reduce((best, bin) => (bin.length > best.length ? bin : best), []);
  return longest.map(({ t }, index) => {
    const { low, mean, high } = spreadOf(series.map((bin) => bin[index]?.value ?? Number.NaN));
    return { t, low, mean, high };
  });
}

/**
 * Bands of a measure over time, one a design that has it, in the scenario's order. Quantiles interpolate linearly
 * between order statistics (Hyndman and Fan's type 7) and leave out replications that have no value.
 */
export function bands({ scenario, runs }: FigureInput, measure: string, options: BandOptions): Band[] {
  return scenario.designs.flatMap(({ name }) => {
    const own = runs.filter((run) => run.design === name && run.series[measure] !== undefined);
    return own.length === 0 ? [] : [bandOf(name, own, measure, options)];
  });
}
