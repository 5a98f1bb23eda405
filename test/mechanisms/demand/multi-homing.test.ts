import { expect, test } from "vitest";
import { multiHoming } from "../../../sim/mechanisms/demand/multi-homing.ts";
import { runExample, simulate, stateOf } from "../consensus/small-world.ts";
import { PLACES, twoMarkets } from "./two-markets.ts";

type Market = Parameters<typeof twoMarkets>[0];

/** Jobs that came to each of two markets in 20 days. */
function came(a: Market, b: Market, params: Parameters<typeof multiHoming>[0] = {}): number[] {
  const world = [...twoMarkets(a, b), multiHoming({ ...PLACES, jobsPerDay: 200, dispersion: 0, ...params })];
  const outcome = simulate({ world, until: "20d" });
  return ["a", "b"].map((place) => stateOf(outcome, `${place}:test/market`).came);
}

test("jobs go where price and waiting together cost least", () => {
  // All are willing to pay the cloud's price of 1 USD, and have 0.9 left for the network.
  const [cheap, dear] = came({ price: 0.3 }, { price: 0.5 });
  expect(dear).toBe(0);
  // A Poisson process of 200 a day for 20 days: 4,000, and within 5 standard deviations of it.
  expect(Math.abs(cheap! - 4_000)).toBeLessThan(5 * Math.sqrt(4_000));
  expect(came({ price: 0.3, wait: 1e7 }, { price: 0.5 })[0]).toBe(0);
});

test("of two markets alike each gets half, also where customers know one market only", () => {
  for (const moves of [true, false]) {
    const [a, b] = came({}, {}, { moves });
    expect(Math.abs(a! - b!)).toBeLessThan(5 * Math.sqrt(a! + b!));
  }
  const [a, b] = came({ price: 0.3 }, { price: 0.5 }, { moves: false });
  expect(Math.abs(a! - b!)).toBeLessThan(5 * Math.sqrt(a! + b!));
});

test("nobody comes at a price that is above what the cloud leaves", () => {
  expect(came({ price: 0.95 }, { price: 2 })).toEqual([0, 0]);
});

test("the example has jobs in both markets, whose results reach their customers", () => {
  const { run } = runExample(multiHoming.mechanism);
  expect(run.summary["jobs.finished"]).toBeGreaterThan(100);
  expect(run.summary["customers.surplusUsd"]).toBeGreaterThan(0);
});
