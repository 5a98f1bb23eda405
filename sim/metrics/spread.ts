import { quantile } from "d3-array";

/** What values over replications have in common and how far they lie apart; NaN where there is none. */
export interface Spread {
  readonly count: number;
  readonly median: number;
  /** 10 and 90 % quantiles. */
  readonly low: number;
  readonly high: number;
}

/** Median and 10–90 % range of values, NaN left out. Quantiles are linear between values (Hyndman and Fan's type 7). */
export function spreadOf(values: readonly number[]): Spread {
  const present = values.filter((value) => !Number.isNaN(value));
  const at = (probability: number) => quantile(present, probability) ?? Number.NaN;
  return { count: present.length, median: at(0.5), low: at(0.1), high: at(0.9) };
}
