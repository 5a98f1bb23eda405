import path from "node:path";
import { describe, expect, test } from "vitest";
import { ScenarioError } from "../../../sim/errors.ts";
import { firstJob } from "../../../sim/kit/demand/job-number.ts";
import { trace } from "../../../sim/mechanisms/demand/trace.ts";
import { defineMechanism, shared, type Use } from "../../../sim/model/mechanism.ts";
import { run } from "../../../sim/run/run.ts";
import { catalogueOf } from "../../../sim/scenario/catalogue.ts";
import { loadTable } from "../../../sim/scenario/load-table.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import { inlineTable, numberColumn, type Table } from "../../../sim/schema/table.ts";
import { happened, quotes, simulate, use } from "../supply/small-market.ts";

const HOUR = 3_600;
const FIRST = firstJob("demand/trace");
const FREE = quotes({ usdPerGpuHour: 0 });
const table = (columns: Parameters<typeof inlineTable>[0]): Table => inlineTable(columns);

const replay = (given: Table, params: object = {}): Use => use("demand/trace", { trace: given, ...params });
const submitted = (given: Table, params: object = {}, until: string | number = "30d") =>
  happened(simulate([replay(given, params)], until), "jobSubmitted");

/** A pool without failures. */
const pool = (count: number, gpus: number): Use[] => [
  use("supply/fleet", {
    machines: inlineTable({
      provider: ["pool"],
      count: [count],
      gpus: [gpus],
      kind: ["P100"],
      memory_gb: [16],
      throughput: [1],
      region: ["US"],
      usd_per_gpu_hour: [0],
    }),
    mtbf: 9e9,
    workingCapital: 10_000,
  }),
  use("pricing/first-come", { lookahead: 1 }),
  FREE,
];

/** Starts every job at once and ends it, or interrupts it once, after a script. */
function worker(interruptions: Readonly<Record<number, number>> = {}): Use {
  return defineMechanism({
    name: "test/worker",
    summary: "Runs every job at once.",
    source: "tests",
    params: {},
    emits: { jobStarted: shared, jobFinished: shared, jobInterrupted: shared },
    init: () => ({ runs: {} as Record<string, number> }),
    on: {
      jobSubmitted({ state, emit }, { job, gpus, seconds }) {
        const run = state.runs[job] ?? 0;
        state.runs[job] = run + 1;
        const stretch = { job, gpus, seconds, usdPerGpuHour: 1 };
        emit.jobStarted(stretch);
        const after = run === 0 ? interruptions[job - FIRST] : undefined;
        if (after === undefined) emit.jobFinished(stretch, seconds);
        else emit.jobInterrupted({ ...stretch, seconds: after }, after);
      },
    },
    example: () => ({ world: [] }),
  })();
}

const THREE = table({ submitted: [0, 600, 7_200], seconds: [60, 120, 240], gpus: [1, 3, 8] });

