import { SMALLEST, sizeFlaw } from "../gpus.ts";
import { parseDuration } from "../units.ts";
import { boundsOf } from "./bounds.ts";
import { shown } from "./shown.ts";
import { didYouMean } from "./suggest.ts";

/**
 * What a column holds. A timestamp (`2017-09-19 05:06:40`, taken as UTC where it names no offset) becomes seconds since
 * 1970. A time is either seconds since the record began or a timestamp, which then counts from the first row's.
 */
export interface ColumnSpec {
  readonly type: "number" | "text" | "timestamp" | "time";
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** Numbers without a fraction. */
  readonly whole?: true;
  /** Sizes in GPUs: whole cards, or a part of one in hundredths. */
  readonly size?: true;
  /** Rows must be in ascending order of this column. */
  readonly sorted?: boolean;
  /** The column may be left out, or a cell of it be empty: NaN (numbers) or empty text. */
  readonly optional?: boolean;
  /** A published format may mark a cell as unknown: NaN. */
  readonly unknown?: true;
  /** Cells may be names: they are numbered as they first come. */
  readonly names?: true;
}
export type Columns = Readonly<Record<string, ColumnSpec>>;

/** Columns of one length, as plain data: part of a resolved scenario, so that a run needs no file. */
export interface Table {
  readonly path: string;
  /** Of the file; empty for a table given in place. */
  readonly sha256: string;
  readonly rows: number;
  readonly columns: { readonly [name: string]: Float64Array | readonly string[] };
  /** What was done to the file when it was read, as sentences. */
  readonly told?: readonly string[];
}
/** A table that is still a path. */
export type TableFile = string;

export function isTable(value: unknown): value is Table {
  if (typeof value !== "object" || value === null) return false;
  const { rows, columns } = value as Partial<Table>;
  if (typeof rows !== "number" || typeof columns !== "object" || columns === null) return false;
  return Object.values(columns).every(
    (column) => (column instanceof Float64Array || Array.isArray(column)) && column.length === rows,
  );
}

/** A table that no file was read for, whatever it says of itself. */
export const inPlace = (table: Table): Table => ({ ...table, path: IN_PLACE, sha256: "" });
const IN_PLACE = "(given in place)";
/** Whether the rows of a table are its author's, and no file's. */
export const isInPlace = ({ path }: Table): boolean => path === IN_PLACE;

/** A table given in place: for examples and tests, and for scenarios with a handful of rows. */
export function inlineTable(columns: {
  readonly [name: string]: readonly number[] | readonly string[];
}): Table {
  const converted: Record<string, Float64Array | readonly string[]> = {};
  let rows = 0;
  for (const name of Object.keys(columns)) {
    const column = columns[name]!;
    rows = column.length;
    converted[name] =
      typeof column[0] === "string"
        ? (column as readonly string[])
        : Float64Array.from(column as readonly number[]);
  }
  return { path: IN_PLACE, sha256: "", rows, columns: converted };
}

/** A row given in place, cells by the names of columns; a time may be text such as "30d". */
export type Row = Readonly<Record<string, number | string>>;

/** A table of rows given in place. What is wrong with its cells is told where those of any table are. */
export function tableOfRows(rows: readonly Row[], specs: Columns): Table {
  const columns = Object.fromEntries(
    Object.entries(specs).map(([name, { type, unit, optional }]) => [
      name,
      rows.map((row): unknown => {
        const cell = Object.hasOwn(row, name) ? row[name] : undefined;
        if (cell === undefined) return optional ? (type === "text" ? "" : Number.NaN) : undefined;
        return unit === "s" && typeof cell === "string" ? (parseDuration(cell) ?? cell) : cell;
      }),
    ]),
  );
  return inPlace({ path: "", sha256: "", rows: rows.length, columns: columns as Table["columns"] });
}

/** What makes a list no list of rows; undefined where it is one. */
export function flawOfRows(given: readonly unknown[], specs: Columns): string | undefined {
  const names = Object.keys(specs);
  for (const [at, row] of given.entries()) {
    if (typeof row !== "object" || row === null || Array.isArray(row))
      return `Row ${at + 1} is no row: expected cells by the names ${names.join(", ")}, got ${shown(row)}.`;
    const strange = Object.keys(row).find((name) => !Object.hasOwn(specs, name));
    if (strange !== undefined)
      return `Row ${at + 1} has a cell "${strange}", and there is no such column.${didYouMean(strange, names)}`;
  }
  return undefined;
}

