import { expect, test } from "vitest";
import { erlangB } from "../../../sim/formulas/queues.ts";
import type { Use } from "../../../sim/model/mechanism.ts";
import { resolved, runOf } from "../../contracts/worlds.ts";

const firm = (params: object, ...world: Use[]) =>
  runOf(
    resolved({
      title: "A firm",
      until: "200d",
      warmUp: "2d",
      world: [...world, { mechanism: "demand/hybrid", params: { amplitude: 0, burst: "cloud", ...params } }],
    }),
  ).summary;

test("what its own GPUs cannot take is Erlang's loss", () => {
  const { "firm.burstShare": lost, "firm.ownUtilisation": busy } = firm({
    load: 8,
    owned: 10,
    meanSeconds: 3_600,
  });
  // 200 days at 8 arrivals an hour are 38,400 pieces of work: one standard error of the share is below 0.003.
  expect(lost).toBeCloseTo(erlangB(10, 8), 1.8);
  expect(Math.abs(lost! - erlangB(10, 8))).toBeLessThan(0.009);
  expect(Math.abs(busy! - (8 * (1 - erlangB(10, 8))) / 10)).toBeLessThan(0.02);
});

test("work that rents everything pays the price of the cloud, and not a cent more", () => {
  const { "firm.usdPerGpuHour": price, "firm.burstShare": share } = firm({ load: 5, owned: 0 });
  expect(price).toBeCloseTo(1, 9);
  expect(share).toBe(1);
});

test("an owned GPU costs its annuity, its power and its operation", () => {
  // 1,000 USD, 200 left after 3 years at 10 %: 1000·0.1/(1 − 1.1^−3) − 200·0.1/(1.1^3 − 1) = 341.69 USD a year, 0.039006 an hour.
  // At full load 0.35 kW · 0.8 · 1.3 · 0.12 = 0.04368 USD an hour; operation 0.05.
  const {
    "firm.costUsd": cost,
    "firm.gpuHours": hours,
    "firm.ownUtilisation": busy,
  } = firm({
    load: 400,
    owned: 10,
    burst: "spot",
  });
  expect(busy).toBeGreaterThan(0.99);
  const own = 10 * 24 * 198 * (0.039006 + 0.05 + 0.04368);
  const cloud = hours! - 10 * 24 * 198;
  expect(cost! / (own + cloud)).toBeCloseTo(1, 3);
});

test("bursts go to the market while it is cheaper than the cloud, and are run in the cloud where it has no room", () => {
  const market: Use[] = [
    { mechanism: "supply/cohorts", params: { providers: 1, gpusEach: 2, candidatesPerWeek: 0 } },
    { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3, sensitivity: 0 } },
    { mechanism: "pricing/first-come", params: {} },
    { mechanism: "contracts/escrow", params: {} },
  ];
  const { "firm.marketShare": share, "firm.burstShare": burst } = firm(
    { load: 8, owned: 4, burst: "cheapest" },
    ...market,
  );
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThanOrEqual(2 / 8);
  expect(burst).toBeGreaterThan(0.4);
});

test("a firm without work, and one with work for one GPU in the world, end with finite measures", () => {
  for (const summary of [firm({ load: 0 }), firm({ load: 1e-3, owned: 0 })])
    for (const value of Object.values(summary)) expect(Number.isFinite(value)).toBe(true);
});
