/**
 * Decimals as they are written, with all their digits: amounts of a token of 18 decimals have more than a double holds.
 * A number stands for its shortest decimal, which is what its author wrote: 0.1, not the double nearest to it.
 */

/** What an author may write for an amount: a number, or text with more digits than a double keeps. */
export type Quantity = number | string;

/** digits × 10^exponent; digits end in no 0. */
export interface ExactDecimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const DECIMAL = /^([+-]?)(\d+(?:_\d+)*)?(?:\.(\d+(?:_\d+)*)?)?(?:[eE]([+-]?\d{1,3}))?$/;
/** Of a text; the widest double has 308 digits before its point and 324 behind. */
const LONGEST = 700;

/** The decimal of a finite number or of a text such as "21_000_000.1" or "1e9"; undefined where it is none. */
export function exactDecimal(written: number | bigint | string): ExactDecimal | undefined {
  const text = String(written);
  const match = text.length <= LONGEST ? DECIMAL.exec(text) : null;
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const all = `${whole}${fraction}`.replaceAll("_", "");
  if (all === "") return undefined;
  const digits = all.replace(/0+$/, "");
  if (/^0*$/.test(digits)) return { digits: 0n, exponent: 0 };
  const places = fraction.replaceAll("_", "").length;
  return {
    digits: BigInt(sign === "-" ? `-${digits}` : digits),
    exponent: Number(exponent) - places + (all.length - digits.length),
  };
}

/** The shortest form of the same decimal: a number where its shortest decimal is this one, else text. */
export function shortestForm(decimal: ExactDecimal): Quantity {
  const number = Number(`${decimal.digits}e${decimal.exponent}`);
  const kept = Number.isFinite(number) ? exactDecimal(number) : undefined;
  if (kept && kept.digits === decimal.digits && kept.exponent === decimal.exponent) return number;
  return decimalText(decimal);
}

/** All digits, without an exponent where that is shorter than a line. */
export function decimalText({ digits, exponent }: ExactDecimal): string {
  if (Math.abs(exponent) > 100) return `${digits}e${exponent}`;
  if (exponent >= 0) return `${digits}${"0".repeat(exponent)}`;
  const sign = digits < 0n ? "-" : "";
  const size = `${digits < 0n ? -digits : digits}`.padStart(1 - exponent, "0");
  return `${sign}${size.slice(0, exponent)}.${size.slice(exponent)}`;
}

/** Digits behind the point. */
export const placesOf = ({ exponent }: ExactDecimal): number => Math.max(0, -exponent);

export const powerOfTen = (exponent: number): bigint => BigInt(`1${"0".repeat(exponent)}`);

/** Whole numbers of 10^−places nearest to a decimal, half to even; exact where it has no more places. */
export function scaledBy({ digits, exponent }: ExactDecimal, places: number): bigint {
  const power = exponent + places;
  if (power >= 0) return digits * powerOfTen(power);
  const divisor = powerOfTen(-power);
  const size = digits < 0n ? -digits : digits;
  const quotient = size / divisor;
  const twice = (size % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return digits < 0n ? -rounded : rounded;
}