/** The table with every optional column that it leaves out. */
export function withOptionalColumns(table: Table, specs: Columns): Table {
  const missing = Object.keys(specs).filter(
    (name) => specs[name]!.optional && !Object.hasOwn(table.columns, name),
  );
  if (missing.length === 0) return table;
  const columns: Record<string, Float64Array | readonly string[]> = { ...table.columns };
  for (const name of missing) columns[name] = absentColumn(specs[name]!, table.rows);
  return { ...table, columns };
}

/** A cell that says nothing. */
export const isUnknown = (cell: unknown): boolean =>
  cell === null || cell === undefined || cell === "" || Number.isNaN(cell);

/** The table as mechanisms read it: the columns that they know, each in the type that it has. */
export function columnsOf(table: Table, specs: Columns): Table {
  const columns: Record<string, Float64Array | readonly string[]> = {};
  for (const [name, { type }] of Object.entries(specs)) {
    const given: Float64Array | readonly unknown[] = table.columns[name]!;
    if (type === "text") columns[name] = Array.isArray(given) ? (given as string[]) : [];
    else
      columns[name] =
        given instanceof Float64Array
          ? given
          : Float64Array.from(given, (cell) => (isUnknown(cell) ? Number.NaN : (cell as number)));
  }
  return { ...table, columns };
}

/** A column of which nothing is known. */
export const absentColumn = ({ type }: ColumnSpec, rows: number): Float64Array | string[] =>
  type === "text" ? new Array<string>(rows).fill("") : new Float64Array(rows).fill(Number.NaN);

/** Bounds of a column of numbers: its own, or those of its unit. Timestamps are whatever a calendar has. */
export const columnBounds = (spec: ColumnSpec): { min: number; max: number } =>
  spec.type === "number"
    ? boundsOf(spec.unit ?? "", spec)
    : { min: spec.min ?? -Number.MAX_VALUE, max: spec.max ?? Number.MAX_VALUE };

/** What is wrong with a number in a column, as a sentence; undefined where it may stand. `shown`: the cell as it was written. */
export function flawOf(
  name: string,
  spec: ColumnSpec,
  value: number,
  before: number,
  shown: string,
): string | undefined {
  const unit = spec.unit ? ` ${spec.unit}` : "";
  if (!Number.isFinite(value)) return `Expected ${kindOf(spec)}, got ${shown}.`;
  const { min, max } = columnBounds(spec);
  if (value < min) return `Expected at least ${min}${unit}, got ${shown}.`;
  if (value > max) return `Expected at most ${max}${unit}, got ${shown}.`;
  if (spec.whole && !Number.isInteger(value))
    return `Expected a whole number${unit && ` of${unit}`}, got ${shown}.`;
  const flaw = spec.size && sizeFlaw(value);
  if (flaw) return flaw;
  if (spec.sorted && value < before)
    return `Rows must be in ascending order of "${name}": ${shown} comes after a later one.`;
  return undefined;
}

const EXAMPLE_TIME = "a time such as 2017-09-19 05:06:40";

function kindOf({ type, unit }: ColumnSpec): string {
  if (type === "timestamp") return EXAMPLE_TIME;
  if (type === "time") return `a number of s, or ${EXAMPLE_TIME}`;
  return unit ? `a number of ${unit}` : "a number";
}

/** A column of sizes of jobs or machines, from a hundredth of a GPU on. */
export const sizes = (given: { readonly max: number; readonly unknown?: true }): ColumnSpec => ({
  type: "number",
  unit: "GPUs",
  min: SMALLEST,
  size: true,
  ...given,
});

/** A column of numbers; the field's schema has made sure that it is there. */
export function numberColumn(table: Table, name: string): Float64Array {
  return table.columns[name] as Float64Array;
}

export function textColumn(table: Table, name: string): readonly string[] {
  return table.columns[name] as readonly string[];
}
