import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choiceProbabilities, chosen, logsum } from "../../sim/formulas/logit.ts";

const utilities = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 8 });
const SENSITIVITY = 3;
/** Alternatives that differ in price alone. */
const shares = (prices: readonly number[]) =>
  choiceProbabilities(prices.map((price) => -SENSITIVITY * price));

test("two alternatives that differ by ln 3 are chosen one in four and three in four", () => {
  const [one, three] = choiceProbabilities([0, Math.log(3)]);
  expect(one).toBeCloseTo(0.25, 14);
  expect(three).toBeCloseTo(0.75, 14);
  expect(logsum([0, Math.log(3)])).toBeCloseTo(Math.log(4), 14);
});

test("probabilities sum to one, and only differences of utility matter", () => {
  fc.assert(
    fc.property(utilities, fc.double({ min: -500, max: 500, noNaN: true }), (all, shift) => {
      const before = choiceProbabilities(all);
      expect(before.reduce((sum, each) => sum + each)).toBeCloseTo(1, 12);
      choiceProbabilities(all.map((each) => each + shift)).forEach((each, at) => {
        expect(each).toBeCloseTo(before[at]!, 10);
      });
      expect(logsum(all.map((each) => each + shift))).toBeCloseTo(logsum(all) + shift, 9);
    }),
  );
});

test("independence of irrelevant alternatives: a third changes no ratio of the first two", () => {
  fc.assert(
    fc.property(utilities, (all) => {
      const ratio = ([a, b]: readonly number[]) => Math.log(b!) - Math.log(a!);
      expect(ratio(choiceProbabilities(all))).toBeCloseTo(ratio(choiceProbabilities(all.slice(0, 2))), 9);
    }),
  );
});

describe("elasticities (Train 2009, section 3.6)", () => {
  const prices = [0.8, 1, 1.3];
  const step = 1e-6;
  const response = (of: number, to: number) => {
    const moved = (by: number) => shares(prices.map((price, at) => (at === to ? price + by : price)))[of]!;
    return ((moved(step) - moved(-step)) / (2 * step)) * (prices[to]! / shares(prices)[of]!);
  };

  test("own: −α p (1 − P)", () => {
    prices.forEach((price, at) => {
      expect(response(at, at)).toBeCloseTo(-SENSITIVITY * price * (1 - shares(prices)[at]!), 7);
    });
  });

  test("cross: α p′ P′, the same for all others", () => {
    const expected = SENSITIVITY * prices[2]! * shares(prices)[2]!;
    expect(response(0, 2)).toBeCloseTo(expected, 7);
    expect(response(1, 2)).toBeCloseTo(expected, 7);
  });
});

test("the logsum grows with a utility by the probability of that alternative (Williams, Daly and Zachary)", () => {
  const all = [0.3, -1, 2];
  choiceProbabilities(all).forEach((probability, at) => {
    const moved = (by: number) => logsum(all.map((each, index) => (index === at ? each + by : each)));
    expect((moved(1e-6) - moved(-1e-6)) / 2e-6).toBeCloseTo(probability, 8);
  });
});

test("a draw falls on the alternative whose share of [0, 1) it lies in", () => {
  const half = [0.25, 0.5, 0.25];
  expect([0, 0.2499, 0.25, 0.7499, 0.75, 0.999999].map((u) => chosen(half, u))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(chosen([1], 0.5)).toBe(0);
});

test("no alternative, or none of finite utility, is an error", () => {
  expect(() => logsum([])).toThrow("A choice needs at least one alternative of finite utility.");
  expect(() => choiceProbabilities([Number.NaN])).toThrow("A choice needs at least one alternative");
});
