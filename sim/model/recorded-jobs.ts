import type { Index } from "../indexed.ts";
import type { Joules, Seconds, Usd } from "../units.ts";

/** Where a job stands when its run ends; `left`: its patience ran out before it had its result. */
export const OUTCOMES = ["finished", "interrupted", "left", "running", "waiting"] as const;
export type Outcome = (typeof OUTCOMES)[number];

type Column<T extends number> = Float64Array & { readonly of?: T };

/**
 * The jobs of a run in order of submission, a column each. Times are seconds since the start of the run; NaN: there is
 * none. A job that is interrupted or paused and goes on under its number is one row: it has waited whenever it was
 * there and did not run. Names and definitions are those of Batsim's table of jobs (docs/output-jobs.rst
 * of oar-team/batsim): turnaround is finish − submission, stretch is turnaround over execution.
 */
export interface RecordedJobs {
  /** As numbered in the events. */
  readonly job: Float64Array;
  /** Names of the jobs in the record that they come from; a job's is `recordIds[recordId[row]]`, empty where it has none. */
  readonly recordIds: readonly string[];
  readonly recordId: Int32Array;
  /** Names of the classes; a job's is `classes[class[row]]`, empty where its submission names none. */
  readonly classes: readonly string[];
  readonly class: Int32Array;
  /** Names of the places in which jobs were; a job's is `places[place[row]]`, empty in the world. */
  readonly places: readonly string[];
  readonly place: Int32Array;
  readonly gpus: Float64Array;
  readonly submitted: Column<Seconds>;
  /** When it first ran. */
  readonly started: Column<Seconds>;
  /** When it last ran, of a job that is finished or interrupted. */
  readonly finished: Column<Seconds>;
  readonly waitingTime: Column<Seconds>;
  /** From submission to the first start in the record that the job comes from; NaN where that does not say. */
  readonly recordedWait: Column<Seconds>;
  readonly executionTime: Column<Seconds>;
  /** How often it was stopped: a machine failed, left or was taken from it. */
  readonly interruptions: Int32Array;
  /** The machine that ran it last; NaN where several did together, or supply names none. */
  readonly provider: Float64Array;
  /** For its GPU time, as contracts have told when they were settled (jobPaid), before what service levels give back; 0 where nobody pays. */
  readonly usdPaid: Column<Usd>;
  /** NaN where supply does not say what its machines draw. */
  readonly energyJoules: Column<Joules>;
  /** Index into OUTCOMES. */
  readonly outcome: Uint8Array;
}

/** From submission to the end of the last run; NaN for a job that has neither finished nor been interrupted. */
export const turnaroundOf = ({ submitted, finished }: RecordedJobs, row: Index): Seconds =>
  finished[row] - submitted[row];

/** Turnaround over execution: 1 for a job that never waited. NaN for one that never ran. */
export function stretchOf(jobs: RecordedJobs, row: Index): number {
  const execution = jobs.executionTime[row];
  return execution > 0 ? turnaroundOf(jobs, row) / execution : Number.NaN;
}
