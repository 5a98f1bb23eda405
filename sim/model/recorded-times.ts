import { instant, type Seconds } from "../units.ts";
import type { Recorded } from "./mechanism.ts";

/** Times of a plan (outages, releases), of which a short run may see none. */
export function plannedWithin(param: string, times: ArrayLike<number>, until: Seconds): Recorded[] {
  if (times.length === 0) return [];
  let within = 0;
  let first = Number.POSITIVE_INFINITY;
  for (let row = 0; row < times.length; row++) {
    const time = instant(times[row]!);
    if (time <= until) within++;
    first = Math.min(first, time);
  }
  return [{ param, rows: times.length, within, first }];
}
