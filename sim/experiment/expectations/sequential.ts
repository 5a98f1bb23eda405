import type { Comparison } from "../../scenario/expression.ts";
import type { ResolvedExpectation } from "../../scenario/scenario.ts";
import { pairMeans } from "../../statistics/antithetic.ts";
import { claimSentence, shareSentence } from "../../statistics/sentences.ts";
import { type ShareVerdict, sequentialMean, sequentialShare } from "../../statistics/sequential.ts";
import type { Answer } from "./kinds.ts";

/** What the replications of one place say of a claim with a confidence. */
export interface Decision {
  readonly outcome: "holds" | "broken" | "undecided";
  readonly sentence: string;
  /** Replications in all with which to ask again; 0: there is no use in asking again. */
  readonly next: number;
}

interface Replicated {
  readonly name: string;
  readonly replication: number;
  readonly answer: Answer;
}

interface Limits {
  readonly most: number;
  /** Replications 2k and 2k + 1 mirror each other's luck. */
  readonly antithetic: boolean;
}

/** How far below the claimed share a share has to lie to break the claim for certain. */
const INDIFFERENCE = 0.2;
/** Replications, or pairs of them, after which a mean is looked at, before the last look. */
const LOOKS = [4, 8, 16];

/**
 * A comparison of two numbers at the end or of the summary is about the mean of their difference; any other claim is
 * about the share of replications that keep it. Both are asked in the order of the replications, and the first
 * decision stands.
 */
export function decide(
  expectation: ResolvedExpectation,
  comparison: Comparison | undefined,
  answers: readonly Replicated[],
  limits: Limits,
): Decision {
  const ofValues = ["atEnd", "summary", "compare"].includes(expectation.kind);
  return comparison && ofValues
    ? decideMean(expectation, comparison, answers, limits)
    : decideShare(expectation, answers, limits);
}

function decideMean(
  { confidence }: ResolvedExpectation,
  { relation, subject }: Comparison,
  answers: readonly Replicated[],
  { most, antithetic }: Limits,
): Decision {
  const each = antithetic ? 2 : 1;
  const missing = answers.findIndex(({ answer }) => Number.isNaN(answer.difference));
  const present = missing < 0 ? answers : answers.slice(0, missing);
  const differences = new Map(present.map(({ replication, answer }) => [replication, answer.difference]));
  const values = antithetic ? [...pairMeans(differences).values()] : [...differences.values()];
  const last = Math.floor(most / each);
  const looks = [...LOOKS.filter((look) => look < last), last];
  const found = sequentialMean(values, { relation, looks, confidence });
  // A decision that was made without it stands.
  if (missing >= 0 && found.verdict === "undecided") {
    const { name, answer } = answers[missing]!;
    // Both sides may be infinite, and the claim true: their difference has no mean.
    const found = answer.contradiction || `${subject} has no value.`;
    return { outcome: "broken", sentence: `${name}: ${found}`, next: 0 };
  }
  const sentence = claimSentence(found, {
    subject,
    format: fourDigits,
    observations: antithetic
      ? ["pair of replications", "pairs of replications"]
      : ["replication", "replications"],
  });
  return { outcome: found.verdict, sentence: `${sentence}.`, next: (found.next ?? 0) * each };
}

function decideShare(
  { claim, confidence, share }: ResolvedExpectation,
  answers: readonly Replicated[],
  { most, antithetic }: Limits,
): Decision {
  // The second of a mirrored pair depends on the first, and the test needs replications that do not.
  const each = antithetic ? 2 : 1;
  const independent = answers.filter(({ replication }) => replication % each === 0);
  const test = (kept: number, broken: number): ShareVerdict =>
    sequentialShare(
      { atLeast: share, indifference: Math.min(INDIFFERENCE, share / 2), confidence },
      kept,
      broken,
    );
  let found = test(0, 0);
  const lost: string[] = [];
  for (const { name, answer } of independent.slice(0, Math.floor(most / each))) {
    if (answer.contradiction !== "") lost.push(`${name}: ${answer.contradiction}`);
    found = test(found.successes + (answer.contradiction === "" ? 1 : 0), lost.length);
    if (found.verdict !== "undecided") break;
  }
  const first = lost.length > 0 ? ` The first that broke it: ${lost[0]}` : "";
  const asked = found.successes + found.failures;
  // No more than would settle it, and at most twice as many: a claim that breaks is decided long before.
  const more = Math.min(leastToHold(found, test), Math.max(LOOKS[0]! - asked, asked));
  const wanted = Math.min(most, each * (asked + more));
  return {
    outcome: found.verdict,
    sentence: `${shareSentence(found, claim)}.${first}`,
    next: found.verdict === "undecided" && wanted > each * asked ? wanted : 0,
  };
}

/** How many more replications would establish the claim if all of them kept it. */
function leastToHold(
  { successes, failures }: ShareVerdict,
  test: (kept: number, broken: number) => ShareVerdict,
) {
  let more = 1;
  while (test(successes + more, failures).verdict !== "holds") more++;
  return more;
}

const fourDigits = (value: number): string => String(Number(value.toPrecision(4)));
