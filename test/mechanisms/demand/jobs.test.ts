import { describe, expect, test } from "vitest";
import { firstJob } from "../../../sim/kit/demand/job-number.ts";
import { CLASS_NAMES, JOB_CLASSES } from "../../../sim/mechanisms/demand/jobs/classes.ts";
import { defineMechanism, shared, type Use } from "../../../sim/model/mechanism.ts";
import { ALIKE, happened, quotes, simulate, use } from "../supply/small-market.ts";

const DAY = 86_400;
const HOUR = 3_600;
const FIRST = firstJob("demand/jobs");
/** Two-sided 99.9 % of a normal variable. */
const Z = 3.29;
const PRICES = { usdPerGpuHour: 0.3, cloudUsdPerGpuHour: 1, expectedWait: 0 };
/** Every potential job comes: willingness far above any price. */
const EAGER = { willingness: 1000, reliabilityDiscount: 0 };
const demand = (params: object = {}): Use => use("demand/jobs", { ...EAGER, ...params });
const submitted = (world: readonly Use[], until: string | number = "30d") =>
  happened(simulate(world, until), "jobSubmitted");

/** Runs every job at once; `failing` says after how many seconds a run of a job is interrupted. */
function worker(failing: (run: number, seconds: number) => number | undefined, throughput = 1): Use {
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
        const stretch = { job, gpus, seconds: seconds / throughput, usdPerGpuHour: 0.5 };
        emit.jobStarted(stretch);
        const after = failing(run, stretch.seconds);
        if (after === undefined) emit.jobFinished(stretch, stretch.seconds);
        else emit.jobInterrupted({ ...stretch, seconds: after }, after);
      },
    },
    example: () => ({ world: [] }),
  })();
}
/** One job a day or so, of four hours on two GPUs. */
const FOUR_HOURS = { rate: 1, gpus: [2], law: "constant", duration: 4 * HOUR, deadline: 0, longest: "1y" };

describe("the jobs of a class", () => {
  test.each(CLASS_NAMES)(
    "%s: have its sizes, and say its memory and checkpoints where it has any",
    (name) => {
      const { gpus, gpuWeights, memory, checkpoint, priority, deadline } = JOB_CLASSES[name];
      const jobs = submitted([quotes(PRICES), demand({ class: name, rate: 400, coolDown: "1d" })], "11d");
      const total = (gpuWeights as readonly number[]).reduce((sum, weight) => sum + weight, 0);
      for (const [at, size] of gpus.entries()) {
        const wanted = gpuWeights[at]! / total;
        const share = jobs.filter((job) => job["gpus"] === size).length / jobs.length;
        const error = Math.sqrt((wanted * (1 - wanted)) / jobs.length);
        expect(Math.abs(share - wanted), `${size} GPUs`).toBeLessThanOrEqual(Z * error + 2 / jobs.length);
      }
      expect(Math.abs(jobs.length - 4_000)).toBeLessThan(Z * Math.sqrt(4_000));
      for (const job of jobs.slice(0, 20)) {
        expect(job["class"]).toBe(name);
        expect(job["memory"]).toBe(memory);
        expect(job["checkpoint"]).toBe(checkpoint > 0 ? checkpoint : undefined);
        expect(job["deadline"]).toBe(deadline > 0 ? deadline : undefined);
        expect(job["priority"]).toBe(priority === 0 ? undefined : priority);
        expect(Object.hasOwn(job, "region")).toBe(false);
      }
    },
  );

  test("are what a scenario says of them, where it does", () => {
    const given = { gpus: [3], memory: 0, checkpoint: 0, priority: 4, region: "DE", law: "constant" };
    const [job] = submitted([quotes(PRICES), demand({ ...given, duration: 77, deadline: 500 })], "2d");
    expect(job).toMatchObject({ gpus: 3, seconds: 77, deadline: 500, priority: 4, region: "DE" });
    expect(Object.hasOwn(job!, "memory") || Object.hasOwn(job!, "checkpoint")).toBe(false);
  });

  test("are numbered one by one, and belong to few customers mostly", () => {
    const jobs = submitted([quotes(PRICES), demand({ rate: 500, customers: 100 })], "10d");
    expect(jobs.map(({ job }) => job)).toEqual(jobs.map((_, at) => FIRST + at));
    const first = jobs.filter(({ customer }) => customer === 0).length / jobs.length;
    // 1 / H(100), the weight of the first rank by Zipf's law.
    const wanted = 1 / Array.from({ length: 100 }, (_, at) => 1 / (at + 1)).reduce((a, b) => a + b);
    expect(Math.abs(first - wanted)).toBeLessThan(Z * Math.sqrt((wanted * (1 - wanted)) / jobs.length));
  });

  test("come in batches and bursts at the same mean rate", () => {
    const jobs = submitted([quotes(PRICES), demand({ rate: 300, batch: 5, branching: 0.5 })], "60d");
    // Dispersion m / (1 − n)² + m − 1 = 24.
    expect(Math.abs(jobs.length - 18_000)).toBeLessThan(Z * Math.sqrt(18_000 * 24));
    expect(new Set(jobs.map(({ t }) => t)).size).toBeLessThan(jobs.length / 3);
  });
});

