/**
 * Decimals of 18 places as scaled integers, with the rounding of cosmos-sdk `math/legacy_dec.go` (LegacyDec):
 * products and quotients round half to even, quotients by an integer are cut off.
 */
import { OrreryError } from "../errors.ts";

/** A decimal × 10^18. */
export type Decimal = bigint;

const PLACES = 18;
export const ONE: Decimal = powerOfTen(PLACES);

/** Decimal of its text, such as "0.13" or "-2"; throws where the text is none or has more than 18 places. */
export function decimal(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(text);
  if (!match) throw new OrreryError(`A decimal has digits and up to ${PLACES} places, got "${text}".`);
  const size = BigInt(match[2]! + (match[3] ?? "").padEnd(PLACES, "0"));
  return match[1] === "-" ? -size : size;
}

/** Decimal of a number as it is written (0.13 is "0.13", not its nearest double); places beyond 18 are cut off. */
export function decimalFromNumber(value: number): Decimal {
  if (!Number.isFinite(value)) throw new OrreryError(`A decimal needs a finite number, got ${value}.`);
  const [digits, exponent = "0"] = String(value).split("e") as [string, string?];
  const [whole, fraction = ""] = digits.split(".") as [string, string?];
  const power = PLACES - fraction.length + Number(exponent);
  const scaled = BigInt(whole + fraction);
  // "-0.5" keeps its sign in "-05".
  return power >= 0 ? scaled * powerOfTen(power) : scaled / powerOfTen(-power);
}

/** Number nearest to a decimal. */
export function numberFromDecimal(value: Decimal): number {
  return Number(value) / Number(ONE);
}

/** Product, rounded half to even. */
export function multiply(a: Decimal, b: Decimal): Decimal {
  return withoutPrecision(a * b);
}

/** Quotient, rounded half to even; `b` is not 0. */
export function divide(a: Decimal, b: Decimal): Decimal {
  return withoutPrecision((a * ONE * ONE) / b);
}

function powerOfTen(exponent: number): bigint {
  return BigInt("1".padEnd(exponent + 1, "0"));
}

/** A product of scaled integers over 10^18, rounded half to even. */
function withoutPrecision(scaled: bigint): Decimal {
  if (scaled < 0n) return -withoutPrecision(-scaled);
  const quotient = scaled / ONE;
  const twice = (scaled % ONE) * 2n;
  if (twice < ONE || (twice === ONE && quotient % 2n === 0n)) return quotient;
  return quotient + 1n;
}
