/** Exponentially weighted mean of a flow, corrected for its start: what came in, over the time in which it came. */
import { exp } from "../math.ts";

/** Plain data. Both fade with one half-life, so that the first amount counts in full. */
export interface RunningAverage {
  amount: number;
  time: number;
}

export const newRunningAverage = (): RunningAverage => ({ amount: 0, time: 0 });

/** Adds what came in during `elapsed`; `halfLife` in the same unit of time. */
export function accrue(average: RunningAverage, amount: number, elapsed: number, halfLife: number): void {
  const kept = halfLife > 0 ? exp((-Math.LN2 * elapsed) / halfLife) : 0;
  average.amount = average.amount * kept + amount;
  average.time = average.time * kept + elapsed;
}

/** Amount in a unit of time; 0 before the first. */
export function averageRate({ amount, time }: RunningAverage): number {
  return time > 0 ? amount / time : 0;
}
