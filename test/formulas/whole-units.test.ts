import fc from "fast-check";
import { expect, test } from "vitest";
import { newCarry, takeUnits } from "../../sim/formulas/whole-units.ts";
import { PROPERTY_SEED } from "../contracts/worlds.ts";

test("10^5 payments of a third of a unit are 33,333 units, and the rest is carried", () => {
  const carry = newCarry();
  let paid = 0;
  for (let payment = 0; payment < 100_000; payment++) paid += takeUnits(carry, 1 / 3);
  expect(paid).toBe(33_333);
  expect(carry.rest).toBeCloseTo(1 / 3, 6);
});

test("what a double falls short of a unit by rounding is that unit", () => {
  const carry = newCarry();
  let paid = 0;
  for (let day = 0; day < 4; day++) paid += takeUnits(carry, 0.3 * 192 * 1e6);
  expect(paid).toBe(230_400_000);
  expect(takeUnits(newCarry(), 0.1 + 0.7 + 0.2 - 1e-16)).toBe(1);
});

test("any payments add up to their sum, within one unit, and a rest is below one", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 200 }), (dues) => {
      const carry = newCarry();
      let paid = 0;
      for (const due of dues) {
        paid += takeUnits(carry, due);
        expect(carry.rest >= -1e-6 && carry.rest < 1).toBe(true);
      }
      const sum = dues.reduce((total, due) => total + due, 0);
      expect(Math.abs(sum - paid)).toBeLessThanOrEqual(1 + 1e-6);
    }),
    { seed: PROPERTY_SEED },
  );
});
