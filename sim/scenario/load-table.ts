import { readFileSync } from "node:fs";
import { csvParseRows } from "d3-dsv";
import { sha256Hex } from "../codec.ts";
import type { Problem } from "../errors.ts";
import { didYouMean } from "../schema/suggest.ts";
import { type ColumnSpec, type Table, withOptionalColumns } from "../schema/table.ts";

/** A file with thousands of broken lines is one mistake: so many of them are named. */
const NAMED_PROBLEMS = 5;

/** Reads the named columns of a CSV file with a header line. `shown` is the path as the author wrote it. */
export function loadTable(
  path: string,
  shown: string,
  columns: Readonly<Record<string, ColumnSpec>>,
): { table?: Table; problems: Problem[] } {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return {
      problems: [
        {
          path: shown,
          message: missing
            ? `There is no file ${path}.`
            : `The file cannot be read: ${(error as Error).message}.`,
        },
      ],
    };
  }
  const lines = csvParseRows(text.replace(/^\uFEFF/, ""));
  const header = lines[0]?.map((name) => name.trim()) ?? [];
  if (lines.length < 2)
    return {
      problems: [
        { path: shown, message: `The file has ${lines.length === 0 ? "no lines" : "a header but no rows"}.` },
      ],
    };
  const problems: Problem[] = [];
  const parsed: Record<string, Float64Array | string[]> = {};
  for (const [name, spec] of Object.entries(columns)) {
    const at = header.indexOf(name);
    if (at < 0 && spec.optional) continue;
    if (at < 0)
      problems.push({ path: shown, message: `The file has no column "${name}".${didYouMean(name, header)}` });
    else parsed[name] = column(lines, at, name, spec, shown, problems);
  }
  const ragged = lines.findIndex((line) => line.length !== header.length);
  if (ragged > 0)
    problems.push({
      path: `${shown}:${ragged + 1}`,
      message: `Expected ${header.length} cells as in the header, got ${lines[ragged]!.length}.`,
    });
  if (problems.length > 0)
    return {
      problems: problems
        .slice(0, NAMED_PROBLEMS)
        .concat(
          problems.length > NAMED_PROBLEMS
            ? [{ path: shown, message: `… and ${problems.length - NAMED_PROBLEMS} more problems.` }]
            : [],
        ),
    };
  return {
    table: withOptionalColumns(
      { path: shown, sha256: sha256Hex(text), rows: lines.length - 1, columns: parsed },
      columns,
    ),
    problems: [],
  };
}

function column(
  lines: readonly string[][],
  at: number,
  name: string,
  spec: ColumnSpec,
  shown: string,
  problems: Problem[],
): Float64Array | string[] {
  if (spec.type === "text") return lines.slice(1).map((line) => line[at] ?? "");
  const values = new Float64Array(lines.length - 1);
  const unit = spec.unit ? ` ${spec.unit}` : "";
  for (let row = 1; row < lines.length; row++) {
    const cell = (lines[row]![at] ?? "").trim();
    const value = spec.type === "timestamp" ? timestamp(cell) : cell === "" ? Number.NaN : Number(cell);
    const where = `${shown}:${row + 1} › ${name}`;
    values[row - 1] = value;
    if (cell === "" && spec.optional) continue;
    if (!Number.isFinite(value))
      problems.push({
        path: where,
        message: `Expected a ${spec.type === "timestamp" ? "time such as 2017-09-19 05:06:40" : `number${unit ? ` of${unit}` : ""}`}, got ${JSON.stringify(cell)}.`,
      });
    else if (spec.min !== undefined && value < spec.min)
      problems.push({ path: where, message: `Expected at least ${spec.min}${unit}, got ${cell}.` });
    else if (spec.sorted && row > 1 && value < values[row - 2]!)
      problems.push({
        path: where,
        message: `Rows must be in ascending order of "${name}": ${cell} comes after a later one.`,
      });
  }
  return values;
}

/** Seconds since 1970 of `YYYY-MM-DD hh:mm:ss`, taken as UTC; NaN where the text is no time. */
function timestamp(cell: string): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d(?:\.\d+)?)Z?$/.exec(cell);
  if (!match) return Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute) / 1000 + second;
}
