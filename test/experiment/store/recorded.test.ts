import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { FORMATS, openTable, tableParts } from "../../../sim/experiment/store/formats.ts";
import { KeptRuns } from "../../../sim/experiment/store/keep.ts";
import { openPartial } from "../../../sim/experiment/store/partial.ts";
import { readRuns } from "../../../sim/experiment/store/read.ts";
import { jobsTable } from "../../../sim/experiment/store/recorded.ts";
import { storedFlaws } from "../../../sim/experiment/store/verify.ts";
import { collectRuns } from "../../../sim/experiment/workers/experiment.ts";
import type { RecordedProviders } from "../../../sim/model/recorded-providers.ts";
import { JobRecorder } from "../../../sim/run/job-recorder.ts";
import { temporaryFolder } from "../../cli/orrery.ts";
import { FORKED } from "../../run/forked.ts";
import { runOf } from "../runs.ts";
import { hashesOf, prepared, stored } from "./stored.ts";

const ALL = { jobs: true, providers: true };
const market = await prepared(FORKED, { replications: 2, until: "14d" });

/** The same rows, whatever the order in which their texts were met. */
function spelled({ names, supply, region, kind, ...columns }: RecordedProviders) {
  const words = (places: Int32Array) => Array.from(places, (place) => names[place]);
  return { ...columns, supply: words(supply), region: words(region), kind: words(kind) };
}

test.each(FORMATS)("jobs and providers are read back as they were run (%s)", async (format) => {
  const { runs } = await collectRuns(market, { workers: 1, record: ALL });
  const { folder, manifest } = await stored(market, { format, record: ALL });
  const read = await readRuns(folder);
  expect(read.map(({ jobs }) => jobs)).toEqual(runs.map(({ jobs }) => jobs));
  expect(read.map(({ providers }) => spelled(providers!))).toEqual(
    runs.map(({ providers }) => spelled(providers!)),
  );
  expect(read[0]!.jobs!.job.length).toBeGreaterThan(20);
  expect(Object.keys(manifest.files)).toEqual(
    expect.arrayContaining([`jobs.${format}`, `providers.${format}`]),
  );
  expect((await storedFlaws(folder)).flaws).toEqual([]);
});

test("nothing else in the results depends on whether they were recorded", async () => {
  const [plain, told] = [await stored(market), await stored(market, { record: ALL })];
  const { "jobs.parquet": jobs, "providers.parquet": providers, ...rest } = hashesOf(told.folder);
  expect([jobs, providers]).not.toContain(undefined);
  expect(rest).toEqual(hashesOf(plain.folder));
});

test("what was kept without its jobs is run again when they are asked for, and only then", async () => {
  const out = temporaryFolder();
  const { jobs } = market.plan;
  const plain = await openPartial(out, market.plan);
  await collectRuns(market, { workers: 1, onRuns: plain.keep });
  expect((await openPartial(out, market.plan, { jobs: true })).finished.size).toBe(0);

  const told = await openPartial(out, market.plan, { jobs: true });
  const first = { ...market, plan: { ...market.plan, jobs: jobs.slice(0, 1) } };
  await collectRuns(first, { workers: 1, record: { jobs: true }, onRuns: told.keep });
  const again = await openPartial(out, market.plan, { jobs: true });
  expect([...again.finished]).toEqual([jobs[0]!.key]);
  expect((await again.read(jobs[0]!))![0]!.jobs!.job.length).toBeGreaterThan(20);
  expect(await again.read(jobs[1]!)).toBeUndefined();
  // A start that asks for less takes what there is.
  expect((await openPartial(out, market.plan)).finished.size).toBe(2);
});

test("one and two workers write the same bytes", async () => {
  const one = await stored(market, { workers: 1, record: ALL });
  const two = await stored(market, { workers: 2, record: ALL });
  expect(hashesOf(two.folder)).toEqual(hashesOf(one.folder));
  expect(readdirSync(one.folder)).toContain("jobs.parquet");
  expect(statSync(path.join(one.folder, "jobs.parquet")).size).toBeGreaterThan(1_000);
});

test.each(FORMATS)(
  "jobs of one run that are more than a group of rows are written in parts, in order (%s)",
  async (format) => {
    const recorder = new JobRecorder(0);
    const job = { gpus: 1, seconds: 1, usdPerGpuHour: 1, patience: 1 };
    const hear = recorder.before({ name: "jobSubmitted", place: "" })!;
    for (let number = 0; number < 210_000; number++) hear({ ...job, job: number }, number);
    const table = jobsTable({ branched: false, points: [] });
    const file = path.join(temporaryFolder(), `jobs.${format}`);
    const writer = openTable(file, table, format);
    writer.append({ design: "a", replication: 0, point: -1, branch: "", jobs: recorder.jobs(300_000) });
    writer.finish();
    const parts: number[] = [];
    let next = 0;
    for await (const rows of tableParts(table.columns, file, format)) {
      parts.push(rows.length);
      for (const row of rows)
        if (row["job"] !== next++) throw new Error(`job ${row["job"]} stands at ${next - 1}`);
    }
    expect(next).toBe(210_000);
    if (format === "parquet") expect(parts).toEqual([100_000, 100_000, 10_000]);
  },
);

test("of runs that do not fit, jobs are let go with the series", async () => {
  const { runs } = await collectRuns(market, { workers: 1, record: ALL });
  const { jobs } = runs[0]!;
  const holder = new KeptRuns(11 * jobs!.job.length + 15);
  for (const replication of [0, 1]) holder.add(runOf("a", replication, [1, 2], { jobs: jobs! }));
  expect(holder.runs.map((run) => Object.hasOwn(run, "jobs"))).toEqual([true, false]);
});
