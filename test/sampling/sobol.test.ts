import { describe, expect, test } from "vitest";
import { SOBOL_DIMENSIONS, sobolPoints } from "../../sim/sampling/sobol.ts";
import { KOLMOGOROV_LIMIT, kolmogorovSmirnov } from "../statistics.ts";

/** How many points lie in each cell of a grid with these numbers of cells by dimension, where every cell holds some. */
function cells(rows: readonly ArrayLike<number>[], grid: readonly number[]): Set<string> {
  return new Set(
    rows.map((row) => grid.map((count, dimension) => Math.floor(count * row[dimension]!)).join()),
  );
}

describe("the published sequence", () => {
  test("begins as SciPy 1.17.1 gives it: qmc.Sobol(8, scramble=False).random(9)", () => {
    expect(sobolPoints(9, 8).map((row) => [...row])).toEqual([
      [0, 0, 0, 0, 0, 0, 0, 0],
      [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75],
      [0.25, 0.75, 0.75, 0.75, 0.25, 0.25, 0.75, 0.25],
      [0.375, 0.375, 0.625, 0.875, 0.375, 0.125, 0.375, 0.875],
      [0.875, 0.875, 0.125, 0.375, 0.875, 0.625, 0.875, 0.375],
      [0.625, 0.125, 0.875, 0.625, 0.625, 0.875, 0.125, 0.125],
      [0.125, 0.625, 0.375, 0.125, 0.125, 0.375, 0.625, 0.625],
      [0.1875, 0.3125, 0.9375, 0.4375, 0.5625, 0.3125, 0.4375, 0.9375],
    ]);
  });

  test("is SciPy's in all 256 dimensions, 8192 points of them, by a checksum over every coordinate", () => {
    const rows = sobolPoints(8192, SOBOL_DIMENSIONS);
    let checksum = 0;
    for (const row of rows) {
      for (const coordinate of row) checksum = (checksum * 31 + coordinate * 2 ** 30) % 2_147_483_647;
    }
    expect(SOBOL_DIMENSIONS).toBe(256);
    expect(checksum).toBe(875_509_168);
    expect([0, 1, 2, 255].map((dimension) => rows[8191]![dimension])).toEqual([
      0.0001220703125, 0.5333251953125, 0.5015869140625, 0.2030029296875,
    ]);
  });

  test("is van der Corput's sequence in the first dimension, in the order of the Gray code", () => {
    const rows = sobolPoints(1024, 1);
    rows.forEach(([u], index) => {
      const digits = (index ^ (index >>> 1)).toString(2).padStart(10, "0");
      expect(u).toBe(Number.parseInt([...digits].reverse().join(""), 2) / 1024);
    });
  });

  test("has Sobol's property A: each 2^d points lie one in each half of halves in d dimensions", () => {
    for (const dimensions of [2, 5, 8, 12]) {
      const size = 2 ** dimensions;
      const rows = sobolPoints(4 * size, dimensions);
      for (let start = 0; start < rows.length; start += size) {
        const halves = cells(rows.slice(start, start + size), Array<number>(dimensions).fill(2));
        expect(halves.size).toBe(size);
      }
    }
  });
});

describe.each([
  ["published", undefined],
  ["scrambled", 11],
])("the %s sequence", (_, seed) => {
  test("has one point in each stratum of every dimension, for each block of 2^k points", () => {
    const rows = sobolPoints(1024, SOBOL_DIMENSIONS, seed);
    for (const size of [2, 16, 128, 1024]) {
      for (let start = 0; start < 1024; start += size) {
        const block = rows.slice(start, start + size);
        for (let dimension = 0; dimension < SOBOL_DIMENSIONS; dimension += 17) {
          const hit = new Set(block.map((row) => Math.floor(size * row[dimension]!)));
          expect(hit.size).toBe(size);
        }
      }
    }
  });

  test("has one point in each elementary interval of its first two dimensions, a (0, 2)-sequence", () => {
    const rows = sobolPoints(512, 2, seed);
    for (const block of [rows.slice(0, 256), rows.slice(256)]) {
      for (let wide = 1; wide <= 256; wide *= 2) expect(cells(block, [wide, 256 / wide]).size).toBe(256);
    }
  });

  test("begins the same whatever its length and the number of dimensions", () => {
    const long = sobolPoints(200, 9, seed);
    expect(sobolPoints(50, 4, seed)).toEqual(long.slice(0, 50).map((row) => row.slice(0, 4)));
  });
});

describe("scrambling", () => {
  test("makes each point uniform over seeds, the origin too", () => {
    for (const point of [0, 5]) {
      const found = Array.from({ length: 2000 }, (_, seed) => sobolPoints(6, 3, seed)[point]![2]!);
      expect(kolmogorovSmirnov(found, (u) => u)).toBeLessThan(KOLMOGOROV_LIMIT);
    }
  });

  test("flips the digits after each different beginning independently of each other", () => {
    // Points 0 and 1 differ in the first digit, so that their later digits agree in half of all cases.
    const agree = Array.from({ length: 4000 }, (_, seed) => {
      const [[zero], [half]] = sobolPoints(2, 1, seed) as [Float64Array, Float64Array];
      return Math.floor((zero! % 0.5) * 4) === Math.floor((half! % 0.5) * 4) ? 1 : 0;
    });
    const share = agree.reduce<number>((sum, one) => sum + one, 0) / agree.length;
    // Four standard errors.
    expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 4000));
  });

  test("leaves means of a smooth function unbiased, at an error that falls much faster than 1 / √n", () => {
    const errors = [64, 1024].map((points) => {
      const seeds = 100;
      let sum = 0;
      let squares = 0;
      for (let seed = 0; seed < seeds; seed += 1) {
        const rows = sobolPoints(points, 4, seed);
        const mean = rows.reduce((all, row) => all + row.reduce((one, u) => one * (0.5 + u), 1), 0) / points;
        sum += mean - 1;
        squares += (mean - 1) ** 2;
      }
      const error = Math.sqrt(squares / seeds);
      expect(Math.abs(sum / seeds)).toBeLessThan((4 * error) / Math.sqrt(seeds));
      return error;
    });
    // 16 times the points: a quarter of the error by chance, 1/64 at best by Owen's n^-3/2.
    expect(errors[1]! / errors[0]!).toBeLessThan(1 / 16);
  });
});

test("sizes out of bounds are refused", () => {
  expect(() => sobolPoints(4, 257)).toThrow(
    "The number of dimensions of a Sobol' sample needs to be a whole number, 1 to 256; got 257.",
  );
  expect(() => sobolPoints(0, 2)).toThrow("got 0.");
});
