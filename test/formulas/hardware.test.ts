import { expect, test } from "vitest";
import { bookValue, steppedPrice } from "../../sim/formulas/hardware.ts";

test("two releases at a quarter each leave nine sixteenths of the price", () => {
  expect(steppedPrice(1600, 0.25, 2)).toBeCloseTo(900, 9);
  expect(steppedPrice(1600, 0.25, 0)).toBe(1600);
});

test("30,000 USD depreciated evenly to 3,000 over four years lose 0.7705 USD an hour, and nothing later", () => {
  const worth = (age: number) => bookValue(30_000, 3_000, 4, age);
  expect((worth(0) - worth(1)) / 8760).toBeCloseTo(0.7705, 4);
  expect(worth(4)).toBeCloseTo(3_000, 9);
  expect(worth(9)).toBeCloseTo(3_000, 9);
});
