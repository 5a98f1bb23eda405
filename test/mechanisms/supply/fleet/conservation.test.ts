import fc from "fast-check";
import { expect, test } from "vitest";
import { BROKEN } from "../../../../sim/mechanisms/supply/fleet/state.ts";
import { inlineTable, numberColumn, type Table } from "../../../../sim/schema/table.ts";
import { stateOf } from "../../consensus/small-world.ts";
import { happened } from "../small-market.ts";
import { DAY, fleet, HOUR, machines, matched, type Scripted, script, simulate } from "./small-fleet.ts";

const UNTIL = 10 * DAY;
const SIZES = [8, 8, 4, 4, 1];
const table = machines({ gpus: 8, count: 2 }, { gpus: 4, count: 2, region: "B" }, { gpus: 1, throughput: 3 });

const time = fc.integer({ min: 0, max: UNTIL - 1 });
const anyEvent = (job: number): fc.Arbitrary<Scripted> =>
  fc.oneof(
    fc.tuple(
      time,
      fc.constant("jobMatched" as const),
      fc
        .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 4 * DAY }))
        .map(([gpus, seconds]) => matched(job, gpus, seconds)),
    ),
    fc.tuple(
      time,
      fc.constant("regionOutage" as const),
      fc.record({ region: fc.constantFrom("A", "B", ""), seconds: fc.integer({ min: 1, max: DAY }) }),
    ),
    fc.tuple(
      time,
      fc.constant("jobEvicted" as const),
      fc.record({ job: fc.integer({ min: 0, max: job }), kept: fc.boolean() }),
    ),
    fc.tuple(
      time,
      fc.constant("machineBarred" as const),
      fc.record({ machine: fc.integer({ min: 3, max: 4 }) }),
    ),
  );
const events = fc
  .tuple(...Array.from({ length: 25 }, (_, job) => anyEvent(job)))
  .map((all) => [...all] as Scripted[]);
const record = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), time, fc.integer({ min: 0, max: 1 })), { maxLength: 10 })
  .map((lines) => [...lines].sort((one, other) => one[1] - other[1]))
  .map((lines) =>
    inlineTable({
      machine: lines.map(([machine]) => machine),
      t: lines.map(([, t]) => t),
      up: lines.map(([, , up]) => up),
    }),
  );

type Outcome = ReturnType<typeof simulate>;

/** GPU-seconds in which jobs ran, from their own events: each stretch, and what still runs at the end. */
function stretches(outcome: Outcome): number {
  let seconds = 0;
  const running = new Map<unknown, { t: number; gpus: number }>();
  for (const { t, name, payload } of outcome.events) {
    const { job, gpus } = payload as { job: number; gpus: number };
    if (name === "jobStarted") running.set(job, { t, gpus });
    if (!/^job(Finished|Interrupted|Paused)$/.test(name) || !running.has(job)) continue;
    seconds += gpus * (payload as { seconds: number }).seconds;
    running.delete(job);
  }
  for (const { t, gpus } of running.values()) seconds += gpus * (UNTIL - t);
  return seconds;
}

/** GPU-seconds between offers and withdrawals. */
function offered(outcome: Outcome): number {
  const since = new Map<unknown, number>();
  let seconds = 0;
  for (const { t, name, payload } of outcome.events) {
    const { machine } = payload as { machine: number };
    if (name === "machineOffered") since.set(machine, t);
    if (name !== "machineWithdrawn" || !since.has(machine)) continue;
    seconds += SIZES[machine]! * (t - since.get(machine)!);
    since.delete(machine);
  }
  for (const [machine, t] of since) seconds += SIZES[machine as number]! * (UNTIL - t);
  return seconds;
}

const world = (params: object, scripted: readonly Scripted[]) =>
  simulate([fleet({ machines: table, mtbf: 30 * DAY, ...params }), script(...scripted)], UNTIL);

test("what is delivered is the sum of the stretches that jobs ran", () => {
  fc.assert(
    fc.property(events, record, fc.constantFrom("finish", "interrupt"), (scripted, availability, drain) => {
      const outcome = world({ availability, maintenancePeriod: 4 * DAY, maintenanceDrain: drain }, scripted);
      expect(outcome.run.summary["gpu.delivered"]! * HOUR).toBeCloseTo(stretches(outcome), 2);
    }),
    { numRuns: 40, seed: Number(process.env["ORRERY_TEST_SEED"] ?? 1) },
  );
});

test("GPU-seconds online and off are machines times time, where those withdrawn run nothing", () => {
  fc.assert(
    fc.property(events, record, (scripted, availability) => {
      const interrupting = scripted.filter(([, name]) => name !== "machineBarred");
      const outcome = world(
        { availability, maintenancePeriod: 4 * DAY, maintenanceDrain: "interrupt" },
        interrupting,
      );
      const { summary } = outcome.run;
      expect(summary["gpu.offered"]! * HOUR).toBeCloseTo(offered(outcome), 2);
      expect(summary["gpu.availability"]).toBeCloseTo(offered(outcome) / (25 * UNTIL), 9);
      const random = happened(outcome, "machineMended").length + underRepair(outcome);
      expect(summary["machines.failures"]).toBe(random + recordedLosses(outcome, availability));
    }),
    { numRuns: 40, seed: Number(process.env["ORRERY_TEST_SEED"] ?? 1) },
  );
});

/** Withdrawals of machines from offer at a time at which their record says down, after the start. */
function recordedLosses(outcome: Outcome, record: Table): number {
  const [machines, times, up] = ["machine", "t", "up"].map((name) => numberColumn(record, name));
  return happened(outcome, "machineWithdrawn").filter(
    ({ t, machine }) =>
      t > 0 && times!.some((at, line) => at === t && machines![line] === machine && up![line] === 0),
  ).length;
}

function underRepair(outcome: Outcome): number {
  const { machines: at } = stateOf(outcome, "supply/fleet");
  return [...(at.reasons as Int32Array)].filter((reasons) => (reasons & BROKEN) !== 0).length;
}
