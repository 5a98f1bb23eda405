import { expect, test } from "vitest";
import { integerSquareRoot } from "../../sim/formulas/integer-square-root.ts";
import * as rewards from "../../sim/formulas/proof-of-stake.ts";

const ETH = 1_000_000_000n;
const TOTAL = 34_000_000n * ETH;
const STAKE = { totalActiveBalanceGwei: TOTAL };

// Each number is the specification's integer rule evaluated by a separate implementation.
test("baseRewardPerIncrement falls with the square root of the stake", () => {
  expect(rewards.baseRewardPerIncrement({ totalActiveBalanceGwei: TOTAL })).toBe(347n);
  expect(rewards.baseRewardPerIncrement({ totalActiveBalanceGwei: 36_000_000n * ETH })).toBe(337n);
  expect(rewards.baseRewardPerIncrement({ totalActiveBalanceGwei: 16_777_216n * ETH })).toBe(494n);
  expect(rewards.baseRewardPerIncrement({ totalActiveBalanceGwei: 524_288n * ETH })).toBe(2_795n);
});

test("a perfect validator of 32 ETH among 34 million earns 11,104 gwei an epoch in parts", () => {
  const reward = rewards.baseReward({ effectiveBalance: 32n * ETH, ...STAKE });
  expect(reward).toBe(11_104n);
  expect(rewards.flagReward({ reward: reward, flag: "source", participating: TOTAL, active: TOTAL })).toBe(
    2_429n,
  );
  expect(rewards.flagReward({ reward: reward, flag: "target", participating: TOTAL, active: TOTAL })).toBe(
    4_511n,
  );
  expect(rewards.flagReward({ reward: reward, flag: "head", participating: TOTAL, active: TOTAL })).toBe(
    2_429n,
  );
  expect(
    rewards.flagReward({ reward: reward, flag: "target", participating: TOTAL / 2n, active: TOTAL }),
  ).toBe(2_255n);
  expect(rewards.syncReward(STAKE)).toBe(22_502n);
  expect(rewards.proposerSyncReward(STAKE)).toBe(3_214n);
});

test("flagPenalty mirrors the rewards for source and target and spares the head", () => {
  expect(rewards.flagPenalty({ reward: 11_104n, flag: "source" })).toBe(2_429n);
  expect(rewards.flagPenalty({ reward: 11_104n, flag: "target" })).toBe(4_511n);
  expect(rewards.flagPenalty({ reward: 11_104n, flag: "head" })).toBe(0n);
});

test("the parts of all duties stay within epochIssuance", () => {
  const validators = TOTAL / (32n * ETH);
  const reward = rewards.baseReward({ effectiveBalance: 32n * ETH, ...STAKE });
  const flags = (["source", "target", "head"] as const).map((flag) =>
    rewards.flagReward({ reward: reward, flag: flag, participating: TOTAL, active: TOTAL }),
  );
  const attesters = validators * flags.reduce((sum, flag) => sum + flag, 0n);
  const proposers = rewards.proposerAttestationReward({ credited: validators * reward * (14n + 26n + 14n) });
  const sync = (rewards.syncReward(STAKE) + rewards.proposerSyncReward(STAKE)) * 512n * 32n;
  const all = attesters + proposers + sync;
  expect(all).toBeLessThanOrEqual(rewards.epochIssuance(STAKE));
  expect(Number(all) / Number(rewards.epochIssuance(STAKE))).toBeGreaterThan(0.9995);
});

test("an epoch at 34 million ETH pays 11.798 ETH, a year 2.852 %", () => {
  expect(rewards.epochIssuance(STAKE)).toBe(11_798_000_000_000n / 1_000n);
  expect(rewards.annualIssuance(STAKE) / 34_000_000).toBeCloseTo(0.02852, 5);
});

test("integerSquareRoot is the largest integer whose square fits", () => {
  for (const n of [0n, 1n, 2n, 3n, 4n, 15n, 16n, 17n, 2n ** 106n, 2n ** 106n - 1n, 10n ** 41n]) {
    const root = integerSquareRoot(n);
    expect(root * root <= n && (root + 1n) * (root + 1n) > n, `${n}`).toBe(true);
  }
  expect(() => integerSquareRoot(-1n)).toThrow(
    "An integer square root needs an integer of at least 0, got -1.",
  );
});
