import fc from "fast-check";
import { expect, test } from "vitest";
import { ambientAt, steadyClock } from "../../sim/formulas/thermal.ts";

/** Share of its full clock that a GPU keeps at a temperature: 1 below 83 °C, falling evenly to 0.5 at 95 °C. */
const clockAt = (celsius: number): number => Math.max(0.5, Math.min(1, 1 - (celsius - 83) / 24));

test("700 W through 0.1 K/W in air of 22 °C settle at a clock of 85/94", () => {
  expect(steadyClock(70, 22)).toBeCloseTo(85 / 94, 12);
  // At 0.08 K/W the same GPU stays at 78 °C, and at 83 °C of ambient air nothing cools it enough.
  expect(steadyClock(56, 22)).toBe(1);
  expect(steadyClock(70, 83)).toBe(0.5);
});

test("the steady clock is the one at which the temperature that it causes allows just that clock", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 200, noNaN: true }),
      fc.double({ min: -30, max: 60, noNaN: true }),
      (rise, ambient) => {
        const clock = steadyClock(rise, ambient);
        expect(clockAt(ambient + rise * clock)).toBeCloseTo(clock, 9);
      },
    ),
  );
});

test("air is warmest on a July afternoon and coldest half a day and half a year from it", () => {
  const climate = { mean: 15, daily: 5, yearly: 10 };
  const july = 195 * 86_400 + 15 * 3_600;
  expect(ambientAt(climate, july)).toBeCloseTo(30, 2);
  expect(ambientAt(climate, july - 43_200)).toBeCloseTo(20, 2);
  // 182 days and a half later it is three in the morning in January.
  expect(ambientAt(climate, july - 182.5 * 86_400)).toBeCloseTo(0, 2);
  expect(ambientAt({ mean: 22, daily: 0, yearly: 0 }, 12_345)).toBe(22);
});
