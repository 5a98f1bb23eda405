import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callMarket } from "../../../sim/formulas/call-market.ts";
import { PROPERTY_SEED } from "../../contracts/worlds.ts";
import { use } from "../supply/small-market.ts";
import { type Listed, left, listed, matches, order, outcome } from "./machine-market.ts";

const call = (params: object = {}) => use("pricing/double-auction", { period: 3600, ...params });

describe("a call market", () => {
  test("trades at fixed times, at one price, midway between the marginal pair", () => {
    const machines = [
      { price: 2, gpus: 1 },
      { price: 4, gpus: 1 },
      { price: 6, gpus: 1 },
    ];
    const orders = [order(10, 1, 1, 5), order(20, 2, 1, 9), order(30, 3, 1, 3), order(40, 4, 1, 7)];
    const first = matches(outcome([listed(...machines), call()], orders, "1h"));
    // 9 and 7 meet 2 and 4; 5 and 6 just miss.
    expect(first).toEqual([
      { t: 3600, job: 2, machines: [0], parts: [1], usdPerGpuHour: 5.5 },
      { t: 3600, job: 4, machines: [1], parts: [1], usdPerGpuHour: 5.5 },
    ]);
  });

  test("k gives the whole interval to one side", () => {
    const machines = [{ price: 2, gpus: 1 }];
    const prices = [0, 0.25, 1].map(
      (k) => matches(outcome([listed(...machines), call({ k })], [order(10, 1, 1, 6)]))[0]?.usdPerGpuHour,
    );
    expect(prices).toEqual([2, 3, 6]);
  });

  test("a job that does not fit whole waits; the next one that bids enough is served", () => {
    const orders = [order(10, 1, 6, 9), order(20, 2, 6, 8), order(30, 3, 2, 7)];
    const result = outcome([listed({ price: 1, gpus: 8 }), call()], orders, "1h");
    // Eight GPUs cross: six for job 1, two of the six for job 2. So the price is that of job 2, and job 3 bids too little.
    expect(matches(result)).toEqual([{ t: 3600, job: 1, machines: [0], parts: [6], usdPerGpuHour: 8 }]);
    expect(result.run.summary["market.wholeShare"]).toBe(6 / 8);
  });

  test("of equal bids the earlier is served, of equal times the lower number", () => {
    const orders = [order(20, 3, 1, 5), order(10, 9, 1, 5), order(10, 2, 1, 5)];
    const result = matches(outcome([listed({ price: 1, gpus: 2 }), call()], orders, "1h"));
    expect(result.map(({ job }) => job)).toEqual([2, 9]);
  });

  test("impatient jobs leave between calls; at the horizon all do", () => {
    const orders = [order(10, 1, 1, 5, { patience: 60 }), order(20, 2, 1, 0.5)];
    const result = outcome([listed({ price: 1 }), call()], orders, "2h");
    expect(matches(result)).toEqual([]);
    expect(left(result)).toEqual([1, 2]);
  });

  test("waiting for the call forgoes gains", () => {
    const { run } = outcome([listed({ price: 1, gpus: 4 }), call()], [order(1800, 1, 4, 3)], "5h");
    expect(run.summary["market.deadweightUsd"]).toBeCloseTo(4 * (3 - 1) * 0.5, 9);
    expect(run.summary["providers.surplusUsd"]).toBeCloseTo(4 * (2 - 1), 9);
  });

  test("a price of zero, and no machines at all, are no trouble", () => {
    const free = matches(outcome([listed({ price: 0 }), call()], [order(10, 1, 1, 0)], "1h"));
    expect(free[0]?.usdPerGpuHour).toBe(0);
    const none = outcome(
      [listed({ price: 1, memory: 8 }), call()],
      [order(10, 1, 1, 9, { memory: 80 })],
      "2h",
    );
    expect(matches(none)).toEqual([]);
    expect(none.run.summary["market.wholeShare"]).toBe(0);
  });

  test("jobs of one GPU trade as much as the crossing, at its price", () => {
    const machine = fc.record({
      price: fc.integer({ min: 0, max: 9 }),
      gpus: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(
        fc.array(machine, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 15 }),
        (machines: Listed[], limits) => {
          const orders = limits.map((limit, number) => order(number, number, 1, limit));
          const trades = matches(outcome([listed(...machines), call()], orders, "1h"));
          const { volume, price } = callMarket(
            limits.map((price) => ({ price, quantity: 1 })),
            machines.map(({ price, gpus = 8 }) => ({ price, quantity: gpus })),
          );
          expect(trades).toHaveLength(volume);
          for (const trade of trades) expect(trade.usdPerGpuHour).toBe(price);
        },
      ),
      { seed: PROPERTY_SEED, numRuns: 50 },
    );
  });
});
