/** What has come free of a grant; amounts in base units, times in any one unit. */
import { smaller, type Whole, whole } from "./integers.ts";

export interface Grant {
  readonly total: bigint;
  readonly start: Whole;
  /** Time after the start before which nothing is free, though it counts. */
  readonly cliff?: Whole;
  /** Time from the start until all is free. */
  readonly duration: Whole;
}

/** Free at a time, in a line from the start, nothing before the cliff; cut. A duration of 0 frees all at the cliff. */
export function vestedLinear(grant: Grant & { readonly time: Whole }): bigint {
  const elapsed = elapsedOf(grant);
  const duration = whole("duration", grant.duration);
  if (elapsed < whole("cliff", grant.cliff ?? 0) || elapsed < 0n) return 0n;
  return duration === 0n ? grant.total : (grant.total * smaller(elapsed, duration)) / duration;
}

/** Free at a time, in equal steps: the first at the end of the first step, nothing before the cliff; cut. */
export function vestedInSteps(grant: Grant & { readonly time: Whole; readonly steps: Whole }): bigint {
  const elapsed = elapsedOf(grant);
  const [duration, steps] = [whole("duration", grant.duration), whole("steps", grant.steps, 1n)];
  if (elapsed < whole("cliff", grant.cliff ?? 0) || elapsed < 0n) return 0n;
  const passed = duration === 0n ? steps : smaller((elapsed * steps) / duration, steps);
  return (grant.total * passed) / steps;
}

const elapsedOf = ({ time, start }: Grant & { readonly time: Whole }): bigint =>
  whole("time", time, -(1n << 62n)) - whole("start", start, -(1n << 62n));
