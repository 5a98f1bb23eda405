import type { Run } from "../run/result.ts";
import type { Seconds } from "../units.ts";
import type { Job } from "./plan.ts";

/** Runs jobs somewhere: in this thread, on worker threads, on other machines. */
export interface Executor {
  /** How many jobs it runs at a time. */
  readonly width: number;
  readonly execute: (job: Job, onProgress: (t: Seconds) => void) => Promise<Run>;
}

export interface RunnerOptions {
  /** Finished runs by key: their jobs are not run again. */
  readonly finished?: ReadonlyMap<string, Run>;
  /** A run is there; the next job of its lane waits until it is kept. */
  readonly onRun?: (job: Job, run: Run) => Promise<void> | void;
  /** Simulated seconds of all jobs so far, those of finished runs included. */
  readonly onProgress?: (simulated: Seconds) => void;
  /** No new job starts after the signal; the promise rejects with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Runs jobs, as many at a time as the executor is wide. The results stand in the order of the jobs, whatever the
 * order in which they were done.
 *
 * @param until simulated seconds of one job, for the progress
 * @throws the first error of a job; no job starts after it, and those under way are waited for
 */
export async function runJobs(
  jobs: readonly Job[],
  until: Seconds,
  executor: Executor,
  options: RunnerOptions = {},
): Promise<Run[]> {
  const { finished, onRun, onProgress, signal } = options;
  const runs: (Run | undefined)[] = jobs.map(({ key }) => finished?.get(key));
  const simulated = Float64Array.from(runs, (run) => (run ? until : 0));
  const report = (index: number, t: Seconds): void => {
    simulated[index] = t;
    onProgress?.(simulated.reduce((sum, each) => sum + each, 0));
  };
  const waiting = jobs.map((_, index) => index).filter((index) => runs[index] === undefined);
  const failures: unknown[] = [];

  const lane = async (): Promise<void> => {
    while (waiting.length > 0 && failures.length === 0 && !signal?.aborted) {
      const index = waiting.shift()!;
      const job = jobs[index]!;
      try {
        const run = await executor.execute(job, (t) => report(index, t));
        await onRun?.(job, run);
        runs[index] = run;
        report(index, until);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(executor.width, waiting.length) }, lane));
  signal?.throwIfAborted();
  if (failures.length > 0) throw failures[0];
  return runs as Run[];
}
