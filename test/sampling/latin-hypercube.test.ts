import fc from "fast-check";
import { expect, test } from "vitest";
import { latinHypercube } from "../../sim/sampling/latin-hypercube.ts";
import { chiSquareRatio, KOLMOGOROV_LIMIT, kolmogorovSmirnov } from "../statistics.ts";

const column = (rows: readonly Float64Array[], dimension: number) => rows.map((row) => row[dimension]!);

test("every stratum of every dimension is hit exactly once", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 8 }),
      fc.maxSafeInteger(),
      (points, dimensions, seed) => {
        const rows = latinHypercube(points, dimensions, seed);
        const strata = Array.from({ length: points }, (_, index) => index);
        for (let dimension = 0; dimension < dimensions; dimension += 1) {
          const hit = column(rows, dimension).map((u) => Math.floor(u * points));
          expect(hit.sort((a, b) => a - b)).toEqual(strata);
        }
      },
    ),
  );
});

test("all orders of the strata are equally likely, apart in each dimension", () => {
  const orders = ["012", "021", "102", "120", "201", "210"];
  const pairs = Array.from({ length: 7200 }, (_, seed) => {
    const rows = latinHypercube(3, 2, seed);
    const [one, other] = [0, 1].map((dimension) =>
      orders.indexOf(
        column(rows, dimension)
          .map((u) => Math.floor(3 * u))
          .join(""),
      ),
    );
    return 6 * one! + other!;
  });
  expect(chiSquareRatio(pairs, Array<number>(36).fill(1 / 36))).toBeLessThan(1);
});

test("a place within its stratum is uniform", () => {
  const places = latinHypercube(2000, 2, 5).flatMap((row) => [...row].map((u) => (2000 * u) % 1));
  expect(kolmogorovSmirnov(places, (u) => u)).toBeLessThan(KOLMOGOROV_LIMIT);
});

test("the mean of a linear function has the variance of stratified sampling, d / 12 n^3", () => {
  const [points, dimensions, samples] = [20, 3, 4000];
  let squares = 0;
  for (let seed = 0; seed < samples; seed += 1) {
    const sum = latinHypercube(points, dimensions, seed).reduce(
      (all, row) => all + row[0]! + row[1]! + row[2]!,
      0,
    );
    squares += (sum / points - dimensions / 2) ** 2;
  }
  // The ratio's standard error is √(2 / 4000) = 0.022.
  expect(squares / samples / (dimensions / 12 / points ** 3)).toBeCloseTo(1, 1);
});

test("a seed gives the same sample again, another seed another", () => {
  expect(latinHypercube(10, 4, 1)).toEqual(latinHypercube(10, 4, 1));
  expect(latinHypercube(10, 4, 1)).not.toEqual(latinHypercube(10, 4, 2));
});

test("a size that is no whole number from 1 is refused", () => {
  expect(() => latinHypercube(0, 2, 1)).toThrow(
    "The number of points of a Latin hypercube needs to be a whole number, 1 or more; got 0.",
  );
  expect(() => latinHypercube(4, 1.5, 1)).toThrow("got 1.5.");
});
