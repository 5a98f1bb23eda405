import fc from "fast-check";
import { expect, test } from "vitest";
import type { FlowRow } from "../../sim/model/ledger.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import { OUTCOMES, type RecordedJobs, stretchOf, turnaroundOf } from "../../sim/model/recorded-jobs.ts";
import { JobRecorder } from "../../sim/run/job-recorder.ts";
import { run, runBranches } from "../../sim/run/run.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { HOUR } from "../../sim/units.ts";
import { forked } from "./forked.ts";

type Step = readonly [t: number, name: string, payload?: object];

const submitted = (job: number, more: object = {}) => ({
  job,
  gpus: 2,
  seconds: 100,
  usdPerGpuHour: 1,
  patience: 50,
  ...more,
});
const running = (job: number, more: object = {}) => ({
  job,
  gpus: 2,
  seconds: 100,
  usdPerGpuHour: 3.6,
  ...more,
});

/** Number of the asset that USD are here. */
const USD = 3;
const paid = (job: number, amount: number, asset = USD) => ({ job, account: 9, asset, amount });

function recorded(steps: readonly Step[], until: number): RecordedJobs {
  const recorder = new JobRecorder(USD);
  for (const [t, name, payload = {}] of steps) recorder.before({ name, place: "" })?.(payload, t);
  return recorder.jobs(until);
}

/** One job's row, its outcome in words. */
function rowOf(jobs: RecordedJobs, row = 0) {
  return {
    started: jobs.started[row],
    finished: jobs.finished[row],
    waiting: jobs.waitingTime[row],
    ran: jobs.executionTime[row],
    turnaround: turnaroundOf(jobs, row),
    stretch: stretchOf(jobs, row),
    interruptions: jobs.interruptions[row],
    usd: jobs.usdPaid[row],
    joules: jobs.energyJoules[row],
    provider: jobs.provider[row],
    outcome: OUTCOMES[jobs.outcome[row]!],
  };
}

test("a job that waits and runs: times, pay and energy by hand", () => {
  const jobs = recorded(
    [
      [10, "jobSubmitted", submitted(7, { class: "training" })],
      [30, "jobMatched", running(7)],
      [30, "jobStarted", running(7, { machine: 4, watts: 300 })],
      [130, "jobFinished", running(7)],
      // Its contract is settled when it has finished; tokens are no USD.
      [130, "jobPaid", paid(7, 0.2)],
      [130, "jobPaid", paid(7, 5, USD + 1)],
    ],
    200,
  );
  // Energy: 2 GPUs × 100 s × 300 W.
  expect(rowOf(jobs)).toEqual({
    started: 30,
    finished: 130,
    waiting: 20,
    ran: 100,
    turnaround: 120,
    stretch: 1.2,
    interruptions: 0,
    usd: 0.2,
    joules: 60_000,
    provider: 4,
    outcome: "finished",
  });
  expect(jobs.classes[jobs.class[0]!]).toBe("training");
});

test("a job that is resubmitted under its number goes on: it waits whenever it does not run", () => {
  const jobs = recorded(
    [
      [0, "jobSubmitted", submitted(1)],
      [10, "jobStarted", running(1, { machine: 1, watts: 100 })],
      [40, "jobInterrupted", running(1, { seconds: 30 })],
      [40, "jobPaid", paid(1, 0.06)],
      [45, "jobSubmitted", submitted(1, { seconds: 80 })],
      [60, "jobStarted", running(1, { machine: 2, watts: 200, usdPerGpuHour: 7.2 })],
      [140, "jobFinished", running(1, { seconds: 80 })],
      [140, "jobPaid", paid(1, 0.32)],
    ],
    200,
  );
  expect(jobs.job).toHaveLength(1);
  expect(rowOf(jobs)).toEqual({
    started: 10,
    finished: 140,
    waiting: 30,
    ran: 110,
    turnaround: 140,
    stretch: expect.closeTo(140 / 110, 12),
    interruptions: 1,
    usd: expect.closeTo(0.06 + 0.32, 12),
    joules: 2 * (30 * 100 + 80 * 200),
    provider: 2,
    outcome: "finished",
  });
});

