import fc from "fast-check";
import { expect, test } from "vitest";
import { OrreryError } from "../../sim/errors.ts";
import { Random } from "../../sim/random.ts";
import { medianInterval, tInterval } from "../../sim/statistics/interval.ts";

/** Student's sleep data (1908): hours of sleep that the first drug gained ten patients. */
const SLEEP = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];

test("Student's own data give R's interval", () => {
  const { count, mean, low, high } = tInterval(SLEEP);
  expect([count, mean]).toEqual([10, 0.75]);
  // R 4: t.test(sleep$extra[1:10])
  expect(low).toBeCloseTo(-0.5297804, 7);
  expect(high).toBeCloseTo(2.0297804, 7);
});

test("values that are NaN are left out", () => {
  expect(tInterval([Number.NaN, ...SLEEP, Number.NaN])).toEqual(tInterval(SLEEP));
  expect(medianInterval([Number.NaN, ...SLEEP])).toEqual(medianInterval(SLEEP));
});

test("no value has no interval, and one value bounds nothing", () => {
  const nothing = { count: 0, mean: Number.NaN, low: Number.NaN, high: Number.NaN, confidence: 0.95 };
  expect(tInterval([])).toEqual(nothing);
  expect(tInterval([7])).toMatchObject({ count: 1, mean: 7, low: -Infinity, high: Infinity });
});

test("equal values have an interval of no width, exactly at their value", () => {
  for (let count = 2; count < 60; count += 1) {
    expect(tInterval(new Array<number>(count).fill(0.1))).toMatchObject({ mean: 0.1, low: 0.1, high: 0.1 });
  }
});

test("an infinite value among others leaves no mean", () => {
  expect(tInterval([1, Infinity, 2])).toMatchObject({ count: 3, mean: Number.NaN, low: Number.NaN });
});

test("the order of the values changes no bit", () => {
  const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(values, (given) => {
      expect(tInterval(given.toReversed())).toEqual(tInterval(given));
      expect(tInterval(given.toSorted((a, b) => a - b))).toEqual(tInterval(given));
    }),
  );
});

test("an interval moves and stretches with its values, and turns round where the sign does", () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 });
  const shift = fc.integer({ min: -1000, max: 1000 });
  const scale = fc.integer({ min: 1, max: 50 });
  fc.assert(
    fc.property(values, shift, scale, (given, by, times) => {
      const { mean, low, high } = tInterval(given);
      const moved = tInterval(given.map((value) => value * times + by));
      expect(moved.mean).toBeCloseTo(mean * times + by, 6);
      expect(moved.low).toBeCloseTo(low * times + by, 6);
      expect(moved.high).toBeCloseTo(high * times + by, 6);
      const turned = tInterval(given.map((value) => -value));
      expect([turned.low, turned.high].map(Math.abs)).toEqual([high, low].map(Math.abs));
    }),
  );
});

test("95 % intervals of ten normal values hold the mean in 93 to 97 of 100 experiments", () => {
  const random = new Random(1, "coverage");
  let held = 0;
  for (let experiment = 0; experiment < 2000; experiment += 1) {
    const draw = random.at(experiment, "values");
    const { low, high } = tInterval(Array.from({ length: 10 }, () => draw.normal(5, 2)));
    if (low <= 5 && 5 <= high) held += 1;
  }
  expect(held / 2000).toBeGreaterThan(0.93);
  expect(held / 2000).toBeLessThan(0.97);
});

// Ranks and coverage of the binomial distribution with p = 1/2 (SciPy 1.17.1 stats.binom, as in Conover's table A3).
test.each([
  [6, 1, 0.96875],
  [10, 2, 0.978515625],
  [20, 6, 0.9586105346679688],
  [100, 40, 0.9647997997822951],
])("the median of %d values lies between the values of rank %d from either end", (count, rank, coverage) => {
  const found = medianInterval(Array.from({ length: count }, (_, index) => count - index));
  expect(found).toMatchObject({ count, estimate: (count + 1) / 2, low: rank, high: count + 1 - rank });
  expect(found.coverage).toBeCloseTo(coverage, 12);
});

test("five values cannot bound a median at 95 %, and none has no median", () => {
  expect(medianInterval([1, 2, 3, 4, 5])).toMatchObject({ estimate: 3, low: -Infinity, high: Infinity });
  expect(medianInterval([])).toMatchObject({ count: 0, estimate: Number.NaN, low: Number.NaN });
});

test("the interval of a median goes along with every rising function", () => {
  const values = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 6, maxLength: 40 });
  fc.assert(
    fc.property(values, (given) => {
      const { low, high } = medianInterval(given);
      const cubed = medianInterval(given.map((value) => value ** 3));
      expect([cubed.low, cubed.high]).toEqual([low ** 3, high ** 3]);
    }),
  );
});

test("a confidence that is a percentage is refused", () => {
  expect(() => tInterval([1, 2], 95)).toThrow(OrreryError);
  expect(() => medianInterval([1, 2], 1)).toThrow("A confidence needs to lie between 0 and 1, got 1.");
});
