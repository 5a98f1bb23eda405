import { CARD } from "../gpus.ts";
import { quoted } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import type { ColumnSpec, Columns } from "../schema/table.ts";
import { type ColumnSource, inUnit, type TableSource } from "../schema/table-source.ts";
import { SWF } from "./swf.ts";
import type { Sheet } from "./table-formats.ts";
import { timestamp } from "./table-times.ts";

/** Cells of a file as text under the names of a mechanism's table; null is unknown. */
export interface Cells {
  /** Of a format that others publish, or under a mapping: rows may stand in any order, and cells be unknown. */
  readonly foreign: boolean;
  readonly columns: ReadonlyMap<string, readonly (string | null)[]>;
  /** Rows of the sheet that count, in the order in which they do. */
  readonly rows: readonly number[];
  /** What was done to the file, as sentences. */
  readonly told: readonly string[];
}

/** How others write that they do not know. */
const UNKNOWN: readonly string[] = ["", "nan", "na", "n/a", "null", "none", "nat", "\\n", "-"];
/** Names of columns in an author's message: more are counted. */
const NAMED = 30;
/** A hundredth is not to become two by the last bit of a product. */
const ROUNDING = 1e-9;
const PAGE = "docs/traces.md#columns-of-other-names";

/** What mechanisms call the columns of the formats that they were written for. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  timestamp: "submitted",
  TIMESTAMP: "submitted",
  duration: "seconds",
  num_gpus: "gpus",
  ContextTokens: "context_tokens",
  GeneratedTokens: "generated_tokens",
};

/** The columns of a sheet that a table asks for, by the mapping given, by their own names, or by the sheet's format. */
export function cellsOf(
  sheet: Sheet,
  source: TableSource,
  specs: Columns,
): { cells: Cells; flaws: readonly string[] } {
  const foreign = sheet.format !== undefined || source.columns !== undefined || source.header !== undefined;
  const chosen = Object.keys(specs).flatMap((name): [string, ColumnSource][] => {
    const from = sourceFor(name, sheet, source);
    return from === undefined ? [] : [[name, from]];
  });
  const flaws = [...absent(sheet, chosen), ...missing(sheet, specs, new Set(chosen.map(([name]) => name)))];
  if (flaws.length > 0) return { cells: { foreign, columns: new Map(), rows: [], told: [] }, flaws };
  const told: string[] = [];
  const places = new Map(sheet.names.map((name, place) => [name, place]));
  const columns = new Map(
    chosen.map(([name, from]) => {
      const cells = sheet.rows.map((row) => cellOf(row, places, from, specs[name]!, foreign));
      return [name, foreign && sheet.format !== SWF ? asSizes(cells, specs[name]!, told) : cells] as const;
    }),
  );
  return { cells: { foreign, columns, rows: sheet.rows.map((_, row) => row), told }, flaws };
}

/** A mapping says; else the name that the table gives, which the file has; else what its format calls it. */
function sourceFor(name: string, { names, format }: Sheet, source: TableSource): ColumnSource | undefined {
  const given = source.columns;
  if (given && Object.hasOwn(given, name)) return given[name];
  if (names.includes(name)) return name;
  const canonical = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name]! : name;
  if (names.includes(canonical) && format && !Object.hasOwn(format.columns, canonical)) return canonical;
  const published =
    format && Object.hasOwn(format.columns, canonical) ? format.columns[canonical] : undefined;
  // A file may leave out what a format may have beside what it needs.
  return published !== undefined && columnsIn(published).every((column) => names.includes(column))
    ? published
    : undefined;
}

const columnsIn = (source: ColumnSource): readonly string[] =>
  typeof source === "string"
    ? [source]
    : "from" in source
      ? [source.from, source.to]
      : [source.column, ...(source.times === undefined ? [] : [source.times])];

/** Columns that are read and that the file has not, or has twice. */
function absent({ names }: Sheet, chosen: readonly [string, ColumnSource][]): string[] {
  return chosen.flatMap(([name, source]) =>
    columnsIn(source).flatMap((column) => {
      const count = names.filter((each) => each === column).length;
      if (count === 1) return [];
      if (count > 1)
        return [`The file has ${count} columns ${quoted(column)}: which is meant cannot be told.`];
      return [
        `The file has no column ${quoted(column)}, for ${quoted(name)}.${didYouMean(column, names)} ${found(names)}`,
      ];
    }),
  );
}