describe("luck", () => {
  test("is shared: dearer networks get a part of the same jobs, and neighbours change nothing", () => {
    const of = (price: number, ...more: Use[]) =>
      submitted([quotes({ ...PRICES, usdPerGpuHour: price }), use("demand/jobs", { rate: 300 }), ...more]);
    const cheap = new Map(of(0.1).map((job) => [job["job"], job]));
    const dear = of(0.7);
    expect(dear.length).toBeLessThan(cheap.size);
    expect(dear.map((job) => cheap.get(job["job"]))).toEqual(dear);
    const beside = of(0.7, { ...use("demand/jobs", { class: "science" }), as: "science" });
    expect(beside.filter((job) => job["class"] === "training")).toEqual(dear);
  });

  test("of the level of demand is nested", () => {
    const at = (factor: number) =>
      submitted([quotes(PRICES), demand({ rate: 300 }), use("shocks/demand", { at: 0, factor })]).map(
        ({ job }) => job,
      );
    const half = new Set(at(0.5));
    const quarter = at(0.25);
    expect(quarter.length).toBeGreaterThan(0);
    expect(quarter.every((job) => half.has(job))).toBe(true);
  });
});

describe("a job", () => {
  test("dearer than its budget at the price of the day does not come, nor go to a cloud that is dearer still", () => {
    const world = (budgetUsd: number) =>
      simulate([quotes(PRICES), demand({ ...FOUR_HOURS, rate: 50, budgetUsd })], "20d");
    // Eight GPU-hours at 0.3 USD.
    expect(happened(world(2.39), "jobSubmitted")).toEqual([]);
    expect(world(2.39).run.summary["jobs.pricedOut"]).toBe(1);
    const [job] = happened(world(4), "jobSubmitted");
    expect(job!["usdPerGpuHour"]).toBe(0.5);
  });

  test("comes for nothing, and at a price that is no number it goes to the cloud or nowhere", () => {
    const at = (usdPerGpuHour: number) =>
      simulate([quotes({ ...PRICES, usdPerGpuHour: () => usdPerGpuHour }), demand()], "10d");
    expect(happened(at(0), "jobSubmitted").length).toBeGreaterThan(900);
    const odd = at(Number.NaN);
    expect(happened(odd, "jobSubmitted")).toEqual([]);
    expect(odd.run.summary["jobs.lostToCloud"]).toBe(1);
    expect(Object.values(odd.run.summary).every(Number.isFinite)).toBe(true);
  });
});

describe("an interrupted job", () => {
  const once = (after: number) => (run: number) => (run === 0 ? after : undefined);
  const world = (params: object, failing: Parameters<typeof worker>[0], throughput = 1) =>
    simulate(
      [
        quotes(PRICES),
        demand({ ...FOUR_HOURS, patience: "10y", patienceShare: 0, coolDown: "5d", ...params }),
        worker(failing, throughput),
      ],
      "30d",
    );

  test("comes back from its last checkpoint, whatever the speed of the machine", () => {
    // 2.5 h at double speed are the work of 5 of 8 hours.
    const outcome = world({ checkpoint: 2 * HOUR, duration: 8 * HOUR }, once(2.5 * HOUR), 2);
    const [first, again] = happened(outcome, "jobSubmitted").filter(
      ({ job }) => job === happened(outcome, "jobSubmitted")[0]!["job"],
    );
    expect(again!.t - first!.t).toBeCloseTo(2.5 * HOUR, 5);
    expect(again).toMatchObject({ gpus: 2, seconds: 4 * HOUR, customer: first!["customer"] });
    const { summary } = outcome.run;
    expect(summary["jobs.lostGpuHours"]).toBeCloseTo(2 * summary["jobs.restarted"]!, 6);
    expect(summary["jobs.failed"]).toBe(0);
  });

  test("is paid for, lost work too, and worth no more for it", () => {
    const { run, events } = world({ checkpoint: 0 }, once(HOUR));
    const jobs = events.filter(({ name }) => name === "jobFinished").length;
    expect(jobs).toBeGreaterThan(10);
    // Worth the cloud's 1 USD for 8 GPU-hours; paid 0.5 USD for 8 and for the 2 that were lost.
    expect(run.summary["customers.surplusUsd"]).toBeCloseTo(jobs * (8 - 0.5 * 10), 6);
    expect(run.summary["jobs.lostGpuHours"]).toBeCloseTo(jobs * 2, 6);
  });

  test("is given up when the time it lost is more than its patience", () => {
    const outcome = world({ checkpoint: 0, patience: 0.001 }, once(HOUR));
    expect(outcome.run.summary["jobs.failed"]).toBe(1);
    expect(outcome.run.summary["jobs.restarted"]).toBe(0);
  });

  test("is given up when the rest cannot be done before its deadline", () => {
    const late = world({ checkpoint: 0, deadline: 4.5 * HOUR }, once(HOUR));
    expect(late.run.summary["jobs.failed"]).toBe(1);
    const kept = world({ checkpoint: HOUR, deadline: 4.5 * HOUR }, once(HOUR));
    expect(kept.run.summary["jobs.failed"]).toBe(0);
    const [, again] = happened(kept, "jobSubmitted");
    expect(again!["deadline"]).toBeCloseTo(3.5 * HOUR, 6);
  });

  test("that never ran a second waits a minute: time goes on where supply refuses what the market matches", () => {
    const outcome = world({ rate: 0.5, patience: 600 }, () => 0);
    const first = happened(outcome, "jobSubmitted")[0]!;
    const tries = happened(outcome, "jobSubmitted").filter(({ job }) => job === first["job"]);
    expect(tries[1]!.t - tries[0]!.t).toBeCloseTo(60, 5);
    expect(outcome.run.summary["jobs.failed"]).toBe(1);
  });
});

