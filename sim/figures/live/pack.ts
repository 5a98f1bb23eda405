import { decode, encode } from "../../codec.ts";
import { OrreryError } from "../../errors.ts";
import type { Measure, Run } from "../../run/result.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import type { FigureInput } from "../figure.ts";
import { type KeptPoint, KeptSeries } from "../kept-series.ts";
import { inflated, isDeflated } from "./deflate.ts";
import { flowsOf, type PackedFlows, packedFlows } from "./pack-flows.ts";
import { type Reading, readings } from "./read-by-figures.ts";

/*
 * Runs as figures need them, a hundredth of what was recorded: every summary as it is, of the series that are drawn the
 * bands of the replications at the density of the drawing, of all others whether they have values. What is kept is not
 * declared by figures: they are drawn once, and what they read is kept.
 */

const FORMAT = "orrery runs 1";
/** A mechanism's parameters beyond this many characters hold a table, which no figure reads. */
const LONG = 16_384;
/** Numbers of recorded jobs at most: figures of more stay as they were drawn. */
const MOST_JOB_NUMBERS = 200_000;
/** Digits that a number of a band keeps: as many as 32 bits hold of any. */
const DIGITS = 7;

/** Whether a series has values, and others than 0: what figures ask before they draw. */
const PEEKS = [Number.NaN, 0, 1] as const;

type Numbers = Float32Array | Float64Array;

interface PackedBand {
  readonly key: string;
  /** Numbers of its place among the tables. */
  readonly t: number;
  readonly low: Numbers;
  readonly mean: Numbers;
  readonly high: Numbers;
}

type PackedRun = Pick<
  Run,
  "design" | "replication" | "point" | "branch" | "scenarioHash" | "seed" | "digest" | "events" | "balances"
> & {
  /** Numbers of places among the tables. */
  readonly t: number;
  readonly measures: number;
  readonly summaryNames: number;
  readonly summary: Float64Array;
  readonly seriesNames: number;
  /** By series: which of PEEKS it stands for. */
  readonly peeks: Uint8Array;
  readonly whole: readonly (readonly [number, Float64Array])[];
  readonly bands: readonly (readonly [number, readonly PackedBand[]])[];
  readonly flows: PackedFlows;
  readonly jobs?: NonNullable<Run["jobs"]>;
};

interface Packed {
  readonly format: string;
  readonly scenario: ResolvedScenario;
  readonly points: FigureInput["points"];
  readonly units: Readonly<Record<string, string>>;
  readonly claims: NonNullable<FigureInput["claims"]>;
  /** What runs have in common, each once. */
  readonly names: readonly (readonly string[])[];
  readonly measures: readonly (readonly (readonly [string, Measure])[])[];
  readonly times: readonly Float64Array[];
  readonly runs: readonly PackedRun[];
}

/** Values that many have in common, each once, with its number. */
class Shared<T> {
  readonly all: T[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(value: T): number {
    const key = encode(value);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.all.length);
    return this.all.push(value) - 1;
  }
}

interface Tables {
  readonly names: Shared<readonly string[]>;
  readonly measures: Shared<readonly (readonly [string, Measure])[]>;
  readonly times: Shared<Float64Array>;
}

const isSingle = (value: number): boolean =>
  value === 0 || !Number.isFinite(value) || (Math.abs(value) > 1e-30 && Math.abs(value) < 1e30);

/** In 32 bits where that loses no digit that is kept; what has been packed before is the same bytes again. */
function numbersOf(values: readonly number[]): Numbers {
  return values.every(isSingle)
    ? Float32Array.from(values, (value) => shown(Math.fround(value)))
    : Float64Array.from(values);
}

const shown = (single: number): number => Number(single.toPrecision(DIGITS));

function packedBands({ bands }: KeptSeries, { times }: Tables): PackedBand[] {
  return [...bands].map(([key, kept]) => {
    const points = kept();
    return {
      key,
      t: times.numberOf(Float64Array.from(points, ({ t }) => t)),
      low: numbersOf(points.map(({ low }) => low)),
      mean: numbersOf(points.map(({ mean }) => mean)),
      high: numbersOf(points.map(({ high }) => high)),
    };
  });
}

function peekOf(series: Float64Array): number {
  if (series.every(Number.isNaN)) return 0;
  return series.every((value) => value === 0 || Number.isNaN(value)) ? 1 : 2;
}

