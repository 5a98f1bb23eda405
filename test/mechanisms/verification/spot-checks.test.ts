import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spotChecks } from "../../../sim/mechanisms/verification/spot-checks.ts";
import { simulate } from "../consensus/small-world.ts";
import { machine, scriptedEvents, stretch } from "../scripted-events.ts";
import { happened, moved } from "../supply/small-market.ts";
import { finishedJobs, isBinomial } from "./results.ts";

/** Stakes that no run uses up: the slash is 20 besides the price of 1, and the threshold of the game 0.8 / 21. */
const RICH = { stakeUsdPerGpu: 1e5, minimumStake: 0, slashBaseUsd: 20, slashFactor: 1, saving: 0.8 };
const audit = (params: object, machines = 40, jobs = 50) =>
  simulate({ world: [finishedJobs(machines, jobs), spotChecks({ ...RICH, ...params })], until: "4d" });
const summary = (params: object) => audit(params).run.summary;

describe("machines that calculate", () => {
  const all = { cheaters: 0, opportunists: 1 };

  test("all cheat below the threshold of 3.81 %, and nobody at it", () => {
    expect(summary({ ...all, check: 0.038 })["verification.honestShare"]).toBe(0);
    expect(summary({ ...all, check: 0.0381 })["verification.honestShare"]).toBe(1);
  });

  test("count with checks that accept false results", () => {
    expect(summary({ ...all, check: 0.07, falseNegative: 0.5 })["verification.honestShare"]).toBe(0);
    expect(summary({ ...all, check: 0.08, falseNegative: 0.5 })["verification.honestShare"]).toBe(1);
  });

  test("cheat when their stake is too small to lose", () => {
    const poor = { ...all, check: 0.1, stakeUsdPerGpu: 5 };
    expect(summary(poor)["verification.honestShare"]).toBe(0);
  });
});

describe("machines that always cheat", () => {
  const outcome = audit({ cheaters: 1, check: 0.25, falseNegative: 0.2 });
  const { summary } = outcome.run;

  test("are found out in a share of check × (1 − false negatives) of 2000 jobs", () => {
    expect(isBinomial(summary["verification.rejected"]!, 2000, 0.2)).toBe(true);
    expect(summary["verification.cheatedUndetected"]).toBeCloseTo(
      1 - summary["verification.rejected"]! / 2000,
      12,
    );
  });

  test("lose 21 USD for each result that is rejected: the customer gets the price, the treasury the rest", () => {
    const rejected = BigInt(summary["verification.rejected"]!);
    expect(moved(outcome, "slashing")).toBe(rejected * 21_000_000n);
    expect(moved(outcome, "refunds")).toBe(rejected * 1_000_000n);
    expect(summary["verification.verifiedGpuHours"]).toBe(0);
  });
});

test("honest machines lose what false alarms cost", () => {
  const { summary } = audit({ cheaters: 0, opportunists: 0, check: 0.5, falsePositive: 0.1 }).run;
  expect(isBinomial(summary["verification.falseAlarms"]!, 2000, 0.05)).toBe(true);
  expect(summary["verification.slashedUsd"]).toBeCloseTo(21 * summary["verification.falseAlarms"]!, 6);
  expect(summary["verification.cheatedUndetected"]).toBe(0);
});

test("checks cost a share of the job; what the treasury cannot pay verifiers bear", () => {
  const { summary } = audit({ cheaters: 0, opportunists: 0, check: 1, checkCost: 0.01 }).run;
  expect(summary["verification.checkUsd"]).toBeCloseTo(20, 9);
  expect(summary["verification.unfundedUsd"]).toBeCloseTo(20, 9);
  expect(summary["verification.checkGpuHours"]).toBeCloseTo(20, 9);
  expect(summary["verification.verifiedGpuHours"]).toBeCloseTo(2000, 9);
});

test("a cheat's reputation halves in the half-life, and it is barred once when its stake is half gone", () => {
  const outcome = audit(
    { cheaters: 1, check: 1, reputationHalfLife: 2, stakeUsdPerGpu: 100, minimumStake: 0.5 },
    1,
    4,
  );
  const reputations = happened(outcome, "reputationChanged").map(({ reputation }) => reputation as number);
  expect(reputations[1]).toBeCloseTo(0.5, 12);
  expect(reputations[3]).toBeCloseTo(0.25, 12);
  // 100 − 21, − 42, − 63: below 50 with the third.
  expect(happened(outcome, "machineBarred").map(({ t }) => t)).toEqual([3 * 3600]);
});

test("results of pooled supply, or of machines that were never offered, are nobody's to answer for", () => {
  const world = [
    scriptedEvents([
      [0, "machineOffered", machine(3)],
      [10, "jobFinished", stretch(1, 3600)],
      [20, "jobFinished", stretch(2, 3600, { machine: 7 })],
    ]),
    spotChecks({ check: 1 }),
  ];
  const { summary } = simulate({ world, until: "1d" }).run;
  expect(summary["verification.checkUsd"]).toBe(0);
  expect(summary["verification.honestShare"]).toBe(0);
});

test("never takes more than the stake, to the base unit", () => {
  const usd = fc.double({ min: 0, max: 60, noNaN: true });
  fc.assert(
    fc.property(usd, usd, fc.double({ min: 0, max: 5, noNaN: true }), (stake, base, factor) => {
      const params = {
        cheaters: 1,
        check: 1,
        stakeUsdPerGpu: stake,
        slashBaseUsd: base,
        slashFactor: factor,
      };
      const outcome = audit(params, 2, 5);
      const { chart, ledger } = outcome.simulation;
      const left = ["verification/spot-checks.stake[0]", "verification/spot-checks.stake[1]"].map((name) =>
        ledger.units(chart.asset("usd"), chart.account(name)),
      );
      expect(left.every((units) => units >= 0n)).toBe(true);
      expect(moved(outcome, "slashing") + left[0]! + left[1]!).toBe(moved(outcome, "equity"));
    }),
    { numRuns: 25 },
  );
});
