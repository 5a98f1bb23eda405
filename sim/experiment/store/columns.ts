import type { Run } from "../../run/result.ts";
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
export interface TableSpec<R = Run> {
  /** Stem of its file. */
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
  /**
   * Appends a run's rows, each cell to its column. A table that may have more rows a run than fit in memory says when
   * one is whole: the columns may be empty after it.
   */
  readonly append: (run: R, columns: readonly Cell[][], rowIsWhole: () => void) => void;
}

export const text = (name: string): ColumnSpec => ({ name, type: "text" });
export const integer = (name: string): ColumnSpec => ({ name, type: "integer" });
export const long = (name: string): ColumnSpec => ({ name, type: "long" });
export const number = (name: string): ColumnSpec => ({ name, type: "number" });

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

export const identityColumns = ({ branched, points }: Shape): ColumnSpec[] => [
  text("run"),
  text("design"),
  integer("replication"),
  ...(points.length > 0 ? [integer("point")] : []),
  ...(branched ? [text("branch")] : []),
];

export const identityCells = (run: RunIdentity, { branched, points }: Shape): Cell[] => [
  runName(run),
  run.design,
  run.replication,
  ...(points.length > 0 ? [run.point] : []),
  ...(branched ? [run.branch] : []),
];

/** Appends a row. */
export function push(columns: readonly Cell[][], ...cells: Cell[]): void {
  for (let column = 0; column < cells.length; column++) columns[column]!.push(cells[column]!);
}
