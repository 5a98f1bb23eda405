import { OUTCOMES, stretchOf, turnaroundOf } from "../../model/recorded-jobs.ts";
import type { Measure, Recording, Run } from "../../run/result.ts";
import type { Settings } from "../../scenario/scenario.ts";
import type { Plan } from "../plan.ts";

/** `integer` fits 32 bits, `long` 53; a number without a value is empty. */
export type ColumnType = "text" | "integer" | "long" | "number";
export interface ColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
}
export type Cell = string | number;

/** A table of the results folder, filled run by run. */
export interface TableSpec {
  /** Stem of its file. */
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
  /** Appends a run's rows, each cell to its column. */
  readonly append: (run: Run, columns: readonly Cell[][]) => void;
}

const text = (name: string): ColumnSpec => ({ name, type: "text" });
const integer = (name: string): ColumnSpec => ({ name, type: "integer" });
const long = (name: string): ColumnSpec => ({ name, type: "long" });
const number = (name: string): ColumnSpec => ({ name, type: "number" });

/** What tells a run from the others of an experiment. */
export type RunIdentity = Pick<Run, "design" | "replication" | "point" | "branch">;

/** What the tables call a run: `halving/0`, with the point of a sweep `halving/0/p3`, with the branch `halving/0/demand halves`. */
export const runName = ({ design, replication, point, branch }: RunIdentity): string =>
  [design, replication, ...(point < 0 ? [] : [`p${point}`]), ...(branch === "" ? [] : [branch])].join("/");

/** What the columns of an experiment's tables depend on beside its runs. */
export interface Shape {
  readonly branched: boolean;
  /** Parameters of each point of a sweep; empty where nothing is swept. */
  readonly points: readonly Settings[];
}

export const shapeOf = ({ resolved, points }: Plan): Shape => ({
  branched: resolved.branches !== null,
  points: points.map(({ settings }) => settings),
});

