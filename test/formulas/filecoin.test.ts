import { describe, expect, test } from "vitest";
import {
  filecoinDailyFee,
  filecoinInitialPledge,
  filecoinTerminationFee,
} from "../../sim/formulas/filecoin-pledge.ts";
import {
  filecoinAdvance,
  filecoinBaselineReward,
  filecoinEffectiveTime,
  filecoinLaunch,
  filecoinReward,
  filecoinSimpleReward,
} from "../../sim/formulas/filecoin-rewards.ts";
import { vectors } from "./vectors.ts";

interface Rewards {
  simple: [number, string][];
  baseline: { thetaPrevious: string; theta: string; expected: string }[];
}
const rewards = vectors<Rewards>("filecoin_rewards");

describe("rewards", () => {
  test("filecoinSimpleReward gives all epochs of the golden file", () => {
    expect(rewards.simple.length).toBe(512);
    for (const [epoch, expected] of rewards.simple)
      expect(filecoinSimpleReward({ epoch }), String(epoch)).toBe(BigInt(expected));
  });

  test.each(rewards.baseline)("filecoinBaselineReward: $expected", ({ thetaPrevious, theta, expected }) => {
    const times = { thetaPrevious: BigInt(thetaPrevious), theta: BigInt(theta) };
    expect(filecoinBaselineReward(times)).toBe(BigInt(expected));
  });

  test("the two parts of an epoch are cut once", () => {
    const times = { thetaPrevious: 0n, theta: BigInt(rewards.baseline[0]!.theta) };
    const apart = filecoinSimpleReward({ epoch: 7 }) + filecoinBaselineReward(times);
    expect([apart, apart + 1n]).toContain(filecoinReward({ epoch: 7, ...times }));
  });
});

describe("effective time", () => {
  test("half of the second epoch's baseline is half an epoch", () => {
    const state = { effectiveTime: 1n, effectiveBaseline: 4_096n, realized: 4_096n, required: 6_144n };
    expect(filecoinEffectiveTime(state)).toBe(1n << 127n);
  });

  test("passes an epoch in each where power is there, and nothing where there is none", () => {
    let full = filecoinLaunch();
    let none = filecoinLaunch();
    for (let epoch = 0; epoch < 100; epoch += 1) {
      full = filecoinAdvance(full, 1n << 80n);
      none = filecoinAdvance(none, 0n);
    }
    expect(filecoinEffectiveTime(full)).toBe(100n << 128n);
    expect(filecoinEffectiveTime(none)).toBe(0n);
    // The baseline of the first epoch is the launch's, but for what two divisions cut.
    expect(Number(filecoinAdvance(filecoinLaunch(), 0n).baseline) / 2.88888888e18).toBeCloseTo(1, 12);
  });

  test("grows the baseline as fast as doubles it in a year", () => {
    let state = filecoinLaunch(1n << 60n);
    for (let epoch = 0; epoch < 1_000; epoch += 1) state = filecoinAdvance(state, 0n);
    expect(Math.log2(Number(state.baseline) / 2 ** 60) / (999 / 1_051_200)).toBeCloseTo(1, 6);
  });
});

describe("collateral", () => {
  interface Vectors {
    initialPledge: {
      rows: {
        qaSectorPower: string;
        networkQaPower: string;
        baselinePower: string;
        circulatingSupplyAtto: string;
        epochReward: string;
        epochsSinceRampStart: number;
        rampDurationEpochs: number;
        expectedAtto: string;
      }[];
    };
    terminationFee: {
      rows: { pledgeAtto: number; ageDays: number; faultFeeAtto: number; expectedAtto: number }[];
    };
    dailyFee: {
      rows: {
        circulatingFIL: number;
        qaPowerBytes: number;
        expectedAttoAbout: string;
        toleranceAtto: number;
      }[];
    };
  }
  const { initialPledge, terminationFee, dailyFee } = vectors<Vectors>("filecoin_fip81_98_100");

  test.each(initialPledge.rows)("pledge at $epochsSinceRampStart of $rampDurationEpochs", (row) => {
    const pledge = filecoinInitialPledge({
      sectorPower: BigInt(row.qaSectorPower),
      networkPower: BigInt(row.networkQaPower),
      baselinePower: BigInt(row.baselinePower),
      circulatingSupply: BigInt(row.circulatingSupplyAtto),
      expectedReward: BigInt(row.epochReward),
      sinceRampStart: row.epochsSinceRampStart,
      rampDuration: row.rampDurationEpochs,
    });
    expect(pledge).toBe(BigInt(row.expectedAtto));
  });

  test.each(terminationFee.rows)("ending after $ageDays days costs $expectedAtto", (row) => {
    const fee = filecoinTerminationFee({
      pledge: BigInt(row.pledgeAtto),
      age: row.ageDays * 2_880,
      faultFee: BigInt(row.faultFeeAtto),
    });
    expect(fee).toBe(BigInt(row.expectedAtto));
  });

  test.each(dailyFee.rows)("32 GiB pay $expectedAttoAbout a day", (row) => {
    const fee = filecoinDailyFee({
      circulatingSupply: BigInt(row.circulatingFIL) * 10n ** 18n,
      sectorPower: BigInt(row.qaPowerBytes),
    });
    expect(Math.abs(Number(fee) - Number(row.expectedAttoAbout))).toBeLessThanOrEqual(row.toleranceAtto);
  });
});