test("a paused job waits until it is matched again, and has paid what was told so far", () => {
  const jobs = recorded(
    [
      [0, "jobSubmitted", submitted(1)],
      [0, "jobStarted", running(1)],
      [20, "jobRepriced", { job: 1, usdPerGpuHour: 7.2 }],
      [50, "jobPaused", running(1, { seconds: 50 })],
      [50, "jobPaid", paid(1, 0.16)],
      [70, "jobStarted", running(1, { seconds: 50 })],
    ],
    100,
  );
  expect(rowOf(jobs)).toMatchObject({
    started: 0,
    finished: Number.NaN,
    waiting: 20,
    ran: 80,
    turnaround: Number.NaN,
    interruptions: 1,
    usd: 0.16,
    joules: Number.NaN,
    provider: Number.NaN,
    outcome: "running",
  });
});

test("a job that left has waited and paid nothing; one interrupted before it began, too", () => {
  const jobs = recorded(
    [
      [5, "jobSubmitted", submitted(1)],
      [6, "jobSubmitted", submitted(2)],
      [16, "jobInterrupted", running(2, { seconds: 0 })],
      [55, "jobLeft", { job: 1, gpus: 2, waited: 50 }],
    ],
    100,
  );
  const never = { started: Number.NaN, ran: 0, stretch: Number.NaN, usd: 0, joules: 0 };
  expect(rowOf(jobs, 0)).toMatchObject({ ...never, finished: Number.NaN, waiting: 50, outcome: "left" });
  expect(rowOf(jobs, 1)).toMatchObject({
    ...never,
    finished: 16,
    waiting: 10,
    interruptions: 1,
    outcome: "interrupted",
  });
});

test("what is open at the horizon stays open, whatever mechanisms close after it", () => {
  const jobs = recorded(
    [
      [0, "jobSubmitted", submitted(1)],
      [0, "jobStarted", running(1)],
      [10, "jobSubmitted", submitted(2)],
      [100, "end"],
      // What is settled as the run ends is told after it.
      [100, "jobPaid", paid(1, 0.2)],
      [100, "jobLeft", { job: 2, gpus: 2, waited: 90 }],
      [100, "jobInterrupted", running(1)],
    ],
    100,
  );
  expect(rowOf(jobs, 0)).toMatchObject({ ran: 100, outcome: "running", usd: 0.2 });
  expect(rowOf(jobs, 1)).toMatchObject({ waiting: 90, outcome: "waiting" });
});

test("a job that nobody submitted is known from its start, and a stranger's end is nothing", () => {
  const jobs = recorded(
    [
      [10, "jobStarted", running(1)],
      [20, "jobFinished", running(1)],
      [30, "jobFinished", running(9)],
      [30, "jobRepriced", { job: 9, usdPerGpuHour: 1 }],
    ],
    40,
  );
  expect([...jobs.job]).toEqual([1]);
  expect(rowOf(jobs)).toMatchObject({ started: 10, finished: 20, waiting: 0, stretch: 1 });
});

/** A market small enough to queue, with machines that fail often. */
const market = (seed: number, replicas: number) =>
  resolve(
    {
      title: "A market",
      seed,
      until: "12d",
      world: [
        { mechanism: "supply/cohorts", params: { providers: 10, mtbf: "20d" } },
        { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
        { mechanism: "pricing/first-come", params: {} },
        { mechanism: "demand/bootstrap-trace", params: { replicas } },
        { mechanism: "contracts/escrow", params: {} },
      ],
    },
    ORRERY,
    { name: "market" },
  );
const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);

