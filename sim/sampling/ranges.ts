import { OrreryError } from "../errors.ts";
import { exp, ln } from "../math.ts";

/** Where the value of a parameter is thought to lie, and how it is spread there. */
export interface Range {
  readonly low: number;
  /** At least `low`; both ends belong to the range. */
  readonly high: number;
  /** Equal steps of the unit coordinate are equal differences (linear) or equal ratios (log). */
  readonly scale: Scale;
  /** Whether values are whole numbers; the ends are whole then. */
  readonly whole: boolean;
}

export type Scale = "linear" | "log";

/** From this ratio of its ends a positive range is spread by ratios. */
const DECADE = 10;

/** Log for a positive range over a decade or more, where nobody knows even the order of magnitude; else linear. */
export const scaleOf = (low: number, high: number): Scale =>
  low > 0 && high / low >= DECADE ? "log" : "linear";

/**
 * The range between two ends.
 *
 * @param options.scale instead of the one that `scaleOf` gives
 * @param options.whole whether values are whole numbers, such as the indices of a list of choices
 * @throws OrreryError where the ends are not numbers in order, or do not fit the scale or whole numbers
 */
export function rangeOf(
  low: number,
  high: number,
  { scale = scaleOf(low, high), whole = false }: { readonly scale?: Scale; readonly whole?: boolean } = {},
): Range {
  const refuse = (need: string): never => {
    throw new OrreryError(`A range needs ${need}.`, [`low end ${low}`, `high end ${high}`]);
  };
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high)) refuse("two numbers in order");
  if (scale === "log" && low <= 0) refuse("a low end above 0 for a logarithmic scale");
  if (whole && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
    refuse("whole numbers as its ends for whole values");
  }
  return { low, high, scale, whole };
}

/**
 * The value at a unit coordinate from 0 (the low end, exactly) to 1 (the high end). A whole number takes the part of
 * the range from half below it to half above: on a linear scale all are equally likely, the ends too.
 */
export function spread({ low, high, scale, whole }: Range, u: number): number {
  const value = whole ? Math.round(between(low - 0.5, high + 0.5, scale, u)) : between(low, high, scale, u);
  // Adding 0 makes a plain 0 of −0.
  return Math.min(high, Math.max(low, value)) + 0;
}

function between(low: number, high: number, scale: Scale, u: number): number {
  if (scale === "linear") return (1 - u) * low + u * high;
  const span = ln(high) - ln(low);
  return u < 0.5 ? low * exp(u * span) : high * exp((u - 1) * span);
}