describe("a recorded job", () => {
  test("comes at its time, with its GPUs and its duration, at any price, and says nothing more", () => {
    expect(submitted(THREE)).toEqual(
      [
        [0, 60, 1],
        [600, 120, 3],
        [7_200, 240, 8],
      ].map(([t, seconds, gpus], at) => ({
        t,
        job: FIRST + at,
        gpus,
        seconds,
        usdPerGpuHour: 1e9,
        patience: 1e9,
      })),
    );
  });

  test("says what the record knows of it", () => {
    const rich = table({
      submitted: [0, 10],
      seconds: [60, 60],
      gpus: [1, 1],
      class: ["training", ""],
      customer: [7, Number.NaN],
      memory_gb: [24, Number.NaN],
      region: ["DE", ""],
      deadline: [900, Number.NaN],
      checkpoint: [30, Number.NaN],
      priority: [2, Number.NaN],
      usd_per_gpu_hour: [0.5, Number.NaN],
    });
    const [first, second] = submitted(rich);
    expect(first).toMatchObject({ class: "training", customer: 7, memory: 24, region: "DE", deadline: 900 });
    expect(first).toMatchObject({ checkpoint: 30, priority: 2, usdPerGpuHour: 0.5 });
    expect(Object.keys(second!).sort()).toEqual(["gpus", "job", "patience", "seconds", "t", "usdPerGpuHour"]);
  });

  test("comes faster, wider and shorter when it is scaled", () => {
    const scaled = submitted(THREE, { rateScale: 2, sizeScale: 1.5, speedUp: 4 });
    expect(scaled.map(({ t }) => t)).toEqual([0, 300, 3_600]);
    // 1.5, 4.5 and 12, rounded.
    expect(scaled.map(({ gpus }) => gpus)).toEqual([2, 5, 12]);
    expect(scaled.map(({ seconds }) => seconds)).toEqual([15, 30, 60]);
    expect(submitted(THREE, { sizeScale: 0.01 }).map(({ gpus }) => gpus)).toEqual([1, 1, 1]);
  });

  test("comes once from every copy, each of which begins elsewhere in the record", () => {
    const even = table({ submitted: [0, 100, 200, 300], seconds: [1, 2, 3, 4], gpus: [1, 1, 1, 1] });
    const jobs = submitted(even, { copies: 2 });
    // The record lasts 400 s; the second copy begins at 200 s.
    expect(jobs.map(({ t, seconds }) => [t, seconds])).toEqual([
      [0, 1],
      [0, 3],
      [100, 2],
      [100, 4],
      [200, 3],
      [200, 1],
      [300, 4],
      [300, 2],
    ]);
    expect(new Set(jobs.map(({ job }) => job)).size).toBe(8);
  });

  test("stays while its u is below the level of demand", () => {
    const many = table({
      submitted: Array.from({ length: 1000 }, (_, at) => at),
      seconds: Array(1000).fill(1),
      gpus: Array(1000).fill(1),
    });
    const kept = (factor: number) =>
      happened(simulate([replay(many), use("shocks/demand", { at: 0, factor })], "1h"), "jobSubmitted");
    const half = kept(0.5).map(({ job }) => job);
    expect(Math.abs(half.length - 500)).toBeLessThan(3.29 * Math.sqrt(250));
    const quarter = kept(0.25).map(({ job }) => job);
    expect(quarter.every((job) => half.includes(job))).toBe(true);
  });
});

describe("an interrupted job", () => {
  const long = (checkpoint: number) =>
    table({ submitted: [0], seconds: [10_000], gpus: [2], checkpoint: [checkpoint] });
  const world = (checkpoint: number, params: object = {}) =>
    simulate([replay(long(checkpoint), params), worker({ 0: 2_500 })], "1d");

  test("comes back under its number, from its last checkpoint", () => {
    const outcome = world(1_000);
    const [, again] = happened(outcome, "jobSubmitted");
    expect(again).toMatchObject({ t: 2_500, job: FIRST, gpus: 2, seconds: 8_000, checkpoint: 1_000 });
    expect(outcome.run.summary["jobs.restarted"]).toBe(1);
    expect(outcome.run.summary["jobs.lostGpuHours"]).toBeCloseTo((500 * 2) / HOUR, 12);
    expect(outcome.run.summary["jobs.finishedGpuHours"]).toBeCloseTo((10_000 * 2) / HOUR, 12);
  });

  test("comes back from the start where it has none", () => {
    const outcome = world(Number.NaN);
    expect(happened(outcome, "jobSubmitted")[1]).toMatchObject({ t: 2_500, seconds: 10_000 });
    expect(outcome.run.summary["jobs.lostGpuHours"]).toBeCloseTo((2_500 * 2) / HOUR, 12);
  });

  test("does not come back when it has lost more time than its patience", () => {
    const outcome = world(Number.NaN, { patience: 2_000 });
    expect(happened(outcome, "jobSubmitted")).toHaveLength(1);
    expect(outcome.run.summary["jobs.failed"]).toBe(1);
    expect(happened(world(1_000, { patience: 2_000 }), "jobSubmitted")[1]).toMatchObject({ patience: 1_500 });
  });
});

