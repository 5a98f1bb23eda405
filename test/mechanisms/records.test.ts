import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inlineTable } from "../../sim/schema/table.ts";
import { instant } from "../../sim/units.ts";
import { simulate } from "./consensus/small-world.ts";
import { happened, quotes, use } from "./supply/small-market.ts";

/** Rising times of which many share a microsecond, many are equal, and many round to the next or to the one before. */
const times = (first: number) =>
  fc
    .array(
      fc.record({
        gap: fc.constantFrom(0, 0, 1, 2, 1_001_000, 3_600_000_000),
        within: fc.constantFrom(0, 0, 0.1, 0.4, 0.49, 0.51, 0.6, 0.9),
      }),
      { minLength: 1, maxLength: 60 },
    )
    .map((steps) => {
      let micros = 0;
      return steps
        .map(({ gap, within }) => {
          micros += gap;
          return first + (micros + within) / 1e6;
        })
        .sort((one, other) => one - other);
    });
const UNTIL = 70 * 3_600;
const rounded = (record: readonly number[], origin: number) => record.map((time) => instant(time - origin));
const numbered = (record: readonly number[]) => record.map((_, row) => row + 1);

describe("every row of a record comes once, in order, at the nearest microsecond:", () => {
  const arrivals = (world: Parameters<typeof simulate>[0]["world"], event: string) =>
    happened(simulate({ world, until: UNTIL }), event);

  test("recorded jobs", () => {
    fc.assert(
      fc.property(times(0), fc.constantFrom(1, 3), fc.constantFrom(1, 7), (submitted, copies, rateScale) => {
        const trace = inlineTable({
          submitted,
          seconds: submitted.map(() => 60),
          gpus: numbered(submitted),
        });
        const jobs = arrivals([use("demand/trace", { trace, copies, rateScale })], "jobSubmitted");
        expect(jobs).toHaveLength(copies * submitted.length);
        expect(jobs.every(({ t }, at) => at === 0 || t >= jobs[at - 1]!.t)).toBe(true);
        expect(new Set(jobs.map(({ job }) => job)).size).toBe(jobs.length);
        if (copies > 1) return;
        expect(jobs.map(({ gpus }) => gpus)).toEqual(numbered(submitted));
        expect(jobs.map(({ t }) => t)).toEqual(submitted.map((time) => instant(time / rateScale)));
      }),
    );
  });

  test.each([0, 1_704_067_200])("recorded requests, from %d on", (first) => {
    fc.assert(
      fc.property(times(first), (record) => {
        const trace = inlineTable({
          TIMESTAMP: record,
          ContextTokens: numbered(record),
          GeneratedTokens: record.map(() => 1),
        });
        const requests = arrivals([use("demand/inference", { trace, repeat: false })], "requestArrived");
        expect(requests.map(({ tokensIn }) => tokensIn)).toEqual(numbered(record));
        expect(requests.map(({ t }) => t)).toEqual(rounded(record, record[0]!));
      }),
    );
  });

  test("jobs of recorded weeks", () => {
    const WEEK = 604_800;
    fc.assert(
      fc.property(times(WEEK - 3), (late) => {
        // What the calendar rounds into the second week is of that week.
        const timestamp = [0, ...late, 2 * WEEK];
        const gpus = numbered(timestamp);
        const trace = inlineTable({ timestamp, duration: timestamp.map(() => 60), num_gpus: gpus });
        const eager = { willingness: 1_000, reliabilityDiscount: 0 };
        const world = [
          quotes({ usdPerGpuHour: 0.3, cloudUsdPerGpuHour: 1, expectedWait: 0 }),
          use("demand/bootstrap-trace", { trace, replicas: 1, ...eager }),
        ];
        const jobs = happened(simulate({ world, until: 3 * WEEK }), "jobSubmitted");
        const recorded = [0, 1].map((week) =>
          timestamp
            .map((time, row) => [instant(instant(time) - week * WEEK), gpus[row]])
            .filter(([offset]) => offset! >= 0 && offset! < WEEK),
        );
        for (const week of [0, 1, 2]) {
          const drawn = jobs
            .map((job) => [instant(job.t - week * WEEK), job["gpus"]])
            .filter(([offset]) => (offset as number) >= 0 && (offset as number) < WEEK);
          expect(recorded).toContainEqual(drawn);
        }
        expect(new Set(jobs.map(({ job }) => job)).size).toBe(jobs.length);
      }),
    );
  });

  test("recorded prices", () => {
    fc.assert(
      fc.property(times(1_500_000_000), (record) => {
        const prices = inlineTable({
          instance_type: record.map(() => "x"),
          zone: record.map(() => "y"),
          timestamp: record,
          usd_per_hour: numbered(record),
        });
        const world = [use("pricing/recorded-spot", { prices, instanceType: "x", zone: "y" })];
        const at = rounded(record, record[0]!);
        // The record starts again when it is over: only what comes once is looked at.
        const until = Math.max(1e-6, at.at(-1)!);
        const changes = happened(simulate({ world, until }), "recordedPrice").filter(
          ({ k }) => (k as number) < record.length,
        );
        const expected = record.at(-1)! > record[0]! ? at.slice(1) : [];
        expect(changes.map(({ t }) => t)).toEqual(expected);
        expect(changes.map(({ k }) => k)).toEqual(numbered(expected));
      }),
    );
  });

  test("planned outages", () => {
    fc.assert(
      fc.property(times(0), (t) => {
        const outages = inlineTable({ t, region: t.map(() => "US"), seconds: numbered(t) });
        const struck = arrivals([use("shocks/region-outage", { outages })], "regionOutage");
        expect(struck.map(({ seconds }) => seconds)).toEqual(numbered(t));
        expect(struck.map((outage) => outage.t)).toEqual(rounded(t, 0));
      }),
    );
  });

  test("recorded availability", () => {
    fc.assert(
      fc.property(times(0), (t) => {
        const machines = inlineTable({
          provider: ["pool"],
          count: [t.length],
          gpus: [1],
          kind: ["A100"],
          memory_gb: [80],
          throughput: [1],
          region: ["US"],
          usd_per_gpu_hour: [0],
        });
        // Machine by machine, each goes for good.
        const availability = inlineTable({ machine: t.map((_, row) => row), t, up: t.map(() => 0) });
        const { simulation, events } = simulate({
          world: [use("supply/fleet", { machines, availability })],
          until: UNTIL,
        });
        const withdrawn = events.filter(({ name }) => name === "machineWithdrawn");
        const early = t.filter((time) => instant(time) === 0).length;
        expect(withdrawn.map((event) => event.t).filter((time) => time > 0)).toEqual(
          rounded(t, 0).filter((time) => time > 0),
        );
        expect(withdrawn.length).toBeGreaterThanOrEqual(t.length - early);
        expect(simulation.now).toBe(UNTIL);
      }),
    );
  });

  test("what other uses bring", () => {
    fc.assert(
      fc.property(times(1), (t) => {
        const series = inlineTable({ t, use: t.map(() => "mining"), usd_per_gpu_hour: numbered(t) });
        const sampled = (until: number) =>
          simulate({
            world: [use("pricing/other-uses", { series, mining: 0.5, miningVolatility: 0 })],
            until,
          }).run.atEnd["market.miningUsdPerGpuHour"];
        for (const [row, time] of rounded(t, 0).entries())
          if (row + 1 === t.length || instant(t[row + 1]!) > time) expect(sampled(time)).toBe(row + 1);
      }),
      { numRuns: 20 },
    );
  });
});
