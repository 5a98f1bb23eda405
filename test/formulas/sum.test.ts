import { expect, test } from "vitest";
import { sum } from "../../sim/formulas/sum.ts";

test("a sum is that of all values, or of the first so many", () => {
  expect(sum([])).toBe(0);
  expect(sum(Float64Array.of(1, 2, 4, 8))).toBe(15);
  expect(sum(Int32Array.of(1, 2, 4, 8), 3)).toBe(7);
});
