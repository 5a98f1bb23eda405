import { expect, test } from "vitest";
import { NOT_OFFERED } from "../../../sim/formulas/uses.ts";
import { marginsByUse } from "../../../sim/kit/supply/gpu-uses.ts";

const cost = {
  power: 1_000,
  load: 1,
  idle: 0.1,
  pue: 1,
  usdPerKilowattHour: 0.1,
  operatingUsdPerHour: 0.05,
};

test("a use leaves what it brings, more on a faster GPU, less electricity and operation; where it is neither open nor on offer, none", () => {
  const usd = [0, 0.3, 0, 0.2, 0];
  expect(marginsByUse("rent", usd, 2, cost, 0.7)).toEqual([0.7, ...Array(4).fill(NOT_OFFERED)]);
  const [rent, mine, ...others] = marginsByUse("rent or mine", usd, 2, cost, 0.7);
  expect([rent, others]).toEqual([0.7, Array(3).fill(NOT_OFFERED)]);
  expect(mine).toBeCloseTo(2 * 0.3 - 0.15, 12);
  const any = marginsByUse("any", usd, 1, cost, -1);
  expect(any[2]).toBe(NOT_OFFERED);
  expect([any[1], any[3], any[4]].map((margin) => margin!.toFixed(12))).toEqual(
    [0.15, 0.05, -0.01].map((margin) => margin.toFixed(12)),
  );
});
