import { type Interval, needConfidence, tBounds } from "./interval.ts";
import { momentsOf, present } from "./moments.ts";
import { studentTwoSided } from "./student.ts";

/** One value of a measure for each replication. */
export type Sample = ReadonlyMap<number, number>;

/** How far the means of two designs lie apart: own minus reference. */
export interface Difference extends Interval {
  /** Standard error of the mean difference. */
  readonly standardError: number;
  /** Degrees of freedom of Student's t. */
  readonly freedom: number;
  /** Two-sided, for Holm's correction alone: it is not a thing to quote. NaN where nothing can be tested. */
  readonly pValue: number;
  /** True: `count` pairs that share their luck. False: `count` values of both designs, independent. */
  readonly paired: boolean;
  /** Replications that could not be used: in one sample only, or NaN. */
  readonly leftOut: number;
}

/**
 * Mean difference of two designs over the replications that both have, with Student's t interval of the paired
 * differences. Replications under common random numbers share their luck, which cancels in each difference.
 *
 * Differences that are all equal have an interval of no width. Below two pairs the bounds are −∞ and ∞ (NaN without
 * any).
 *
 * @throws OrreryError where the confidence does not lie between 0 and 1
 */
export function pairedDifference(own: Sample, reference: Sample, confidence = 0.95): Difference {
  const differences = pairsOf(own, reference).map(([left, right]) => left - right);
  const { count, mean, variance } = momentsOf(present(differences));
  const replications = new Set([...own.keys(), ...reference.keys()]).size;
  return differenceOf({
    count,
    mean,
    standardError: Math.sqrt(variance / count),
    freedom: count - 1,
    confidence,
    paired: true,
    leftOut: replications - count,
  });
}

/**
 * Mean difference of two designs that share no luck: Welch, "The generalization of Student's problem when several
 * different population variances are involved", Biometrika 34 (1947), 28–35, with Satterthwaite's degrees of freedom.
 *
 * @throws OrreryError where the confidence does not lie between 0 and 1
 */
export function independentDifference(
  own: Iterable<number>,
  reference: Iterable<number>,
  confidence = 0.95,
): Difference {
  const samples = [[...own], [...reference]].map((values) => ({ given: values.length, ...partOf(values) }));
  const [left, right] = samples as [(typeof samples)[number], (typeof samples)[number]];
  const count = left.count + right.count;
  return differenceOf({
    count,
    mean: left.mean - right.mean,
    standardError: Math.sqrt(left.square + right.square),
    freedom: welchFreedom(left, right),
    confidence,
    paired: false,
    leftOut: left.given + right.given - count,
  });
}

/**
 * How many times as many replications independent luck would need: the variance of the difference of independent
 * means over that of the paired difference, both from the pairs (Law, Simulation Modeling and Analysis, 5th edition
 * 2015, section 11.2). 1 where common luck saves nothing, ∞ where pairs always differ by the same, NaN where nothing
 * varies or fewer than two pairs are there.
 */
export function varianceRatio(own: Sample, reference: Sample): number {
  const pairs = pairsOf(own, reference);
  const variance = (of: (pair: readonly [number, number]) => number) => momentsOf(pairs.map(of)).variance;
  return (
    (variance(([left]) => left) + variance(([, right]) => right)) / variance(([left, right]) => left - right)
  );
}

/** Values of both samples where both have one. */
function pairsOf(own: Sample, reference: Sample): (readonly [number, number])[] {
  return [...own]
    .map(([replication, value]) => [value, reference.get(replication) ?? Number.NaN] as const)
    .filter((pair) => !pair.some(Number.isNaN));
}

interface Part {
  readonly count: number;
  readonly mean: number;
  /** Squared standard error of the mean. */
  readonly square: number;
}

function partOf(values: readonly number[]): Part {
  const { count, mean, variance } = momentsOf(present(values));
  return { count, mean, square: variance / count };
}

/** Where nothing varies, the freedom of the smaller sample: it bounds Welch's from below. */
function welchFreedom(left: Part, right: Part): number {
  const least = Math.min(left.count, right.count) - 1;
  const square = left.square + right.square;
  if (!(square > 0)) return least;
  const share = left.square / square;
  return 1 / ((share * share) / (left.count - 1) + ((1 - share) * (1 - share)) / (right.count - 1));
}

function differenceOf(found: Omit<Difference, "low" | "high" | "pValue">): Difference {
  needConfidence(found.confidence);
  const { mean, standardError, freedom, confidence } = found;
  // No spread and no difference: 0 / 0, and nothing speaks against equality.
  const t = mean === 0 && standardError === 0 ? 0 : mean / standardError;
  return {
    ...found,
    ...tBounds(mean, standardError, freedom, confidence),
    pValue: studentTwoSided(t, freedom),
  };
}
