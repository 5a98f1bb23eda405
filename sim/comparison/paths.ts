import type { Index } from "../indexed.ts";
import type { Measure, Run } from "../run/result.ts";
import type { Settings } from "../scenario/scenario.ts";
import { type JointDifference, jointDifferences } from "../statistics/holm.ts";
import { momentsOf, present } from "../statistics/moments.ts";
import { pairedDifference, type Sample } from "../statistics/paired.ts";
import type { Seconds } from "../units.ts";
import type { EffectOptions } from "./effects.ts";
import { designsIn, measuresIn, type Outcomes, ofFuture, ownOf, sampleOf } from "./outcomes.ts";

/** A start: a point of a sweep. */
export interface Start {
  readonly index: number;
  readonly settings: Settings;
}

/** Whether paths from several starts meet, in one measure of one design. */
export interface Paths extends Pick<Measure, "own"> {
  readonly design: string;
  readonly measure: string;
  readonly unit: string;
  /**
   * `meet`: over the last quarter all starts lie within the margin of each other, with the confidence; `apart`: some two
   * lie beyond it; `undecided`: neither is established.
   */
  readonly outcome: "meet" | "apart" | "undecided";
  /** Two starts that differ by less are the same to anybody who sees one run. */
  readonly margin: number;
  /** Mean over the last quarter by start, in the order of the starts; NaN without a value. */
  readonly means: readonly number[];
  /** The two starts whose means lie farthest apart, the higher first, and their difference. */
  readonly farthest: { readonly high: number; readonly low: number; readonly difference: JointDifference };
  /** When the means over replications came within the margin of each other for good; undefined where they did not. */
  readonly metAt: Seconds | undefined;
}

/** Of the mean: nobody minds a difference below it, even where luck moves nothing. */
const LEAST_MARGIN = 0.01;
/** The part of the horizon that is looked at. */
const LAST = 0.25;

/**
 * Asks of each design and measure whether runs that started differently end alike: means over the last quarter of the
 * horizon, pair by pair of starts with the same luck, against a margin of one standard deviation over replications
 * (1 % of the mean where that is larger). Equivalence is what has to be shown: that a difference is not clear does not
 * make paths meet (Schuirmann, "A comparison of the two one-sided tests procedure and the power approach", Journal of
 * Pharmacokinetics and Biopharmaceutics 15 (1987), 657–680). The pairs of starts in one measure are one family.
 *
 * @param starts the points of a sweep; runs without their series are left out
 */
export function paths(
  outcomes: Outcomes,
  starts: readonly Start[],
  options: Omit<EffectOptions, "point"> = {},
): Paths[] {
  const { branch, confidence = 0.95 } = options;
  const futures = starts.map(({ index }) => {
    const own = ofFuture(outcomes, { point: index, ...(branch === undefined ? {} : { branch }) });
    return { ...own, runs: own.runs.filter(({ t }) => t.length > 0) };
  });
  if (futures.length < 2) return [];
  const all = measuresIn(futures.flatMap(({ runs }) => runs));
  return (options.measures ?? [...all.keys()]).flatMap((measure) =>
    designsIn(outcomes).flatMap((design) => {
      const samples = futures.map((future) =>
        sampleOf(future, design, (run) => lastMean(run, run.series[measure])),
      );
      if (!all.has(measure) || samples.some(({ size }) => size === 0)) return [];
      const means = samples.map((sample) => momentsOf(present(sample.values())).mean);
      if (means.every(Number.isNaN)) return [];
      const margin = marginOf(samples, means);
      const joint = pairwise(samples, means, confidence);
      return [
        {
          design,
          measure,
          unit: all.get(measure)!.unit,
          ...ownOf(all.get(measure)!),
          outcome: outcomeOf(
            joint.map(({ difference }) => difference),
            margin,
          ),
          margin,
          means,
          farthest: joint.reduce((one, other) => (other.difference.mean > one.difference.mean ? other : one)),
          metAt: meetingTime(futures, design, measure, margin),
        },
      ];
    }),
  );
}

function lastMean({ t }: Run, series: Float64Array | undefined): number {
  const from = t.at(-1)! * (1 - LAST);
  return series ? momentsOf(present(series.filter((_, sample: Index) => t[sample] > from))).mean : Number.NaN;
}

/** The standard deviation over the replications of one start, pooled over starts; at least a share of the mean. */
function marginOf(samples: readonly Sample[], means: readonly number[]): number {
  const variances = samples
    .map((sample) => momentsOf(present(sample.values())).variance)
    .filter((variance) => !Number.isNaN(variance));
  const pooled = variances.length > 0 ? Math.sqrt(momentsOf(variances).mean) : 0;
  return Math.max(pooled, LEAST_MARGIN * Math.abs(momentsOf(present(means)).mean));
}

interface PairOfStarts {
  readonly high: number;
  readonly low: number;
  readonly difference: JointDifference;
}

/** Differences of all pairs of starts, the higher mean first. */
function pairwise(samples: readonly Sample[], means: readonly number[], confidence: number): PairOfStarts[] {
  const order = means.map((_, start) => start).sort((one, other) => means[other]! - means[one]!);
  const pairs = order.flatMap((high, place) => order.slice(place + 1).map((low) => ({ high, low })));
  const joint = jointDifferences(
    pairs.map(({ high, low }) => pairedDifference(samples[high]!, samples[low]!, confidence)),
    confidence,
  );
  return pairs.map((pair, index) => ({ ...pair, difference: joint[index]! }));
}

function outcomeOf(differences: readonly JointDifference[], margin: number): Paths["outcome"] {
  if (differences.every(({ low, high }) => low >= -margin && high <= margin)) return "meet";
  return differences.some(({ low, high }) => low > margin || high < -margin) ? "apart" : "undecided";
}

/** The first sample from which on the means of all starts stay within the margin of each other. */
function meetingTime(
  futures: readonly Outcomes[],
  design: string,
  measure: string,
  margin: number,
): Seconds | undefined {
  const runs = futures.map((future) => future.runs.filter((run) => run.design === design));
  const { t } = runs[0]![0]!;
  let met: Seconds | undefined;
  for (let sample: Index = t.length - 1; sample >= 0; sample -= 1) {
    const means = runs.map(
      (own) => momentsOf(present(own.map((run) => run.series[measure]?.[sample] ?? Number.NaN))).mean,
    );
    const known = present(means);
    // A sample at which a start has no value says nothing of how far they lie apart.
    if (known.length < means.length) continue;
    if (Math.max(...known) - Math.min(...known) > margin) break;
    met = t[sample];
  }
  return met;
}