/** Columns that a table needs and nothing fills: what there is instead, and what to do. */
function missing({ names }: Sheet, specs: Columns, filled: ReadonlySet<string>): string[] {
  const wanting = Object.keys(specs).filter((name) => !specs[name]!.optional && !filled.has(name));
  if (wanting.length === 0) return [];
  const near = wanting.map((name) => didYouMean(name, names)).find(Boolean) ?? "";
  const which = `no column ${wanting.map(quoted).join(" and none ")}`;
  const mapping = `columns: { ${wanting.map((name) => `${name}: …`).join(", ")} }`;
  return [`The file has ${which}.${near} ${found(names)} Say which is which by ${mapping} (${PAGE}).`];
}

function found(names: readonly string[]): string {
  const some = names.slice(0, NAMED).map(quoted).join(", ");
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  const looksLikeData = names.some(
    (name) => /^[-+.\d]/.test(name) && (!Number.isNaN(Number(name)) || timestamp(name) > 0),
  );
  const separator = names.length === 1 ? /[;\t|]/.exec(names[0]!)?.[0] : undefined;
  if (/^[{[]/.test(names[0] ?? ""))
    return `Its first line is ${quoted(names[0]!)}: that is JSON, and a table is CSV.`;
  if (separator !== undefined)
    return `Its first line is ${quoted(names[0]!)}: cells are separated by commas, not by ${JSON.stringify(separator)}.`;
  return `It has ${some}${more}.${looksLikeData ? " That looks like data: name the columns of a file without a header line by header: [ … ]." : ""}`;
}

function cellOf(
  row: readonly (string | null)[],
  places: ReadonlyMap<string, number>,
  source: ColumnSource,
  spec: ColumnSpec,
  foreign: boolean,
): string | null {
  const at = (column: string): string | null => {
    const cell = row[places.get(column)!]?.trim() ?? null;
    return cell !== null && foreign && UNKNOWN.includes(cell.toLowerCase()) ? null : cell;
  };
  if (typeof source === "string") return at(source);
  if ("from" in source) return between(at(source.from), at(source.to), source.unit, spec);
  const cell = at(source.column);
  if (cell === null) return null;
  const value = inUnit(cell, source.unit, spec);
  if (source.times === undefined) return value;
  const factor = at(source.times);
  return factor === null ? null : String(Number(value) * Number(factor));
}

/** The time between two cells, of which either both are timestamps or both numbers. What is none of these is shown. */
function between(
  from: string | null,
  to: string | null,
  unit: string | undefined,
  spec: ColumnSpec,
): string | null {
  if (from === null || to === null) return null;
  const times = [timestamp(to), timestamp(from)];
  const seconds = times.every(Number.isFinite) ? times[0]! - times[1]! : Number(to) - Number(from);
  if (!Number.isFinite(seconds)) return `${to} − ${from}`;
  return times.every(Number.isFinite) ? String(seconds) : inUnit(String(seconds), unit, spec);
}

/**
 * Jobs of no GPU are none of a market for GPUs. A size between those that there are gets the next larger one: whole GPUs
 * above one, as the instances of a task that share cards do not lie on one, and hundredths below.
 */
function asSizes(
  cells: readonly (string | null)[],
  spec: ColumnSpec,
  told: string[],
): readonly (string | null)[] {
  if (spec.unit !== "GPUs" || !((spec.min ?? 0) > 0)) return cells;
  let none = 0;
  let larger = 0;
  const sizes = cells.map((cell) => {
    const gpus = cell === null || cell === "" ? Number.NaN : Number(cell);
    if (gpus === 0) none++;
    if (!(gpus > 0)) return gpus === 0 ? null : cell;
    const size = gpus < 1 && spec.size ? Math.ceil(gpus * CARD - ROUNDING) / CARD : Math.ceil(gpus);
    if (size === gpus) return cell;
    larger++;
    return String(size);
  });
  const of = (count: number) => `In ${count} of ${cells.length} rows a job asks for`;
  if (larger > 0) told.push(`${of(larger)} GPUs that are no size here: it is given the next larger one.`);
  if (none > 0) told.push(`${of(none)} no GPU: it is left out.`);
  return sizes;
}
