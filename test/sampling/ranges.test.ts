import fc from "fast-check";
import { expect, test } from "vitest";
import { rangeOf, spread } from "../../sim/sampling/ranges.ts";

const end = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const unit = fc.double({ min: 0, max: 1, noNaN: true });

test("a range over a decade or more of positive numbers is spread by ratios, any other evenly", () => {
  expect(rangeOf(0.01, 0.1).scale).toBe("log");
  expect(rangeOf(0.02, 0.1).scale).toBe("linear");
  expect(rangeOf(0, 1e6).scale).toBe("linear");
  expect(rangeOf(-100, -1).scale).toBe("linear");
  expect(rangeOf(1, 1000, { scale: "linear" }).scale).toBe("linear");
});

test("values lie where the scale puts them", () => {
  expect(spread(rangeOf(2, 6), 0.25)).toBe(3);
  expect(spread(rangeOf(1, 100), 0.5)).toBeCloseTo(10, 12);
  expect(spread(rangeOf(1, 1000), 1 / 3)).toBeCloseTo(10, 12);
  expect(spread(rangeOf(1e-300, 1e300), 0.5)).toBeCloseTo(1, 10);
});

test("every value lies within, the ends exactly, in the order of the coordinates", () => {
  fc.assert(
    fc.property(end, end, unit, unit, fc.boolean(), (one, other, u, v, whole) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)].map((x) =>
        whole ? Math.round(x) : x,
      );
      const range = rangeOf(low!, high!, { whole });
      const [lower, upper] = [spread(range, Math.min(u, v)), spread(range, Math.max(u, v))];
      expect(spread(range, 0)).toBe(low! + 0);
      expect(spread(range, 1)).toBe(high! + 0);
      expect(lower).toBeGreaterThanOrEqual(low!);
      expect(upper).toBeLessThanOrEqual(high!);
      // Either form of the interpolation may round by an ulp.
      expect(upper - lower).toBeGreaterThanOrEqual(-1e-15 * Math.max(Math.abs(low!), Math.abs(high!)));
      if (whole) expect(Number.isInteger(lower)).toBe(true);
    }),
  );
});

test("whole numbers are equally likely on a linear scale, the ends too", () => {
  const values = Array.from({ length: 6000 }, (_, index) =>
    spread(rangeOf(-2, 3, { whole: true }), (index + 0.5) / 6000),
  );
  for (const value of [-2, -1, 0, 1, 2, 3]) expect(values.filter((one) => one === value)).toHaveLength(1000);
});

test("whole numbers on a logarithmic scale are as likely as their reach, ln((n + ½) / (n − ½))", () => {
  const range = rangeOf(1, 20, { whole: true });
  const values = Array.from({ length: 100_000 }, (_, index) => spread(range, (index + 0.5) / 100_000));
  for (const value of [1, 2, 7, 20]) {
    const share = Math.log((value + 0.5) / (value - 0.5)) / Math.log(20.5 / 0.5);
    expect(values.filter((one) => one === value).length / 100_000).toBeCloseTo(share, 4);
  }
});

test("ends that do not fit are refused", () => {
  expect(() => rangeOf(2, 1)).toThrow("A range needs two numbers in order.\n\n  low end 2\n  high end 1");
  expect(() => rangeOf(0, 1, { scale: "log" })).toThrow("a low end above 0 for a logarithmic scale");
  expect(() => rangeOf(0.5, 2, { whole: true })).toThrow("whole numbers as its ends for whole values");
});