/** Every measure that some run has, by name, names ascending. */
export function measuresOf(runs: readonly Run[]): Record<string, Measure> {
  const all = new Map<string, Measure>();
  // Runs of one design share the object: there are few of them.
  for (const measures of new Set(runs.map((run) => run.measures)))
    for (const [name, measure] of Object.entries(measures)) all.set(name, measure);
  return Object.fromEntries([...all].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The table with a row a run: what it is, the parameters of its point, and its summary. */
export function runsTable(shape: Shape, measures: readonly string[]): TableSpec {
  const swept = sweptColumns(shape.points);
  return {
    name: "runs",
    columns: [...identityColumns(shape), long("seed"), text("digest"), ...swept, ...measures.map(number)],
    append(run, columns) {
      const settings = shape.points[run.point];
      push(
        columns,
        ...identityCells(run, shape),
        run.seed,
        run.digest,
        ...swept.map(({ name, type }) => parameterCell(settings?.[name], type)),
        ...measures.map((measure) => run.summary[measure] ?? Number.NaN),
      );
    },
  };
}

/** The long tables of an experiment, filled run by run. */
export const longTables = (
  shape: Shape,
  { jobs = false, providers = false }: Recording = {},
): TableSpec[] => [
  seriesTable(shape),
  FLOWS,
  BALANCES,
  BLOCKS,
  ...(jobs ? [jobsTable(shape)] : []),
  ...(providers ? [providersTable(shape)] : []),
];

const identityColumns = ({ branched, points }: Shape): ColumnSpec[] => [
  text("run"),
  text("design"),
  integer("replication"),
  ...(points.length > 0 ? [integer("point")] : []),
  ...(branched ? [text("branch")] : []),
];

const identityCells = (run: RunIdentity, { branched, points }: Shape): Cell[] => [
  runName(run),
  run.design,
  run.replication,
  ...(points.length > 0 ? [run.point] : []),
  ...(branched ? [run.branch] : []),
];

/** A column for each parameter that some point sets: numbers where all are, else text. */
function sweptColumns(points: readonly Settings[]): ColumnSpec[] {
  const names = [...new Set(points.flatMap((settings) => Object.keys(settings)))];
  return names.map((name) => {
    const values = points.map((settings) => settings[name]).filter((value) => value !== undefined);
    return values.every((value) => typeof value === "number") ? number(name) : text(name);
  });
}

/** A point that leaves a parameter as it is has an empty cell. */
function parameterCell(value: unknown, type: ColumnType): Cell {
  if (type === "number") return typeof value === "number" ? value : Number.NaN;
  return value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
}

const seriesTable = (shape: Shape): TableSpec => ({
  name: "series",
  columns: [...identityColumns(shape), number("t"), text("metric"), number("value")],
  append(run, columns) {
    const identity = identityCells(run, shape);
    const [times, metrics, values] = columns.slice(identity.length) as [Cell[], Cell[], Cell[]];
    const names = Object.keys(run.series).sort();
    identity.forEach((cell, at) => {
      repeat(columns[at]!, cell, names.length * run.t.length);
    });
    for (const metric of names) {
      const column = run.series[metric]!;
      repeat(metrics, metric, column.length);
      for (let sample = 0; sample < column.length; sample++) {
        times.push(run.t[sample]!);
        values.push(column[sample]!);
      }
    }
  },
});

const jobsTable = (shape: Shape): TableSpec => ({
  name: "jobs",
  columns: [
    ...identityColumns(shape),
    long("job"),
    text("class"),
    number("gpus"),
    number("submitted"),
    number("started"),
    number("finished"),
    number("waiting_time"),
    number("execution_time"),
    number("turnaround_time"),
    number("stretch"),
    integer("interruptions"),
    number("provider"),
    number("usd_paid"),
    number("energy_joules"),
    text("outcome"),
  ],
  append(run, columns) {
    const { jobs } = run;
    if (!jobs) return;
    const identity = identityCells(run, shape);
    for (let row = 0; row < jobs.job.length; row++)
      push(
        columns,
        ...identity,
        jobs.job[row]!,
        jobs.classes[jobs.class[row]!]!,
        jobs.gpus[row]!,
        jobs.submitted[row]!,
        jobs.started[row]!,
        jobs.finished[row]!,
        jobs.waitingTime[row]!,
        jobs.executionTime[row]!,
        turnaroundOf(jobs, row),
        stretchOf(jobs, row),
        jobs.interruptions[row]!,
        jobs.provider[row]!,
        jobs.usdPaid[row]!,
        jobs.energyJoules[row]!,
        OUTCOMES[jobs.outcome[row]!]!,
      );
  },
});

const providersTable = (shape: Shape): TableSpec => ({
  name: "providers",
  columns: [
    ...identityColumns(shape),
    number("t"),
    text("supply"),
    long("provider"),
    text("region"),
    text("kind"),
    number("gpus"),
    number("online"),
    number("busy"),
    number("utilisation"),
    number("revenue_usd"),
  ],
  append(run, columns) {
    const { providers } = run;
    if (!providers) return;
    const identity = identityCells(run, shape);
    const { names, t, supply, provider, region, kind, gpus, online, busy, revenueUsd } = providers;
    for (let row = 0; row < t.length; row++)
      push(
        columns,
        ...identity,
        t[row]!,
        names[supply[row]!]!,
        provider[row]!,
        names[region[row]!]!,
        names[kind[row]!]!,
        gpus[row]!,
        online[row]!,
        busy[row]!,
        online[row]! > 0 ? busy[row]! / online[row]! : Number.NaN,
        revenueUsd[row]!,
      );
  },
});

const FLOWS: TableSpec = {
  name: "flows",
  columns: [
    text("run"),
    integer("period"),
    text("asset"),
    integer("decimals"),
    text("from"),
    text("to"),
    text("kind"),
    text("amount"),
    number("value"),
  ],
  append(run, columns) {
    for (const { period, asset, decimals, from, to, kind, amount, value } of run.flows)
      push(columns, runName(run), period, asset, decimals, from, to, kind, String(amount), value);
  },
};

const BALANCES: TableSpec = {
  name: "balances",
  columns: [
    text("run"),
    text("asset"),
    integer("decimals"),
    text("sector"),
    text("opening"),
    text("closing"),
  ],
  append(run, columns) {
    for (const { asset, decimals, sector, opening, closing } of run.balances)
      push(columns, runName(run), asset, decimals, sector, String(opening), String(closing));
  },
};

export const BLOCKS: TableSpec = {
  name: "blocks",
  columns: [
    text("run"),
    long("height"),
    number("t"),
    text("proposer"),
    text("parent"),
    text("hash"),
    text("digest"),
  ],
  append(run, columns) {
    for (const { height, t, proposer, parent, hash, digest } of run.blocks)
      push(columns, runName(run), height, t, proposer, parent, hash, digest);
  },
};

function repeat(column: Cell[], cell: Cell, times: number): void {
  for (let row = 0; row < times; row++) column.push(cell);
}

function push(columns: readonly Cell[][], ...cells: Cell[]): void {
  for (let column = 0; column < cells.length; column++) columns[column]!.push(cells[column]!);
}
