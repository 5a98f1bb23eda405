import { describe, expect, test } from "vitest";
import { erlangB, mg1, mmc } from "../../../sim/formulas/queues.ts";
import { defineMechanism, shared, type Use } from "../../../sim/model/mechanism.ts";
import { number } from "../../../sim/schema/fields.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { meanWithin99, type Outcome, simulate } from "../consensus/small-world.ts";
import { happened, script, use } from "../supply/small-market.ts";
import { cluster, scheduled, starts, submit } from "./small-cluster.ts";

/** Every customer of demand/poisson asks for one GPU. */
const jobsOfCustomers = defineMechanism({
  name: "test/jobs-of-customers",
  summary: "Submits a job for every customer.",
  source: "tests",
  params: { patience: number("s", { default: 1e8, doc: "Patience.", source: "tests" }) },
  emits: { jobSubmitted: shared },
  init: () => ({}),
  on: {
    customerArrived({ params, emit }, { customer, service }) {
      emit.jobSubmitted({ job: customer, gpus: 1, seconds: service, usdPerGpuHour: 1e6, ...params });
    },
  },
  example: () => ({ world: [] }),
});

const SERVICE = 60;
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);

interface Queue {
  readonly servers: number;
  readonly load: number;
  readonly squaredVariation?: number;
  readonly patience?: number;
}
const world = ({ servers, load, squaredVariation = 1, patience = 1e8 }: Queue): Use[] => [
  cluster({ gpus: 1, count: servers }),
  use("pricing/scheduler"),
  use("demand/poisson", { arrivalRate: load / SERVICE, meanService: SERVICE, squaredVariation }),
  jobsOfCustomers({ patience }),
];
/** Measures of twenty runs of about 4,000 jobs. */
const runs = (queue: Queue): Outcome[] =>
  SEEDS.map((seed) => simulate({ world: world(queue), until: (4000 * SERVICE) / queue.load, seed }));
const expectMean = (values: readonly number[], expected: number) => {
  const { mean, halfWidth } = meanWithin99(values);
  // Quantile of Student's t with 19 degrees of freedom, over that of the normal.
  expect(Math.abs(mean - expected)).toBeLessThan((halfWidth * 2.861) / 2.576);
};

describe("queues that theory knows, within their 99 % intervals", () => {
  test("M/M/4: the number that waits is Erlang C's, and the utilisation is the load", () => {
    const outcomes = runs({ servers: 4, load: 3 });
    const theory = mmc(3 / SERVICE, 1 / SERVICE, 4);
    expectMean(
      outcomes.map(({ run }) => run.summary["jobs.waiting"]!),
      theory.queueLength,
    );
    expectMean(
      outcomes.map(({ run }) => run.summary["gpu.utilisation"]!),
      theory.utilisation,
    );
  });

  test("M/M/4/4: without patience jobs are lost as Erlang B says", () => {
    const lost = runs({ servers: 4, load: 3, patience: 0 }).map(
      ({ run: { summary } }) => summary["jobs.gaveUp"]! / summary["jobs.submitted"]!,
    );
    expectMean(lost, erlangB(4, 3));
  });

  test.each([0, 4])(
    "M/G/1 with squared variation %i: the number that waits is Pollaczek and Khinchine's",
    (squaredVariation) => {
      const waiting = runs({ servers: 1, load: 0.6, squaredVariation }).map(
        ({ run }) => run.summary["jobs.waiting"]!,
      );
      expectMean(waiting, mg1(0.6 / SERVICE, SERVICE, squaredVariation).queueLength);
    },
  );

  test("Little's law holds to the last digit: the integral of those who wait is the sum of their waits", () => {
    const outcome = simulate({ world: world({ servers: 3, load: 2.5, patience: 100 }), until: "2d" });
    const submitted = new Map(happened(outcome, "jobSubmitted").map(({ job, t }) => [job, t]));
    const started = happened(outcome, "jobMatched").reduce(
      (sum, { job, t }) => sum + t - submitted.get(job)!,
      0,
    );
    const left = happened(outcome, "jobLeft").reduce((sum, { waited }) => sum + (waited as number), 0);
    expect(left).toBeGreaterThan(0);
    expect(outcome.run.summary["jobs.waiting"]! * 2 * 86_400).toBeCloseTo(started + left, 5);
  });
});

describe("what nobody should send", () => {
  const neverUp = use("supply/fleet", {
    availability: inlineTable({ machine: [0, 1, 2], t: [0, 0, 0], up: [0, 0, 0] }),
  });

  test("no machine that ever works: jobs wait, leave by patience or at the horizon, and what is measured is finite", () => {
    const events = [submit(0, 0, 1, 10, { patience: 60 }), submit(5, 1, 8, 10)];
    const { run, events: happenings } = simulate({
      world: [use("pricing/scheduler"), neverUp, script(...events)],
      until: "1h",
    });
    const left = happenings.filter(({ name }) => name === "jobLeft").map(({ t }) => t);
    expect(left).toEqual([60, 3600]);
    expect(run.summary["jobs.gaveUp"]).toBe(2);
    expect(run.summary["jobs.waiting"]).toBeCloseTo((60 + 3595) / 3600, 12);
  });

  test("a price of 0, no seconds, no GPUs: such jobs run, and are done", () => {
    const events = [submit(0, 0, 1, 0), submit(0, 1, 0, 10), submit(0, 2, 1, 10, { usdPerGpuHour: 0 })];
    const outcome = scheduled([{ gpus: 1 }], { usdPerGpuHour: 0 }, events);
    expect(starts(outcome)).toEqual({ 0: 0, 1: 0, 2: 0 });
    expect(happened(outcome, "jobFinished")).toHaveLength(3);
  });

  test("a GPU and a half is refused in a sentence", () => {
    expect(() => scheduled([{ gpus: 2 }], {}, [submit(1, 0, 1.5, 10)])).toThrow(
      "A part of a GPU lies on one card, and beyond one GPU cards are whole: expected 1 or 2 GPUs, got 1.5.",
    );
  });

  test("a hundred thousand jobs at one instant start in order", () => {
    const many = 100_000;
    const burst = defineMechanism({
      name: "test/burst",
      summary: "Submits jobs at one instant.",
      source: "tests",
      params: {},
      emits: { jobSubmitted: shared },
      init: () => ({}),
      on: {
        opened({ emit }) {
          for (let job = 0; job < many; job++)
            emit.jobSubmitted({ job, gpus: 1, seconds: 1, usdPerGpuHour: 1e6, patience: 1e6 }, 10);
        },
      },
      example: () => ({ world: [] }),
    });
    const outcome = simulate({
      world: [cluster({ gpus: 1000 }), use("pricing/scheduler"), burst()],
      until: 200,
    });
    const started = happened(outcome, "jobStarted");
    expect(started).toHaveLength(many);
    expect(started.every(({ job, t }) => t === 10 + Math.floor((job as number) / 1000))).toBe(true);
  });
});
