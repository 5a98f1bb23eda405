import { sha256Hex } from "../codec.ts";
import type { Problem } from "../errors.ts";
import { didYouMean } from "../schema/suggest.ts";
import { absentColumn, type ColumnSpec, type Columns, flawOf, type Table } from "../schema/table.ts";
import { readDataFile } from "./load-file.ts";
import { placeOf, readCsv, readSwf, type Sheet } from "./table-formats.ts";

/** A file with thousands of broken lines is one mistake: so many of them are named. */
const NAMED_PROBLEMS = 5;

/**
 * Reads the named columns of a workload file: a CSV with a header line, or `.swf`. `shown` is the path as the author wrote
 * it, `within` the folder that it must lie in.
 */
export function loadTable(
  path: string,
  shown: string,
  columns: Columns,
  within?: string,
): { table?: Table; problems: Problem[] } {
  const read = readDataFile(path, within);
  if ("flaw" in read) return { problems: [{ path: shown, message: read.flaw }] };
  const { text } = read;
  const swf = /\.swf$/i.test(path);
  const sheet = inOrder(swf ? readSwf(text) : readCsv(text), columns);
  if (sheet.rows.length === 0) {
    const has = swf ? "no jobs" : sheet.names.length === 0 ? "no lines" : "a header but no rows";
    return { problems: [{ path: shown, message: `The file has ${has}.` }] };
  }
  const problems: Problem[] = [];
  const parsed: Record<string, Float64Array | string[]> = {};
  for (const [name, spec] of Object.entries(columns)) {
    const at = placeOf(name, sheet.names);
    if (at >= 0) parsed[name] = column(sheet, at, name, spec, shown, problems);
    else if (spec.optional) parsed[name] = absentColumn(spec, sheet.rows.length);
    else
      problems.push({
        path: shown,
        message: `The file has no column "${name}".${didYouMean(name, sheet.names)}`,
      });
  }
  problems.push(
    ...ragged(sheet, shown),
    ...sheet.flaws.map(({ line, message }) => ({ path: `${shown}:${line}`, message })),
  );
  if (problems.length > 0) return { problems: firstOf(problems, shown) };
  return {
    table: { path: shown, sha256: sha256Hex(text), rows: sheet.rows.length, columns: parsed },
    problems: [],
  };
}

/** A published record need not be sorted: its rows are put in order of time, and of one time stay as they stand. */
function inOrder(sheet: Sheet, columns: Columns): Sheet {
  const [name, spec] = Object.entries(columns).find(([, { sorted }]) => sorted) ?? [];
  const at = sheet.published && name !== undefined ? placeOf(name, sheet.names) : -1;
  if (at < 0) return sheet;
  const isTimestamp = spec!.type !== "number" && Number.isFinite(originOf(sheet.rows[0]?.[at]));
  const times = sheet.rows.map((row) => {
    const cell = (row[at] ?? "").trim();
    return isTimestamp ? timestamp(cell) : Number(cell === "" ? Number.NaN : cell);
  });
  // What is no time is told of by its line, and the rest stays where it is.
  if (times.some((time) => Number.isNaN(time))) return sheet;
  const order = times.map((_, row) => row).sort((one, other) => times[one]! - times[other]! || one - other);
  return {
    ...sheet,
    rows: order.map((row) => sheet.rows[row]!),
    lines: order.map((row) => sheet.lines[row]!),
    lengths: order.map((row) => sheet.lengths[row]!),
  };
}

function firstOf(problems: readonly Problem[], shown: string): Problem[] {
  const named = problems.slice(0, NAMED_PROBLEMS);
  const rest = problems.length - named.length;
  return rest > 0 ? [...named, { path: shown, message: `… and ${rest} more problems.` }] : named;
}

/** Lines of another length than the others. */
function ragged({ lines, lengths, length }: Sheet, shown: string): Problem[] {
  return lengths.flatMap((count, row) =>
    count === length.count
      ? []
      : [{ path: `${shown}:${lines[row]}`, message: `Expected ${length.words}, got ${count}.` }],
  );
}

function column(
  { rows, lines, lengths, length }: Sheet,
  at: number,
  name: string,
  spec: ColumnSpec,
  shown: string,
  problems: Problem[],
): Float64Array | string[] {
  if (spec.type === "text") return rows.map((row) => row[at] ?? "");
  const values = new Float64Array(rows.length);
  const origin = spec.type === "time" ? originOf(rows[0]![at]) : Number.NaN;
  // A timestamp before the first row's is out of order; it is not too small.
  const bounds = Number.isFinite(origin) ? { ...spec, min: Number.NEGATIVE_INFINITY } : spec;
  let before = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows.length; row++) {
    const given = rows[row]![at];
    const cell = (given ?? "").trim();
    const value = numberOf(cell, spec, origin);
    values[row] = value;
    if ((given === null && spec.unknown) || (cell === "" && spec.optional) || lengths[row] !== length.count)
      continue;
    const flaw = flawOf(name, bounds, value, before, Number.isFinite(value) ? cell : JSON.stringify(cell));
    if (flaw) problems.push({ path: `${shown}:${lines[row]} › ${name}`, message: flaw });
    if (Number.isFinite(value)) before = value;
  }
  return values;
}

function numberOf(cell: string, { type }: ColumnSpec, origin: number): number {
  if (cell === "") return Number.NaN;
  if (type === "timestamp") return timestamp(cell);
  if (Number.isFinite(origin)) return timestamp(cell) - origin;
  return Number(cell);
}

/** The first row's timestamp, from which the others of a record count; NaN where it counts seconds. */
const originOf = (first: string | null | undefined): number => timestamp((first ?? "").trim());

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:Z|([+-])(\d\d):?(\d\d))?$/;

/** Seconds since 1970 of `YYYY-MM-DD hh:mm:ss`, taken as UTC where it names no offset; NaN where the text is no time. */
function timestamp(cell: string): number {
  const match = TIMESTAMP.exec(cell);
  if (!match) return Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const whole = new Date(Date.UTC(year, month - 1, day, hour, minute));
  // A date such as 31 February would move on to March.
  if (whole.getUTCDate() !== day || whole.getUTCMonth() !== month - 1) return Number.NaN;
  if (hour > 23 || minute > 59 || second >= 61) return Number.NaN;
  const offset = (match[7] === "-" ? -60 : 60) * (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0));
  return whole.getTime() / 1000 + second - offset;
}
