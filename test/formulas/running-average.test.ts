import { expect, test } from "vitest";
import { accrue, averageRate, newRunningAverage } from "../../sim/formulas/running-average.ts";

test("a constant flow has its rate from the first day on", () => {
  const average = newRunningAverage();
  expect(averageRate(average)).toBe(0);
  for (let day = 0; day < 5; day++) {
    accrue(average, 7, 1, 3);
    expect(averageRate(average)).toBeCloseTo(7, 12);
  }
});

test("after one half-life the past counts half", () => {
  const average = newRunningAverage();
  accrue(average, 100, 1, 10);
  accrue(average, 0, 10, 10);
  // 100 × ½ over 1 × ½ + 10.
  expect(averageRate(average)).toBeCloseTo(50 / 10.5, 12);
});
