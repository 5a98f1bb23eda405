import { expect, test } from "vitest";
import { breakEvenUtilisation, capitalUsdPerHour } from "../../sim/formulas/own-or-rent.ts";

test("a GPU of $30,000 with $3,000 left after four years costs $1.0066 an hour at 10 %", () => {
  expect(capitalUsdPerHour({ capital: 30_000, resaleShare: 0.1, years: 4, rate: 0.1 })).toBeCloseTo(
    1.0066,
    4,
  );
});

// Straight line 0.7705 + 1.2 kW · 1.3 · 0.08 USD/kWh = 0.1248 + operation 0.10: 0.9953 an hour, 1.4219 a rented hour at 70 %.
test("$1.4219 a rented hour pays a server share that costs $0.9953 an hour from 70 % on", () => {
  expect(breakEvenUtilisation(0.9953, 0, 1.4219)).toBeCloseTo(0.7, 4);
});

test("reserved at 60 % of the price on demand pays from 60 % on", () => {
  expect(breakEvenUtilisation(0.6, 0, 1)).toBeCloseTo(0.6, 12);
});

test("where rent is below what an hour of work costs, owning never pays", () => {
  expect(breakEvenUtilisation(0.5, 0.2, 0.2)).toBe(10);
  expect(breakEvenUtilisation(0.5, 0.2, 0.1)).toBe(10);
  expect(breakEvenUtilisation(0.5, 0, 0)).toBe(10);
});
