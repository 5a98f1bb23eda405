import { describe, expect, test } from "vitest";
import { filecoinSimpleMinted, filecoinSimpleReward } from "../../../sim/formulas/filecoin-rewards.ts";
import { slotPos } from "../../../sim/mechanisms/consensus/slot-pos.ts";
import { burnMintIndependent } from "../../../sim/mechanisms/issuance/burn-mint-independent.ts";
import { burnMintScheduled } from "../../../sim/mechanisms/issuance/burn-mint-scheduled.ts";
import { constant } from "../../../sim/mechanisms/issuance/constant.ts";
import { disinflation } from "../../../sim/mechanisms/issuance/disinflation.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { hourlyDecay } from "../../../sim/mechanisms/issuance/hourly-decay.ts";
import { idealStakeCurve } from "../../../sim/mechanisms/issuance/ideal-stake-curve.ts";
import { proofOfComputeEpochs } from "../../../sim/mechanisms/issuance/proof-of-compute-epochs.ts";
import { simpleAndBaseline } from "../../../sim/mechanisms/issuance/simple-and-baseline.ts";
import { squareRootStake } from "../../../sim/mechanisms/issuance/square-root-stake.ts";
import { steppedCap } from "../../../sim/mechanisms/issuance/stepped-cap.ts";
import { targetBonding } from "../../../sim/mechanisms/issuance/target-bonding.ts";
import type { Use } from "../../../sim/model/mechanism.ts";
import { runBranches } from "../../../sim/run/run.ts";
import { catalogueOf } from "../../../sim/scenario/catalogue.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import type { Seconds } from "../../../sim/units.ts";
import { simulate } from "../consensus/small-world.ts";

const DAY = 86_400;

/** Base units that a rule mints in a world of its own, on top of an opening supply, up to `until`. */
function minted(rule: Use, supply: number | string, until: Seconds, decimals = 9): bigint {
  const world = [genesis({ supply, allocation: { holders: 1 } }), rule];
  const { chart, ledger } = simulate({ world, until, assets: { token: { decimals } } }).simulation;
  return ledger.mintedUnits(chart.asset("token"));
}
const toTreasury = { split: { treasury: 1 } };

test("constant: 5,256,000,000 DOGE in a year of blocks of a minute, a batch of them in one sum", () => {
  const year = 525_600;
  const world = [
    slotPos({
      rewards: "none",
      slotTime: 60,
      slotsPerBlock: 1_440,
      missRate: 0,
      initialBondedRatio: 0,
      churn: 0,
    }),
    constant(toTreasury),
  ];
  const { chart, ledger } = simulate({ world, until: year * 60 }).simulation;
  expect(ledger.mintedUnits(chart.asset("token"))).toBe(5_256_000_000n * 10n ** 9n);
});

test("constant: a third of a base unit a block is one in three", () => {
  const world = [
    slotPos({ rewards: "none", slotTime: 60, missRate: 0, initialBondedRatio: 0, churn: 0 }),
    constant({ tokensPerBlock: 0.25, ...toTreasury }),
  ];
  const { chart, ledger } = simulate({
    world,
    until: 60 * 10,
    assets: { token: { decimals: 0 } },
  }).simulation;
  expect(ledger.mintedUnits(chart.asset("token"))).toBe(2n);
});

test("square-root-stake: 34 million ETH earn 11,798 gwei × 225 × 10^3 a day", () => {
  const rule = squareRootStake({ staked: 0.34, ...toTreasury });
  // brpi 347 gwei × 34,000,000 increments × 225 epochs, in wei.
  expect(minted(rule, 100_000_000, DAY, 18)).toBe(347n * 34_000_000n * 225n * 10n ** 9n);
  expect(minted(squareRootStake({ staked: 0, ...toTreasury }), 100, DAY)).toBe(0n);
});

