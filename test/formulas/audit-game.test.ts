import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cheatingPayoff,
  checkThreshold,
  disputeMessages,
  honestPayoff,
  isHonestBest,
  replicaDetection,
  slashedAmount,
} from "../../sim/formulas/audit-game.ts";

const GAME = { saving: 0.8, reward: 1, slash: 20 };

describe("the audit game", () => {
  test("work that costs 0.8 and pays 1 on a stake of 20 is done when 3.81 % of the jobs are checked", () => {
    expect(checkThreshold(GAME)).toBeCloseTo(0.0380952, 7);
    expect(checkThreshold(GAME)).toBe(0.8 / 21);
    expect(isHonestBest({ ...GAME, check: 0.0381 })).toBe(true);
    expect(isHonestBest({ ...GAME, check: 0.038 })).toBe(false);
  });

  test("at the threshold both pay the same: what the work leaves of its price", () => {
    const check = checkThreshold(GAME);
    expect(honestPayoff({ ...GAME, check })).toBeCloseTo(0.2, 15);
    expect(cheatingPayoff({ ...GAME, check })).toBeCloseTo(0.2, 15);
  });

  test("where a fifth of the checkers belongs to the ring, a quarter more checks are needed", () => {
    expect(checkThreshold({ ...GAME, collusion: 0.2 })).toBeCloseTo(0.8 / (0.8 * 21), 15);
  });

  test("a check that rejects honest and false results alike deters nobody", () => {
    expect(checkThreshold({ ...GAME, falsePositive: 0.25, falseNegative: 0.75 })).toBe(Infinity);
  });

  test("honesty is best exactly from the threshold on, whatever the errors of the checks", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const usd = fc.double({ min: 0.001, max: 1000, noNaN: true });
    const game = fc.record({
      saving: usd,
      reward: usd,
      slash: usd,
      falsePositive: share,
      falseNegative: share,
      collusion: share,
    });
    fc.assert(
      fc.property(game, share, (each, check) => {
        const threshold = checkThreshold(each);
        fc.pre(Math.abs(check - threshold) > 1e-9 * (1 + threshold) && Math.abs(check - threshold) > 1e-9);
        expect(isHonestBest({ ...each, check })).toBe(check > threshold);
      }),
    );
  });
});

test("a slash is the base times its factor and the loss, and never more than the stake", () => {
  expect(slashedAmount(100, 10, 2, 5)).toBe(25);
  expect(slashedAmount(20, 10, 2, 5)).toBe(20);
  expect(slashedAmount(0, 10, 2, 5)).toBe(0);
});

/** Every way in which the others may be in the ring or not. */
function byEnumeration(accepts: (ring: number) => boolean, others: number, collusion: number): number {
  let found = 0;
  for (let pattern = 0; pattern < 2 ** others; pattern++) {
    const ring = [...pattern.toString(2)].filter((digit) => digit === "1").length;
    if (!accepts(ring)) found += collusion ** ring * (1 - collusion) ** (others - ring);
  }
  return found;
}

describe("a job that several machines do", () => {
  test.each([
    [2, 0.3],
    [3, 0.3],
    [5, 0.45],
    [8, 0.1],
  ])("%d copies, %d of the machines in the ring: as every case counted", (copies, collusion) => {
    const others = copies - 1;
    expect(replicaDetection("referee", copies, collusion)).toBeCloseTo(
      byEnumeration((ring) => ring === others, others, collusion),
      12,
    );
    expect(replicaDetection("majority", copies, collusion)).toBeCloseTo(
      byEnumeration((ring) => ring + 1 > copies / 2, others, collusion),
      12,
    );
  });

  test("a referee finds what one honest machine disputes: 1 − r^(k−1)", () => {
    expect(replicaDetection("referee", 3, 0.5)).toBeCloseTo(0.75, 12);
    expect(replicaDetection("referee", 2, 0)).toBe(1);
    expect(replicaDetection("referee", 2, 1)).toBe(0);
  });

  test("one copy proves nothing", () => {
    expect(replicaDetection("referee", 1, 0)).toBe(0);
  });

  test("a dispute over 1024 steps of 500 operations takes 10 + 9 messages", () => {
    expect(disputeMessages(1024, 500)).toBe(19);
    expect(disputeMessages(1, 1)).toBe(0);
  });
});
