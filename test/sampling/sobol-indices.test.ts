import { describe, expect, test } from "vitest";
import { saltelliDesign, sobolIndices } from "../../sim/sampling/sobol-indices.ts";

/** Ishigami and Homma (1990) with a = 7, b = 0.1 on (−π, π)^3. */
function ishigami(u: ArrayLike<number>): number {
  const [x, y, z] = Array.from(u, (one) => Math.PI * (2 * one - 1)) as [number, number, number];
  return Math.sin(x) + 7 * Math.sin(y) ** 2 + 0.1 * z ** 4 * Math.sin(x);
}

/** The g-function of Saltelli and Sobol' (1995), its coefficients, and its indices in closed form. */
const COEFFICIENTS = [0, 1, 4.5, 9, 99, 99, 99, 99];
const gFunction = (u: ArrayLike<number>) =>
  COEFFICIENTS.reduce((product, a, index) => (product * (Math.abs(4 * u[index]! - 2) + a)) / (1 + a), 1);
const PARTIAL = COEFFICIENTS.map((a) => 1 / (3 * (1 + a) ** 2));
const ALL = PARTIAL.reduce((product, one) => product * (1 + one), 1);
const G_FIRST = PARTIAL.map((one) => one / (ALL - 1));
const G_TOTAL = PARTIAL.map((one) => (one * ALL) / (1 + one) / (ALL - 1));

describe("the design", () => {
  test("holds A, B and each A with one column of B, base point by base point", () => {
    const design = saltelliDesign(8, 3, 1);
    expect(design).toHaveLength(40);
    for (let start = 0; start < 40; start += 5) {
      const [a, b, ...mixed] = design.slice(start, start + 5) as [
        Float64Array,
        Float64Array,
        ...Float64Array[],
      ];
      mixed.forEach((point, index) => {
        expect(point).toEqual(a.map((u, dimension) => (dimension === index ? b[dimension]! : u)));
      });
    }
  });

  test("of more base points begins with that of fewer", () => {
    expect(saltelliDesign(64, 4, 3).slice(0, 96)).toEqual(saltelliDesign(16, 4, 3));
  });
});

describe("the indices", () => {
  test("of Ishigami's function are 0.3139, 0.4424, 0 and in total 0.5576, 0.4424, 0.2437", () => {
    const indices = sobolIndices(saltelliDesign(4096, 3, 1).map(ishigami), 3, 1);
    [0.3139, 0.4424, 0].forEach((first, index) => {
      expect(Math.abs(indices[index]!.first - first)).toBeLessThan(0.01);
    });
    [0.5576, 0.4424, 0.2437].forEach((total, index) => {
      expect(Math.abs(indices[index]!.total - total)).toBeLessThan(0.01);
    });
  });

  test("of the g-function of eight inputs are those of its closed form", () => {
    const indices = sobolIndices(saltelliDesign(4096, 8, 2).map(gFunction), 8, 1);
    indices.forEach(({ first, total }, index) => {
      expect(Math.abs(first - G_FIRST[index]!)).toBeLessThan(0.01);
      expect(Math.abs(total - G_TOTAL[index]!)).toBeLessThan(0.01);
    });
  });

  test("lie in intervals that hold the truth and halve with four times the points", () => {
    const [small, large] = [512, 2048].map((size) =>
      sobolIndices(saltelliDesign(size, 8, 3).map(gFunction), 8, 4),
    );
    small!.forEach(({ firstInterval, totalInterval }, index) => {
      expect(firstInterval[0] <= G_FIRST[index]! && G_FIRST[index]! <= firstInterval[1]).toBe(true);
      expect(totalInterval[0] <= G_TOTAL[index]! && G_TOTAL[index]! <= totalInterval[1]).toBe(true);
    });
    const width = (interval: readonly [number, number]) => interval[1] - interval[0];
    const ratio = width(large![0]!.totalInterval) / width(small![0]!.totalInterval);
    expect(ratio).toBeGreaterThan(0.35);
    expect(ratio).toBeLessThan(0.7);
  });

  test("do not change with a shift of the output, however large", () => {
    const outputs = saltelliDesign(256, 3, 5).map(ishigami);
    const shifted = sobolIndices(
      outputs.map((output) => output + 1e6),
      3,
      1,
    );
    sobolIndices(outputs, 3, 1).forEach(({ first, total }, index) => {
      expect(shifted[index]!.first).toBeCloseTo(first, 7);
      expect(shifted[index]!.total).toBeCloseTo(total, 7);
    });
  });

  test("leave out base points with an output that has no value", () => {
    const outputs = saltelliDesign(16, 3, 5).map(ishigami);
    const holed = outputs.with(12, Number.NaN);
    expect(sobolIndices(holed, 3, 1)).toEqual(sobolIndices(outputs.toSpliced(10, 5), 3, 1));
  });

  test("of an output that does not vary are NaN", () => {
    const [index] = sobolIndices(Array<number>(10).fill(3), 3, 1);
    expect(index).toEqual({
      first: Number.NaN,
      total: Number.NaN,
      firstInterval: [Number.NaN, Number.NaN],
      totalInterval: [Number.NaN, Number.NaN],
    });
  });

  test("need the outputs of whole base points", () => {
    expect(() => sobolIndices([1, 2, 3], 3, 1)).toThrow(
      "Sobol' indices need the outputs of whole base points.\n\n  outputs 3\n  outputs of a base point 5",
    );
  });
});
