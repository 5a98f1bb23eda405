import { DefectError, OrreryError } from "../errors.ts";
import type { Run } from "../run/result.ts";
import type { Seconds } from "../units.ts";
import type { Job } from "./plan.ts";

/** Runs jobs somewhere: in this thread, on worker threads, on other machines. */
export interface Executor {
  /** How many jobs it runs at a time. */
  readonly width: number;
  /** One run, or one a branch. */
  readonly execute: (job: Job, onProgress: (simulated: Seconds) => void) => Promise<Run[]>;
}

/** A job that came to nothing: a claim broke, a mechanism failed, or its parameters do not fit together. */
export interface Failure {
  readonly job: Job;
  readonly error: OrreryError;
}

export interface RunnerOptions {
  /** Keys of jobs that have been done: they are not done again. */
  readonly finished?: ReadonlySet<string>;
  /** The runs of a job are there; the next job of its lane waits until they are kept. */
  readonly onRuns?: (job: Job, runs: readonly Run[]) => Promise<void> | void;
  /** Simulated seconds of all jobs so far, and how many are done; finished ones included. */
  readonly onProgress?: (simulated: Seconds, done: number) => void;
  /** No new job starts after the signal; the promise rejects with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Runs jobs, as many at a time as the executor is wide. Holds no result: what is done is handed on.
 *
 * @param each simulated seconds of one job, for the progress
 * @returns the jobs that failed, in the order of the jobs; the others were done all the same
 * @throws what `onRuns` throws: no job starts after it, and those under way are waited for
 */
export async function runJobs(
  jobs: readonly Job[],
  each: Seconds,
  executor: Executor,
  options: RunnerOptions = {},
): Promise<Failure[]> {
  const { finished, onRuns, onProgress, signal } = options;
  const waiting = jobs.filter(({ key }) => !finished?.has(key));
  const failures: Failure[] = [];
  const unkept: unknown[] = [];
  let next = 0;
  let done = jobs.length - waiting.length;
  let simulated = done * each;

  const work = async (job: Job): Promise<void> => {
    let own = 0;
    const report = (to: Seconds): void => {
      simulated += to - own;
      own = to;
      onProgress?.(simulated, done);
    };
    const runs = await executor.execute(job, report).catch((error) => {
      failures.push({ job, error: error instanceof OrreryError ? error : defectOf(error) });
      return undefined;
    });
    if (runs) await onRuns?.(job, runs);
    done++;
    report(each);
  };
  const lane = async (): Promise<void> => {
    while (next < waiting.length && unkept.length === 0 && !signal?.aborted)
      await work(waiting[next++]!).catch((error) => unkept.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(executor.width, waiting.length) }, lane));
  signal?.throwIfAborted();
  if (unkept.length > 0) throw unkept[0];
  const order = new Map(jobs.map(({ key }, index) => [key, index]));
  return failures.sort((one, other) => order.get(one.job.key)! - order.get(other.job.key)!);
}

/** Told with the job that met it; the others have not. */
function defectOf(error: unknown): DefectError {
  const { stack } = error instanceof Error ? error : new Error(String(error));
  return new DefectError(
    "This is a defect of Orrery, not of your input.",
    (stack ?? "")
      .split("\n")
      .slice(0, LONGEST_STACK)
      .map((line) => line.trim()),
    "Please report it with these lines.",
  );
}

const LONGEST_STACK = 8;
