import type { Ratio, Seconds } from "../units.ts";
import { indexAt, type Series } from "./series.ts";

export interface Recovery {
  /** When the shock strikes, seconds. */
  readonly shock: Seconds;
  /** The value to come back to, such as the mean before the shock, or the peg. */
  readonly reference: number;
  /** Half the width of the band around the reference, as a share of it. */
  readonly band: Ratio;
}

/**
 * Seconds from a shock until the series is back within the band and stays there to its end: 0 where it never left,
 * undefined where it does not come back, or has no sample after the shock.
 */
export function timeToRecover(series: Series, { shock, reference, band }: Recovery): Seconds | undefined {
  const { t, value } = series;
  const width = Math.abs(reference) * band;
  const last = indexAt(series, shock);
  for (let index = t.length - 1; index > last; index -= 1) {
    if (Math.abs(value[index]! - reference) <= width) continue;
    return index + 1 < t.length ? t[index + 1]! - shock : undefined;
  }
  return last + 1 < t.length ? 0 : undefined;
}
