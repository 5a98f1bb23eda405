import fc from "fast-check";
import { expect, test } from "vitest";
import { type JointDifference, jointDifferences } from "../../sim/statistics/holm.ts";
import { independentDifference, pairedDifference } from "../../sim/statistics/paired.ts";
import {
  claimSentence,
  differenceSentence,
  shareSentence,
  warmUpSentence,
} from "../../sim/statistics/sentences.ts";
import { sequentialMean, sequentialShare } from "../../sim/statistics/sequential.ts";

const whole = (value: number): string => value.toFixed(0).replace("-", "−");
const words = {
  measure: "GPUs online",
  own: "burn and mint",
  reference: "no token",
  format: whole,
  phrase: { verb: "keeps", more: "more", less: "fewer" },
};
const { phrase: _, ...plainWords } = words;

const found: JointDifference = {
  count: 30,
  mean: 241,
  low: 205,
  high: 277,
  confidence: 0.95,
  standardError: 17.6,
  freedom: 29,
  pValue: 1e-12,
  adjusted: 1e-12,
  paired: true,
  leftOut: 0,
  family: 1,
  verdict: "higher",
};
const lower: JointDifference = { ...found, mean: -241, low: -277, high: -205, verdict: "lower" };

test("a difference that is there", () => {
  expect(differenceSentence(found, words)).toBe(
    "burn and mint keeps 241 more GPUs online than no token (95 % interval 205 to 277, 30 pairs with common luck)",
  );
  expect(differenceSentence(lower, words)).toBe(
    "burn and mint keeps 241 fewer GPUs online than no token (95 % interval 205 to 277, 30 pairs with common luck)",
  );
});

test("without a phrase, any measure fits", () => {
  const measure = "utilisation";
  expect(differenceSentence(found, { ...plainWords, measure })).toBe(
    "burn and mint exceeds no token in utilisation by 241 (95 % interval 205 to 277, 30 pairs with common luck)",
  );
  expect(differenceSentence(lower, { ...plainWords, measure })).toBe(
    "burn and mint falls short of no token in utilisation by 241 (95 % interval 205 to 277, 30 pairs with common luck)",
  );
});

test("a difference that chance may have made", () => {
  const undecided: JointDifference = { ...found, mean: 14, low: -12, high: 40, verdict: "undecided" };
  expect(differenceSentence(undecided, words)).toBe(
    "burn and mint cannot be told from no token in GPUs online: the difference lies between −12 and 40 (95 % interval, 30 pairs with common luck)",
  );
});

test("what was compared together, counted otherwise or left out is told", () => {
  expect(differenceSentence({ ...found, family: 4, leftOut: 2 }, words)).toContain(
    "(simultaneous 95 % interval of 4 comparisons 205 to 277, 30 pairs with common luck; replications left out for want of a value: 2)",
  );
  const observations = ["antithetic pair", "antithetic pairs"] as const;
  expect(differenceSentence(found, { ...words, observations })).toContain("205 to 277, 30 antithetic pairs)");
  const [independent] = jointDifferences([independentDifference([1, 2, 3], [10, 12, 14])]);
  expect(differenceSentence(independent!, words)).toContain(", 6 independent replications)");
});

const sampleOf = (values: readonly number[]) => new Map(values.entries());
const sentenceOf = (own: readonly number[], reference: readonly number[]): string =>
  differenceSentence(jointDifferences([pairedDifference(sampleOf(own), sampleOf(reference))])[0]!, words);

test("no spread, no difference, and too few pairs have sentences of their own", () => {
  expect(sentenceOf([5, 6, 7], [3, 4, 5])).toBe(
    "burn and mint keeps 2 more GPUs online than no token (without any spread, 3 pairs with common luck)",
  );
  expect(sentenceOf([5, 6], [5, 6])).toBe(
    "burn and mint equals no token in GPUs online (without any spread, 2 pairs with common luck)",
  );
  expect(sentenceOf([5], [4])).toBe(
    "burn and mint cannot be told from no token in GPUs online: too little was found (1 pair with common luck)",
  );
  expect(sentenceOf([5, Infinity], [4, 4])).toBe(
    "burn and mint cannot be told from no token in GPUs online: not every value is finite (2 pairs with common luck)",
  );
  expect(sentenceOf([], [])).toContain("too little was found (0 pairs with common luck)");
});

test("no sentence has a p value, NaN or Infinity in it", () => {
  const value = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(Number.NaN, Infinity));
  const values = fc.array(value, { maxLength: 8 });
  const mean = { subject: "GPUs online", format: String };
  fc.assert(
    fc.property(values, values, (own, reference) => {
      const sentences = [
        sentenceOf(own, reference),
        claimSentence(sequentialMean(own, { relation: ">" }), mean),
      ];
      for (const sentence of sentences) expect(sentence).not.toMatch(/NaN|Infinity|\bp\b/);
    }),
  );
});

const _subject = "GPUs online under burn and mint";

test("a share that holds, is broken, or is undecided", () => {
  const claim = { atLeast: 0.9, indifference: 0.2 };
  const text = "the price recovers";
  expect(shareSentence(sequentialShare(claim, 12, 0), text)).toBe(
    '"the price recovers" held in 12 of 12 replications: its share lies above 70 % where at least 90 % is claimed (confidence 95 %)',
  );
  expect(shareSentence(sequentialShare(claim, 0, 3), text)).toBe(
    '"the price recovers" held in 0 of 3 replications: its share lies below the claimed 90 % (confidence 95 %)',
  );
  expect(shareSentence(sequentialShare(claim, 1, 0), text)).toBe(
    '"the price recovers" held in 1 of 1 replication: too few to tell a share of 90 % from one of 70 % (confidence 95 %)',
  );
});

test("a claim about a mean", () => {
  const claimed = (values: readonly number[]) =>
    claimSentence(sequentialMean(values, { relation: ">=" }), { subject: "the gain in GPUs", format: whole });
  expect(claimed([95, 100, 105, 100])).toBe(
    "the gain in GPUs is at least 0: it lies between 89 and 111 (95 % over all looks, 4 replications)",
  );
  expect(claimed([-95, -100, -105, -100])).toBe(
    "the gain in GPUs is not at least 0: it lies between −111 and −89 (95 % over all looks, 4 replications)",
  );
  expect(claimed([-5, 5, -5, 5])).toContain("whether the gain in GPUs is at least 0 is undecided: it lies");
  expect(claimed([3, 3, 3, 3])).toBe(
    "the gain in GPUs is at least 0: it is 3 (without any spread, 4 replications)",
  );
  expect(claimed([3])).toBe("whether the gain in GPUs is at least 0 is undecided (0 replications)");
});

test("a warm-up", () => {
  const days = (seconds: number): string => `${seconds / 86_400} d`;
  const measure = "utilisation";
  const settled = { steady: true, index: 12, time: 1_036_800, mean: 0.7 } as const;
  expect(warmUpSentence(settled, measure, days)).toBe("utilisation has settled after 12 d (MSER-5)");
  expect(warmUpSentence({ ...settled, time: 0, index: 0 }, measure, days)).toBe(
    "utilisation is steady from the start (MSER-5)",
  );
  expect(warmUpSentence({ steady: false, reason: "too short" }, measure, days)).toBe(
    "the series of utilisation is too short to say when it settles",
  );
  expect(warmUpSentence({ steady: false, reason: "no steady state" }, measure, days)).toBe(
    "utilisation does not settle within the run: its transient takes more than half of it (MSER-5)",
  );
});
