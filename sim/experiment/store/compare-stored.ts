import { existsSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { visible } from "../../text/visible.ts";
import type { Cell, ColumnSpec } from "./columns.ts";
import { columnNames, type TableRow, tableParts } from "./formats.ts";
import type { Manifest } from "./manifest.ts";
import { storedShape } from "./read.ts";
import { oddFile } from "./stored-file.ts";
import { longTables, runsTable } from "./tables.ts";
import type { Flaw } from "./verify.ts";

/** A results folder and its manifest. */
export interface Stored {
  readonly folder: string;
  readonly manifest: Manifest;
}

/**
 * Compares stored results with those of the same scenario that were made again: every field of the manifest, every
 * cell of every table, every other file to the byte. Files are hashed and read part by part, so that memory does not
 * grow with them.
 */
export async function differingFlaws(stored: Stored, again: Stored): Promise<Flaw[]> {
  const flaws = [
    ...runFlaws(stored.manifest, again.manifest),
    ...manifestFlaws(stored.manifest, again.manifest),
  ];
  const files = new Set([...Object.keys(again.manifest.files), ...Object.keys(stored.manifest.files)]);
  for (const name of files) {
    const flaw = await fileFlaw(name, stored, again);
    if (flaw) flaws.push(flaw);
  }
  return flaws;
}

/** What no run can give again, and what is compared apart. */
const LEFT_ASIDE = ["started", "finished", "engine", "files", "runs"];

/** More runs that differ say no more. */
const MOST_TOLD = 12;

function runFlaws(stored: Manifest, again: Manifest): Flaw[] {
  const made = new Map(again.runs.map((run) => [run.run, run]));
  const reasons = new Map(again.failures.map(({ run, message }) => [run, message.split("\n", 1)[0]!]));
  const listed = new Set(stored.runs.map(({ run }) => run));
  const flaw = (subject: string, sentence: string): Flaw => ({ kind: "run", subject, sentence });
  const differing = stored.runs.flatMap((run) => {
    const other = made.get(run.run);
    const reason = reasons.get(
      run.run
        .split("/")
        .slice(0, run.point < 0 ? 2 : 3)
        .join("/"),
    );
    if (other === undefined)
      return flaw(
        run.run,
        `Run ${run.run} is stored, but comes to nothing when run again: ${reason ?? "it is not among the runs of its scenario."}`,
      );
    const sentence = digestSentence(run, other) ?? fieldSentence(run, other);
    return sentence === undefined ? [] : flaw(run.run, sentence);
  });
  const missing = again.runs.flatMap(({ run }) =>
    listed.has(run) ? [] : flaw(run, `Run ${run} is not in manifest.json, and is a run of its scenario.`),
  );
  const order = stored.runs.findIndex(({ run }, at) => run !== again.runs[at]?.run);
  const all = [...differing, ...missing];
  if (all.length === 0 && order >= 0)
    return [
      flaw("manifest.json", `manifest.json: runs › ${order}: another run stands here than the plan has.`),
    ];
  return all.length <= MOST_TOLD
    ? all
    : [...all.slice(0, MOST_TOLD), flaw("manifest.json", `… and ${all.length - MOST_TOLD} more runs.`)];
}

function digestSentence(
  stored: Manifest["runs"][number],
  again: Manifest["runs"][number],
): string | undefined {
  if (stored.digest === again.digest) return undefined;
  const events =
    stored.events === again.events
      ? `both after ${stored.events} events`
      : `${stored.events} events stored, ${again.events} now`;
  return `Run ${stored.run} has digest ${again.digest} when run again, but ${stored.digest} is stored (${events}).`;
}

function fieldSentence(stored: object, again: object): string | undefined {
  const found = firstDifference(stored, again, ["runs", (stored as { run: string }).run]);
  return found && `manifest.json: ${found}`;
}

function manifestFlaws(stored: Manifest, again: Manifest): Flaw[] {
  // Where a scenario lay is nothing that a run can tell.
  const [one, other] = [stored, again].map(({ origin, ...rest }) => ({
    ...rest,
    origin: { ...origin, path: "" },
  })) as unknown as Record<string, unknown>[];
  const fields = [...new Set([...Object.keys(one!), ...Object.keys(other!)])];
  return fields.flatMap((field): Flaw[] => {
    if (LEFT_ASIDE.includes(field)) return [];
    const found = firstDifference(one![field], other![field], [field]);
    return found === undefined
      ? []
      : [{ kind: "manifest", subject: "manifest.json", sentence: `manifest.json: ${found}` }];
  });
}

/** The first place where two values of JSON differ, as a sentence with both. */
function firstDifference(stored: unknown, again: unknown, place: readonly string[]): string | undefined {
  if (isDeepStrictEqual(stored, again)) return undefined;
  if (isBranch(stored) && isBranch(again) && Array.isArray(stored) === Array.isArray(again))
    for (const name of new Set([...Object.keys(stored), ...Object.keys(again)])) {
      const found = firstDifference(stored[name], again[name], [...place, name]);
      if (found !== undefined) return found;
    }
  return `${visible(place.join(" › "))} is ${shown(stored)}, a run gives ${shown(again)}.`;
}

const isBranch = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const LONGEST = 80;

function shown(value: unknown): string {
  if (value === undefined) return "not there";
  const text = visible(typeof value === "number" ? String(value) : JSON.stringify(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

async function fileFlaw(name: string, stored: Stored, again: Stored): Promise<Flaw | undefined> {
  const [one, other] = [stored.manifest.files[name], again.manifest.files[name]];
  if (one?.sha256 === other?.sha256) return undefined;
  const flaw = (kind: Flaw["kind"], sentence: string): Flaw => ({ kind, subject: name, sentence });
  if (other === undefined)
    return flaw("file", `${visible(name)} is no file of these results: a run gives none.`);
  if (one === undefined) return flaw("file", `${visible(name)} is not there, and a run gives one.`);
  if (name.startsWith("charts/") || name === "report.html")
    return isSameEngine(stored, again)
      ? flaw(
          "file",
          `${visible(name)} is not what is drawn of these results: draw it again by orrery report.`,
        )
      : undefined;
  const table = tableOf(name, again.manifest);
  if (table === undefined) return flaw("file", `${visible(name)} is not what a run writes.`);
  const sentence = await firstCell(name, table, stored, again);
  return sentence === undefined ? undefined : flaw("table", sentence);
}

/** Charts are drawn with the engine's own functions: to the byte by the same engine only. */
export const isSameEngine = (one: Stored, other: Stored): boolean =>
  isDeepStrictEqual(one.manifest.engine, other.manifest.engine);

function tableOf(name: string, manifest: Manifest): readonly ColumnSpec[] | undefined {
  const shape = storedShape(manifest);
  const tables = [
    runsTable(shape, Object.keys(manifest.measures)),
    ...longTables(shape, { jobs: true, providers: true }),
  ];
  return tables.find((table) => `${table.name}.${manifest.format}` === name)?.columns;
}

/** The first cell of a table that differs; undefined where only the bytes do. */
async function firstCell(
  name: string,
  columns: readonly ColumnSpec[],
  stored: Stored,
  again: Stored,
): Promise<string | undefined> {
  const { format } = again.manifest;
  const [one, other] = [stored, again].map(({ folder }) => path.join(folder, name)) as [string, string];
  if ((await oddFile(one)) !== undefined || !existsSync(one)) return undefined;
  try {
    const [has, wants] = [await columnNames(one, format), await columnNames(other, format)];
    const column = wants.findIndex((each, at) => has[at] !== each);
    if (column >= 0 || has.length > wants.length) {
      const at = column < 0 ? wants.length : column;
      return `${name}: column ${at + 1} is ${shown(has[at])}, a run gives ${shown(wants[at])}.`;
    }
    return await firstDifferingRow(
      name,
      columns,
      rowsOf(columns, one, format),
      rowsOf(columns, other, format),
    );
  } catch (error) {
    return `${name} cannot be read: ${(error as Error).message}`;
  }
}

async function* rowsOf(
  columns: readonly ColumnSpec[],
  file: string,
  format: Manifest["format"],
): AsyncGenerator<TableRow> {
  for await (const part of tableParts(columns, file, format)) yield* part;
}

async function firstDifferingRow(
  name: string,
  columns: readonly ColumnSpec[],
  stored: AsyncGenerator<TableRow>,
  again: AsyncGenerator<TableRow>,
): Promise<string | undefined> {
  for (let row = 1; ; row++) {
    const [one, other] = [await stored.next(), await again.next()];
    if (one.done && other.done) return undefined;
    if (one.done) return `${name} ends after ${row - 1} rows, a run gives more.`;
    if (other.done) return `${name} goes on after ${row - 1} rows, a run gives no more.`;
    for (const { name: column } of columns) {
      const [has, wants] = [one.value[column]!, other.value[column]!];
      if (!Object.is(has, wants))
        return `${name}: row ${row} (${rowText(other.value)}), column ${visible(column)} is ${cellText(has)}, a run gives ${cellText(wants)}.`;
    }
  }
}

/** What tells the row from others. */
const rowText = (row: TableRow): string =>
  ["run", "metric", "t", "period", "asset", "sector", "height", "job"]
    .flatMap((column) => (row[column] === undefined ? [] : [visible(String(row[column]))]))
    .join(", ");

const cellText = (cell: Cell): string =>
  typeof cell === "string" ? shown(cell) : Number.isNaN(cell) ? "no number" : String(cell);
