import { fsum } from "d3-array";

/** Count, mean and variance (with n − 1) of values. */
export interface Moments {
  readonly count: number;
  /** NaN where there is no value. */
  readonly mean: number;
  /** NaN below two values. */
  readonly variance: number;
}

/** Values that are there: NaN left out. */
export const present = (values: Iterable<number>): number[] =>
  [...values].filter((value) => !Number.isNaN(value));

/**
 * Moments of values without NaN. Sums are exact before they are rounded (Shewchuk 1997), so the order of the values
 * changes no bit, and equal values have exactly their own mean and a variance of exactly 0. Where an infinite value
 * stands among others, mean and variance are NaN.
 */
export function momentsOf(values: readonly number[]): Moments {
  const count = values.length;
  const first = values[0] ?? Number.NaN;
  if (values.every((value) => value === first)) {
    // −0 and 0 are equal, whichever comes first.
    return { count, mean: first + 0, variance: count > 1 ? 0 : Number.NaN };
  }
  if (!values.every(Number.isFinite)) return { count, mean: Number.NaN, variance: Number.NaN };
  const mean = fsum(values) / count;
  const squares = fsum(values, (value) => (value - mean) * (value - mean));
  return { count, mean, variance: squares / (count - 1) };
}