test("ideal-stake-curve: 10 % a year at the ideal, exactly a day of it", () => {
  const rule = idealStakeCurve({ staked: 0.75, ...toTreasury });
  const day = 10n ** 18n / 10n;
  expect(Number(minted(rule, 1_000_000_000, DAY))).toBeCloseTo(Number(day) / 365.25, -4);
  expect(() => minted(idealStakeCurve({ least: 0.2, most: 0.1, ...toTreasury }), 1, DAY)).toThrow(
    "a least inflation above its most",
  );
});

describe("stepped-cap", () => {
  const rule = steppedCap({ initial: "1674342153.3310057487", ...toTreasury });

  test("issues 111,862,882.1046116892 DOT in the first two years, to the planck", () => {
    expect(minted(rule, 1_000_000_000, 730 * DAY, 10)).toBe((1_118_628_821_046_116_892n * 7300n) / 7305n);
  });

  test("a day is 153,131.94 DOT at first, and follows the next step after two Julian years", () => {
    expect(Number(minted(rule, 1_000_000_000, DAY, 10)) / 1e10).toBeCloseTo(153_131.94, 2);
    const [before, after] = [732, 733].map((day) => minted(rule, 1_000_000_000, day * DAY, 10));
    expect(Number(after! - before!) / 1e10).toBeCloseTo(82_465_316.6875 / 730.5, 2);
  });
});

test("disinflation: an epoch of two days at 8 %, and at the floor after eleven years", () => {
  const epoch = (2 * DAY) / (365.25 * DAY);
  expect(Number(minted(disinflation(toTreasury), 1_000_000_000, 2 * DAY)) / 1e9).toBeCloseTo(
    1e9 * 0.08 * epoch,
    3,
  );
  const old = disinflation({ age: "11y", ...toTreasury });
  expect(Number(minted(old, 1_000_000_000, 2 * DAY)) / 1e9).toBeCloseTo(1e9 * 0.015 * epoch, 3);
});

test("target-bonding: a round moves inflation by a step towards the target and mints it of the supply", () => {
  const round = 5_760 * 12;
  const supply = "21645383.016495782629665363";
  const from = (staked: number) =>
    minted(targetBonding({ inflation: 0.000455, change: 3e-6, staked, ...toTreasury }), supply, round, 18);
  expect(from(0.51)).toBe(9_783_713_123_456_093_748_608n);
  expect(from(0.5)).toBe((21_645_383_016_495_782_629_665_363n * 455_000n) / 1_000_000_000n);
  expect(from(0.49)).toBe((21_645_383_016_495_782_629_665_363n * 458_000n) / 1_000_000_000n);
});

test("proof-of-compute-epochs: 285,000 GNK on the first day, and no more than the cap", () => {
  expect(minted(proofOfComputeEpochs(toTreasury), 1, DAY)).toBe(285_000_000_000_000n);
  expect(minted(proofOfComputeEpochs({ age: 99, ...toTreasury }), 1, DAY)).toBe(271_908_110_525_520n);
  const capped = proofOfComputeEpochs({ cap: 300_000, ...toTreasury });
  expect(minted(capped, 1, 5 * DAY)).toBe(300_000n * 10n ** 9n);
});

test.each([
  ["issuance/proof-of-compute-epochs", proofOfComputeEpochs(toTreasury), 2 * 285_000],
  ["issuance/hourly-decay", hourlyDecay(toTreasury), 71 * 4_566],
] as const)("%s: a cap that a branch sets below what is issued ends the emission", (name, rule, issued) => {
  const scenario = {
    title: "a lower cap",
    until: "6d",
    world: [genesis({ supply: 1, allocation: { holders: 1 } }), rule],
    branches: { at: "3d", lower: { set: { [`${name}.cap`]: 1_000 } } },
  };
  const catalogue = catalogueOf(scenario);
  const [lower] = runBranches(resolve(scenario, catalogue), catalogue, { design: "base", replication: 0 });
  // A branch parts before what is due at its instant, and its summaries begin there.
  expect(lower!.summary["ledger.minted[token]"]).toBe(0);
  expect(lower!.atEnd["ledger.supply[token]"]! / issued).toBeCloseTo(1, 2);
});

