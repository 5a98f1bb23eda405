import type { Index } from "../indexed.ts";
import type { Run } from "../run/result.ts";
import { batchMeans } from "../statistics/batch-means.ts";
import { momentsOf, present } from "../statistics/moments.ts";
import { studentReach } from "../statistics/student.ts";
import type { Seconds } from "../units.ts";

/** By how much luck moves a summary of one replication. */
export interface StandardError {
  readonly value: number;
  /** Where it comes from: the spread over so many replications, or so many batches of one run's series. */
  readonly basis: "replications" | "batches";
  readonly count: number;
  /** Neighbouring batches are alike: the standard error is at least this. */
  readonly tooSmall: boolean;
}

const BATCHES = [20, 10];

/**
 * The standard error of a measure's summary in one replication: its standard deviation over replications where there
 * are two, otherwise from batch means of the series after the warm-up where the summary is a mean or a total of it.
 * Undefined where neither can tell, or the measure does not vary.
 *
 * @param runs replications of one design and branch
 */
export function standardErrorOf(
  runs: readonly Run[],
  measure: string,
  warmUp: Seconds,
): StandardError | undefined {
  const summaries = present(runs.map(({ summary }) => summary[measure] ?? Number.NaN));
  const [run] = runs;
  const found =
    summaries.length > 1 ? ofReplications(summaries) : run ? ofBatches(run, measure, warmUp) : undefined;
  return found && found.value > 0 ? found : undefined;
}

const ofReplications = (summaries: readonly number[]): StandardError => ({
  value: Math.sqrt(momentsOf(summaries).variance),
  basis: "replications",
  count: summaries.length,
  tooSmall: false,
});

function ofBatches(run: Run, measure: string, warmUp: Seconds): StandardError | undefined {
  const kind = run.measures[measure]?.kind;
  const series = run.series[measure];
  // A quantile is no mean of its series.
  if (!series || kind === undefined || kind === "duration") return undefined;
  const values = present(series.filter((_, sample: Index) => run.t[sample] > warmUp));
  const batches = BATCHES.find((count) => count <= values.length);
  if (batches === undefined) return undefined;
  const { low, high, count, confidence, longEnough } = batchMeans(values, { batches });
  const ofMean = (high - low) / 2 / studentReach(confidence, count - 1);
  // A total is the sum of what flowed in each sample.
  const value = kind === "flow" ? ofMean * values.length : ofMean;
  return { value, basis: "batches", count, tooSmall: !longEnough };
}
