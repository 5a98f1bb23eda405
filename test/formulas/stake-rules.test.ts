import { describe, expect, test } from "vitest";
import { aethirSlash, aethirStake } from "../../sim/formulas/aethir.ts";
import {
  nosanaClaimable,
  nosanaEnter,
  nosanaFee,
  nosanaRate,
  nosanaStake,
} from "../../sim/formulas/nosana.ts";
import { thetaRewards } from "../../sim/formulas/theta.ts";

const DAY = 86_400;

describe("Nosana", () => {
  test("xNOS by duration", () => {
    const xnos = (days: number) => nosanaStake({ amount: 1_000_000n, duration: days * DAY });
    expect([365, 182.5, 14].map(xnos)).toEqual([4_000_000n, 2_500_000n, 1_115_068n]);
    expect(() => xnos(13)).toThrow("duration is at least 1209600");
    expect(() => xnos(366)).toThrow("duration is at most 31536000");
  });

  test("a fee is shared by xNOS, and never more than it is", () => {
    const first = nosanaEnter({ pool: { reflection: 0n, xnos: 0n }, xnos: 1_000_003n });
    const second = nosanaEnter({ pool: first.pool, xnos: 3_000_000n });
    const before = nosanaRate(second.pool);
    const pool = nosanaFee({ pool: second.pool, fee: 100_000n });
    expect(nosanaRate(pool)).toBeLessThan(before);
    const claims = [
      nosanaClaimable({ pool, reflection: first.reflection, xnos: 1_000_003n }),
      nosanaClaimable({ pool, reflection: second.reflection, xnos: 3_000_000n }),
    ];
    expect(claims).toEqual([25_000n, 74_999n]);
    // Whoever comes later has nothing of it.
    const late = nosanaEnter({ pool, xnos: 500_000n });
    expect(nosanaClaimable({ pool: late.pool, reflection: late.reflection, xnos: 500_000n })).toBe(0n);
  });

  test("a fee that nobody has staked for is refused", () => {
    expect(() => nosanaFee({ pool: { reflection: 0n, xnos: 0n }, fee: 5n })).toThrow("nothing is staked");
  });
});

describe("Theta", () => {
  const WEI = 10n ** 18n;
  test("4,800 and 3,800 TFUEL at a checkpoint of 100 blocks, by stake", () => {
    expect(thetaRewards({ stakes: [1n, 3n], of: "guardian" })).toEqual([1_200n * WEI, 3_600n * WEI]);
    expect(thetaRewards({ stakes: [2n], of: "edge" })).toEqual([3_800n * WEI]);
  });

  test("a third of it is cut, and no stake earns nothing", () => {
    const parts = thetaRewards({ stakes: [1n, 1n, 1n, 4n], of: "edge", blocks: 1 });
    const sum = parts.reduce((total, part) => total + part, 0n);
    expect(38n * WEI - sum).toBeGreaterThan(0n);
    expect(38n * WEI - sum).toBeLessThan(4n);
    expect(thetaRewards({ stakes: [0n, 0n], of: "edge" })).toEqual([0n, 0n]);
  });
});

describe("Aethir", () => {
  test("stake by what a kind of GPU counts for", () => {
    expect(aethirStake({ kind: 1.5, coefficient: 133_422n })).toBe(200_133n);
  });

  test("rewards are slashed before stake, and no more than there is", () => {
    const slash = (offence: "idle" | "interrupted" | "dishonest", rewards: bigint, stake = 300n) =>
      Object.values(aethirSlash({ offence, required: 300n, rewards, stake }));
    expect(slash("idle", 500n)).toEqual([0n, 0n]);
    expect(slash("interrupted", 40n)).toEqual([40n, 60n]);
    expect(slash("dishonest", 500n)).toEqual([300n, 0n]);
    expect(slash("dishonest", 10n, 50n)).toEqual([10n, 50n]);
  });
});