test("customers whose jobs failed stay away, and come back as they forget", () => {
  // Everything fails for 20 days, nothing after.
  const fails = defineMechanism({
    name: "test/failing",
    summary: "Fails every job for a while.",
    source: "tests",
    params: {},
    emits: { jobLeft: shared, jobFinished: shared, jobStarted: shared },
    init: () => ({}),
    on: {
      jobSubmitted({ emit, now }, { job, gpus, seconds }) {
        if (now < 20 * DAY) emit.jobLeft({ job, gpus, waited: 0 });
        else {
          emit.jobStarted({ job, gpus, seconds, usdPerGpuHour: 0.5 });
          emit.jobFinished({ job, gpus, seconds, usdPerGpuHour: 0.5 }, seconds);
        }
      },
    },
    example: () => ({ world: [] }),
  })();
  const given = { rate: 200, law: "constant", duration: 60, reputationMemory: 10 };
  const market = (...more: Use[]) =>
    submitted([quotes({ ...PRICES, usdPerGpuHour: 0.5 }), use("demand/jobs", given), ...more], "120d");
  const days = (jobs: ReturnType<typeof market>, from: number, to: number) =>
    jobs.filter(({ t }) => t >= from * DAY && t < to * DAY).length / (to - from);
  const shunned = market(fails);
  const never = market();
  expect(days(shunned, 5, 20)).toBeLessThan(0.7 * days(never, 5, 20));
  expect(days(shunned, 100, 120)).toBeGreaterThan(0.95 * days(never, 100, 120));
});

test("on machines that fail, every job that came has finished, failed or is there", () => {
  const { run } = simulate(
    [
      quotes({ usdPerGpuHour: 0.3, cloudUsdPerGpuHour: 1 }),
      demand({ class: "fine-tuning", rate: 60 }),
      use("supply/cohorts", { ...ALIKE, providers: 4, mtbf: "5d", mttr: "1h" }),
      use("pricing/first-come"),
    ],
    "60d",
  );
  expect(run.summary["jobs.restarted"]).toBeGreaterThan(10);
  expect(run.summary["jobs.lostGpuHours"]).toBeGreaterThan(0);
  // What was delivered is what finished, what was lost, and what still ran at the end or was given up.
  const useful = run.summary["jobs.finishedGpuHours"]! + run.summary["jobs.lostGpuHours"]!;
  expect(run.summary["gpu.delivered"]!).toBeGreaterThanOrEqual(useful - 1e-6);
});

test("error: sizes that are no pairs with their weights, or no sizes", () => {
  const world = (params: object) => () => simulate([quotes(PRICES), demand(params)], "5d");
  expect(world({ gpus: [1, 2], gpuWeights: [1] })).toThrow("Sizes of jobs and their weights come in pairs.");
  expect(world({ gpus: [1.5] })).toThrow("beyond one GPU cards are whole: expected 1 or 2 GPUs, got 1.5.");
  expect(world({ daily: [1, 2, 3] })).toThrow("Expected 24 numbers, got 3.");
  expect(world({ branching: 1 })).toThrow("Expected at most 0.999 ratio, got 1.");
});