test("property: rows are the jobs submitted, their money what the escrow paid, their GPU-time what supply delivered", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 2, max: 5 }), (seed, replicas) => {
      const { jobs, summary } = run(market(seed, replicas), ORRERY, {
        design: "base",
        record: { jobs: true },
      });
      const { job, gpus, executionTime, usdPaid, outcome } = jobs!;
      expect(job).toHaveLength(summary["jobs.submitted"]!);
      expect(new Set(job).size).toBe(job.length);
      expect(sum(usdPaid)).toBeCloseTo(summary["customers.paidUsd"]!, 6);
      const delivered = sum(executionTime.map((seconds, row) => seconds * gpus[row]!)) / HOUR;
      expect(delivered).toBeCloseTo(summary["gpu.delivered"]!, 3);
      const of = (name: (typeof OUTCOMES)[number]) =>
        outcome.filter((each) => OUTCOMES[each] === name).length;
      expect(job.length).toBeGreaterThan(20);
      // First come counts those that still wait at the horizon as having given up.
      expect(of("left") + of("waiting")).toBe(summary["jobs.gaveUp"]);
    }),
    { numRuns: 4, seed: Number(process.env["ORRERY_TEST_SEED"] ?? 1) },
  );
});

/** What customers put into escrow for their jobs, less what they got back: by the ledger, in USD. */
const paidByLedger = (flows: readonly FlowRow[]): number =>
  flows
    .filter(({ asset, kind }) => asset === "usd" && (kind === "deposits" || kind === "refunds"))
    .reduce(
      (total, { from, to, value }) =>
        total +
        (from === "customers" && to === "escrow" ? value : 0) -
        (from === "escrow" && to === "customers" ? value : 0),
      0,
    );

const CONTRACTS: readonly (readonly [string, readonly Use[]])[] = [
  ["none", []],
  ["escrow", [{ mechanism: "contracts/escrow", params: {} }]],
  ["lease", [{ mechanism: "contracts/lease", params: { takeRate: 0.02 } }]],
  ["lease that runs out", [{ mechanism: "contracts/lease", params: { topUps: false, cover: "2h" } }]],
];

