import { describe, expect, test } from "vitest";
import { weibullRenewals, weibullScale } from "../../sim/formulas/weibull.ts";
import { Random } from "../../sim/random.ts";

test("the scale of a mean, where the gamma function is known", () => {
  expect(weibullScale(123.4, 1)).toBe(123.4);
  // Γ(3) = 2, Γ(3/2) = √π / 2.
  expect(weibullScale(6, 0.5)).toBeCloseTo(3, 12);
  expect(weibullScale(6, 2)).toBeCloseTo(12 / Math.sqrt(Math.PI), 12);
});

describe("renewals in a time", () => {
  /** Mean number of failures of many that were new at 0. */
  const counted = (time: number, shape: number): number => {
    const random = new Random(1, "lives");
    const lives = 4_000;
    let failures = 0;
    for (let life = 0; life < lives; life++)
      for (let age = 0, k = 0; ; k++) {
        age += random.at(life, "life", k).weibull(shape, weibullScale(1, shape));
        if (age > time) break;
        failures++;
      }
    return failures / lives;
  };

  test("are time over mean for shape 1", () => {
    expect(weibullRenewals(7, 2, 1)).toBe(3.5);
  });

  // The limit of a long time is exact: t + (cv² − 1) / 2, in means.
  test.each([
    [30, 0.5],
    [30, 3],
    [20, 10],
  ])("over %d means of shape %d", (time, shape) => {
    expect(weibullRenewals(time, 1, shape) / counted(time, shape)).toBeCloseTo(1, 1);
  });

  test.each([
    [0.01, 0.5],
    [0.1, 0.5],
    [0.5, 0.7],
    [0.5, 2],
    [1.5, 5],
  ])("over %d means of shape %d, within a factor of two", (time, shape) => {
    const factor = weibullRenewals(time, 1, shape) / counted(time, shape);
    expect(factor).toBeGreaterThan(0.5);
    expect(factor).toBeLessThan(2);
  });
});