describe("simple-and-baseline", () => {
  const filecoin = (params: object) => simpleAndBaseline({ ...toTreasury, ...params });

  test("without storage mints the simple part: 36,003,423 FIL in 365 days, half of 330 million in 2,190", () => {
    const bare = { power: 0 };
    // Published as integrals: a sum of epochs is e^λ of them, 1.1 in ten million more.
    const against = (days: number, published: number): number =>
      Number(minted(filecoin(bare), 0, days * DAY, 18)) / 1e18 / published - 1;
    expect(against(365, 36_003_423)).toBeCloseTo(1.1e-7, 8);
    expect(against(748, 69_566_775)).toBeCloseTo(1.1e-7, 8);
    expect(against(2_190, 165_000_000)).toBeCloseTo(1.1e-7, 8);
  });

  test("with all the storage that the baseline asks for mints its part in full", () => {
    const both = minted(filecoin({ power: 1e5 }), 0, 730 * DAY, 18);
    const expected = 1.1e9 * (1 - 2 ** (-730 / 2_190));
    expect(Number(both) / 1e18 / expected).toBeCloseTo(1, 6);
  });

  test("locks three quarters, and frees a 180th of them a day", () => {
    const world = [genesis({ supply: 0, allocation: { holders: 1 } }), filecoin({ power: 0, age: 0 })];
    const { chart, ledger } = simulate({
      world,
      until: DAY * 2,
      assets: { token: { decimals: 18 } },
    }).simulation;
    const [first, second] = [0, 1].map((day) =>
      filecoinSimpleMinted({ from: 2_880 * day, to: 2_880 * (day + 1) }),
    ) as [bigint, bigint];
    const locked = ledger.units(chart.asset("token"), chart.account("issuance/simple-and-baseline.locked"));
    const [one, two] = [(first * 3n) / 4n, (second * 3n) / 4n];
    expect(locked).toBe(one - one / 180n + two);
  });
});

test("filecoinSimpleMinted is the sum of the epochs' rewards, each of which the source cuts", () => {
  const sum = Array.from({ length: 512 }, (_, epoch) => filecoinSimpleReward({ epoch })).reduce(
    (a, b) => a + b,
  );
  const whole = filecoinSimpleMinted({ from: 0, to: 512 });
  expect(whole - sum).toBeGreaterThanOrEqual(0n);
  expect(whole - sum).toBeLessThanOrEqual(512n + 1_000n);
});

describe("burn-mint-scheduled", () => {
  test("mints 60 million HNT a year by the day, half after two years, to the bone", () => {
    const perDay = 6_000_000_000_000_000n / 365n;
    expect(minted(burnMintScheduled(toTreasury), 1, 730 * DAY, 8)).toBe(730n * perDay + FIRST_AVERAGES);
    expect(minted(burnMintScheduled({ age: 730, ...toTreasury }), 1, DAY, 8)).toBe(perDay / 2n + 257n);
  });
});
/** Helium's average of burns starts at 300 bones, and falls by a seventh a day, each day cut. */
const FIRST_AVERAGES = (() => {
  let [average, sum] = [300n, 0n];
  for (let day = 0; day < 730; day++) {
    average = (6n * (average === 0n ? 300n : average)) / 7n;
    sum += average;
  }
  return sum;
})();

test("burn-mint-independent: 9,126,804 RENDER in the first year of weeks, 5.9 million in the second", () => {
  const weeks = (count: number): number =>
    Number(minted(burnMintIndependent(toTreasury), 0, count * 7 * DAY)) / 1e9;
  // Week 52 begins on day 364, in the first year.
  expect(weeks(53)).toBeCloseTo((53 * 7 * 9_126_804) / 365, 6);
  expect(weeks(54) - weeks(53)).toBeCloseTo((7 * 5_900_000) / 365, 6);
  expect(minted(burnMintIndependent({ yearly: [], ...toTreasury }), 1, 100 * DAY)).toBe(0n);
});
