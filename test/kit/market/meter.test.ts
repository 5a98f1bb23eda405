import { expect, test } from "vitest";
import { change, integralOf, meter } from "../../../sim/kit/market/meter.ts";

test("a meter adds up what its levels were, each for as long as it was", () => {
  const at = meter(2);
  change(at, 10, 0, 3);
  change(at, 20, 1, 1);
  change(at, 20, 0, -2);
  expect(integralOf(at, 30, 0)).toBe(3 * 10 + 1 * 10);
  expect(integralOf(at, 30, 1)).toBe(10);
});
