import { sha256Hex } from "../codec.ts";
import type { Problem } from "../errors.ts";
import type { Index } from "../indexed.ts";
import { quoted } from "../schema/shown.ts";
import { absentColumn, type ColumnSpec, type Columns, flawOf, type Table } from "../schema/table.ts";
import { sourceFlaws, type TableSource } from "../schema/table-source.ts";
import { isSwf, readSwf } from "./swf.ts";
import { type Cells, cellsOf } from "./table-cells.ts";
import { publishedHeader, readCsv, type Sheet } from "./table-formats.ts";
import { originOf, timestamp } from "./table-times.ts";

/** A file with thousands of broken lines is one mistake: so many of them are named. */
const NAMED_PROBLEMS = 5;

/** The named columns of a recorded file's text: a CSV with a header line, the Standard Workload Format, or what `source` says. */
export function readTable(
  text: string,
  source: TableSource,
  specs: Columns,
): { table?: Table; problems: Problem[] } {
  const { file } = source;
  const wrong = sourceFlaws(source, specs);
  if (wrong.length > 0) return { problems: wrong.map((message) => ({ path: file, message })) };
  const name = file.replace(/^.*[\\/]/, "").replace(/\.gz$/i, "");
  const swf = /\.swf$/i.test(name) || (source.header === undefined && isSwf(text));
  const header = source.header ?? publishedHeader(name.replace(/\.[^.]*$/, ""), text);
  const sheet = swf ? readSwf(text) : readCsv(text, header);
  if (sheet.rows.length === 0) {
    const has = swf ? "no jobs" : sheet.names.length === 0 ? "no lines" : "a header but no rows";
    return { problems: [{ path: file, message: `The file has ${has}.` }] };
  }
  const { cells, flaws } = cellsOf(sheet, source, specs);
  if (flaws.length > 0) return { problems: flaws.map((message) => ({ path: file, message })) };
  const ragged = raggedRows(sheet, cells);
  const kept = inOrder(withoutUnknown(cells, specs), specs);
  const problems: Problem[] = [];
  const columns: Record<string, Float64Array | string[]> = {};
  for (const [column, spec] of Object.entries(specs))
    columns[column] = kept.columns.has(column)
      ? columnOf(sheet, ragged, kept, column, spec, file, problems)
      : absentColumn(spec, kept.rows.length);
  problems.push(
    ...[...ragged].map((row) => ({
      path: `${file}:${sheet.lines[row]}`,
      message: `Expected ${sheet.length.words}, got ${sheet.lengths[row]}.`,
    })),
    ...sheet.flaws.map(({ line, message }) => ({ path: `${file}:${line}`, message })),
  );
  if (problems.length > 0) return { problems: firstOf(problems, file) };
  const told = [...kept.told, ...repeatedIds(columns)];
  return {
    table: {
      path: file,
      sha256: sha256Hex(text),
      rows: kept.rows.length,
      columns,
      ...(told.length > 0 ? { told } : {}),
    },
    problems: [],
  };
}

/** Rows of a foreign file in which a cell that is needed is unknown, such as a job that never came: they are left out. */
function withoutUnknown(cells: Cells, specs: Columns): Cells {
  if (!cells.foreign) return cells;
  const needed = [...cells.columns].filter(([name]) => !specs[name]!.optional && !specs[name]!.unknown);
  const rows = cells.rows.filter((row) => needed.every(([, column]) => column[row] !== null));
  const left = cells.rows.length - rows.length;
  // Where none is known, each is told of by its line.
  if (left === 0 || rows.length === 0) return cells;
  const names = needed.filter(([, column]) => cells.rows.some((row) => column[row] === null));
  const what = names.map(([name]) => quoted(name)).join(" or ");
  return {
    ...cells,
    rows,
    told: [...cells.told, `In ${left} of ${cells.rows.length} rows ${what} is unknown: they are left out.`],
  };
}

