import fc from "fast-check";
import { mean, sampleVariance } from "simple-statistics";
import { expect, test } from "vitest";
import { momentsOf } from "../../sim/statistics/moments.ts";
import { PROPERTY_SEED } from "../contracts/worlds.ts";

const values = fc.array(
  fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => Math.round(value * 1e6) / 1e6),
  { minLength: 2, maxLength: 50 },
);

test("mean and variance are those of an independent library", () => {
  fc.assert(
    fc.property(values, (given) => {
      const { count, mean: own, variance } = momentsOf(given);
      expect(count).toBe(given.length);
      const scale = Math.max(...given.map(Math.abs), 1e-6);
      expect(Math.abs(own - mean(given)) / scale).toBeLessThan(1e-14);
      expect(Math.abs(variance - sampleVariance(given)) / (scale * scale)).toBeLessThan(1e-14);
    }),
    { seed: PROPERTY_SEED },
  );
});

test("no bit depends on the order of the values, as with sums that only compensate", () => {
  fc.assert(
    fc.property(
      values.chain((given) =>
        fc.tuple(
          fc.constant(given),
          fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length }),
        ),
      ),
      ([given, shuffled]) => {
        expect(momentsOf(shuffled)).toEqual(momentsOf(given));
      },
    ),
    { seed: PROPERTY_SEED },
  );
  const large = [1e16, 1, -1e16, 1, 3, 1e-9];
  expect(momentsOf(large).mean).toBe(momentsOf([...large].reverse()).mean);
  expect(momentsOf(large).mean).toBe((5 + 1e-9) / 6);
});

test("equal values have exactly their own mean and no variance; what is not finite has neither", () => {
  expect(momentsOf([0.1, 0.1, 0.1])).toEqual({ count: 3, mean: 0.1, variance: 0 });
  expect(momentsOf([7])).toEqual({ count: 1, mean: 7, variance: Number.NaN });
  expect(momentsOf([])).toEqual({ count: 0, mean: Number.NaN, variance: Number.NaN });
  expect(momentsOf([1, Infinity])).toEqual({ count: 2, mean: Number.NaN, variance: Number.NaN });
});
