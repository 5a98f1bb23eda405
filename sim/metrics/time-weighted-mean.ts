import type { Seconds } from "../units.ts";
import { indexAt, type Series } from "./series.ts";

/**
 * Mean of a level over [from, until], each value weighted by the time that it held: from its sample to the next.
 * By default from the first sample to the last. NaN where the series has no value yet at `from`.
 */
export function timeWeightedMean(
  series: Series,
  from: Seconds = series.t[0] ?? Number.NaN,
  until: Seconds = series.t[series.t.length - 1] ?? Number.NaN,
): number {
  const { t, value } = series;
  const first = indexAt(series, from);
  if (first < 0) return Number.NaN;
  if (until <= from) return value[first]!;
  let area = 0;
  for (let index = first; index < t.length && t[index]! < until; index += 1) {
    const start = Math.max(t[index]!, from);
    const end = index + 1 < t.length ? Math.min(t[index + 1]!, until) : until;
    area += value[index]! * (end - start);
  }
  return area / (until - from);
}
