import { describe, expect, it } from "vitest";
import { numberText, quantityText } from "../../sim/figures/number-text.ts";
import { timeUnit } from "../../sim/figures/time-unit.ts";
import { DAY, YEAR } from "../../sim/units.ts";

describe("numberText", () => {
  it.each([
    [0, "0"],
    [0.123456, "0.123"],
    [-2.71234, "−2.71"],
    [812.4, "812"],
    [999.6, "1,000"],
    [1243.4, "1,243"],
    [164_773, "164,800"],
    [1.2e18, "1.2×10¹⁸"],
    [3e-7, "3×10⁻⁷"],
    [Number.NaN, "–"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("writes %d as %s", (value, text) => {
    expect(numberText(value)).toBe(text);
  });
});

describe("quantityText", () => {
  it.each([
    [0.634, "ratio", "63.4 %"],
    [0.18, "ratio a year", "18 % a year"],
    [3.4e12, "J", "3.4 TJ"],
    [2.5e6, "gCO2e", "2.5 tCO2e"],
    [90, "s", "90 s"],
    [5400, "s", "90 min"],
    [7560, "s", "2.1 h"],
    [0.0042, "s", "4.2 ms"],
    [2_100_000, "USD", "2.1 million USD"],
    [42_000, "USD a day", "42,000 USD a day"],
    [1.19e9, "tokens", "1.19 billion tokens"],
    [5e20, "H/s", "500 EH/s"],
    [7, "", "7"],
    [Number.NaN, "USD", "–"],
  ])("writes %d in %j as %s", (value, unit, text) => {
    expect(quantityText(value, unit)).toBe(text);
  });
});

describe("timeUnit", () => {
  it("is days for two years and years for a century", () => {
    expect(timeUnit(730 * DAY).label).toBe("days");
    expect(timeUnit(132 * YEAR).label).toBe("years");
    expect(timeUnit(60).label).toBe("seconds");
  });
});
