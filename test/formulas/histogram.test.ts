import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binOf, binStart, HISTOGRAM_BINS, valueIn } from "../../sim/formulas/histogram.ts";

describe("the bins", () => {
  test("hold the values from their start to before the next", () => {
    for (let bin = 2; bin < HISTOGRAM_BINS; bin += 1) {
      const start = binStart(bin);
      expect(binOf(start)).toBe(bin);
      expect(binOf(start * (1 - 2 ** -53))).toBe(bin - 1);
    }
  });

  test("are at most 0.4 % wide, from a microsecond to 270 years", () => {
    for (let bin = 2; bin + 1 < HISTOGRAM_BINS; bin += 1) {
      expect(binStart(bin + 1) / binStart(bin)).toBeLessThan(1.004);
      expect(binOf(valueIn(bin, 0.5))).toBe(bin);
    }
    expect(binStart(2)).toBeLessThan(1e-6);
    expect(binStart(HISTOGRAM_BINS - 1)).toBeGreaterThan(270 * 31_536_000);
  });

  test("rise with the value", () => {
    const value = fc.double({ min: 0, noNaN: true });
    fc.assert(fc.property(value, value, (a, b) => (a <= b ? binOf(a) <= binOf(b) : binOf(a) >= binOf(b))));
  });

  test("keep 0 apart and take every value of at least 0", () => {
    expect(binOf(0)).toBe(0);
    expect(binOf(-0)).toBe(0);
    expect(binOf(Number.MIN_VALUE)).toBe(1);
    expect(binOf(Infinity)).toBe(HISTOGRAM_BINS - 1);
    expect(() => binOf(-1)).toThrow("A histogram takes values of at least 0, got -1.");
    expect(() => binOf(Number.NaN)).toThrow("got NaN");
  });
});
