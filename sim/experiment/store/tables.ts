import type { Index } from "../../indexed.ts";
import type { Measure, Recording, Run } from "../../run/result.ts";
import type { Settings } from "../../scenario/scenario.ts";
import {
  type Cell,
  type ColumnSpec,
  type ColumnType,
  identityCells,
  identityColumns,
  integer,
  long,
  number,
  push,
  runName,
  type Shape,
  type TableSpec,
  text,
} from "./columns.ts";
import { jobsTable, providersTable } from "./recorded.ts";

/** Every measure that some run has, by name, names ascending. */
export function measuresOf(runs: readonly Run[]): Record<string, Measure> {
  const all = new Map<string, Measure>();
  // Runs of one design share the object: there are few of them.
  for (const measures of new Set(runs.map((run) => run.measures)))
    for (const [name, measure] of Object.entries(measures)) all.set(name, measure);
  return Object.fromEntries([...all].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Stems of the tables that all results have. */
export const TABLES: readonly string[] = ["runs", "series", "flows", "balances", "blocks"];

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
      for (let sample: Index = 0; sample < column.length; sample++) {
        times.push(run.t[sample]);
        values.push(column[sample]);
      }
    }
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
    text("place"),
    long("height"),
    number("t"),
    text("proposer"),
    text("parent"),
    text("hash"),
    text("digest"),
  ],
  append(run, columns) {
    for (const { place, height, t, proposer, parent, hash, digest } of run.blocks)
      push(columns, runName(run), place, height, t, proposer, parent, hash, digest);
  },
};

function repeat(column: Cell[], cell: Cell, times: number): void {
  for (let row = 0; row < times; row++) column.push(cell);
}
