import { expect, test } from "vitest";
import { spreadOf } from "../../sim/statistics/spread.ts";

test("the spread of 1 to 11 is 6 between 2 and 10 (type 7 of Hyndman and Fan, as R's quantile)", () => {
  const values = [11, 1, 10, 2, 9, 3, 8, 4, 7, 5, 6];
  expect(spreadOf(values)).toEqual({ count: 11, mean: 6, median: 6, low: 2, high: 10 });
});

test("values that are no numbers are left out, and nothing has no spread", () => {
  expect(spreadOf([Number.NaN, 4])).toEqual({ count: 1, mean: 4, median: 4, low: 4, high: 4 });
  expect(spreadOf([Number.NaN])).toEqual({
    count: 0,
    mean: Number.NaN,
    median: Number.NaN,
    low: Number.NaN,
    high: Number.NaN,
  });
});
