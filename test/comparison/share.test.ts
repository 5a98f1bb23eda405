import { expect, test } from "vitest";
import { shareOf } from "../../sim/comparison/share.ts";

/** Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I. */
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("%i of %i: Wilson's interval as published", (held, draws, low, high) => {
  const share = shareOf(held, draws);
  expect(share.low).toBeCloseTo(low, 4);
  expect(share.high).toBeCloseTo(high, 4);
});

test("all of the draws reach up to 1, no draw says anything from 0 to 1", () => {
  expect(shareOf(20, 20).high).toBe(1);
  expect(shareOf(20, 20).low).toBeCloseTo(1 - 0.1611, 4);
  expect(shareOf(0, 0)).toMatchObject({ low: 0, high: 1 });
});