test.each(CONTRACTS)(
  "what jobs paid is what their customers' accounts did: contract %s",
  (name, contract) => {
    const { jobs, flows } = run(
      resolve(
        {
          title: "A market",
          until: "12d",
          world: [
            { mechanism: "supply/cohorts", params: { providers: 10, mtbf: "20d" } },
            { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
            { mechanism: "pricing/first-come", params: {} },
            { mechanism: "demand/bootstrap-trace", params: { replicas: 3 } },
            ...contract,
          ],
        },
        ORRERY,
        { name: "market" },
      ),
      ORRERY,
      { design: "base", record: { jobs: true } },
    );
    const told = sum(jobs!.usdPaid);
    if (name === "none") expect(told).toBe(0);
    else expect(told).toBeGreaterThan(10);
    expect(told).toBeCloseTo(paidByLedger(flows), 6);
  },
);

/** What customers paid beside the time of their jobs, in USD by kind: what went out of their accounts, less what came back. */
function besides(flows: readonly FlowRow[]): Record<string, number> {
  const net: Record<string, number> = {};
  for (const { asset, kind, from, to, value } of flows) {
    const others = [from, to].filter((sector) => sector !== "customers");
    // Their own funds come from the world; deposits and refunds of an escrow are the time of jobs.
    if (asset !== "usd" || others.length !== 1 || others[0] === "world") continue;
    if (others[0] === "escrow" && (kind === "deposits" || kind === "refunds")) continue;
    net[kind] = (net[kind] ?? 0) + (from === "customers" ? value : -value);
  }
  return net;
}

test.each([
  ["contracts/insurance", ["premiums", "claims"]],
  ["contracts/service-level", ["service credits"]],
  ["pricing/reserved", ["reservations"]],
  ["pricing/subscription", ["subscriptions"]],
  ["pricing/interruptible-bids", ["storage"]],
  // The desk that swaps and burns for customers is one of their accounts.
  ["contracts/burn-desk", ["GPU time", "fee", "swaps"]],
])("usd_paid is the time of jobs alone, and the books have the rest by its kind: %s", (name, kinds) => {
  const { world } = ORRERY.get(name)!.example();
  const escrow = { mechanism: "contracts/escrow", params: {} };
  const pays = world.some(({ mechanism }) => /^contracts\/(escrow|lease)$/.test(String(mechanism)));
  const { jobs, flows } = run(
    resolve({ title: name, until: "10d", world: pays ? world : [...world, escrow] }, ORRERY, {
      name: "paid",
    }),
    ORRERY,
    { design: "base", record: { jobs: true } },
  );
  const told = sum(jobs!.usdPaid);
  expect(told).toBeGreaterThan(0.1);
  expect(told).toBeCloseTo(paidByLedger(flows), 5);
  const rest = besides(flows);
  expect(Object.keys(rest).sort()).toEqual([...kinds].sort());
  for (const kind of kinds) expect(Math.abs(rest[kind]!)).toBeGreaterThan(0);
});

test("jobs may be recorded or not: digest, events, series and summary are the same", () => {
  const { resolved, catalogue } = forked();
  const options = { design: "base" };
  const plain = runBranches(resolved, catalogue, options);
  const told = runBranches(resolved, catalogue, { ...options, record: { jobs: true, providers: true } });
  expect(told.map(({ jobs: _, providers: __, ...rest }) => rest)).toEqual(plain);
  expect(plain.map(({ jobs, providers }) => [jobs, providers])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
});

test("a branch has the jobs before it as the other has them, and a resumed run has all of them", () => {
  const { resolved, catalogue } = forked();
  const options = { design: "base", record: { jobs: true, providers: true } };
  const [none, halves] = runBranches(resolved, catalogue, options);
  const alone = run({ ...resolved, branches: null }, catalogue, options);
  expect(none!.jobs).toEqual(alone.jobs);
  expect(none!.providers).toEqual(alone.providers);
  const early = halves!.jobs!.submitted.filter((t) => t < resolved.branches!.at).length;
  expect(halves!.jobs!.job.slice(0, early)).toEqual(none!.jobs!.job.slice(0, early));
  expect(halves!.jobs!.job.length).toBeLessThan(none!.jobs!.job.length);

  const started = new Simulation(resolved, catalogue, { ...options, replication: 0, seed: none!.seed });
  started.runTo({ time: 5 * 86_400 });
  const resumed = Simulation.restore(resolved, catalogue, started.snapshot(), "sample", options.record);
  expect(resumed.finish().jobs).toEqual(alone.jobs);
});

test("error: a snapshot without its jobs cannot tell them", () => {
  const { resolved, catalogue } = forked();
  const simulation = new Simulation(resolved, catalogue, { design: "base", replication: 0, seed: 1 });
  simulation.runTo({ time: 86_400 });
  expect(() =>
    Simulation.restore(resolved, catalogue, simulation.snapshot(), "sample", { jobs: true }),
  ).toThrow(
    "The snapshot has no record of jobs: those before it are not known.\n\nReplay from the start, or save the snapshot in a replay with --jobs.",
  );
});

test("jobs of two places with one number are two jobs, before a snapshot and after it", () => {
  const hear = (recorder: JobRecorder, name: string, place: string, payload: object, t: number) =>
    recorder.before({ name, place })?.(payload, t);
  const first = new JobRecorder(USD);
  for (const place of ["a", "b"]) hear(first, "jobSubmitted", place, submitted(7), place === "a" ? 0 : 10);
  hear(first, "jobStarted", "b", running(7), 20);
  const resumed = new JobRecorder(USD, structuredClone(first.snapshot()));
  hear(resumed, "jobStarted", "a", running(7), 50);
  hear(resumed, "jobFinished", "b", running(7), 120);
  const jobs = resumed.jobs(150);
  expect([...jobs.place].map((place) => jobs.places[place])).toEqual(["a", "b"]);
  expect(rowOf(jobs, 0)).toMatchObject({ waiting: 50, ran: 100, outcome: "running" });
  expect(rowOf(jobs, 1)).toMatchObject({ waiting: 10, ran: 100, outcome: "finished" });
});
