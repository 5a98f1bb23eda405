import fc from "fast-check";
import { expect, test } from "vitest";
import { highestLosingBid, smoothedStep, smoothedTarget } from "../../sim/formulas/spot-price.ts";

const ones = (...limits: number[]) => limits.map((limit) => ({ gpus: 1, limit }));

test("bids of 9, 7, 5 and 3 for two GPUs: 9 and 7 run at 5", () => {
  expect(highestLosingBid(ones(9, 7, 5, 3), 2, 0.1)).toEqual({ served: 2, usdPerGpuHour: 5 });
});

test("with room for all, the reserve is the price, and who bids below it does not run", () => {
  expect(highestLosingBid(ones(9, 7), 2, 0.1)).toEqual({ served: 2, usdPerGpuHour: 0.1 });
  expect(highestLosingBid(ones(9, 7, 0.05), 3, 0.1)).toEqual({ served: 2, usdPerGpuHour: 0.1 });
  expect(highestLosingBid([], 3, 0.1)).toEqual({ served: 0, usdPerGpuHour: 0.1 });
  expect(highestLosingBid(ones(9), 0, 0.1)).toEqual({ served: 0, usdPerGpuHour: 9 });
});

test("nobody overtakes the first bid that does not fit", () => {
  const bids = [
    { gpus: 2, limit: 9 },
    { gpus: 4, limit: 7 },
    { gpus: 1, limit: 5 },
  ];
  expect(highestLosingBid(bids, 4, 0.1)).toEqual({ served: 1, usdPerGpuHour: 7 });
});

test("for single GPUs it is the (k + 1)th highest bid, or the reserve", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 })), fc.nat(20), (limits, capacity) => {
      const sorted = limits.sort((a, b) => b - a);
      const { served, usdPerGpuHour } = highestLosingBid(ones(...sorted), capacity, 1);
      expect(usdPerGpuHour).toBe(sorted[capacity] ?? 1);
      expect(served).toBe(Math.min(capacity, sorted.length));
    }),
  );
});

// An independent spreadsheet of the model with floor 0.1 and k = 4: 1 · (0.1 + 0.9 · 0.8^4) = 0.46864.
test("the smoothed price tends to the floor in an empty pool and to the list price in a full one", () => {
  const shape = { floor: 0.1, steepness: 4 };
  expect(smoothedTarget(2, shape, 0)).toBeCloseTo(0.2, 12);
  expect(smoothedTarget(2, shape, 1)).toBeCloseTo(2, 12);
  expect(smoothedTarget(1, shape, 0.8)).toBeCloseTo(0.46864, 10);
});

test("at constant use the smoothed price converges monotonically, by at most 2 % a step", () => {
  const rule = { speed: 0.02, largest: 0.02 };
  for (const start of [0.1, 1]) {
    let price = start;
    for (let step = 0; step < 2_000; step++) {
      const next = smoothedStep(price, 0.4, rule, 1);
      expect(Math.abs(next - price)).toBeLessThanOrEqual(0.02 * price + 1e-15);
      expect(Math.sign(0.4 - next) * Math.sign(0.4 - price)).toBeGreaterThanOrEqual(0);
      price = next;
    }
    expect(price).toBeCloseTo(0.4, 9);
  }
  expect(smoothedStep(0.99, 5, { speed: 1, largest: 1 }, 1)).toBe(1);
});