test("a result after its deadline is none", () => {
  const late = table({ submitted: [0, 0], seconds: [100, 100], gpus: [1, 1], deadline: [99, 100] });
  const { run } = simulate([replay(late), worker()], "1d");
  expect(run.summary["jobs.finished"]).toBe(1);
  expect(run.summary["jobs.failed"]).toBe(0.5);
});

describe("Philly's record on 26 servers of eight GPUs, first come, first served, until all is done", () => {
  const file = path.resolve(import.meta.dirname, "../../../scenarios/data/philly-b436b2.csv");
  const { table: record } = loadTable(file, "philly-b436b2.csv", trace.mechanism.params.trace.columns!);
  const until = 140 * 86_400;
  const outcome = simulate([...pool(26, 8), replay(record!, { largest: 208 })], until);
  const submissions = happened(outcome, "jobSubmitted");
  const starts = happened(outcome, "jobStarted");
  const ends = happened(outcome, "jobFinished");

  test("runs every job once and conserves GPU-time to the second", () => {
    const seconds = numberColumn(record!, "seconds");
    const gpus = numberColumn(record!, "gpus");
    let recorded = 0;
    for (let row = 0; row < record!.rows; row++) recorded += seconds[row]! * gpus[row]!;
    let ran = 0;
    for (const end of ends) ran += (end["seconds"] as number) * (end["gpus"] as number);
    expect([submissions, starts, ends].map(({ length }) => length)).toEqual([7_423, 7_423, 7_423]);
    expect(ran).toBe(recorded);
    // The sum of the file's column gpu_time.
    expect(recorded).toBe(452_662_200);
    // Delivered is ∫ busy dt, which knows nothing of the jobs.
    expect(outcome.run.summary["gpu.delivered"]! * HOUR).toBeCloseTo(recorded, 3);
    expect(outcome.run.summary["jobs.finishedGpuHours"]! * HOUR).toBeCloseTo(recorded, 3);
  });

  test("lets no job start before one that came earlier", () => {
    expect(starts.map(({ job }) => job)).toEqual(submissions.map(({ job }) => job));
  });

  test("keeps Little's law: the mean number waiting is the sum of all waits over time", () => {
    const came = new Map(submissions.map(({ job, t }) => [job, t]));
    const waits = starts.reduce((sum, { job, t }) => sum + t - came.get(job)!, 0);
    expect(waits).toBeGreaterThan(0);
    expect(Math.abs((outcome.run.summary["jobs.waiting"]! * until) / waits - 1)).toBeLessThan(1e-9);
  });
});

