import { expect, test } from "vitest";
import { paymentRail } from "../../../sim/mechanisms/contracts/payment-rail.ts";
import { simulate } from "../consensus/small-world.ts";

const paid = (params: object) =>
  simulate({ world: [paymentRail({ rate: 50, ...params })], until: "100d" }).run.summary;

test("a payment costs its fixed fee and its shares", () => {
  const costs = paid({
    amountUsd: 200,
    fixedUsd: 0.3,
    share: 0.044,
    exchangeShare: 0.01,
    delay: 0,
    reversals: 0,
  });
  expect(costs["payments.costShare"]).toBeCloseTo(0.3 / 200 + 0.054, 9);
  expect(costs["payments.costUsd"]! / costs["payments.sent"]!).toBeCloseTo(0.3 + 0.054 * 200, 6);
  expect(costs["payments.reversedShare"]).toBe(0);
});

test("what is taken back is the share that is drawn, and costs its fee", () => {
  const costs = paid({
    amountUsd: 100,
    fixedUsd: 0,
    share: 0,
    exchangeShare: 0,
    delay: 0,
    reversals: 0.1,
    reversalWindow: 1,
    reversalUsd: 15,
  });
  const share = costs["payments.reversedShare"]!;
  expect(Math.abs(share - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / costs["payments.sent"]!));
  expect(costs["payments.costShare"]).toBeCloseTo(share * 0.15, 9);
});

test("payments take the shortest time and an exponential one", () => {
  const costs = paid({ delayShortest: 600, delay: 3_000, reversals: 0 });
  const error = 3_000 / Math.sqrt(costs["payments.sent"]!);
  expect(Math.abs(costs["payments.delay"]! - 3_600)).toBeLessThan(4 * error);
  expect(costs["payments.delayP95"]! / (600 - 3_000 * Math.log(0.05))).toBeCloseTo(1, 1);
});

test("amounts that vary keep their mean", () => {
  const costs = paid({
    amountUsd: 100,
    spread: 0.5,
    fixedUsd: 1,
    share: 0,
    exchangeShare: 0,
    delay: 0,
    reversals: 0,
  });
  const mean = 1 / costs["payments.costShare"]!;
  const error = (100 * Math.sqrt(Math.exp(0.25) - 1)) / Math.sqrt(costs["payments.sent"]!);
  expect(Math.abs(mean - 100)).toBeLessThan(4 * error);
});
