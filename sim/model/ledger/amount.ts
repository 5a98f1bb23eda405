/*
 * Exact integers of base units in typed arrays: cell c takes two doubles, hi at 2c and lo at 2c + 1, and is worth
 * hi × 2^48 + lo with 0 ≤ lo < 2^48. Below zero hi is negative and lo still counts up. Amounts stay below 2^96;
 * sums of amounts are exact to 2^101, where hi would leave the integers of a double.
 */

import { type ExactDecimal, scaledBy } from "../../exact-decimal.ts";
import { productError } from "../../formulas/exact-product.ts";
import type { Index } from "../../indexed.ts";

/** What comes into the ledger: a number of tokens, rounded there, or exact base units as bigint. */
export type Amount = number | bigint;

export const RADIX = 0x1_0000_0000_0000;
/** Amounts are below 2^96 base units. */
export const AMOUNT_LIMIT = RADIX * RADIX;
/** The same, exactly. */
export const MOST_UNITS = 1n << 96n;
/** Sums are below 2^53 × 2^48 base units. */
export const HI_LIMIT = Number.MAX_SAFE_INTEGER;

const RADIX_BITS = 48n;
const LO_MASK = (1n << RADIX_BITS) - 1n;
/** From here on every double is an integer; adding and taking it away rounds smaller ones half to even. */
const ALL_INTEGERS = 0x10_0000_0000_0000;

/**
 * Writes an amount as limbs to cell 0 of `into`. Of a number of tokens the whole tokens count exactly; the fraction
 * becomes the double nearest to fraction × scale, rounded to the nearest base unit, half to even. (So 0.1 with 18
 * decimals is 10^17, though the double lies 5.6 units higher, and 10^9 is 10^27, though no double is.)
 *
 * @param scale base units in a token, 10^decimals
 * @returns false for what is no amount: negative, NaN, infinite, or 2^96 base units and more
 */
export function parseAmount(amount: Amount, scale: number, into: Float64Array): boolean {
  if (typeof amount === "bigint") {
    if (amount < 0n || amount >> (2n * RADIX_BITS) !== 0n) return false;
    store(into, 0, amount);
    return true;
  }
  const product = amount * scale;
  if (!(amount >= 0 && product < AMOUNT_LIMIT)) return false;
  if (product >= ALL_INTEGERS) {
    parseLarge(amount, scale, into);
    return true;
  }
  const units = product + ALL_INTEGERS - ALL_INTEGERS;
  const hi = Math.floor(units * (1 / RADIX));
  into[0] = hi;
  into[1] = units - hi * RADIX;
  return true;
}

function parseLarge(amount: number, scale: number, into: Float64Array): void {
  const tokens = Math.floor(amount);
  const product = tokens * scale;
  const fraction = (amount - tokens) * scale;
  const rounded = fraction < ALL_INTEGERS ? fraction + ALL_INTEGERS - ALL_INTEGERS : fraction;
  const productHi = Math.floor(product * (1 / RADIX));
  const fractionHi = Math.floor(rounded * (1 / RADIX));
  const lo =
    product - productHi * RADIX + productError(tokens, scale, product) + (rounded - fractionHi * RADIX);
  const carry = Math.floor(lo * (1 / RADIX));
  into[0] = productHi + fractionHi + carry;
  into[1] = lo - carry * RADIX;
}

// Amounts travel as a cell of an array, not as two doubles: a call that the engine does not inline would box each.
// Carries come from a floor, not from a branch: with 18 decimals they are as good as random, and a branch mispredicts.

/** Adds cell `amount` of `amounts` to a cell. */
export function add(cells: Float64Array, cell: number, amounts: Float64Array, amount: number): void {
  const at: Index = cell * 2;
  const of: Index = amount * 2;
  const sum = cells[at + 1]! + amounts[of + 1]!;
  const carry = Math.floor(sum * (1 / RADIX));
  cells[at + 1] = sum - carry * RADIX;
  cells[at] = cells[at] + amounts[of] + carry;
}

/** Takes cell `amount` of `amounts` from a cell, which may fall below zero. */
export function subtract(cells: Float64Array, cell: number, amounts: Float64Array, amount: number): void {
  const at: Index = cell * 2;
  const of: Index = amount * 2;
  const rest = cells[at + 1]! - amounts[of + 1]!;
  const carry = Math.floor(rest * (1 / RADIX));
  cells[at + 1] = rest - carry * RADIX;
  cells[at] = cells[at] - amounts[of] + carry;
}

/** Whether a cell is worth at least cell `amount` of `amounts`. */
export function covers(cells: Float64Array, cell: number, amounts: Float64Array, amount: number): boolean {
  const own = cells[cell * 2]!;
  const hi = amounts[amount * 2]!;
  return own > hi || (own === hi && cells[cell * 2 + 1]! >= amounts[amount * 2 + 1]!);
}

/** Writes exact base units to a cell. */
export function store(cells: Float64Array, cell: number, units: bigint): void {
  cells[cell * 2] = Number(units >> RADIX_BITS);
  cells[cell * 2 + 1] = Number(units & LO_MASK);
}

/** The exact base units of a cell. */
export function units(cells: Float64Array, cell: number): bigint {
  return (BigInt(cells[cell * 2]!) << RADIX_BITS) + BigInt(cells[cell * 2 + 1]!);
}

/** A cell in tokens: the double nearest to its base units, divided by `scale`. */
export function tokens(cells: Float64Array, cell: number, scale: number): number {
  return (cells[cell * 2]! * RADIX + cells[cell * 2 + 1]!) / scale;
}

/** Whether a decimal of an asset is 2^96 base units or more. */
export const isBeyondLedger = (decimal: ExactDecimal, decimals: number): boolean =>
  Number(`${decimal.digits}e${decimal.exponent}`) > AMOUNT_LIMIT || scaledBy(decimal, decimals) >= MOST_UNITS;

/** Base units written out in tokens with all their digits: 1250 units of 2 decimals are "12.5". */
export function inTokens(amount: bigint, decimals: number): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${amount < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
