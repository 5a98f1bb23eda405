import { describe, expect, test } from "vitest";
import type { Use } from "../../sim/model/mechanism.ts";
import { OUTCOMES } from "../../sim/model/recorded-jobs.ts";
import { run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { inlineTable, type Table } from "../../sim/schema/table.ts";
import { use } from "../mechanisms/supply/small-market.ts";
import { resolved } from "./worlds.ts";

/*
 * A machine that is down as the run begins, by its record or with its region, comes later: whoever can use no other waits
 * for it, in every market by machine. One of region A works from the start; those of region B come at 2 h.
 */

const HOUR = 3_600;
/** In each market, how long after there is room a job may start: it is called once an hour, or orders stay open a minute. */
const MARKETS: readonly (readonly [string, number, object])[] = [
  ["pricing/scheduler", 0, { backfill: "none" }],
  ["pricing/scheduler", 0, { backfill: "easy" }],
  ["pricing/scheduler", 0, { backfill: "conservative" }],
  ["pricing/posted", 0, {}],
  ["pricing/order-book", 0, {}],
  ["pricing/double-auction", HOUR, {}],
  ["pricing/reverse-auction", 60, {}],
  ["pricing/interruptible-bids", 0, {}],
];

const LATE = 20;
const machines = inlineTable({
  provider: ["early", "late"],
  count: [1, LATE],
  gpus: [2, 8],
  kind: ["V100", "V100"],
  memory_gb: [16, 40],
  throughput: [1, 2],
  region: ["A", "B"],
  usd_per_gpu_hour: [0.1, 0.1],
});
const regions = inlineTable({ region: ["A", "B"], usd_per_kwh: [0.1, 0.1], gco2e_per_kwh: [400, 400] });
const numbers = Array.from({ length: LATE }, (_, machine) => machine + 1);
const record = (from: number): Table =>
  inlineTable({
    machine: numbers.flatMap((machine) => [machine, machine]),
    t: numbers.flatMap(() => [0, from]),
    up: numbers.flatMap(() => [0, 1]),
  });
/** Nothing fails but by what is recorded. */
const fleet = (more: object = {}): Use => use("supply/fleet", { machines, regions, mtbf: 4e8, ...more });

const ABSENCES: readonly (readonly [string, readonly Use[]])[] = [
  ["by its record", [fleet({ availability: record(2 * HOUR) })]],
  [
    "with its region",
    [
      fleet(),
      use("shocks/region-outage", { outages: inlineTable({ t: [0], region: ["B"], seconds: [2 * HOUR] }) }),
    ],
  ],
];

/** Jobs that only region B, machines of 8 GPUs, of 40 GB, or twice as fast can run, from the start and an hour later. */
const wishes = [
  { region: "B", gpus: 1, memory_gb: 0 },
  { region: "", gpus: 8, memory_gb: 0 },
  { region: "", gpus: 1, memory_gb: 40 },
];
const trace = (submitted: number, checkpoint: number): Use =>
  use("demand/trace", {
    usdPerGpuHour: 1,
    trace: inlineTable({
      submitted: wishes.map(() => submitted),
      seconds: wishes.map(() => 1_200),
      gpus: wishes.map(({ gpus }) => gpus),
      memory_gb: wishes.map(({ memory_gb }) => memory_gb),
      region: wishes.map(({ region }) => region),
      checkpoint: wishes.map(() => checkpoint),
    }),
  });

const finished = (world: readonly Use[], until: string | number = "1d") => {
  const { jobs, summary } = run(resolved({ title: "Late", until, world }), ORRERY, {
    design: "base",
    seed: 1,
    record: { jobs: true },
  });
  return {
    summary,
    outcomes: [...jobs!.outcome].map((outcome) => OUTCOMES[outcome]),
    started: [...jobs!.started],
    finished: [...jobs!.finished],
  };
};

describe.each(ABSENCES)("a machine that is down %s as the run begins", (_, supply) => {
  describe.each(MARKETS)("%s", (market, delay, params) => {
    test.each([
      [0, 0],
      [0, 60],
      [HOUR, 0],
      [HOUR, 60],
    ])("is waited for by jobs of %s s, with a checkpoint every %s s", (submitted, checkpoint) => {
      const result = finished([...supply, use(market, params), trace(submitted, checkpoint)]);
      expect(result.outcomes).toEqual(wishes.map(() => "finished"));
      for (const [job, start] of result.started.entries()) {
        expect(start).toBeGreaterThanOrEqual(2 * HOUR);
        expect(start).toBeLessThanOrEqual(2 * HOUR + delay);
        // A bid may be paused on the way for who rents on demand.
        expect(result.finished[job]! - start).toBeGreaterThan(600 - 1e-5);
      }
    });
  });
});

test("a job that no machine could ever run still leaves, when all machines are known", () => {
  const world = (gpus: number) => [
    fleet({ availability: record(2 * HOUR) }),
    use("pricing/scheduler", { gangs: "together" }),
    use("demand/trace", { trace: inlineTable({ submitted: [0], seconds: [60], gpus: [gpus] }) }),
  ];
  expect(finished(world(8)).outcomes).toEqual(["finished"]);
  expect(finished(world(9)).outcomes).toEqual(["left"]);
});

test.each(["pricing/scheduler", "pricing/posted"])(
  "%s: a job that comes before the machines counts on the fastest of them",
  (market) => {
    const quick = [fleet(), use(market), trace(0, 0)];
    const jobs = use("demand/trace", {
      usdPerGpuHour: 1,
      trace: inlineTable({ submitted: [0], seconds: [1_200], gpus: [8], deadline: [700] }),
    });
    expect(finished([...quick.slice(0, 2), jobs]).finished).toEqual([600]);
  },
);

test("losses by the record are failures, each once, and a machine that is down from the start has not stopped", () => {
  const losses = fleet({
    availability: inlineTable({
      machine: [1, 1, 1, 1, 2, 2, 2],
      t: [100, 200, 300, 400, 0, 50, 60],
      up: [0, 1, 0, 1, 0, 0, 1],
    }),
  });
  expect(finished([losses, use("pricing/scheduler")], 1_000).summary["machines.failures"]).toBe(2);
});
