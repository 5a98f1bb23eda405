/**
 * What every source of jobs does once they are at the market: follows their stretches, sends what an interruption
 * lost again, and closes them. A mechanism of demand spreads the handlers and measures into its own and decides only
 * which jobs come. Plain data.
 */

import type { Events } from "../../model/events.ts";
import type { Metrics } from "../../model/measures/metric.ts";
import { HOUR, MINUTE } from "../../units.ts";
import { jobMetrics } from "./customer-measures.ts";
import { admit, type Customers, customers, desert, disappoint, serve } from "./customers.ts";
import {
  close,
  interrupt,
  type NewJob,
  open,
  pause,
  type Rest,
  reprice,
  rest,
  startStretch,
  type Unfinished,
  unfinished,
} from "./unfinished.ts";

export interface JobSource {
  customers: Customers;
  unfinished: Unfinished;
  /** Jobs that were submitted again, and GPU-hours of work that interruptions lost. */
  restarted: number;
  lostGpuHours: number;
}

export const jobSource = (): JobSource => ({
  customers: customers(),
  unfinished: unfinished(),
  restarted: 0,
  lostGpuHours: 0,
});

/** What the handlers need of a source. */
interface Source {
  readonly state: Pick<JobSource, "customers" | "unfinished">;
  readonly now: number;
}

export const sourceHandlers = {
  jobStarted: ({ state, now }: Source, event: Events["jobStarted"]): void =>
    startStretch(state.unfinished, now, event),
  jobRepriced: ({ state, now }: Source, event: Events["jobRepriced"]): void =>
    reprice(state.unfinished, now, event),
  jobPaused: ({ state, now }: Source, event: Events["jobPaused"]): void =>
    pause(state.unfinished, now, event),
  /** A result that comes too late is none. */
  jobFinished({ state, now }: Source, { job }: Events["jobFinished"]): void {
    const { paidUsd, inTime } = close(state.unfinished, now, job);
    if (inTime) serve(state.customers, job, paidUsd);
    else disappoint(state.customers, job, paidUsd);
  },
  jobLeft({ state, now }: Source, { job }: Events["jobLeft"]): void {
    desert(state.customers, job, close(state.unfinished, now, job).paidUsd);
  },
};

/** A job whose work is worth nothing to anybody but its customer comes to the market. */
export function submitUnvalued({ state, now }: Source, job: number, given: NewJob): void {
  admit(state.customers, job, (given.gpus * given.seconds) / HOUR, 0, false);
  open(state.unfinished, now, job, given);
}

/** A job that was taken away before it ran a second is submitted again a minute later: the market would match it at once. */
const SECOND_TRY = MINUTE;

/**
 * After an interruption: what the customer submits again and when, from its last checkpoint or from the start.
 * Undefined where the job is nobody's here, or its customer gives up.
 */
export function afterInterruption(
  { state, now }: { readonly state: JobSource; readonly now: number },
  event: Events["jobInterrupted"],
): { again: Omit<Rest, "deadline">; deadline: number; delay: number } | undefined {
  const { unfinished, customers } = state;
  state.lostGpuHours += interrupt(unfinished, now, event);
  const left = rest(unfinished, now, event.job);
  if (!left) {
    disappoint(customers, event.job, close(unfinished, now, event.job).paidUsd);
    return undefined;
  }
  state.restarted++;
  const { deadline, ...again } = left;
  return { again, deadline, delay: event.seconds > 0 ? 0 : SECOND_TRY };
}

export const sourceMetrics: Metrics<{ readonly state: JobSource }> = {
  ...jobMetrics,
  "jobs.restarted": { total: ({ state }) => state.restarted },
  "jobs.lostGpuHours": { total: ({ state }) => state.lostGpuHours },
};

type Claim = (context: { readonly state: JobSource }) => boolean;
export const sourceClaims: Readonly<Record<string, Claim>> = {
  "every job that is at the network has work left to do": ({ state: { unfinished, customers } }) =>
    unfinished.rows.count === customers.jobs.rows.count,
};
