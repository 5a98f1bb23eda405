/** Whole numbers of published rules: taken exactly, refused in words where they are none. */
import { OrreryError } from "../errors.ts";
import { powerOfTen } from "../exact-decimal.ts";

/** A height, an epoch, a count, a time in whole seconds: a number without a fraction, or a `bigint` of any size. */
export type Whole = number | bigint;

/** The integer that `value` is. @throws OrreryError where it has a fraction, is not finite or is not from `least` to `most` */
export function whole(name: string, value: Whole, least = 0n, most?: bigint): bigint {
  if (typeof value === "number" && !Number.isSafeInteger(value))
    throw new OrreryError(`${name} is a whole number that a double holds exactly, got ${value}.`);
  const exact = BigInt(value);
  if (exact < least) throw new OrreryError(`${name} is at least ${least}, got ${exact}.`);
  if (most !== undefined && exact > most) throw new OrreryError(`${name} is at most ${most}, got ${exact}.`);
  return exact;
}

/** The finite number that `value` is, inside its bounds. @throws OrreryError */
export function finite(name: string, value: number, least = 0, most = Number.POSITIVE_INFINITY): number {
  if (!(value >= least && value <= most) || !Number.isFinite(value))
    throw new OrreryError(
      most === Number.POSITIVE_INFINITY
        ? `${name} is a number of at least ${least}, got ${value}.`
        : `${name} is a number from ${least} to ${most}, got ${value}.`,
    );
  return value;
}

export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
/** What is left of `a` when `b` is taken from it; nothing where `b` is more. */
export const above = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n);

/** An amount in base units of `from` decimals as base units of `to` decimals; what is below one is cut. */
export const rescaled = (units: bigint, from: number, to: number): bigint =>
  to >= from ? units * powerOfTen(to - from) : units / powerOfTen(from - to);
