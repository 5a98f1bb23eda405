/** What jobs waited in the record, beside what they wait here. */
import { type Distribution, distribution, observe } from "../../../formulas/distribution.ts";
import type { Unfinished } from "../../../kit/demand/unfinished.ts";
import { grown, rowOf } from "../../../model/columns.ts";
import type { Metrics } from "../../../model/measures/metric.ts";

/** Of the jobs that have started here and of which the record knows when they started there. */
export interface ComparedWaits {
  /** By number of the job: 1 once it has started. */
  started: Uint8Array;
  recorded: Distribution;
  /** |wait here − wait in the record|. */
  errors: Distribution;
  /** Sum of the waits here less those in the record, and how many. */
  excess: number;
  count: number;
}

export const comparedWaits = (): ComparedWaits => ({
  started: new Uint8Array(0),
  recorded: distribution(),
  errors: distribution(),
  excess: 0,
  count: 0,
});

/** A job that is `number` in its source starts: the first time counts, as it does in a record. */
export function compareWait(
  waits: ComparedWaits,
  unfinished: Unfinished,
  { job, number, now, recorded }: { job: number; number: number; now: number; recorded: number },
): void {
  const row = rowOf(unfinished, job);
  if (row === -1 || Number.isNaN(recorded) || waits.started[number] === 1) return;
  waits.started = grown(waits.started, number + 1);
  waits.started[number] = 1;
  const excess = now - unfinished.came[row] - recorded;
  observe(waits.recorded, recorded);
  observe(waits.errors, Math.abs(excess));
  waits.excess += excess;
  waits.count++;
}

export const comparedMetrics = {
  "jobs.recordedWaitP50": { distribution: ({ state }) => state.waits.recorded },
  "jobs.recordedWaitP95": { distribution: ({ state }) => state.waits.recorded },
  "jobs.waitErrorP50": { distribution: ({ state }) => state.waits.errors },
  "jobs.waitBeyondRecord": { totals: ({ state }) => [state.waits.excess, state.waits.count] },
} satisfies Metrics<{ readonly state: { readonly waits: ComparedWaits } }>;
