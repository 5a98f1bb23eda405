import { OrreryError } from "../errors.ts";
import { exactDecimal, powerOfTen, type Quantity } from "../exact-decimal.ts";

/** An exact quotient; the denominator is above 0. Plain data, for states. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** 0 / 1. */
export const NOTHING: Fraction = { numerator: 0n, denominator: 1n };

/** The quotient that a number's shortest decimal, or a text, stands for. @throws OrreryError where it is none */
export function fractionOf(written: Quantity): Fraction {
  const decimal = exactDecimal(written);
  if (!decimal) throw new OrreryError(`A fraction needs a decimal number, got ${written}.`);
  const { digits, exponent } = decimal;
  return exponent >= 0
    ? { numerator: digits * powerOfTen(exponent), denominator: 1n }
    : { numerator: digits, denominator: powerOfTen(-exponent) };
}

/** Product; the denominators are multiplied. */
export const times = (one: Fraction, other: Fraction): Fraction => ({
  numerator: one.numerator * other.numerator,
  denominator: one.denominator * other.denominator,
});

/** Sum; over the denominator of both where they share it. */
export const plus = (one: Fraction, other: Fraction): Fraction =>
  one.denominator === other.denominator
    ? { numerator: one.numerator + other.numerator, denominator: one.denominator }
    : {
        numerator: one.numerator * other.denominator + other.numerator * one.denominator,
        denominator: one.denominator * other.denominator,
      };

/** A share of so many units, exactly: 0.1 of them is a tenth. */
export function partOf(share: Quantity, units: bigint): Fraction {
  const { numerator, denominator } = fractionOf(share);
  return { numerator: numerator * units, denominator };
}

/** Largest whole number that is not above the fraction. */
export function floorOf({ numerator, denominator }: Fraction): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

/**
 * What is whole of a rest and what comes due now, and what is left for the next time (Bresenham 1965): after any number
 * of steps the whole parts add up to the floor of all that came due.
 */
export function takeWhole(
  rest: Fraction,
  due: Fraction,
): { readonly whole: bigint; readonly rest: Fraction } {
  const sum = plus(rest, due);
  const whole = floorOf(sum);
  const left = sum.numerator - whole * sum.denominator;
  return { whole, rest: left === 0n ? NOTHING : reduced(left, sum.denominator) };
}

/** In lowest terms: steps of different sizes would let the denominator grow without end. */
function reduced(numerator: bigint, denominator: bigint): Fraction {
  let [high, low] = [denominator, numerator];
  while (low !== 0n) [high, low] = [low, high % low];
  return { numerator: numerator / high, denominator: denominator / high };
}
