import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { InvariantError } from "../../../sim/errors.ts";
import { FORMATS } from "../../../sim/experiment/store/formats.ts";
import { openPartial } from "../../../sim/experiment/store/partial.ts";
import { readRuns } from "../../../sim/experiment/store/read.ts";
import { readScenario, writeResults } from "../../../sim/experiment/store/results.ts";
import { storedFlaws } from "../../../sim/experiment/store/verify.ts";
import { collectRuns } from "../../../sim/experiment/workers/experiment.ts";
import { temporaryFolder } from "../../cli/orrery.ts";
import { FORKED } from "../../run/forked.ts";
import { QUEUE } from "../jobs.ts";
import { hashesOf, placeIn, prepared, stored, timelessManifest } from "./stored.ts";

const sweep = { list: [{ "supply/cohorts.providers": 8 }, { "demand/bootstrap-trace.replicas": 2 }] };
const market = await prepared({ ...FORKED, sweep }, { swept: true, replications: 2, until: "14d" });

describe("results", () => {
  test("of an Orrery that knew no measures of a question are read as results of a scenario that names none", async () => {
    const { folder } = await stored(market, { workers: 1 });
    const file = path.join(folder, "scenario.json");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace('"measures":[],', ""));
    expect(readFileSync(file, "utf8")).not.toBe(text);
    expect((await readScenario(folder)).measures).toEqual([]);
  });

  test("are the same bytes whatever the number of workers and the order in which jobs end", async () => {
    const one = await stored(market, { workers: 1 });
    const { plan } = market;
    const turned = { ...market, plan: { ...plan, jobs: plan.jobs.toReversed() } };
    const out = temporaryFolder();
    const partial = await openPartial(out, plan);
    const { runs } = await collectRuns(turned, { workers: 2, onRuns: partial.keep });
    expect(runs).toHaveLength(8);
    await writeResults(placeIn(out), partial, plan, [], {
      command: "run",
      version: "0.0.0",
      origin: { path: "stored.yaml", code: "data" },
      started: new Date(1),
      format: "parquet",
      report: undefined,
      assumptions: [],
    });
    const folder = path.join(out, "stored");
    expect(hashesOf(folder)).toEqual(hashesOf(one.folder));
    expect(timelessManifest(folder)).toEqual(timelessManifest(one.folder));
  });

  test("say in the manifest what ran: runs with their points and branches, points with their parameters", async () => {
    const { manifest, folder } = await stored(market);
    expect(manifest.runs.map(({ run }) => run)).toEqual([
      "base/0/p0/none",
      "base/0/p0/halves",
      "base/0/p1/none",
      "base/0/p1/halves",
      "base/1/p0/none",
      "base/1/p0/halves",
      "base/1/p1/none",
      "base/1/p1/halves",
    ]);
    expect(manifest.runs[3]).toMatchObject({ design: "base", replication: 0, point: 1, branch: "halves" });
    expect(manifest.points).toEqual([
      { index: 0, settings: { "supply/cohorts.providers": 8 } },
      { index: 1, settings: { "demand/bootstrap-trace.replicas": 2 } },
    ]);
    expect(manifest).toMatchObject({ resultsVersion: 3, replications: 2, failures: [], designs: ["base"] });
    expect(Object.keys(manifest.files).sort()).toEqual(Object.keys(hashesOf(folder)));
    expect((await storedFlaws(folder)).flaws).toEqual([]);
  });

  test.each(FORMATS)("are read back as they were run (%s)", async (format) => {
    const { runs } = await collectRuns(market, { workers: 1 });
    const { folder } = await stored(market, { format });
    const read = await readRuns(folder);
    expect(read.map(({ measures: _, ...run }) => run)).toEqual(runs.map(({ measures: _, ...run }) => run));
  });

  test("list the jobs that came to nothing, and hold the others", async () => {
    const broken = new InvariantError("a claim does not hold.");
    const queue = await prepared(QUEUE, { replications: 2 });
    const out = temporaryFolder();
    const partial = await openPartial(out, queue.plan);
    const { plan } = queue;
    const gone = plan.jobs[1]!;
    await collectRuns(
      { ...queue, plan: { ...plan, jobs: plan.jobs.filter((job) => job !== gone) } },
      { workers: 1, onRuns: partial.keep },
    );
    const { manifest } = await writeResults(placeIn(out), partial, plan, [{ job: gone, error: broken }], {
      command: "run",
      version: "0.0.0",
      origin: { path: "stored.yaml", code: "data" },
      started: new Date(0),
      format: "csv",
      report: undefined,
      assumptions: [],
    });
    expect(manifest.failures).toEqual([{ run: "two/0", message: "a claim does not hold." }]);
    expect(manifest.runs.map(({ run }) => run)).toEqual(["one/0", "one/1", "two/1"]);
    expect((await readRuns(path.join(out, "stored"))).map(({ design }) => design)).toEqual([
      "one",
      "one",
      "two",
    ]);
  });
});

