import { expect, test } from "vitest";
import { utilisationPrice } from "../../sim/formulas/price-index.ts";

const INDEX = { target: 0.6, sensitivity: 0.5, minimum: 0.1, maximum: 10 };

test("utilisationPrice stands still at the target and grows with utilisation", () => {
  expect(utilisationPrice(2, 0.6, INDEX)).toBe(2);
  expect(utilisationPrice(2, 0.8, INDEX)).toBeCloseTo(2 * 1.1051709180756477, 12);
  expect(utilisationPrice(2, 0.4, INDEX)).toBeCloseTo(2 / 1.1051709180756477, 12);
});

test("utilisationPrice stays within its bounds", () => {
  expect(utilisationPrice(9.9, 1, INDEX)).toBe(10);
  expect(utilisationPrice(0.101, 0, INDEX)).toBe(0.1);
});
