import { describe, expect, test } from "vitest";
import {
  activationExitChurn,
  balanceChurn,
  correlationPenalty,
  inactivityPenalty,
  inactivityScore,
  nextEffectiveBalance,
  slashingPenalty,
  weakSubjectivityPeriod,
} from "../../sim/formulas/ethereum-penalties.ts";
import {
  baseReward,
  baseRewardPerIncrement,
  flagPenalty,
  flagReward,
} from "../../sim/formulas/proof-of-stake.ts";
import { vectors } from "./vectors.ts";

const ETH = 1_000_000_000n;
interface Prysm {
  baseRewardPerIncrement: { activeGwei: string; expectedPerIncrement: string }[];
  baseReward32Eth: { activeGwei: string; expected: string }[];
  attestationDeltas: { rewards: string[]; penalties: string[] };
  weakSubjectivityEpochs: { validators: number; averageBalanceEth: number; expected: number }[];
  electraChurn: {
    balanceChurn: { activeGwei: string; expectedEth: number }[];
    activationExit: { activeGwei: string; expectedEth: number }[];
  };
  effectiveBalance: {
    rows: { effectiveEth: number; balance: string; credentials: string; expectedEth: number }[];
  };
}
const prysm = vectors<Prysm>("ethereum_pos_prysm");

describe("Prysm's numbers", () => {
  test.each(prysm.baseRewardPerIncrement)("an increment of $activeGwei gwei", (row) => {
    const reward = baseRewardPerIncrement({ totalActiveBalanceGwei: BigInt(row.activeGwei) });
    expect(reward).toBe(BigInt(row.expectedPerIncrement));
  });

  test.each(prysm.baseReward32Eth)("32 ETH of $activeGwei gwei", ({ activeGwei, expected }) => {
    const input = { effectiveBalance: 32n * ETH, totalActiveBalanceGwei: BigInt(activeGwei) };
    expect(baseReward(input)).toBe(BigInt(expected));
  });

  test("attestations of four validators that got more and more right", () => {
    const active = 4n * 32n * ETH;
    const reward = baseReward({ effectiveBalance: 32n * ETH, totalActiveBalanceGwei: active });
    const flags = ["source", "target", "head"] as const;
    const rewards = [0, 1, 2, 3].map((right) =>
      flags
        .slice(0, right)
        .map((flag, index) =>
          flagReward({ reward, flag, participating: BigInt(3 - index) * 32n * ETH, active }),
        )
        .reduce((sum, part) => sum + part, 0n),
    );
    const penalties = [0, 1, 2, 3].map((right) =>
      flags
        .slice(right)
        .map((flag) => flagPenalty({ reward, flag }))
        .reduce((sum, part) => sum + part, 0n),
    );
    expect(rewards.map(String)).toEqual(prysm.attestationDeltas.rewards);
    expect(penalties.map(String)).toEqual(prysm.attestationDeltas.penalties);
  });

  test.each(prysm.weakSubjectivityEpochs)("$validators validators of $averageBalanceEth ETH", (row) => {
    const period = weakSubjectivityPeriod({
      validators: row.validators,
      averageBalance: row.averageBalanceEth,
    });
    expect(period).toBe(BigInt(row.expected));
  });

  test("what may come and go", () => {
    for (const { activeGwei, expectedEth } of prysm.electraChurn.balanceChurn)
      expect(balanceChurn({ totalActiveBalanceGwei: BigInt(activeGwei) })).toBe(BigInt(expectedEth) * ETH);
    for (const { activeGwei, expectedEth } of prysm.electraChurn.activationExit)
      expect(activationExitChurn({ totalActiveBalanceGwei: BigInt(activeGwei) })).toBe(
        BigInt(expectedEth) * ETH,
      );
    expect(balanceChurn({ totalActiveBalanceGwei: 34_000_000n * ETH })).toBe(518n * ETH);
  });

  test.each(prysm.effectiveBalance.rows)("$balance at $effectiveEth ETH ($credentials)", (row) => {
    const [, whole, gwei = "0"] = /^([\d.]+) ETH(?: ([+-] 1) gwei)?$/.exec(row.balance)!;
    const next = nextEffectiveBalance({
      balance: BigInt(Number(whole) * 100) * 10_000_000n + BigInt(gwei.replace(" ", "").replace("+", "")),
      effectiveBalance: BigInt(row.effectiveEth) * ETH,
      most: (row.credentials === "compounding" ? 2_048n : 32n) * ETH,
    });
    expect(next).toBe(BigInt(row.expectedEth) * ETH);
  });
});

test("being slashed costs at once, and by who else was", () => {
  expect(slashingPenalty({ effectiveBalance: 32n * ETH })).toBe(7_812_500n);
  expect(slashingPenalty({ effectiveBalance: 2_048n * ETH })).toBe(500_000_000n);
  const penalty = (slashed: bigint): bigint =>
    correlationPenalty({
      effectiveBalance: 32n * ETH,
      slashed: slashed * ETH,
      totalActiveBalanceGwei: 34_000_000n * ETH,
    });
  expect(penalty(32n)).toBe(90_336n);
  expect(penalty(340_000n)).toBe(960_000_000n);
  expect(penalty(12_000_000n)).toBe(32n * ETH);
});

describe("a leak", () => {
  interface Leak {
    computed: { balanceEth: Record<string, number>; events: { ejected: number; bal16: number } };
  }
  const { computed } = vectors<Leak>("ethereum_inactivity_leak");

  test("drains who is offline until it is ejected at epoch 4,685", () => {
    let [balance, effectiveBalance, score, ejected, half] = [32n * ETH, 32n * ETH, 0n, 0, 0];
    for (let epoch = 1; epoch <= 4_850; epoch += 1) {
      score = inactivityScore({ score, hitTarget: false, leaking: true });
      balance -= inactivityPenalty({ effectiveBalance, score });
      effectiveBalance = nextEffectiveBalance({ balance, effectiveBalance, most: 32n * ETH });
      if (ejected === 0 && effectiveBalance <= 16n * ETH) ejected = epoch;
      if (half === 0 && balance <= 16n * ETH) half = epoch;
      const expected = computed.balanceEth[epoch];
      if (expected) expect(Number(balance) / 1e9).toBeCloseTo(expected, 6);
    }
    expect([ejected, half]).toEqual([computed.events.ejected, computed.events.bal16]);
  });

  test("forgives slowly while it lasts and fast when it is over", () => {
    expect(inactivityScore({ score: 5, hitTarget: false, leaking: true })).toBe(9n);
    expect(inactivityScore({ score: 5, hitTarget: true, leaking: true })).toBe(4n);
    expect(inactivityScore({ score: 40, hitTarget: true, leaking: false })).toBe(23n);
    expect(inactivityScore({ score: 5, hitTarget: false, leaking: false })).toBe(0n);
    expect(inactivityScore({ score: 0, hitTarget: true, leaking: true })).toBe(0n);
  });
});
