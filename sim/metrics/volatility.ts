import { deviation } from "d3-array";
import { ln } from "../math.ts";
import { DAY, type Seconds } from "../units.ts";
import { indexAt, type Series } from "./series.ts";

/**
 * Standard deviation of log returns per period, a day by default, not annualised (Hull, "Options, Futures, and Other
 * Derivatives", chapter 15). Prices are the last ones known at each whole period from the first sample; a return from
 * or to a price of 0 is left out. NaN with fewer than two returns.
 */
export function volatility(series: Series, period: Seconds = DAY): number {
  const { t, value } = series;
  const returns: number[] = [];
  const periods = t.length === 0 ? 0 : Math.floor((t[t.length - 1]! - t[0]!) / period);
  for (let index = 1; index <= periods; index += 1) {
    const before = value[indexAt(series, t[0]! + (index - 1) * period)]!;
    const after = value[indexAt(series, t[0]! + index * period)]!;
    if (before > 0 && after > 0) returns.push(ln(after / before));
  }
  return deviation(returns) ?? Number.NaN;
}
