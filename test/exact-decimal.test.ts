import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimalText, exactDecimal, placesOf, scaledBy, shortestForm } from "../sim/exact-decimal.ts";
import { PROPERTY_SEED } from "./contracts/worlds.ts";

/** Digits without a point, and where the point stands. */
const written = fc.record({
  digits: fc.bigInt({ min: 0n, max: (1n << 96n) - 1n }),
  places: fc.integer({ min: 0, max: 18 }),
});
const textOf = (digits: bigint, places: number): string => {
  const all = `${digits}`.padStart(places + 1, "0");
  return places === 0 ? all : `${all.slice(0, -places)}.${all.slice(-places)}`;
};

describe("exactDecimal", () => {
  test.each([
    ["21_000_000.1", 210_000_001n, -1],
    ["1e9", 1n, 9],
    ["1E+9", 1n, 9],
    ["-0.50", -5n, -1],
    [".5", 5n, -1],
    ["5.", 5n, 0],
    ["000", 0n, 0],
    ["-0", 0n, 0],
    ["18446744073709551615", 18_446_744_073_709_551_615n, 0],
  ])("reads %s", (text, digits, exponent) => {
    expect(exactDecimal(text)).toEqual({ digits, exponent });
  });

  test.each([
    "",
    ".",
    "e5",
    "1e",
    "1__0",
    "_1",
    "1_",
    "1,000",
    "0x10",
    "NaN",
    "Infinity",
    "1e1000",
    " 1",
    "١",
  ])("refuses %j", (text) => {
    expect(exactDecimal(text)).toBeUndefined();
  });

  test("takes a number as its shortest decimal, not as the double nearest to it", () => {
    expect(exactDecimal(0.1)).toEqual({ digits: 1n, exponent: -1 });
    expect(exactDecimal(1e21)).toEqual({ digits: 1n, exponent: 21 });
    expect(exactDecimal(5e-324)).toEqual({ digits: 5n, exponent: -324 });
  });
});

test("base units are the digits, whatever the decimals and however it is written", () => {
  fc.assert(
    fc.property(written, ({ digits, places }) => {
      const text = textOf(digits, places);
      expect(scaledBy(exactDecimal(text)!, places)).toBe(digits);
      expect(scaledBy(exactDecimal(`${digits}e-${places}`)!, places)).toBe(digits);
      // What a resolved scenario keeps of it is the same amount.
      expect(scaledBy(exactDecimal(shortestForm(exactDecimal(text)!))!, places)).toBe(digits);
    }),
    { seed: PROPERTY_SEED },
  );
});

test("the shortest form is a number where a double is this decimal, else text with all digits; it is its own", () => {
  expect(shortestForm(exactDecimal("1_000_000_000")!)).toBe(1_000_000_000);
  expect(shortestForm(exactDecimal("0.100")!)).toBe(0.1);
  expect(shortestForm(exactDecimal("18446744073709551615")!)).toBe("18446744073709551615");
  expect(shortestForm(exactDecimal("1000000000.000000000000000001")!)).toBe("1000000000.000000000000000001");
  fc.assert(
    fc.property(written, ({ digits, places }) => {
      const short = shortestForm(exactDecimal(textOf(digits, places))!);
      expect(shortestForm(exactDecimal(short)!)).toBe(short);
    }),
    { seed: PROPERTY_SEED },
  );
});

test("every finite double is its own shortest form", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(shortestForm(exactDecimal(number)!)).toBe(number + 0);
    }),
    { seed: PROPERTY_SEED },
  );
});

test("more decimals than there are places are rounded half to even", () => {
  const cents = (text: string) => scaledBy(exactDecimal(text)!, 2);
  expect([cents("0.005"), cents("0.015"), cents("0.0051"), cents("-0.015"), cents("1e-300")]).toEqual([
    0n,
    2n,
    1n,
    -2n,
    0n,
  ]);
  expect(placesOf(exactDecimal("1.0000000001")!)).toBe(10);
  expect(placesOf(exactDecimal("1e9")!)).toBe(0);
});

test("decimalText writes all digits out", () => {
  expect(decimalText({ digits: -15n, exponent: -3 })).toBe("-0.015");
  expect(decimalText({ digits: 12n, exponent: 3 })).toBe("12000");
  expect(decimalText({ digits: 12n, exponent: 300 })).toBe("12e300");
});
