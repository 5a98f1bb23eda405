/** What a column holds. A timestamp (`2017-09-19 05:06:40`, taken as UTC) becomes seconds since 1970. */
export interface ColumnSpec {
  readonly type: "number" | "text" | "timestamp";
  readonly unit?: string;
  readonly min?: number;
  /** Rows must be in ascending order of this column. */
  readonly sorted?: boolean;
  /** An empty cell is NaN (numbers) or empty text instead of a problem, and so is every cell of a column left out. */
  readonly optional?: boolean;
}

/** Columns of one length, as plain data: part of a resolved scenario, so that a run needs no file. */
export interface Table {
  readonly path: string;
  readonly sha256: string;
  readonly rows: number;
  readonly columns: { readonly [name: string]: Float64Array | readonly string[] };
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
  return { path: "(given in place)", sha256: "", rows, columns: converted };
}

/** The table with the optional columns that it leaves out. */
export function withOptionalColumns(given: Table, columns: Readonly<Record<string, ColumnSpec>>): Table {
  const missing = Object.entries(columns).filter(
    ([name, { optional }]) => optional && !Object.hasOwn(given.columns, name),
  );
  if (missing.length === 0) return given;
  const empty = missing.map(([name, { type }]) => [
    name,
    type === "text" ? new Array<string>(given.rows).fill("") : new Float64Array(given.rows).fill(Number.NaN),
  ]);
  return { ...given, columns: { ...given.columns, ...Object.fromEntries(empty) } };
}

/** A column of numbers; the field's schema has made sure that it is there. */
export function numberColumn(table: Table, name: string): Float64Array {
  return table.columns[name] as Float64Array;
}

export function textColumn(table: Table, name: string): readonly string[] {
  return table.columns[name] as readonly string[];
}
