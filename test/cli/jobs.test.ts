import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { COIN_TOSS, FORKED, orrery, temporaryFolder } from "./orrery.ts";

const run = ["run", FORKED, "--until", "14d", "--format", "csv"];
const csv = (file: string): string[] => readFileSync(file, "utf8").trim().split("\n");

test("run --jobs --providers writes their tables, says how long jobs waited, and changes no digest", async () => {
  const folder = temporaryFolder();
  const told = await orrery([...run, "--jobs", "--providers", "--out", "told"], folder);
  const plain = await orrery([...run, "--no-report", "--out", "plain", "--quiet"], folder);
  expect([told.code, plain.code]).toEqual([0, 0]);
  expect(told.stdout).toMatch(
    /^Waits of single jobs, those that left counted as longer\n- base: \d[\d.]* % of jobs start at once, /m,
  );
  const [header, first] = csv(path.join(folder, "told/forked/jobs.csv"));
  expect(header).toBe(
    "run,design,replication,branch,place,job,record_id,class,gpus,submitted,started,finished,waiting_time,recorded_wait,execution_time,turnaround_time,stretch,interruptions,provider,usd_paid,energy_joules,outcome",
  );
  expect(first).toMatch(/^base\/0\/none,base,0,none,/);
  expect(csv(path.join(folder, "told/forked/providers.csv"))[0]).toBe(
    "run,design,replication,branch,t,supply,place,provider,region,kind,gpus,online,busy,utilisation,revenue_usd",
  );
  const manifest = (out: string) =>
    JSON.parse(readFileSync(path.join(folder, out, "forked/manifest.json"), "utf8"));
  expect(manifest("told").runs).toEqual(manifest("plain").runs);
  expect(Object.keys(manifest("told").files)).toEqual(
    expect.arrayContaining(["jobs.csv", "providers.csv", "charts/gantt.svg", "charts/waits.png"]),
  );
  const report = readFileSync(path.join(folder, "told/forked/report.html"), "utf8");
  expect(report).toContain('<figure id="gantt">');
  expect(existsSync(path.join(folder, "plain/forked/jobs.csv"))).toBe(false);
  const verified = await orrery(["verify", "told/forked"], folder);
  expect(verified.stdout).toContain("is verified");
  const again = await orrery(["report", "told/forked"], folder);
  expect(again.code).toBe(0);
  expect(readFileSync(path.join(folder, "told/forked/report.html"), "utf8")).toContain('<figure id="waits">');
});

test("replay --jobs writes those of the run, up to where it stops, from a snapshot too", async () => {
  const folder = temporaryFolder();
  await orrery([...run, "--jobs", "--no-report", "--quiet"], folder);
  const replay = ["replay", FORKED, "--branch", "demand halves", "--horizon", "14d"];
  const whole = await orrery([...replay, "--jobs", "whole.csv", "--save-at", "3d", "three.json"], folder);
  expect(whole.code).toBe(0);
  const stored = csv(path.join(folder, "results/forked/jobs.csv")).filter(
    (row) => !row.startsWith("base/0/none"),
  );
  expect(csv(path.join(folder, "whole.csv"))).toEqual(stored);

  await orrery([...replay, "--from", "three.json", "--jobs", "resumed.csv"], folder);
  expect(csv(path.join(folder, "resumed.csv"))).toEqual(stored);

  await orrery([...replay, "--until", "1d", "--jobs", "day.parquet"], folder);
  expect(readFileSync(path.join(folder, "day.parquet")).subarray(0, 4).toString()).toBe("PAR1");
});

test("error: a table's format must be told, and a snapshot must have recorded its jobs", async () => {
  const folder = temporaryFolder();
  const replay = ["replay", FORKED, "--until", "1d"];
  const other = await orrery([...replay, "--jobs", "jobs.txt"], folder);
  expect(other.stderr).toBe(
    "UsageError: --jobs jobs.txt does not tell the format of the table.\n\nSuch as: --jobs jobs.parquet, or --jobs jobs.csv\n",
  );
  expect(other.code).toBe(2);
  await orrery([...replay, "--save-at", "1d", "one.json"], folder);
  const blind = await orrery(["replay", FORKED, "--from", "one.json", "--jobs", "jobs.csv"], folder);
  expect(blind.stderr).toBe(
    "OrreryError: The snapshot has no record of jobs: those before it are not known.\n\nReplay from the start, or save the snapshot in a replay with --jobs.\n",
  );
});

test("a scenario without jobs has an empty table, and says so", async () => {
  const out = temporaryFolder();
  const { code, stdout } = await orrery([
    ...["run", COIN_TOSS, "--jobs", "--providers", "--until", "2d", "--no-report", "--out", out],
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain("No job was submitted: jobs.parquet has no rows.");
  expect(stdout).toContain(
    "No mechanism of this scenario tells of its providers: providers.parquet has no rows.",
  );
  expect(existsSync(path.join(out, "coin-toss/jobs.parquet"))).toBe(true);
});
