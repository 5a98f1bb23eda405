import { expect, test } from "vitest";
import { regularisedBeta } from "../../sim/statistics/beta.ts";
import { normalCdf } from "../../sim/statistics/normal.ts";
import { studentReach, studentTwoSided } from "../../sim/statistics/student.ts";

/** Values of SciPy 1.17.1 (Boost): special.betainc, stats.norm.cdf, stats.t. */

const near = (found: number, expected: number, relative: number): void =>
  expect(Math.abs(found / expected - 1)).toBeLessThan(relative);

test.each([
  [0.3, 2, 3, 0.3483],
  [0.5, 10, 10, 0.5],
  [0.999, 50, 0.5, 0.7523690199653766],
  [0.01, 0.5, 7, 0.2874836298717217],
  [0.2, 200, 800, 0.5063088533798626],
])("the incomplete beta function at %d with shapes %d and %d", (x, a, b, expected) => {
  near(regularisedBeta(x, 1 - x, a, b), expected, 1e-12);
  near(1 - regularisedBeta(1 - x, x, b, a), expected, 1e-12);
});

test("the incomplete beta function is 0 and 1 at its ends", () => {
  expect(regularisedBeta(0, 1, 2, 3)).toBe(0);
  expect(regularisedBeta(1, 0, 2, 3)).toBe(1);
});

test.each([
  [-3, 0.0013498980316300933],
  [-1.96, 0.024997895148220435],
  [-0.5, 0.3085375387259869],
  [0, 0.5],
  [0.1, 0.539827837277029],
  [1, 0.8413447460685429],
  [2.5, 0.9937903346742238],
  [5, 0.9999997133484281],
  [9, 1],
  [-Infinity, 0],
])("the normal distribution function at %d", (z, expected) => {
  expect(normalCdf(z)).toBeCloseTo(expected, 14);
});

test.each([
  [1, 1, 0.5],
  [2.5, 3, 0.08770664700806556],
  [-0.01, 29, 0.9920897648032249],
  [12, 4.7, 0.00010527673696674255],
  [50, 2, 0.00039976015988808057],
  [1.96, 1000, 0.050273184955748736],
  [8, 30, 6.265822475700759e-9],
  [1e-8, 9, 0.9999999922393018],
  [40, 100, 2.462107602140071e-63],
])("Student's t of %d with %d degrees of freedom, two-sided", (t, freedom, expected) => {
  near(studentTwoSided(t, freedom), expected, 1e-11);
});

test("an infinite t leaves no probability, and without freedom there is none", () => {
  expect(studentTwoSided(-Infinity, 3)).toBe(0);
  expect(studentTwoSided(1, 0)).toBeNaN();
});

test.each([
  [1, 12.706204736174694],
  [2, 4.302652729749462],
  [9, 2.262157162798205],
  [29, 2.045229642132703],
])("a 95 %% interval with %d degrees of freedom reaches %d standard errors", (freedom, reach) => {
  expect(studentReach(0.95, freedom)).toBeCloseTo(reach, 12);
  expect(studentTwoSided(reach, freedom)).toBeCloseTo(0.05, 12);
});