describe("what is kept of an experiment under way", () => {
  test("is found again by a later start, and only by the same plan", async () => {
    const queue = await prepared(QUEUE, { replications: 2 });
    const out = temporaryFolder();
    const first = await openPartial(out, queue.plan);
    const { runs } = await collectRuns(queue, { workers: 1, onRuns: first.keep });
    const again = await openPartial(out, queue.plan);
    expect([...again.finished].sort()).toEqual(queue.plan.jobs.map(({ key }) => key).sort());
    expect(await again.read(queue.plan.jobs[0]!)).toEqual([runs[0]]);
    const other = await prepared({ ...QUEUE, seed: 9 });
    expect((await openPartial(out, other.plan)).finished.size).toBe(0);
    await again.remove();
    expect(readdirSync(path.join(out, ".partial")).length).toBe(1);
  });

  test("is done again where a bit of a file has turned, where it was cut, emptied, or is another job's", async () => {
    const queue = await prepared(QUEUE, { replications: 2 });
    const out = temporaryFolder();
    const partial = await openPartial(out, queue.plan);
    await collectRuns(queue, { workers: 1, onRuns: partial.keep });
    const [cut, empty, another, whole] = queue.plan.jobs.map(({ key }) =>
      path.join(partial.folder, `${key}.runs`),
    );
    writeFileSync(cut!, readFileSync(cut!).subarray(0, 1_000));
    writeFileSync(empty!, "");
    writeFileSync(another!, readFileSync(whole!));
    const { finished } = await openPartial(out, queue.plan);
    expect([...finished]).toEqual([queue.plan.jobs[3]!.key]);
    const bytes = readFileSync(whole!);
    bytes[bytes.length - 100]! ^= 1;
    writeFileSync(whole!, bytes);
    expect((await openPartial(out, queue.plan)).finished.size).toBe(0);
    const written = writeResults(placeIn(out), partial, queue.plan, [], {
      command: "run",
      version: "0.0.0",
      origin: { path: "stored.yaml", code: "data" },
      started: new Date(0),
      format: "parquet",
      report: undefined,
      assumptions: [],
    });
    await expect(written).rejects.toThrow(
      "The run one/0 was finished, but what was kept of it is not there any more or was damaged.",
    );
    expect(existsSync(path.join(out, "stored"))).toBe(false);
  });

  test("is kept until its own command is done, and counts as done for every other", async () => {
    const queue = await prepared(QUEUE, { replications: 2 });
    const more = await prepared(QUEUE, { replications: 3 });
    const out = temporaryFolder();
    const interrupted = await openPartial(out, queue.plan, {}, "compare");
    await collectRuns(queue, { workers: 1, onRuns: interrupted.keep });
    const other = await openPartial(out, more.plan, {}, "run");
    expect(other.finished.size).toBe(queue.plan.jobs.length);
    expect(await other.read(queue.plan.jobs[0]!)).toEqual(await interrupted.read(queue.plan.jobs[0]!));
    await other.remove();
    expect((await openPartial(out, queue.plan, {}, "compare")).finished.size).toBe(queue.plan.jobs.length);
  });

  test("a folder that a start left half-written is written anew", async () => {
    const queue = await prepared(QUEUE);
    const out = temporaryFolder();
    const partial = await openPartial(out, queue.plan);
    await collectRuns(queue, { workers: 1, onRuns: partial.keep });
    const half = path.join(partial.folder, "finished");
    mkdirSync(half);
    writeFileSync(path.join(half, "series.parquet"), "PAR1");
    writeFileSync(path.join(half, "stray.txt"), "");
    utimesSync(half, 0, 0);
    const { manifest } = await writeResults(placeIn(out), partial, queue.plan, [], {
      command: "run",
      version: "0.0.0",
      origin: { path: "stored.yaml", code: "data" },
      started: new Date(0),
      format: "parquet",
      report: undefined,
      assumptions: [],
    });
    expect(Object.keys(manifest.files)).not.toContain("stray.txt");
    expect(existsSync(half)).toBe(false);
    expect((await storedFlaws(path.join(out, "stored"))).flaws).toEqual([]);
  });
});
