import { OrreryError } from "../errors.ts";
import { ln } from "../math.ts";
import { type Interval, needConfidence, tInterval } from "./interval.ts";

/** What a test that may stop early says so far. */
export type Verdict = "holds" | "broken" | "undecided";

/** A claim that replications keep with a probability. */
export interface ShareClaim {
  /** The share that is claimed, above 0 and at most 1. */
  readonly atLeast: number;
  /** How far below the claim a share must lie to break it for certain. */
  readonly indifference: number;
  readonly confidence?: number;
}

/** What the replications so far say of a claimed share. */
export interface ShareVerdict extends Required<ShareClaim> {
  readonly verdict: Verdict;
  readonly successes: number;
  readonly failures: number;
}

/**
 * Wald's sequential probability ratio test of a share: "Sequential tests of statistical hypotheses", Annals of
 * Mathematical Statistics 16 (1945), 117–186. A share of `atLeast` or more is called broken, and one of `atLeast` −
 * `indifference` or less is called held, with probability at most 1 − `confidence`; a share between may be called
 * either. The likelihood ratio is compared with 1 / (1 − confidence) and its inverse, a little farther apart than
 * Wald's approximate bounds, so that the errors are kept whether one looks after every replication or after some
 * (Ville's inequality). The first verdict stands: do not ask again with more replications.
 *
 * @throws OrreryError where the shares do not lie between 0 and 1 or a count is no count
 */
export function sequentialShare(claim: ShareClaim, successes: number, failures: number): ShareVerdict {
  const { atLeast, indifference, confidence = 0.95 } = claim;
  needConfidence(confidence);
  needShares(atLeast, indifference);
  needCount(successes);
  needCount(failures);
  const broken = atLeast - indifference;
  // A claim of 1 gives no failure any likelihood: ln 0 = −∞, and 0 failures must not meet it.
  const evidence =
    successes * ln(atLeast / broken) + (failures > 0 ? failures * ln((1 - atLeast) / (1 - broken)) : 0);
  const bound = -ln(1 - confidence);
  const verdict = evidence >= bound ? "holds" : evidence <= -bound ? "broken" : "undecided";
  return { verdict, successes, failures, atLeast, indifference, confidence };
}

function needShares(atLeast: number, indifference: number): void {
  if (atLeast > 0 && atLeast <= 1 && indifference > 0 && indifference < atLeast) return;
  throw new OrreryError(
    "A claimed share needs to lie above 0 and at most at 1, and its indifference between 0 and the share.",
    [`atLeast ${String(atLeast)}`, `indifference ${String(indifference)}`],
  );
}

function needCount(count: number): void {
  if (Number.isSafeInteger(count) && count >= 0) return;
  throw new OrreryError(`A count of replications needs to be a whole number from 0, got ${String(count)}.`);
}

/** How a mean is claimed to lie to 0. */
export type Relation = ">=" | ">" | "<=" | "<";

/** A claim about a mean, and when it is looked at. */
export interface MeanClaim {
  readonly relation: Relation;
  /** Counts of observations at which to look, rising. */
  readonly looks?: readonly number[];
  /** That no look's interval misses the mean. */
  readonly confidence?: number;
}

/** What the looks so far say of a claimed mean. */
export interface MeanVerdict {
  readonly verdict: Verdict;
  readonly relation: Relation;
  /** At the look that decided, else at the last one taken, with the confidence of one look; empty before the first. */
  readonly interval: Interval;
  /** Observations at which to look next; none once it is decided or all looks are taken. */
  readonly next: number | undefined;
  /** Of all looks together. */
  readonly confidence: number;
}

const LOOKS = [4, 8, 16, 32];

/**
 * Group-sequential decision how a mean lies to 0: at each look Student's t interval of the values up to there, all of
 * it on one side or not yet. The error is split evenly over the looks (Bonferroni), so that all their intervals hold
 * the mean with the confidence, however they depend on each other. Sharper bounds exist (Pocock 1977, O'Brien and
 * Fleming 1979); they need normal increments, which four replications do not promise.
 *
 * Equal values decide at once: their interval has no width. Four that are equal by chance, of a measure that seldom
 * moves, decide too: give such a measure a later first look.
 *
 * @param values observations in their order, paired differences for instance; the first look that decides stands,
 *   whatever follows; a NaN takes its place in a look and is left out of its interval
 * @throws OrreryError where the looks do not rise from 2 or the confidence does not lie between 0 and 1
 */
export function sequentialMean(values: readonly number[], claim: MeanClaim): MeanVerdict {
  const { relation, looks = LOOKS, confidence = 0.95 } = claim;
  needConfidence(confidence);
  needLooks(looks);
  const each = 1 - (1 - confidence) / looks.length;
  let interval = tInterval([], each);
  for (const look of looks) {
    if (look > values.length) return { verdict: "undecided", relation, interval, next: look, confidence };
    interval = tInterval(values.slice(0, look), each);
    const verdict = SIDE[relation](interval);
    if (verdict !== "undecided") return { verdict, relation, interval, next: undefined, confidence };
  }
  return { verdict: "undecided", relation, interval, next: undefined, confidence };
}

const decided = (holds: boolean, broken: boolean): Verdict =>
  holds ? "holds" : broken ? "broken" : "undecided";

const SIDE: Readonly<Record<Relation, (interval: Interval) => Verdict>> = {
  ">=": ({ low, high }) => decided(low >= 0, high < 0),
  ">": ({ low, high }) => decided(low > 0, high <= 0),
  "<=": ({ low, high }) => decided(high <= 0, low > 0),
  "<": ({ low, high }) => decided(high < 0, low >= 0),
};

function needLooks(looks: readonly number[]): void {
  const rising = looks.every((look, index) => Number.isSafeInteger(look) && look > (looks[index - 1] ?? 1));
  if (rising && looks.length > 0) return;
  throw new OrreryError("Looks need to be whole numbers from 2 that rise.", [`looks ${looks.join(", ")}`]);
}
