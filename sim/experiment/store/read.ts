import { readFile } from "node:fs/promises";
import path from "node:path";
import { OrreryError } from "../../errors.ts";
import type { BalanceRow, FlowRow } from "../../model/statements.ts";
import type { BlockRow, Run } from "../../run/result.ts";
import { readTable } from "./formats.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { type Cell, longTables, runsTable, type Shape } from "./tables.ts";

type Row = Record<string, Cell>;
/** Rows of one table by run. */
type RowsByRun = ReadonlyMap<string, readonly Row[]>;

/**
 * The runs of a results folder, as they were stored.
 *
 * @throws OrreryError where a file is missing or cannot be read
 */
export async function readRuns(folder: string): Promise<Run[]> {
  const manifest = await readManifest(folder);
  const byTable = new Map<string, RowsByRun>();
  const shape = storedShape(manifest);
  for (const { name, columns } of [runsTable(shape, Object.keys(manifest.measures)), ...longTables(shape)]) {
    const file = path.join(folder, `${name}.${manifest.format}`);
    byTable.set(
      name,
      byRun(
        await rowsOf(file, () =>
          readFile(file).then((content) => readTable(columns, content, manifest.format)),
        ),
      ),
    );
  }
  return manifest.runs.map((record) =>
    runOf(manifest, record, (table) => byTable.get(table)!.get(record.run) ?? []),
  );
}

/** The columns that the tables of a results folder have. */
export const storedShape = ({ runs, points }: Manifest): Shape => ({
  branched: runs.some(({ branch }) => branch !== ""),
  points: points.map(({ settings }) => settings),
});

async function rowsOf(file: string, read: () => Promise<Row[]>): Promise<Row[]> {
  try {
    return await read();
  } catch (error) {
    throw new OrreryError(
      `${file} cannot be read.`,
      [(error as Error).message],
      "Check the folder with orrery verify, or run the scenario again.",
    );
  }
}

export function byRun(rows: readonly Row[]): RowsByRun {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row["run"] as string);
    if (group) group.push(row);
    else groups.set(row["run"] as string, [row]);
  }
  return groups;
}

function runOf(
  { scenario, measures }: Manifest,
  record: Manifest["runs"][number],
  rows: (table: string) => readonly Row[],
): Run {
  const { t, series } = columnsOf(rows("series"));
  const [summary = {}] = rows("runs");
  const own = Object.keys(measures).filter((measure) => Object.hasOwn(series, measure));
  const { run: _, ...identity } = record;
  return {
    scenario,
    ...identity,
    t,
    series,
    summary: Object.fromEntries(own.map((measure) => [measure, summary[measure] as number])),
    atEnd: Object.fromEntries(own.map((measure) => [measure, series[measure]!.at(-1) ?? Number.NaN])),
    measures: Object.fromEntries(own.map((measure) => [measure, measures[measure]!])),
    balances: rows("balances").map(balanceOf),
    flows: rows("flows").map(flowOf),
    blocks: rows("blocks").map(blockOf),
  };
}

function columnsOf(rows: readonly Row[]): { t: Float64Array; series: Record<string, Float64Array> } {
  const times = new Map<string, number[]>();
  const values = new Map<string, number[]>();
  for (const { metric, t, value } of rows as readonly { metric: string; t: number; value: number }[]) {
    if (!values.has(metric)) {
      values.set(metric, []);
      times.set(metric, []);
    }
    values.get(metric)!.push(value);
    times.get(metric)!.push(t);
  }
  const [first = []] = times.values();
  return {
    t: Float64Array.from(first),
    series: Object.fromEntries([...values].map(([metric, column]) => [metric, Float64Array.from(column)])),
  };
}

const balanceOf = ({ asset, decimals, sector, opening, closing }: Row): BalanceRow =>
  ({ asset, decimals, sector, opening: BigInt(opening!), closing: BigInt(closing!) }) as BalanceRow;

const flowOf = ({ period, asset, decimals, from, to, kind, amount, value }: Row): FlowRow =>
  ({ period, asset, decimals, from, to, kind, amount: BigInt(amount!), value }) as FlowRow;

export const blockOf = ({ height, t, proposer, parent, hash, digest }: Row): BlockRow =>
  ({ height, t, proposer, parent, hash, digest }) as BlockRow;
