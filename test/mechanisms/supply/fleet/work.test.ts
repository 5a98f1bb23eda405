import { describe, expect, test } from "vitest";
import { inlineTable } from "../../../../sim/schema/table.ts";
import { happened } from "../small-market.ts";
import { DAY, fleet, HOUR, machines, matched, REGIONS, script, simulate } from "./small-fleet.ts";

describe("a job", () => {
  test("runs on the machine that it fills best, and draws 80 % of the TDP with its building", () => {
    const two = machines({ gpus: 8 }, { gpus: 2 });
    const outcome = simulate([fleet({ machines: two }), script([10, "jobMatched", matched(1, 2, 1_000)])]);
    expect(happened(outcome, "jobStarted")).toMatchObject([
      { t: 10, machine: 1, seconds: 1_000, watts: 350 * 0.8 * 1.3 },
    ]);
    expect(happened(outcome, "jobFinished")).toMatchObject([{ t: 1_010, machine: 1 }]);
  });

  test("takes half as long on GPUs that are twice as fast", () => {
    const fast = machines({ throughput: 2 });
    const outcome = simulate([fleet({ machines: fast }), script([0, "jobMatched", matched(1, 1, 1_000)])]);
    expect(happened(outcome, "jobFinished")).toMatchObject([{ t: 500, seconds: 500 }]);
  });

  test("that spans machines is as fast as the slowest, slower by the penalty, and draws their mean", () => {
    const mixed = machines(
      { gpus: 8, throughput: 2, tdp_watts: 300 },
      { gpus: 4, throughput: 1, tdp_watts: 600 },
    );
    const gang = matched(1, 12, 1_000, { machines: [0, 1], parts: [8, 4] });
    const outcome = simulate([fleet({ machines: mixed, spanPenalty: 0.1 }), script([0, "jobMatched", gang])]);
    const [started] = happened(outcome, "jobStarted");
    expect(started).toMatchObject({ seconds: 1_100 });
    expect(started).not.toHaveProperty("machine");
    expect(started!["watts"]).toBeCloseTo(400 * 0.8 * 1.3, 9);
    expect(outcome.run.summary["jobs.spanningMachines"]).toBe(1);
    expect(outcome.run.summary["gpu.delivered"]).toBeCloseTo((12 * 1_100) / HOUR, 9);
  });

  test("that was matched to what is no longer free does not run", () => {
    const outcome = simulate([fleet(), script([0, "jobMatched", matched(1, 9, 1_000)])]);
    expect(happened(outcome, "jobInterrupted")).toMatchObject([{ job: 1, seconds: 0 }]);
    expect(happened(outcome, "jobStarted")).toEqual([]);
  });

  test("that is evicted is paused or interrupted after what it has run", () => {
    const events = [
      [0, "jobMatched", matched(1, 4, DAY)],
      [0, "jobMatched", matched(2, 4, DAY)],
      [100, "jobEvicted", { job: 1, kept: true }],
      [200, "jobEvicted", { job: 2, kept: false }],
      [300, "jobEvicted", { job: 3, kept: false }],
    ] as const;
    const outcome = simulate([fleet(), script(...events)]);
    expect(happened(outcome, "jobPaused")).toMatchObject([{ t: 100, job: 1, seconds: 100 }]);
    expect(happened(outcome, "jobInterrupted")).toMatchObject([{ t: 200, job: 2, seconds: 200 }]);
    expect(happened(outcome, "jobFinished")).toEqual([]);
  });

  test("that is repriced ends when it was to end, at the new price", () => {
    const events = [
      [0, "jobMatched", matched(1, 4, 1_000)],
      [100, "jobRepriced", { job: 1, usdPerGpuHour: 0.5 }],
    ] as const;
    const outcome = simulate([fleet({ byRegion: true }), script(...events)]);
    expect(happened(outcome, "jobFinished")).toMatchObject([
      { t: 1_000, seconds: 1_000, usdPerGpuHour: 0.5, machine: 0 },
    ]);
    expect(outcome.run.summary["gpu.paidUsdPerGpuHour[A]"]).toBeCloseTo(0.1 * 0.36 + 0.9 * 0.5, 9);
  });
});

