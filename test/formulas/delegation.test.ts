import { describe, expect, test } from "vitest";
import {
  type DelegatedStake,
  delegate,
  delegationEarned,
  delegationFees,
  delegationReward,
  delegationSlash,
  undelegate,
} from "../../sim/formulas/delegation.ts";

// Cases and results of cosmos/cosmos-sdk x/distribution/keeper/{allocation,delegation}_test.go (Apache-2.0).
const TOKEN = 1_000_000n;
const EMPTY: DelegatedStake = { tokens: 0n, shares: 0n, perShare: 0n };
const first = delegate({ stake: EMPTY, amount: 100n * TOKEN });

/** Gives rewards and slashes in turn; commission is 50 %. */
function after(...steps: readonly ("slash" | bigint)[]) {
  let { stake } = first;
  let commission = 0n;
  for (const step of steps) {
    if (step === "slash") stake = delegationSlash({ stake, unbonding: [], part: 0.5 }).stake;
    else {
      const given = delegationReward({ stake, reward: step * TOKEN, commission: 0.5 });
      stake = given.stake;
      commission += given.commission;
    }
  }
  const earned = delegationEarned({ shares: first.shares, perShare: stake.perShare, from: 0n });
  return { stake, earned: earned / TOKEN, commission: commission / TOKEN };
}

describe("rewards with a commission of 50 %", () => {
  test.each<[string, readonly ("slash" | bigint)[], bigint]>([
    ["10 given", [10n], 5n],
    ["slashed by half, then 10 given", ["slash", 10n], 5n],
    ["slashed, 10 given, slashed again, 10 given", ["slash", 10n, "slash", 10n], 10n],
    ["10 given, slashed twice at once, 10 given", [10n, "slash", "slash", 10n], 10n],
  ])("%s", (_, steps, each) => {
    const { earned, commission } = after(...steps);
    expect([earned, commission]).toEqual([each, each]);
  });

  test("20 given, a second joins with as much, 20 given: 15 and 5", () => {
    const before = delegationReward({ stake: first.stake, reward: 20n * TOKEN, commission: 0.5 }).stake;
    const second = delegate({ stake: before, amount: 100n * TOKEN });
    const { perShare } = delegationReward({
      stake: second.stake,
      reward: 20n * TOKEN,
      commission: 0.5,
    }).stake;
    expect(delegationEarned({ shares: first.shares, perShare, from: 0n })).toBe(15n * TOKEN);
    expect(delegationEarned({ shares: second.shares, perShare, from: before.perShare })).toBe(5n * TOKEN);
  });

  test("without shares all is the commission", () => {
    expect(delegationReward({ stake: EMPTY, reward: 7n, commission: 0.1 })).toEqual({
      stake: EMPTY,
      commission: 7n,
    });
  });
});

describe("slashing", () => {
  test("reaches delegators by what they have, and those who are leaving", () => {
    const second = delegate({ stake: first.stake, amount: 300n * TOKEN });
    const left = undelegate({ stake: second.stake, shares: second.shares / 3n });
    expect(left.amount).toBe(100n * TOKEN);
    const slashed = delegationSlash({ stake: left.stake, unbonding: [left.amount, 3n], part: 0.05 });
    expect(slashed.unbonding).toEqual([95n * TOKEN, 3n]);
    expect(slashed.burned).toBe(20n * TOKEN);
    expect(undelegate({ stake: slashed.stake, shares: first.shares }).amount).toBe(95n * TOKEN);
    // Who joins now pays the price of now.
    const late = delegate({ stake: slashed.stake, amount: 95n * TOKEN });
    expect(late.shares).toBe(first.shares);
  });

  test("of everything leaves shares in nothing, which nobody can join", () => {
    const { stake } = delegationSlash({ stake: first.stake, unbonding: [], part: 1 });
    expect(undelegate({ stake, shares: first.shares }).amount).toBe(0n);
    expect(() => delegate({ stake, amount: 1n })).toThrow("slashed to nothing");
    expect(() => undelegate({ stake, shares: first.shares + 1n })).toThrow("No more shares can leave");
  });
});

describe("fees", () => {
  test("100 at a tax of 2 %, two of one power: 49 each", () => {
    expect(delegationFees({ fees: 100n, powers: [100n, 100n], tax: 0.02 })).toEqual({
      community: 2n,
      validators: [49n, 49n],
    });
  });

  test("nothing is given twice where powers do not divide them; without power all is the community's", () => {
    const { community, validators } = delegationFees({
      fees: 634_195_840n,
      powers: [11n, 10n, 10n],
      tax: 0.02,
    });
    expect(validators.reduce((sum, part) => sum + part, community)).toBe(634_195_840n);
    expect(community - 12_683_916n).toBeLessThan(3n);
    expect(delegationFees({ fees: 5n, powers: [0n], tax: 0 })).toEqual({ community: 5n, validators: [0n] });
  });
});
