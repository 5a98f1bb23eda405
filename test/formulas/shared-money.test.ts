import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bondingPrice, bondingPurchase, bondingSale } from "../../sim/formulas/bonding-curve.ts";
import {
  renderAvailability,
  renderBurn,
  renderComputeReward,
  renderNodePenalty,
} from "../../sim/formulas/render-rewards.ts";
import { accumulate, earned } from "../../sim/formulas/reward-accumulator.ts";
import { vestedInSteps, vestedLinear } from "../../sim/formulas/vesting.ts";
import { boostedStake, escrowVotes } from "../../sim/formulas/vote-escrow.ts";

describe("vesting", () => {
  const grant = { total: 1_000n, start: 100, cliff: 25, duration: 100 };

  test("is a line that the cliff holds back", () => {
    const free = [0, 100, 124, 125, 150, 199, 200, 1_000].map((time) => vestedLinear({ ...grant, time }));
    expect(free).toEqual([0n, 0n, 0n, 250n, 500n, 990n, 1_000n, 1_000n]);
  });

  test("in steps comes at the end of each", () => {
    const free = [100, 149, 150, 199, 200].map((time) => vestedInSteps({ ...grant, time, steps: 2 }));
    expect(free).toEqual([0n, 0n, 500n, 500n, 1_000n]);
  });

  test("a duration of 0, and one that ends before its cliff, free all at the cliff", () => {
    expect(vestedLinear({ ...grant, duration: 0, time: 124 })).toBe(0n);
    expect(vestedLinear({ ...grant, duration: 0, time: 125 })).toBe(1_000n);
    expect(vestedLinear({ ...grant, duration: 10, time: 124 })).toBe(0n);
    expect(vestedInSteps({ ...grant, duration: 10, steps: 3, time: 125 })).toBe(1_000n);
  });

  test("never goes back and never beyond the grant", () => {
    const time = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(time, time, fc.integer({ min: 1, max: 40 }), (one, other, steps) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        for (const of of [
          (at: number) => vestedLinear({ ...grant, time: at }),
          (at: number) => vestedInSteps({ ...grant, steps, time: at }),
        ])
          if (of(first) > of(second) || of(second) > grant.total) return false;
        return true;
      }),
    );
  });
});

describe("accumulated rewards", () => {
  test("are shared by stake", () => {
    const perUnit = accumulate({ perUnit: 0n, reward: 100n, totalStaked: 4n });
    expect(earned({ stake: 1n, perUnit, entered: 0n })).toBe(25n);
    expect(earned({ stake: 3n, perUnit, entered: 0n })).toBe(75n);
    expect(earned({ stake: 3n, perUnit, entered: perUnit })).toBe(0n);
    expect(accumulate({ perUnit: 5n, reward: 100n, totalStaked: 0n })).toBe(5n);
  });

  test("hand out no more than there was", () => {
    const stakes = fc.array(fc.bigInt({ min: 0n, max: 10n ** 24n }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(stakes, fc.bigInt({ min: 0n, max: 10n ** 24n }), (staked, reward) => {
        const totalStaked = staked.reduce((sum, stake) => sum + stake, 0n);
        const perUnit = accumulate({ perUnit: 0n, reward, totalStaked });
        const paid = staked.reduce((sum, stake) => sum + earned({ stake, perUnit, entered: 0n }), 0n);
        return paid <= reward;
      }),
    );
  });
});

test("a lock votes by what is left of four years, in whole weeks", () => {
  const WEEK = 604_800;
  const now = 2_800 * WEEK;
  const amount = 1_000n * 10n ** 18n;
  const votes = (unlock: number) => Number(escrowVotes({ amount, unlock, time: now })) / 1e18;
  expect(votes(now + 2 * 31_536_000)).toBeCloseTo(1_000 * ((104 * 7) / (4 * 365)), 6);
  expect(votes(now - 1)).toBe(0);
  expect(votes(now + 40 * 31_536_000)).toBeCloseTo(1_000, 6);
  const gauge = { stake: 100n, totalStake: 1_000n, totalVotes: 1_000n };
  expect([0n, 50n, 100n, 900n].map((votes) => boostedStake({ ...gauge, votes }))).toEqual([
    40n,
    70n,
    100n,
    100n,
  ]);
  expect(boostedStake({ ...gauge, votes: 0n, totalVotes: 0n })).toBe(40n);
});

describe("bonding curve", () => {
  const curve = { supply: 1_000, reserve: 250, weight: 0.5 };

  test("gives Bancor's numbers, and back what was paid", () => {
    const bought = bondingPurchase({ ...curve, deposit: 10 });
    expect(bought).toBeCloseTo(19.803902718557033, 11);
    const after = { supply: 1_000 + bought, reserve: 260, weight: 0.5 };
    expect(bondingSale({ ...after, tokens: bought })).toBeCloseTo(10, 11);
    expect(bondingPrice(curve)).toBe(0.5);
    expect(bondingSale({ ...curve, tokens: 1_000 })).toBe(250);
  });

  test("refuses what is no curve", () => {
    expect(() => bondingPrice({ ...curve, weight: 0 })).toThrow("weight 0");
    expect(() => bondingSale({ ...curve, tokens: 1_001 })).toThrow("tokens is a number from 0 to 1000");
  });
});

test("Render burns 95 % of a payment and pays idle nodes by score, fewer than three to a wallet in full", () => {
  expect(renderBurn({ usd: 2_000n })).toEqual({ burned: 1_900n, fee: 100n });
  expect(renderBurn({ usd: 240_000n })).toEqual({ burned: 228_000n, fee: 12_000n });
  expect([3, 4, 5, 10].map((nodes) => renderNodePenalty({ nodes }))).toEqual([
    1,
    expect.closeTo(0.522046, 6),
    expect.closeTo(0.272532, 6),
    expect.closeTo(0.010567, 6),
  ]);
  expect(renderComputeReward({ multiplier: 1.8098, hours: 100 })).toBeCloseTo(10.77, 2);
  const average = { averageBench: 400, averageMemory: 16, averageAge: 300, nodes: 1 };
  const score = renderAvailability({ ...average, bench: 400, memory: 16, age: 300, idle: 0.5 });
  expect(score).toBeCloseTo(3.5, 12);
});
