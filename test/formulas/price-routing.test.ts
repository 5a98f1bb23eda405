import fc from "fast-check";
import { expect, test } from "vitest";
import { inverseSquareShares } from "../../sim/formulas/price-routing.ts";
import { PROPERTY_SEED } from "../contracts/worlds.ts";

const shares = (prices: number[], healthy: boolean[]) => [...inverseSquareShares(prices, healthy)];

test("of prices 1, 2 and 3 with the second unhealthy, nine in ten requests go to the first", () => {
  const [first, second, third] = shares([1, 2, 3], [true, false, true]);
  expect(first).toBeCloseTo(0.9, 15);
  expect(second).toBe(0);
  expect(third).toBeCloseTo(0.1, 15);
});

test("of two healthy ones at 1 and 2, four in five requests go to the first", () => {
  expect(shares([1, 2], [true, true])).toEqual([0.8, 0.2]);
});

test("nobody has a share where none is healthy, and whoever is free has all", () => {
  expect(shares([1, 2], [false, false])).toEqual([0, 0]);
  expect(shares([0, 2, 0], [true, true, true])).toEqual([0.5, 0, 0.5]);
});

test("shares add up to 1, and twice the price is a quarter of the share", () => {
  const price = fc.double({ min: 1e-200, max: 1e200, noNaN: true });
  fc.assert(
    fc.property(fc.array(price, { minLength: 1, maxLength: 20 }), (prices) => {
      const all = prices.map(() => true);
      expect(shares(prices, all).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      const twice = shares([prices[0]!, 2 * prices[0]!], [true, true]);
      expect(twice[0]! / twice[1]!).toBeCloseTo(4, 12);
    }),
    { seed: PROPERTY_SEED },
  );
});