describe("odd records", () => {
  test("without a job run, and all measures are 0", () => {
    const none = table({ submitted: [], seconds: [], gpus: [] });
    const { run } = simulate([...pool(1, 8), replay(none, { copies: 3 })], "10d");
    for (const measure of ["jobs.potential", "jobs.finished", "jobs.failed", "gpu.delivered", "jobs.skipped"])
      expect(run.summary[measure], measure).toBe(0);
  });

  test("with a job of unknown duration leave it out and count it", () => {
    const holes: Table = {
      ...table({ submitted: [0, 1], seconds: [5, Number.NaN], gpus: [1, 1] }),
      sha256: "of a file, whose loader has marked what is unknown",
    };
    const { run } = simulate([replay(holes), worker()], "1d");
    expect(run.summary["jobs.skipped"]).toBe(1);
    expect(run.summary["jobs.finished"]).toBe(1);
  });

  test("with a million jobs at one instant run: they come within ten microseconds", () => {
    const million = 1_000_000;
    const ones = new Float64Array(million).fill(1);
    const counter = defineMechanism({
      name: "test/counter",
      summary: "Counts jobs.",
      source: "tests",
      params: {},
      init: () => ({ jobs: 0, last: 0 }),
      on: {
        jobSubmitted({ state, now }) {
          state.jobs++;
          state.last = now;
        },
      },
      ownMetrics: {
        "test.jobs": {
          kind: "flow",
          unit: "jobs",
          words: "Jobs",
          better: "neither",
          doc: "Jobs.",
          total: ({ state }) => state.jobs,
        },
        "test.last": {
          kind: "level",
          unit: "s",
          words: "Last",
          better: "neither",
          doc: "Last.",
          value: ({ state }) => state.last,
        },
      },
      example: () => ({ world: [] }),
    });
    const columns = { submitted: new Float64Array(million), seconds: ones, gpus: ones };
    const world = [replay({ path: "", sha256: "of a file", rows: million, columns }), counter()];
    const scenario = { title: "a million jobs", until: "1d", world };
    // Without a record of the events.
    const summary = run(resolve(scenario), catalogueOf(scenario), { design: "base", seed: 1 }).summary;
    expect(summary["test.jobs"]).toBe(million);
    expect(summary["test.last"]).toBeLessThan(10.5e-6);
  });

  test("error: jobs wider than there is room for, each named, before anything runs", () => {
    const wide = table({ submitted: [0, 1, 2], seconds: [1, 1, 1], gpus: [8, 9, 16] });
    expect(() => submitted(wide, { largest: 8 })).toThrow(ScenarioError);
    expect(() => submitted(wide, { largest: 8 })).toThrow(
      [
        "demand/trace has 2 problems.",
        "",
        "  (given in place) › job 2 › gpus",
        "    Expected at most 8 GPUs, the largest there is room for, got 9.",
        "  (given in place) › job 3 › gpus",
        "    Expected at most 8 GPUs, the largest there is room for, got 16.",
      ].join("\n"),
    );
  });

  test("error: what is wrong with a table given in place, cell by cell", () => {
    const broken = table({
      submitted: [0, 100, 50],
      // A run time that is not known is no fault: the job is left out, and counted.
      seconds: [-1, Number.NaN, 1],
      gpus: [0, 1.5, 2e6],
      usd_per_gpu_hour: [Number.NaN, -1, 0],
    });
    let problems: string[] = [];
    try {
      submitted(broken);
    } catch (error) {
      problems = (error as ScenarioError).problems.map(({ path, message }) => `${path}: ${message}`);
    }
    const at = "world[0] demand/trace › trace › row";
    expect(problems).toEqual([
      `${at} 3 › submitted: Rows must be in ascending order of "submitted": 50 comes after a later one.`,
      `${at} 1 › seconds: Expected at least 0 s, got -1.`,
      `${at} 1 › gpus: Expected at least 0.01 GPUs, got 0.`,
      `${at} 2 › gpus: A part of a GPU lies on one card, and beyond one GPU cards are whole: expected 1 or 2 GPUs, got 1.5.`,
      `${at} 3 › gpus: Expected at most 1000000 GPUs, got 2000000.`,
      `${at} 2 › usd_per_gpu_hour: Expected at least 0 USD/GPU h, got -1.`,
    ]);
  });
});

test("origin: a record whose seconds count from another time begins with its first job", () => {
  const since1970 = table({
    submitted: [1.7e9, 1.7e9 + 60, 1.7e9 + 90],
    seconds: [1, 2, 3],
    gpus: [1, 2, 3],
  });
  const jobs = submitted(since1970, { origin: "first job" }, "1h");
  expect(jobs.map(({ t, gpus }) => [t, gpus])).toEqual([
    [0, 1],
    [60, 2],
    [90, 3],
  ]);
  const twice = submitted(since1970, { origin: "first job", copies: 2 }, "1h");
  // Its period is 90 s and a mean gap of 45 s; the second copy begins 67.5 s later in it.
  expect(twice.map(({ t }) => t)).toEqual([0, 22.5, 60, 67.5, 90, 127.5]);
});
