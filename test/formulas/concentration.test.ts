import fc from "fast-check";
import { expect, test } from "vitest";
import {
  gini,
  herfindahl,
  hoover,
  lowestShare,
  nakamotoCoefficient,
} from "../../sim/formulas/concentration.ts";

test("gini of small examples", () => {
  expect(gini([5, 5, 5, 5])).toBe(0);
  expect(gini([0, 0, 0, 8])).toBeCloseTo(0.75, 14);
  expect(gini([1, 2, 3, 4])).toBeCloseTo(0.25, 14);
  expect(gini(Float64Array.of(4, 1, 3, 2))).toBeCloseTo(0.25, 14);
});

test("gini is half the mean absolute difference over the mean", () => {
  const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(values, (held) => {
      const total = held.reduce((sum, value) => sum + value, 0);
      fc.pre(total > 1e-6);
      const differences = held.flatMap((a) => held.map((b) => Math.abs(a - b)));
      const difference = differences.reduce((sum, value) => sum + value, 0);
      expect(gini(held)).toBeCloseTo(difference / (2 * held.length * total), 9);
    }),
  );
});

test("hoover is the share that would have to change hands", () => {
  expect(hoover([5, 5, 5, 5])).toBe(0);
  expect(hoover([3, 1])).toBeCloseTo(0.25, 14);
  expect(hoover([0, 0, 0, 8])).toBeCloseTo(0.75, 14);
  // The largest distance between the Lorenz curve and the diagonal: of 1, 2, 3, 4 the poorer half has 0.3.
  expect(hoover([4, 2, 1, 3])).toBeCloseTo(0.2, 14);
  expect(hoover([])).toBe(0);
});

test("herfindahl of n equal holders is 1 / n", () => {
  expect(herfindahl([3, 3, 3, 3])).toBeCloseTo(0.25, 14);
  expect(herfindahl([10])).toBe(1);
  // US Department of Justice, Horizontal Merger Guidelines: shares of 30, 30, 20 and 20 % give 2600 points.
  expect(herfindahl([30, 30, 20, 20]) * 10_000).toBeCloseTo(2_600, 9);
});

test("nakamotoCoefficient counts the fewest holders with more than a share", () => {
  expect(nakamotoCoefficient([1, 1, 1, 1])).toBe(3);
  expect(nakamotoCoefficient([40, 25, 20, 15])).toBe(2);
  expect(nakamotoCoefficient([40, 25, 20, 15], 1 / 3)).toBe(1);
  expect(nakamotoCoefficient([15, 20, 25, 40], 2 / 3)).toBe(3);
  expect(nakamotoCoefficient([60, 40])).toBe(1);
});

test("nothing held is concentrated nowhere", () => {
  for (const values of [[], [0, 0]]) {
    expect([gini(values), herfindahl(values), nakamotoCoefficient(values)]).toEqual([0, 0, 0]);
  }
});

test("of equal holders a quarter has a quarter; of 1, 2, 3, 4 it has a tenth, and of three holders three quarters of the least", () => {
  expect(lowestShare([5, 5, 5, 5], 1 / 4)).toBe(0.25);
  expect(lowestShare([4, 1, 3, 2], 1 / 4)).toBe(0.1);
  expect(lowestShare([2, 1, 1], 1 / 4)).toBeCloseTo(0.75 / 4, 12);
  expect(lowestShare([], 1 / 4)).toBe(0);
});
