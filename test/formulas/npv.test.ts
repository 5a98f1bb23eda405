import { expect, test } from "vitest";
import {
  annuityFactor,
  annuityPayment,
  discountedMean,
  netPresentValue,
  residualShare,
  straightLineDepreciation,
} from "../../sim/formulas/npv.ts";

const HOURS = 8_760;
const GPU = { capital: 30_000, resale: 3_000, periods: 4, rate: 0.1 };

test("a GPU of $30,000 over four years costs $0.7705 an hour by straight line, $1.0066 as an annuity at 10 %", () => {
  expect(straightLineDepreciation(30_000, 3_000, 4 * HOURS)).toBeCloseTo(0.7705, 4);
  expect(annuityPayment(GPU) / HOURS).toBeCloseTo(1.0066, 4);
});

test("the annuity payment is the margin whose net present value is 0", () => {
  expect(netPresentValue({ ...GPU, margin: annuityPayment(GPU) })).toBeCloseTo(0, 8);
});

test("netPresentValue is the discounted sum", () => {
  const sum = 9_000 / 1.1 + 9_000 / 1.1 ** 2 + 9_000 / 1.1 ** 3 + (9_000 + 3_000) / 1.1 ** 4 - 30_000;
  expect(netPresentValue({ ...GPU, margin: 9_000 })).toBeCloseTo(sum, 8);
});

test("annuityFactor of three years at 5 % is 2.7232, and the number of periods at 0 %", () => {
  // Any annuity table.
  expect(annuityFactor(0.05, 3)).toBeCloseTo(2.7232, 4);
  expect(annuityFactor(0.1, 10)).toBeCloseTo(6.1446, 4);
  expect(annuityFactor(0, 7)).toBe(7);
  expect(annuityFactor(1e-12, 7)).toBeCloseTo(7, 10);
});

test("residualShare is linear between the points of a schedule and level beyond them", () => {
  const schedule = [
    { age: 0, share: 1 },
    { age: 1, share: 0.625 },
    { age: 2, share: 0.425 },
  ];
  expect(residualShare(0, schedule)).toBe(1);
  expect(residualShare(0.5, schedule)).toBeCloseTo(0.8125, 12);
  expect(residualShare(1.5, schedule)).toBeCloseTo(0.525, 12);
  expect(residualShare(9, schedule)).toBe(0.425);
  expect(() => residualShare(1, [])).toThrow("A schedule of residual value needs at least one point.");
});

test("a level path has its level as mean at any discount, and without one the mean is that of time", () => {
  expect(discountedMean([0, 10, 20], [3, 3, 3], 5, 50, 0.2)).toBeCloseTo(3, 12);
  expect(discountedMean([0, 10], [1, 4], 0, 30, 0)).toBeCloseTo(3, 12);
  expect(discountedMean([100], [7], 0, 1, 0.5)).toBeCloseTo(7, 12);
});

test("a step counts less the later it comes: 1 from ln 2 on is half of ever, discounted at 1", () => {
  expect(discountedMean([0, Math.LN2], [0, 1], 0, 60, 1)).toBeCloseTo(0.5, 12);
  expect(discountedMean([0, Math.LN2], [0, 1], Math.LN2, 60, 1)).toBeCloseTo(1, 12);
});