/** A record of others need not be sorted: its rows are put in order of time, and of one time stay as they stand. */
function inOrder(cells: Cells, specs: Columns): Cells {
  const [name, spec] = Object.entries(specs).find(([, { sorted }]) => sorted) ?? [];
  const column = name === undefined ? undefined : cells.columns.get(name);
  if (!cells.foreign || !column) return cells;
  const isTimestamp = spec!.type !== "number" && Number.isFinite(originOf(column[cells.rows[0]!]));
  const times = Float64Array.from(column, (given) => {
    const cell = given ?? "";
    return isTimestamp ? timestamp(cell) : Number(cell === "" ? Number.NaN : cell);
  });
  const timeOf = (row: Index): number => times[row];
  // What is no time is told of by its line, and the rest stays where it is.
  if (cells.rows.some((row) => Number.isNaN(timeOf(row)))) return cells;
  if (cells.rows.every((row, place) => place === 0 || timeOf(row) >= timeOf(cells.rows[place - 1]!)))
    return cells;
  const rows = [...cells.rows].sort((one, other) => timeOf(one) - timeOf(other) || one - other);
  const sentence = `The rows stand in no order of ${quoted(name!)}: they were sorted.`;
  return { ...cells, rows, told: [...cells.told, sentence] };
}

function firstOf(problems: readonly Problem[], file: string): Problem[] {
  const named = problems.slice(0, NAMED_PROBLEMS);
  const rest = problems.length - named.length;
  return rest > 0 ? [...named, { path: file, message: `… and ${rest} more problems.` }] : named;
}

/** Lines of another length than the others. Of others' files one may end early, where nothing is missing that is read. */
function raggedRows({ lengths, length }: Sheet, { foreign, columns }: Cells): ReadonlySet<number> {
  const isWhole = (row: number): boolean =>
    foreign && lengths[row]! < length.count && [...columns.values()].every((cells) => cells[row] !== null);
  return new Set(
    lengths.map((_, row) => row).filter((row) => lengths[row] !== length.count && !isWhole(row)),
  );
}

function columnOf(
  { lines }: Sheet,
  ragged: ReadonlySet<number>,
  { rows, columns }: Cells,
  name: string,
  spec: ColumnSpec,
  file: string,
  problems: Problem[],
): Float64Array | string[] {
  const cells = columns.get(name)!;
  if (spec.type === "text") return rows.map((row) => cells[row] ?? "");
  const numbered = spec.names ? namesNumbered(rows, cells) : undefined;
  const values = new Float64Array(rows.length);
  const origin = spec.type === "time" ? originOf(cells[rows[0]!]) : Number.NaN;
  // A timestamp before the first row's is out of order; it is not too small.
  const bounds = Number.isFinite(origin) ? { ...spec, min: Number.NEGATIVE_INFINITY } : spec;
  let before = Number.NEGATIVE_INFINITY;
  for (const [at, row] of rows.entries()) {
    const given = cells[row];
    const cell = given ?? "";
    const value = numbered ? (numbered.get(cell) ?? Number.NaN) : numberOf(cell, spec, origin);
    values[at] = value;
    const mayBeUnknown = spec.optional ? cell === "" : spec.unknown && given === null;
    if (mayBeUnknown || ragged.has(row)) continue;
    const flaw = flawOf(name, bounds, value, before, Number.isFinite(value) ? cell : JSON.stringify(cell));
    if (flaw) problems.push({ path: `${file}:${lines[row]} › ${name}`, message: flaw });
    if (Number.isFinite(value)) before = value;
  }
  return values;
}

/** Names as numbers, in order of their first row; undefined where all cells are numbers already. */
function namesNumbered(
  rows: readonly number[],
  cells: readonly (string | null)[],
): Map<string, number> | undefined {
  const names = new Set(rows.map((row) => cells[row] ?? "").filter((cell) => cell !== ""));
  if ([...names].every((name) => Number.isFinite(Number(name)))) return undefined;
  return new Map([...names].map((name, number) => [name, number]));
}

function numberOf(cell: string, { type }: ColumnSpec, origin: number): number {
  if (cell === "") return Number.NaN;
  // Seconds since 1970 are what a number with a unit was made into.
  if (type === "timestamp") return Number.isFinite(Number(cell)) ? Number(cell) : timestamp(cell);
  if (Number.isFinite(origin)) return timestamp(cell) - origin;
  return Number(cell);
}

/** What a record's own ids are worth: they need not be one for each row. */
function repeatedIds(columns: Table["columns"]): string[] {
  const ids = (columns["id"] ?? []) as readonly string[];
  const known = ids.filter((id) => id !== "");
  const repeated = known.length - new Set(known).size;
  return repeated === 0 ? [] : [`${repeated} of ${known.length} rows have the id of an earlier one.`];
}
