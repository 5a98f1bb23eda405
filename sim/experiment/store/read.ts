import path from "node:path";
import { OrreryError } from "../../errors.ts";
import type { BalanceRow, FlowRow } from "../../model/ledger/statements.ts";
import type { BlockRow, Recording, Run } from "../../run/result.ts";
import type { ColumnSpec, Shape } from "./columns.ts";
import { type Format, type TableRow, tableParts } from "./formats.ts";
import { KeptRuns } from "./keep.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { jobsOf, providersOf } from "./recorded.ts";
import { longTables, runsTable } from "./tables.ts";

type Row = TableRow;

/**
 * The runs of a results folder, as they were stored. Of very many runs the later ones are summaries only, as
 * `KeptRuns` holds them: the tables are read part by part, and no more is in memory.
 *
 * @throws OrreryError where a file is missing or cannot be read
 */
export async function readRuns(folder: string): Promise<readonly Run[]> {
  const manifest = await readManifest(folder);
  const shape = storedShape(manifest);
  const record = recordedIn(manifest);
  // What a page's results leave out is not in their manifest.
  const tables = [runsTable(shape, Object.keys(manifest.measures)), ...longTables(shape, record)].filter(
    ({ name }) => name !== "blocks" || Object.hasOwn(manifest.files, `blocks.${manifest.format}`),
  );
  const cursors = new Map(
    tables.map((table) => {
      const file = path.join(folder, `${table.name}.${manifest.format}`);
      return [table.name, new RunCursor(table.columns, file, manifest.format)] as const;
    }),
  );
  const kept = new KeptRuns();
  for (const identity of manifest.runs) {
    const rows: Record<string, readonly Row[]> = {};
    for (const [table, cursor] of cursors) rows[table] = await cursor.take(identity.run);
    kept.add(await onReading(folder, async () => runOf(manifest, identity, (table) => rows[table])));
  }
  for (const cursor of cursors.values()) await cursor.finish();
  return kept.runs;
}

/** Walks a table run by run: the rows of a run stand together, and runs stand in the order of the manifest. */
export class RunCursor {
  readonly #file: string;
  readonly #parts: AsyncGenerator<Row[]>;
  #part: Row[] = [];
  #next = 0;

  constructor(columns: readonly ColumnSpec[], file: string, format: Format) {
    this.#file = file;
    this.#parts = tableParts(columns, file, format);
  }

  /** The rows of a run; none where the next ones are another's. */
  async take(run: string): Promise<Row[]> {
    const rows: Row[] = [];
    while (await this.#has()) {
      const row = this.#part[this.#next]!;
      if (row["run"] !== run) break;
      rows.push(row);
      this.#next++;
    }
    return rows;
  }

  /** The run whose rows are next; undefined where the table ends. */
  async next(): Promise<string | undefined> {
    return (await this.#has()) ? String(this.#part[this.#next]!["run"]) : undefined;
  }

  async finish(): Promise<void> {
    const run = await this.next();
    if (run !== undefined)
      throw new OrreryError(
        `${this.#file} has rows of the run ${JSON.stringify(run)} where the manifest has none.`,
        [],
        "Check the folder with orrery verify, or run the scenario again.",
      );
  }

  async #has(): Promise<boolean> {
    while (this.#next >= this.#part.length) {
      const { value, done } = await onReading(this.#file, () => this.#parts.next());
      if (done) return false;
      this.#part = value;
      this.#next = 0;
    }
    return true;
  }
}

/** The columns that the tables of a results folder have. */
export const storedShape = ({ runs, points }: Manifest): Shape => ({
  branched: runs.some(({ branch }) => branch !== ""),
  points: points.map(({ settings }) => settings),
});

/** What was recorded beside measures: a table of its own each. */
const recordedIn = ({ files, format }: Manifest): Recording => ({
  jobs: Object.hasOwn(files, `jobs.${format}`),
  providers: Object.hasOwn(files, `providers.${format}`),
});

async function onReading<T>(file: string, read: () => Promise<T>): Promise<T> {
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

function runOf(
  { scenario, measures }: Manifest,
  record: Manifest["runs"][number],
  rows: (table: string) => readonly Row[] | undefined,
): Run {
  const { t, series } = columnsOf(rows("series")!);
  const [summary = {}] = rows("runs")!;
  const own = Object.keys(measures).filter((measure) => Object.hasOwn(series, measure));
  const { run: _, ...identity } = record;
  const [jobs, providers] = [rows("jobs"), rows("providers")];
  return {
    scenario,
    ...identity,
    t,
    series,
    summary: Object.fromEntries(own.map((measure) => [measure, summary[measure] as number])),
    atEnd: Object.fromEntries(own.map((measure) => [measure, series[measure]!.at(-1) ?? Number.NaN])),
    measures: Object.fromEntries(own.map((measure) => [measure, measures[measure]!])),
    balances: rows("balances")!.map(balanceOf),
    flows: rows("flows")!.map(flowOf),
    blocks: (rows("blocks") ?? []).map(blockOf),
    ...(jobs ? { jobs: jobsOf(jobs) } : {}),
    ...(providers ? { providers: providersOf(providers) } : {}),
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

export const blockOf = ({ place, height, t, proposer, parent, hash, digest }: Row): BlockRow =>
  ({ place, height, t, proposer, parent, hash, digest }) as BlockRow;