describe("throttling", () => {
  const warm = (air: object) => ({
    machines: machines({ cooling: "air" }),
    regions: inlineTable({ region: ["A"], usd_per_kwh: [0.1], gco2e_per_kwh: [1], ...air }),
    load: 1,
  });

  test("air of 22 °C and a rise of 70 K leave a clock of 85/94, and a job takes that much longer", () => {
    const outcome = simulate([
      fleet(warm({ ambient: [22] })),
      script([0, "jobMatched", matched(1, 1, 8_500)]),
    ]);
    expect(happened(outcome, "jobFinished")[0]!.t).toBeCloseTo(9_400, 5);
    expect(outcome.run.summary["gpu.throttled"]).toBe(1);
  });

  test("the same job is slower by day than by night, and at full clock in the cold", () => {
    const events = [
      [3 * HOUR, "jobMatched", matched(1, 1, 1_000)],
      [15 * HOUR, "jobMatched", matched(2, 1, 1_000)],
    ] as const;
    const seconds = (mean: number) =>
      happened(
        simulate([fleet(warm({ ambient: [mean], daily_swing: [8] })), script(...events)]),
        "jobStarted",
      ).map((started) => started["seconds"] as number);
    const [night, day] = seconds(30);
    // (107 − 22) / 94 and (107 − 38) / 94.
    expect(night).toBeCloseTo((1_000 * 94) / 85, 6);
    expect(day).toBeCloseTo((1_000 * 94) / 69, 6);
    expect(seconds(-20)).toEqual([1_000, 1_000]);
  });

  test("liquid cooling keeps the full clock, and so does a machine of no cooling class", () => {
    for (const cooling of ["liquid", ""]) {
      const cool = { ...warm({ ambient: [35] }), machines: machines({ cooling }) };
      const outcome = simulate([fleet(cool), script([0, "jobMatched", matched(1, 1, 1_000)])]);
      expect(happened(outcome, "jobFinished")).toMatchObject([{ t: 1_000 }]);
      expect(outcome.run.summary["gpu.throttled"]).toBe(0);
    }
  });
});

test("measures of regions and kinds of GPU add up to those of all", () => {
  const table = machines(
    { region: "A", kind: "K" },
    { region: "B", kind: "K" },
    { region: "B", kind: "L", gpus: 4 },
  );
  const events = [
    [0, "jobMatched", matched(1, 8, DAY, { machines: [0], parts: [8] })],
    [0, "jobMatched", matched(2, 4, 2 * DAY, { machines: [2], parts: [4], usdPerGpuHour: 0.1 })],
  ] as const;
  const { summary } = simulate([
    fleet({ machines: table, regions: REGIONS, byRegion: true, byKind: true }),
    script(...events),
  ]).run;
  expect([summary["gpu.supply[A]"], summary["gpu.supply[B]"]]).toEqual([8, 12]);
  expect([summary["gpu.supply[K]"], summary["gpu.supply[L]"]]).toEqual([16, 4]);
  expect(summary["gpu.utilisation[A]"]).toBeCloseTo(0.1, 12);
  expect(summary["gpu.utilisation[B]"]).toBeCloseTo((4 * 2) / (12 * 10), 12);
  expect(summary["gpu.paidUsdPerGpuHour[L]"]).toBeCloseTo(0.1, 12);
  for (const measure of ["energy.joules", "energy.gCO2e"])
    for (const [one, other] of [
      ["A", "B"],
      ["K", "L"],
    ])
      expect(summary[`${measure}[${one}]`]! + summary[`${measure}[${other}]`]!).toBeCloseTo(
        summary[measure]!,
        3,
      );
});
