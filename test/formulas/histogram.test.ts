import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  binOf,
  binStart,
  HISTOGRAM_BINS,
  histogramBins,
  quantile,
} from "../../sim/formulas/histogram.ts";
import { Random } from "../../sim/random.ts";

describe("the bins", () => {
  test("hold the values from their start to before the next", () => {
    for (let bin = 2; bin < HISTOGRAM_BINS; bin += 1) {
      const start = binStart(bin);
      expect(binOf(start)).toBe(bin);
      expect(binOf(start * (1 - 2 ** -53))).toBe(bin - 1);
    }
  });

  test("are at most 3.2 % wide and reach from 0.001 to 10^9", () => {
    for (let bin = 2; bin + 1 < HISTOGRAM_BINS; bin += 1) {
      expect(binStart(bin + 1) / binStart(bin)).toBeLessThan(1.032);
    }
    expect(binStart(2)).toBeLessThan(0.001);
    expect(binStart(HISTOGRAM_BINS - 1)).toBeGreaterThan(1e9);
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

describe("quantile", () => {
  test("of exponential values is right to the width of a bin", () => {
    const counts = histogramBins();
    const random = new Random(1, "waiting");
    const values = Float64Array.from({ length: 50_000 }, (_, job) => random.at(job, "wait").exponential(600));
    for (const value of values) add(counts, value);
    values.sort();
    for (const q of [0.01, 0.25, 0.5, 0.9, 0.99]) {
      const exact = values[Math.floor(q * values.length)]!;
      expect(Math.abs(quantile(counts, q) / exact - 1)).toBeLessThan(0.032);
    }
  });

  test("is 0 where most values are 0, and takes weights", () => {
    const counts = histogramBins();
    add(counts, 0, 3);
    add(counts, 100);
    expect(quantile(counts, 0.5)).toBe(0);
    expect(quantile(counts, 0.75)).toBe(0);
    expect(Math.abs(quantile(counts, 1) / 100 - 1)).toBeLessThan(0.032);
  });

  test("of nothing is NaN, and beyond the bins is their end", () => {
    const counts = histogramBins();
    expect(quantile(counts, 0.5)).toBeNaN();
    add(counts, 1e12);
    expect(quantile(counts, 0.5)).toBe(2 ** 30);
  });
});
