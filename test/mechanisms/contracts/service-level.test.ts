import { describe, expect, test } from "vitest";
import { serviceLevel } from "../../../sim/mechanisms/contracts/service-level.ts";
import { spotChecks } from "../../../sim/mechanisms/verification/spot-checks.ts";
import type { Use } from "../../../sim/model/mechanism.ts";
import { simulate } from "../consensus/small-world.ts";
import { type Happening, machine, scriptedEvents, stretch } from "../scripted-events.ts";
import { moved } from "../supply/small-market.ts";

const HOUR = 3600;
const DAY = 86_400;
/** One GPU at 1 USD an hour; away for `hours` in the first period of 10 days; its one job runs `worked` hours. */
const month = (
  hours: number,
  worked: number,
  params: object = {},
  more: Happening[] = [],
  others: Use[] = [],
) =>
  simulate({
    world: [
      scriptedEvents([
        [0, "machineOffered", machine(1)],
        [1, "jobStarted", stretch(1, worked * HOUR, { machine: 1 })],
        [1 + worked * HOUR, "jobFinished", stretch(1, worked * HOUR, { machine: 1 })],
        [5 * DAY, "machineWithdrawn", { machine: 1 }],
        [5 * DAY + hours * HOUR, "machineOffered", machine(1)],
        ...more,
      ]),
      serviceLevel({ period: "10d", stakeUsdPerGpu: 200, ...params }),
      ...others,
    ],
    until: "11d",
  });

describe("a machine with a bill of 100 USD in 240 hours", () => {
  test.each([
    [0.24, 0],
    [0.25, 10],
    [2.4, 10],
    [2.5, 30],
    [12, 30],
    [12.1, 100],
  ])("that was away for %d hours owes a credit of %d USD", (hours, credit) => {
    const outcome = month(hours, 100);
    expect(moved(outcome, "service credits")).toBe(BigInt(credit * 1e6));
    expect(outcome.run.summary["service.availability"]).toBeCloseTo(1 - hours / 240, 12);
    expect(outcome.run.summary["service.violations"]).toBe(credit > 0 ? 1 : 0);
  });

  test("pays as far as its stake goes", () => {
    const outcome = month(20, 100, { stakeUsdPerGpu: 60 });
    expect(moved(outcome, "service credits")).toBe(60_000_000n);
    expect(outcome.run.summary["service.unpaidUsd"]).toBeCloseTo(40, 9);
  });

  test("owes no more and no less where its work is audited too: each promise has a stake of its own", () => {
    const audited = (params: object) =>
      month(20, 100, { stakeUsdPerGpu: 60 }, [], [spotChecks({ check: 1, ...params })]);
    for (const cheaters of [0, 1]) {
      const outcome = audited({ cheaters, opportunists: 0, stakeUsdPerGpu: 70, slashBaseUsd: 5 });
      expect(outcome.run.summary["service.unpaidUsd"]).toBeCloseTo(40, 9);
      expect(moved(outcome, "equity")).toBe(130_000_000n);
      // Of its 70 USD the price of the job and the fine, as far as they go: never of the other stake.
      expect(moved(outcome, "slashing")).toBe(cheaters === 1 ? 70_000_000n : 0n);
    }
  });

  test("is slashed besides what customers get, and never beyond its stake", () => {
    const slashed = month(2, 100, { penaltyUsd: 50, penaltyFactor: 2 });
    expect(moved(slashed, "slashing")).toBe(100_000_000n);
    const poor = month(2, 100, { penaltyUsd: 50, penaltyFactor: 2, stakeUsdPerGpu: 30 });
    expect(moved(poor, "service credits") + moved(poor, "slashing")).toBe(30_000_000n);
    expect(moved(poor, "slashing")).toBe(20_000_000n);
  });
});

test("a job that runs over the end of a period is billed in both, at the price of the time", () => {
  const outcome = simulate({
    world: [
      scriptedEvents([
        [0, "machineOffered", machine(1)],
        [9 * DAY, "jobStarted", stretch(1, 3 * DAY, { machine: 1 })],
        [9 * DAY + 12 * HOUR, "jobRepriced", { job: 1, usdPerGpuHour: 2 }],
        [12 * DAY, "machineWithdrawn", { machine: 1 }],
        [12 * DAY, "jobInterrupted", stretch(1, 3 * DAY, { machine: 1 })],
        [14 * DAY, "machineOffered", machine(1)],
      ]),
      serviceLevel({ period: "10d", stakeUsdPerGpu: 1000 }),
    ],
    until: "21d",
  });
  // Only the second period, with 48 h away and 48 h of work at 2 USD, misses its level.
  expect(moved(outcome, "service credits")).toBe(96_000_000n);
});

test("a machine that is away for a whole period has left: nothing is promised", () => {
  const outcome = simulate({
    world: [
      scriptedEvents([
        [0, "machineOffered", machine(1)],
        [10 * DAY, "machineWithdrawn", { machine: 1 }],
      ]),
      serviceLevel({ period: "10d" }),
    ],
    until: "31d",
  });
  expect(outcome.run.summary["service.violations"]).toBe(0);
  expect(outcome.run.summary["service.availability"]).toBe(1);
});

test("levels without a credit each are refused", () => {
  expect(() => month(1, 1, { levels: [0.9], credits: [] })).toThrow("Levels of service need a credit each");
});
