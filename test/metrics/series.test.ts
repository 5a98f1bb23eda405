import { describe, expect, test } from "vitest";
import { drawdown } from "../../sim/metrics/drawdown.ts";
import { indexAt } from "../../sim/metrics/series.ts";
import { timeToRecover } from "../../sim/metrics/time-to-recover.ts";
import { timeWeightedMean } from "../../sim/metrics/time-weighted-mean.ts";
import { volatility } from "../../sim/metrics/volatility.ts";
import { DAY } from "../../sim/units.ts";

const steps = (value: number[]) => ({ t: value.map((_, index) => index * DAY), value });

test("indexAt finds the last sample at or before a time", () => {
  const series = { t: [10, 20, 20, 30], value: [1, 2, 3, 4] };
  expect([5, 10, 15, 20, 29, 30, 99].map((time) => indexAt(series, time))).toEqual([-1, 0, 0, 2, 2, 3, 3]);
});

describe("drawdown", () => {
  test("is the greatest fall from an earlier peak, not from the highest", () => {
    const fall = drawdown({ t: [0, 1, 2, 3, 4, 5], value: [100, 50, 80, 200, 150, 300] });
    expect(fall).toEqual({ depth: 0.5, peakTime: 0, troughTime: 1 });
  });

  test("is 0 of a series that never falls, and 1 of one that goes to nothing", () => {
    expect(drawdown(steps([1, 1, 2])).depth).toBe(0);
    expect(drawdown(steps([0, 4, 0, 5])).depth).toBe(1);
    expect(drawdown(steps([])).depth).toBe(0);
  });
});

describe("timeWeightedMean", () => {
  const series = { t: [0, 1, 4], value: [6, 2, 10] };

  test("weights each value by the time that it held", () => {
    expect(timeWeightedMean(series)).toBe((6 * 1 + 2 * 3) / 4);
    expect(timeWeightedMean(series, 0, 5)).toBe((6 * 1 + 2 * 3 + 10 * 1) / 5);
    expect(timeWeightedMean(series, 0.5, 2)).toBe((6 * 0.5 + 2 * 1) / 1.5);
  });

  test("is the value itself at one instant, and NaN before the first sample", () => {
    expect(timeWeightedMean({ t: [3], value: [7] })).toBe(7);
    expect(timeWeightedMean(series, 4, 4)).toBe(10);
    expect(timeWeightedMean(series, -1, 2)).toBeNaN();
    expect(timeWeightedMean({ t: [], value: [] })).toBeNaN();
  });
});

describe("timeToRecover", () => {
  const recovery = { shock: 2 * DAY, reference: 100, band: 0.05 };

  test("is the time until the series is back and stays", () => {
    expect(timeToRecover(steps([100, 100, 100, 60, 99, 80, 96, 104, 101]), recovery)).toBe(4 * DAY);
  });

  test("is 0 where the series never left, undefined where it does not come back", () => {
    expect(timeToRecover(steps([100, 50, 100, 98, 103]), recovery)).toBe(0);
    expect(timeToRecover(steps([100, 100, 100, 50, 100, 90]), recovery)).toBeUndefined();
    expect(timeToRecover(steps([100, 100, 100, Number.NaN]), recovery)).toBeUndefined();
    expect(timeToRecover(steps([100, 100, 100]), recovery)).toBeUndefined();
  });
});

describe("volatility", () => {
  test("is the sample deviation of daily log returns", () => {
    const e = Math.E;
    expect(volatility(steps([1, e, e ** 2, e ** 3]))).toBeCloseTo(0, 12);
    expect(volatility(steps([1, e, 1, e, 1]))).toBeCloseTo(Math.sqrt(4 / 3), 12);
  });

  test("takes the last price known at each day", () => {
    const e = Math.E;
    const hourly = { t: [0, DAY / 2, DAY, 1.5 * DAY, 2 * DAY], value: [1, 9, e, 9, 1] };
    expect(volatility(hourly)).toBeCloseTo(Math.SQRT2, 12);
  });

  test("leaves out a price of 0 and needs two returns", () => {
    expect(volatility(steps([1, 0, 1, 2, 4]))).toBeCloseTo(0, 12);
    expect(volatility(steps([1, 2]))).toBeNaN();
    expect(volatility(steps([]))).toBeNaN();
  });
});
