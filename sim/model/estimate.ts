/**
 * What a run will cost, as far as it is known before it begins: mechanisms say what they will cause as a function of
 * their parameters, so that a period of a microsecond is told at once and not found out over hours. Estimates are of
 * the size that matters, within a small factor; they never change a run.
 */
import type { Seconds } from "../units.ts";
import { DAY } from "../units.ts";

/** What a mechanism may count on: the horizon, and what the others of its design are expected to do. */
export interface Ahead {
  readonly horizon: Seconds;
  /** Events of a name that the design is expected to emit; 0 where nobody says so. */
  readonly count: (event: string) => number;
  /** What the design is expected to have of something that is no event; 0 where nobody says so. */
  readonly sum: (what: Shared) => number;
}

/**
 * Quantities that others count on: blocks found, machines known, jobs that run at a time and those that run or wait at
 * a time (at most), tokens at the start.
 */
export type Shared = "blocks" | "machines" | "running" | "pending" | "tokens";

/** What an instance is expected to cause in a whole run. */
export interface Estimate {
  /** Events that it emits, by name. */
  readonly events?: Readonly<Record<string, number>>;
  /** What others count on. */
  readonly sums?: Readonly<Partial<Record<Shared, number>>>;
  /** Entries of lists that it walks over besides, a tenth of a microsecond each: machines in a day's decisions. */
  readonly steps?: number;
  /** Bytes of its state and of what is pending for it, at most. */
  readonly bytes?: number;
  /** Tokens of its asset (parameter `asset`) that it mints. */
  readonly mints?: number;
}

/** Days of a run. */
export const daysAhead = ({ horizon }: Ahead): number => horizon / DAY;

/** How often a timer of this period rings. */
export const rings = ({ horizon }: Ahead, period: Seconds): number => horizon / period;

/** Of things that come over the whole run and stay for a time each: how many there are at once, twice the mean. */
export const atOnce = (count: number, seconds: Seconds, { horizon }: Ahead): number =>
  Math.min(count, (2 * count * seconds) / horizon + 1_000);

/** What a job costs in memory while it waits or runs, in the books of one mechanism: rows, tables, timers. */
export const BYTES_OF_A_JOB = 150;

/**
 * A source of so many jobs, each running `mean` seconds and being there for `stay` at most, in the mean; one that is
 * interrupted is submitted again.
 */
export function submitsJobs(
  jobs: number,
  mean: Seconds,
  stay: Seconds,
  ahead: Ahead,
): Required<Pick<Estimate, "events" | "sums" | "bytes">> {
  const pending = atOnce(jobs, stay, ahead);
  return {
    events: { jobSubmitted: jobs + ahead.count("jobInterrupted") },
    sums: { running: (jobs * mean) / ahead.horizon, pending },
    bytes: pending * 2 * BYTES_OF_A_JOB,
  };
}

/** A market in which each job is matched once, or its patience ends. */
export const matchesJobs = (_: unknown, { count, sum }: Ahead): Estimate => {
  const jobs = count("jobSubmitted") + count("jobPaused");
  return { events: { jobMatched: jobs, patienceOver: jobs / 2 }, bytes: sum("pending") * BYTES_OF_A_JOB };
};

/** A market that sets its price anew in each period: what runs may be repriced then, and any job evicted once. */
export const repricesJobs = (period: Seconds, ahead: Ahead): Estimate => {
  const { events, bytes = 0 } = matchesJobs(undefined, ahead);
  const jobs = ahead.count("jobSubmitted");
  const jobRepriced = rings(ahead, period) * Math.min(jobs, ahead.sum("running"));
  return { events: { ...events, jobRepriced, jobEvicted: jobs }, bytes };
};

/** What a machine or a provider costs in memory: its columns, its account, its next event. */
export const BYTES_OF_A_MACHINE = 600;
