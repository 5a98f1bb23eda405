/** Sentences that a researcher may quote: what was found, how sure, from how much. Never a p value. */

import type { JointDifference } from "./holm.ts";
import type { MeanVerdict, Relation, ShareVerdict } from "./sequential.ts";
import type { WarmUp } from "./warm-up.ts";

/** A value with its unit, as a reader sees it. */
export type Format = (value: number) => string;

/** What is counted, as one and as many: `["replication", "replications"]`. */
export type Counted = readonly [one: string, many: string];

const REPLICATIONS: Counted = ["replication", "replications"];
const INDEPENDENT: Counted = ["independent replication", "independent replications"];
const PAIRS: Counted = ["pair with common luck", "pairs with common luck"];

/** Who is compared, in what, and how to say it. */
export interface DifferenceWords {
  /** The measure's name: `GPUs online`. */
  readonly measure: string;
  readonly own: string;
  readonly reference: string;
  readonly format: Format;
  /**
   * The verb and the comparatives of a sentence such as `A keeps 241 more GPUs online than B`; without it the sentence
   * is `A exceeds B in GPUs online by 241`.
   */
  readonly phrase?: { readonly verb: string; readonly more: string; readonly less: string };
  /** The whole statement of a difference, its amount formatted, in place of the two above. */
  readonly tell?: (amount: string, isMore: boolean) => string;
  /** What `count` counts; by default pairs with common luck, or independent replications. */
  readonly observations?: Counted;
}

/** `burn and mint keeps 241 more GPUs online than no token (95 % interval 205 to 277, 30 pairs with common luck)` */
export function differenceSentence(difference: JointDifference, words: DifferenceWords): string {
  const { own, reference, measure, format } = words;
  const { count, mean, low, high, verdict } = difference;
  const unknown = `${own} cannot be told from ${reference} in ${measure}`;
  const basis = basisOf(difference, words);
  if (count > 0 && !Number.isFinite(mean)) return `${unknown}: not every value is finite (${basis})`;
  if (!Number.isFinite(low)) return `${unknown}: too little was found (${basis})`;
  if (low === high) {
    const equal = `${own} equals ${reference} in ${measure}`;
    return `${mean === 0 ? equal : statement(mean, words)} (without any spread, ${basis})`;
  }
  if (verdict === "undecided") {
    const range = `${format(low)} and ${format(high)}`;
    return `${unknown}: the difference lies between ${range} (${intervalName(difference)}, ${basis})`;
  }
  const [near, far] = verdict === "higher" ? [low, high] : [-high, -low];
  const range = `${format(near)} to ${format(far)}`;
  return `${statement(mean, words)} (${intervalName(difference)} ${range}, ${basis})`;
}

function statement(mean: number, words: DifferenceWords): string {
  const { own, reference, measure, format, phrase, tell } = words;
  const amount = format(Math.abs(mean));
  if (tell) return tell(amount, mean > 0);
  if (phrase) {
    return `${own} ${phrase.verb} ${amount} ${mean > 0 ? phrase.more : phrase.less} ${measure} than ${reference}`;
  }
  return `${own} ${mean > 0 ? "exceeds" : "falls short of"} ${reference} in ${measure} by ${amount}`;
}

const intervalName = ({ confidence, family }: JointDifference): string =>
  family > 1
    ? `simultaneous ${percentText(confidence)} interval of ${family} comparisons`
    : `${percentText(confidence)} interval`;

function basisOf({ count, paired, leftOut }: JointDifference, { observations }: DifferenceWords): string {
  const counted = observations ?? (paired ? PAIRS : INDEPENDENT);
  const missing = leftOut > 0 ? `; replications left out for want of a value: ${leftOut}` : "";
  return `${countText(count, counted)}${missing}`;
}

/** What a mean is of. */
export interface MeanWords {
  /** `GPUs online under burn and mint` */
  readonly subject: string;
  readonly format: Format;
  /** What `count` counts; by default replications. */
  readonly observations?: Counted;
}

/** `"the price recovers" held in 12 of 12 replications: its share lies above 70 % where 90 % is claimed (…)` */
export function shareSentence(found: ShareVerdict, claim: string): string {
  const { verdict, successes, failures, atLeast, indifference, confidence } = found;
  const [claimed, broken] = [percentText(atLeast), percentText(atLeast - indifference)];
  const meaning = {
    holds: `its share lies above ${broken} where at least ${claimed} is claimed`,
    broken: `its share lies below the claimed ${claimed}`,
    undecided: `too few to tell a share of ${claimed} from one of ${broken}`,
  }[verdict];
  const count = `${successes} of ${countText(successes + failures, REPLICATIONS)}`;
  return `"${claim}" held in ${count}: ${meaning} (confidence ${percentText(confidence)})`;
}

/** `the gain in utilisation is at least 0: it lies between 0.02 and 0.07 (95 % over all looks, 8 replications)` */
export function claimSentence(
  found: MeanVerdict,
  { subject, format, observations = REPLICATIONS }: MeanWords,
): string {
  const { verdict, relation, interval, confidence } = found;
  const claim = `${RELATION[relation]} 0`;
  const statement = {
    holds: `${subject} is ${claim}`,
    broken: `${subject} is not ${claim}`,
    undecided: `whether ${subject} is ${claim} is undecided`,
  }[verdict];
  const { low, high, count } = interval;
  const counted = countText(count, observations);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return `${statement} (${counted})`;
  if (low === high) return `${statement}: it is ${format(low)} (without any spread, ${counted})`;
  return `${statement}: it lies between ${format(low)} and ${format(high)} (${percentText(confidence)} over all looks, ${counted})`;
}

const RELATION: Readonly<Record<Relation, string>> = {
  ">=": "at least",
  ">": "above",
  "<=": "at most",
  "<": "below",
};

/** `GPUs online has settled after 12 d (MSER-5)`, or why nobody can say. */
export function warmUpSentence(found: WarmUp, measure: string, timeText: Format): string {
  if (found.steady && found.index === 0) return `${measure} is steady from the start (MSER-5)`;
  if (found.steady) return `${measure} has settled after ${timeText(found.time)} (MSER-5)`;
  if (found.reason === "too short") return `the series of ${measure} is too short to say when it settles`;
  return `${measure} does not settle within the run: its transient takes more than half of it (MSER-5)`;
}

const percentText = (share: number): string => `${Number((share * 100).toPrecision(4))} %`;

const countText = (count: number, [one, many]: Counted): string => `${count} ${count === 1 ? one : many}`;
