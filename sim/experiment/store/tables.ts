import type { Measure, Run } from "../../run/result.ts";

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

/** What the tables call a run: `halving/0`. */
export const runName = ({ design, replication }: Pick<Run, "design" | "replication">): string =>
  `${design}/${replication}`;

/** Every measure that some run has, by name, names ascending. */
export function measuresOf(runs: readonly Run[]): Record<string, Measure> {
  const all = new Map(runs.flatMap((run) => Object.entries(run.measures)));
  return Object.fromEntries([...all].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The tables of an experiment; `measures` become the columns of the table of runs. */
export const tables = (measures: readonly string[]): TableSpec[] => [
  runsTable(measures),
  SERIES,
  FLOWS,
  BALANCES,
  BLOCKS,
];

const runsTable = (measures: readonly string[]): TableSpec => ({
  name: "runs",
  columns: [
    text("run"),
    text("design"),
    integer("replication"),
    long("seed"),
    text("digest"),
    ...measures.map(number),
  ],
  append(run, columns) {
    const { design, replication, seed, digest, summary } = run;
    push(
      columns,
      runName(run),
      design,
      replication,
      seed,
      digest,
      ...measures.map((measure) => summary[measure] ?? Number.NaN),
    );
  },
});

const SERIES: TableSpec = {
  name: "series",
  columns: [
    text("run"),
    text("design"),
    integer("replication"),
    number("t"),
    text("metric"),
    number("value"),
  ],
  append(run, columns) {
    const { design, replication, t, series } = run;
    const name = runName(run);
    for (const metric of Object.keys(series).sort()) {
      const values = series[metric]!;
      for (let sample = 0; sample < t.length; sample++)
        push(columns, name, design, replication, t[sample]!, metric, values[sample]!);
    }
  },
};

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

const BLOCKS: TableSpec = {
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

function push(columns: readonly Cell[][], ...cells: Cell[]): void {
  for (let column = 0; column < cells.length; column++) columns[column]!.push(cells[column]!);
}
