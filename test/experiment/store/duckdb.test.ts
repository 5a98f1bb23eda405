import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBConnection } from "@duckdb/node-api";
import { mean } from "simple-statistics";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectRuns, type Prepared } from "../../../sim/experiment/workers/experiment.ts";
import type { Run } from "../../../sim/run/result.ts";
import { FORKED } from "../../run/forked.ts";
import { prepared, stored } from "./stored.ts";

/** The four queries of the page, as readers copy them. */
const [MEANS, SERIES, BALANCES, JOBS] = [
  ...readFileSync(new URL("../../../docs/results.md", import.meta.url), "utf8").matchAll(
    /^```sql\n([\s\S]*?)^```$/gm,
  ),
].map(([, sql]) => sql!) as [string, string, string, string];

describe("the results folder in DuckDB", () => {
  const out = mkdtempSync(path.join(tmpdir(), "orrery-test-"));
  let connection: DuckDBConnection;
  let folder: string;
  let experiment: Prepared;
  let runs: readonly Run[];

  const rows = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await connection.runAndReadAll(sql.replaceAll("results/flagship", folder))).getRowObjectsJS() as Record<
      string,
      unknown
    >[];
  const columns = async (table: string): Promise<[string, string][]> =>
    (await rows(`DESCRIBE SELECT * FROM 'results/flagship/${table}.parquet'`)).map(
      ({ column_name, column_type }) => [column_name as string, column_type as string],
    );

  beforeAll(async () => {
    connection = await DuckDBConnection.create();
    const designs = {
      "no token": [],
      subsidised: [{ mechanism: "issuance/genesis", params: { supply: 1_000, allocation: { holders: 1 } } }],
    };
    const sweep = { grid: { "supply/cohorts.providers": [8, 12] } };
    const world = [...FORKED.world!, { mechanism: "contracts/escrow", params: {} }];
    experiment = await prepared({ ...FORKED, world, designs, sweep }, { swept: true, replications: 2 });
    ({ folder } = await stored(experiment, { out, record: { jobs: true, providers: true } }));
    ({ runs } = await collectRuns(experiment, { workers: 2, record: { jobs: true, providers: true } }));
  }, 60_000);

  afterAll(() => {
    connection?.closeSync();
    rmSync(out, { recursive: true, force: true });
  });

  test("every table has the columns and the types of the contract", async () => {
    const identity = [
      ["run", "VARCHAR"],
      ["design", "VARCHAR"],
      ["replication", "INTEGER"],
      ["point", "INTEGER"],
      ["branch", "VARCHAR"],
    ];
    const measures = [...new Set(runs.flatMap((run) => Object.keys(run.measures)))].sort();
    expect(measures.length).toBeGreaterThan(20);
    expect(await columns("runs")).toEqual([
      ...identity,
      ["seed", "BIGINT"],
      ["digest", "VARCHAR"],
      ["supply/cohorts.providers", "DOUBLE"],
      ...measures.map((measure) => [measure, "DOUBLE"]),
    ]);
    expect(await columns("series")).toEqual([
      ...identity,
      ["t", "DOUBLE"],
      ["metric", "VARCHAR"],
      ["value", "DOUBLE"],
    ]);
    expect(await columns("flows")).toEqual([
      ["run", "VARCHAR"],
      ["period", "INTEGER"],
      ["asset", "VARCHAR"],
      ["decimals", "INTEGER"],
      ["from", "VARCHAR"],
      ["to", "VARCHAR"],
      ["kind", "VARCHAR"],
      ["amount", "VARCHAR"],
      ["value", "DOUBLE"],
    ]);
    expect(await columns("balances")).toEqual([
      ["run", "VARCHAR"],
      ["asset", "VARCHAR"],
      ["decimals", "INTEGER"],
      ["sector", "VARCHAR"],
      ["opening", "VARCHAR"],
      ["closing", "VARCHAR"],
    ]);
    expect(await columns("blocks")).toEqual([
      ["run", "VARCHAR"],
      ["place", "VARCHAR"],
      ["height", "BIGINT"],
      ["t", "DOUBLE"],
      ["proposer", "VARCHAR"],
      ["parent", "VARCHAR"],
      ["hash", "VARCHAR"],
      ["digest", "VARCHAR"],
    ]);
    expect(await columns("jobs")).toEqual([
      ...identity,
      ["place", "VARCHAR"],
      ["job", "BIGINT"],
      ["record_id", "VARCHAR"],
      ["class", "VARCHAR"],
      ["gpus", "DOUBLE"],
      ["submitted", "DOUBLE"],
      ["started", "DOUBLE"],
      ["finished", "DOUBLE"],
      ["waiting_time", "DOUBLE"],
      ["recorded_wait", "DOUBLE"],
      ["execution_time", "DOUBLE"],
      ["turnaround_time", "DOUBLE"],
      ["stretch", "DOUBLE"],
      ["interruptions", "INTEGER"],
      ["provider", "DOUBLE"],
      ["usd_paid", "DOUBLE"],
      ["energy_joules", "DOUBLE"],
      ["outcome", "VARCHAR"],
    ]);
    expect(await columns("providers")).toEqual([
      ...identity,
      ["t", "DOUBLE"],
      ["supply", "VARCHAR"],
      ["place", "VARCHAR"],
      ["provider", "BIGINT"],
      ["region", "VARCHAR"],
      ["kind", "VARCHAR"],
      ["gpus", "DOUBLE"],
      ["online", "DOUBLE"],
      ["busy", "DOUBLE"],
      ["utilisation", "DOUBLE"],
      ["revenue_usd", "DOUBLE"],
    ]);
  });

  test("every table has its rows", async () => {
    const counts = await Promise.all(
      ["runs", "series", "flows", "balances", "jobs", "providers"].map(async (table) =>
        Number((await rows(`SELECT count(*) AS rows FROM 'results/flagship/${table}.parquet'`))[0]!["rows"]),
      ),
    );
    const total = (of: (run: Run) => number): number => runs.reduce((sum, run) => sum + of(run), 0);
    expect(counts).toEqual([
      2 * 2 * 2 * 2,
      total(({ t, series }) => t.length * Object.keys(series).length),
      total(({ flows }) => flows.length),
      total(({ balances }) => balances.length),
      total(({ jobs }) => jobs!.job.length),
      total(({ providers }) => providers!.t.length),
    ]);
  });

  test("means by design are those of the runs", async () => {
    const of = (design: string) =>
      mean(runs.filter((run) => run.design === design).map(({ summary }) => summary["gpu.utilisation"]!));
    const found = await rows(MEANS);
    expect(found.map(({ design, runs }) => [design, Number(runs)])).toEqual([
      ["no token", 8],
      ["subsidised", 8],
    ]);
    for (const { design, utilisation } of found) expect(utilisation).toBeCloseTo(of(design as string), 12);
  });

  test("a series is joined to the parameter that was swept", async () => {
    const found = await rows(SERIES);
    const days = runs[0]!.t.length;
    expect(found.map(({ providers }) => providers)).toEqual([
      ...Array(days).fill(8),
      ...Array(days).fill(12),
    ]);
    const of = runs.filter(({ point }) => point === 1);
    const mean = of.reduce((sum, { series }) => sum + series["gpu.utilisation"]!.at(-1)!, 0) / of.length;
    expect(found.at(-1)!["day"]).toBe(20);
    expect(found.at(-1)!["utilisation"]).toBeCloseTo(mean, 12);
  });

  test("jobs by outcome have the rows, the waits, the money and the GPU-time of the runs", async () => {
    const found = await rows(JOBS);
    const all = runs.filter(({ design }) => design === "no token").map(({ jobs }) => jobs!);
    const finished = all.flatMap(({ outcome, ...jobs }) =>
      [...outcome.keys()].filter((row) => outcome[row] === 0).map((row) => ({ jobs, row })),
    );
    const first = found[0]!;
    expect([first["design"], first["outcome"]]).toEqual(["no token", "finished"]);
    expect(Number(first["jobs"])).toBe(finished.length);
    const sum = (of: (jobs: (typeof finished)[number]["jobs"], row: number) => number) =>
      finished.reduce((total, { jobs, row }) => total + of(jobs, row), 0);
    const hours = sum(({ waitingTime }, row) => waitingTime[row]!) / 3_600;
    expect(first["hours_waited"]).toBeCloseTo(hours / finished.length, 9);
    expect(first["usd"]).toBeCloseTo(
      sum(({ usdPaid }, row) => usdPaid[row]!),
      6,
    );
    const gpuHours = sum(({ gpus, executionTime }, row) => gpus[row]! * executionTime[row]!) / 3_600;
    expect(first["gpu_hours"]).toBeCloseTo(gpuHours, 6);
    expect(first["stretch"]).toBeGreaterThanOrEqual(1);
    const [{ unknown } = {}] = await rows(
      "SELECT count(*) AS unknown FROM 'results/flagship/jobs.parquet' WHERE provider IS NULL AND energy_joules IS NULL AND started IS NOT NULL",
    );
    expect(Number(unknown)).toBe(
      runs.flatMap(({ jobs }) => [...jobs!.started]).filter((t) => !Number.isNaN(t)).length,
    );
  });

  test("opening + inflows − outflows = closing, for every run, asset and sector, to the base unit", async () => {
    const found = await rows(BALANCES);
    expect(found).toHaveLength(runs.reduce((sum, { balances }) => sum + balances.length, 0));
    expect(found.filter(({ missing }) => missing !== 0n)).toEqual([]);
    const [{ moved } = {}] = await rows(
      "SELECT count(DISTINCT kind) AS moved FROM 'results/flagship/flows.parquet'",
    );
    expect(Number(moved)).toBeGreaterThan(1);
  });
});
