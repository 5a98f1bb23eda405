import { quantile } from "d3-array";
import { momentsOf, present } from "./moments.ts";

/** What values over replications have in common and how far they lie apart; NaN where there is none. */
export interface Spread {
  readonly count: number;
  /** What tables, charts and sentences show: means of differences are differences of means, and means of books balance. */
  readonly mean: number;
  readonly median: number;
  /** 10 and 90 % quantiles. */
  readonly low: number;
  readonly high: number;
}

/** Mean, median and 10–90 % range of values, NaN left out. Quantiles are linear between values (Hyndman and Fan's type 7). */
export function spreadOf(values: readonly number[]): Spread {
  const own = present(values);
  const below = (probability: number) => quantile(own, probability) ?? Number.NaN;
  return {
    count: own.length,
    mean: momentsOf(own).mean,
    median: below(0.5),
    low: below(0.1),
    high: below(0.9),
  };
}
