import type { Index } from "../indexed.ts";

/** The share of waits that last longer than a time, by Kaplan and Meier; a step down at each time at which waits end. */
export interface Survival {
  /** Waits in all. */
  readonly count: number;
  /** Waits whose end was not seen. */
  readonly censored: number;
  /** Times at which waits ended, rising. */
  readonly time: readonly number[];
  /** Waits that lasted until just before each time. */
  readonly atRisk: readonly number[];
  /** Waits that ended at each time. */
  readonly ended: readonly number[];
  /** Share that lasts longer than each time. */
  readonly share: readonly number[];
  /** Greenwood's variance of each share. */
  readonly variance: readonly number[];
  /** The longest wait, ended or not: beyond it nothing is known. */
  readonly longest: number;
}

/** Shares are products of ratios: this near to each other, they are equal but for rounding. */
const ROUNDING = 1e-12;

/**
 * Waits of which some still last when the run ends. Leaving those out would favour short waits; this does not: Kaplan
 * and Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958), 457–481; variance by Greenwood
 * (1926). A wait that is censored at the time at which others end counts as longer. NaN is left out.
 *
 * @param ended lengths of the waits that ended
 * @param censored lengths so far of the waits that still lasted when last seen
 */
export function kaplanMeier(ended: Iterable<number>, censored: Iterable<number>): Survival {
  const ends = rising(ended);
  const open = rising(censored);
  const count = ends.length + open.length;
  const curve = { time: [], atRisk: [], ended: [], share: [], variance: [] } as {
    [column in "time" | "atRisk" | "ended" | "share" | "variance"]: number[];
  };
  let share = 1;
  let greenwood = 0;
  let left: Index = 0;
  for (let first: Index = 0; first < ends.length; ) {
    const time = ends[first];
    let next: Index = first;
    while (next < ends.length && ends[next] === time) next += 1;
    while (left < open.length && open[left] < time) left += 1;
    const atRisk = count - first - left;
    const leaving = next - first;
    share *= (atRisk - leaving) / atRisk;
    greenwood += leaving / (atRisk * (atRisk - leaving));
    curve.time.push(time);
    curve.atRisk.push(atRisk);
    curve.ended.push(leaving);
    curve.share.push(share);
    // Once all have ended the share is 0 for certain, where Greenwood's sum is infinite.
    curve.variance.push(share === 0 ? 0 : share * share * greenwood);
    first = next;
  }
  const longest = Math.max(ends.at(-1) ?? Number.NEGATIVE_INFINITY, open.at(-1) ?? Number.NEGATIVE_INFINITY);
  return { count, censored: open.length, ...curve, longest: count > 0 ? longest : Number.NaN };
}

/** Share of waits that last longer than `wait`; NaN beyond the longest wait, unless all have ended by then. */
export function survivalAt({ time, share, longest, count }: Survival, wait: number): number {
  if (count === 0) return Number.NaN;
  const steps = time.findLastIndex((each) => each <= wait);
  const last = steps < 0 ? 1 : share[steps]!;
  return wait > longest && last > 0 ? Number.NaN : last;
}

/** The first time by which at least this share of waits has ended; NaN where so many were not seen to end. */
export function waitQuantile({ time, share }: Survival, probability: number): number {
  const reached = share.findIndex((lasting) => lasting <= 1 - probability + ROUNDING);
  return reached < 0 ? Number.NaN : time[reached]!;
}

/**
 * Mean of the waits, each counted up to `horizon` at most: the area under the curve (Irwin 1949), with Kaplan and Meier's
 * variance. NaN where the horizon lies beyond the longest wait, unless all have ended by then.
 *
 * @param horizon by default the longest wait
 */
export function restrictedMean(
  curve: Survival,
  horizon = curve.longest,
): { readonly mean: number; readonly standardError: number } {
  if (Number.isNaN(survivalAt(curve, horizon))) return { mean: Number.NaN, standardError: Number.NaN };
  const { time, atRisk, ended, share } = curve;
  let area = 0;
  let variance = 0;
  let until = horizon;
  for (let step = time.length - 1; step >= 0; step -= 1) {
    if (time[step]! >= horizon) continue;
    area += share[step]! * (until - time[step]!);
    const staying = atRisk[step]! - ended[step]!;
    if (staying > 0) variance += (area * area * ended[step]!) / (atRisk[step]! * staying);
    until = time[step]!;
  }
  return { mean: area + until, standardError: Math.sqrt(variance) };
}

const rising = (values: Iterable<number>): Float64Array =>
  Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