function packedRun(
  { run, series, isWhole, readsBooks }: Reading,
  tables: Tables,
  keepsJobs: boolean,
): PackedRun {
  const { design, replication, point, branch, scenarioHash, seed, digest, events, jobs } = run;
  const all = [...series];
  return {
    ...{ design, replication, point, branch, scenarioHash, seed, digest, events },
    t: tables.times.numberOf(run.t),
    measures: tables.measures.numberOf(Object.entries(run.measures)),
    summaryNames: tables.names.numberOf(Object.keys(run.summary)),
    summary: Float64Array.from(Object.values(run.summary)),
    seriesNames: tables.names.numberOf(all.map(([name]) => name)),
    peeks: Uint8Array.from(all, ([, kept]) => peekOf(kept)),
    whole: all.flatMap(([, kept], at) => (isWhole(kept) ? [[at, Float64Array.from(kept)] as const] : [])),
    bands: all.flatMap(([, kept], at) => {
      const bands = isWhole(kept) ? [] : packedBands(kept, tables);
      return bands.length === 0 ? [] : [[at, bands] as const];
    }),
    flows: packedFlows(readsBooks() ? run.flows : []),
    balances: readsBooks() ? run.balances : [],
    ...(jobs && keepsJobs ? { jobs } : {}),
  };
}

/** Numbers of all recorded jobs. */
const jobNumbers = (runs: readonly Run[]): number =>
  runs.reduce((sum, { jobs }) => sum + (jobs ? jobs.job.length * Object.keys(jobs).length : 0), 0);

const withoutTables = (scenario: ResolvedScenario): ResolvedScenario => ({
  ...scenario,
  designs: scenario.designs.map((design) => ({
    ...design,
    uses: design.uses.map((use) => (encode(use.params).length > LONG ? { ...use, params: {} } : use)),
  })),
});

/**
 * What the scenario's figures read of its runs, as bytes that `unpackRuns` makes runs of again; a file or a page may
 * hold them as they are, or by `deflated` in a third of the room. The figures drawn of either are the same to the
 * seventh digit. Figures of single jobs need more than is kept where these are many, and are not drawn again.
 *
 * @returns the same bytes for the same runs, in whatever order they come
 */
export function packRuns(input: FigureInput): Uint8Array<ArrayBuffer> {
  const { scenario, points, units = {}, claims = [] } = input;
  const tables: Tables = { names: new Shared(), measures: new Shared(), times: new Shared() };
  const keepsJobs = jobNumbers(input.runs) <= MOST_JOB_NUMBERS;
  const runs = readings(input).map((reading) => packedRun(reading, tables, keepsJobs));
  const packed: Packed = {
    format: FORMAT,
    scenario: withoutTables(scenario),
    points,
    units,
    claims,
    names: tables.names.all,
    measures: tables.measures.all,
    times: tables.times.all,
    runs,
  };
  return new TextEncoder().encode(encode(packed));
}

/**
 * The runs that `packRuns` packed, to draw figures of; deflated or not.
 *
 * @throws OrreryError where the bytes are none of these
 */
export async function unpackRuns(bytes: Uint8Array<ArrayBuffer>): Promise<FigureInput> {
  const text = new TextDecoder().decode(isDeflated(bytes) ? await inflated(bytes) : bytes);
  const packed = decode(text) as Packed;
  if (packed?.format !== FORMAT)
    throw new OrreryError("The bytes hold no packed runs.", [], "`packRuns` of this version writes them.");
  const { scenario, points, units, claims } = packed;
  return { scenario, points, units, claims, runs: packed.runs.map((run) => runOf(run, packed)) };
}

function runOf(packed: PackedRun, { scenario, names, measures, times }: Packed): Run {
  const {
    t,
    measures: measured,
    summaryNames,
    summary,
    seriesNames,
    peeks,
    whole,
    bands,
    flows,
    ...rest
  } = packed;
  const series = Array.from(peeks, (peek) => KeptSeries.of(PEEKS[peek]!) as KeptSeries as Float64Array);
  for (const [at, values] of whole) series[at] = values;
  for (const [at, own] of bands)
    for (const band of own) (series[at] as KeptSeries).bands.set(band.key, pointsOnce(band, times));
  return {
    ...rest,
    scenario: scenario.name,
    t: times[t]!,
    series: Object.fromEntries(names[seriesNames]!.map((name, at) => [name, series[at]!])),
    summary: Object.fromEntries(names[summaryNames]!.map((name, at) => [name, summary[at]!])),
    atEnd: {},
    measures: Object.fromEntries(measures[measured]!),
    flows: flowsOf(flows),
    blocks: [],
  };
}

/** Made when a figure first asks for them: a page shows few figures at a time. */
function pointsOnce({ t, low, mean, high }: PackedBand, times: Packed["times"]): () => readonly KeptPoint[] {
  let points: readonly KeptPoint[] | undefined;
  const number = (values: Numbers, at: number) =>
    values instanceof Float64Array ? values[at]! : shown(values[at]!);
  return () => {
    points ??= Array.from(times[t]!, (time, at) => ({
      t: time,
      low: number(low, at),
      mean: number(mean, at),
      high: number(high, at),
    }));
    return points;
  };
}
