import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../sim/random.ts";
import { type Relation, sequentialMean, sequentialShare } from "../../sim/statistics/sequential.ts";

const CLAIM = { atLeast: 0.9, indifference: 0.2 };

test("a claim of 90 % holds after 12 successes and is broken after 3 failures", () => {
  // ln 20 = 2.996; ln(0.9 / 0.7) = 0.2513 a success, ln(0.1 / 0.3) = −1.0986 a failure.
  expect(sequentialShare(CLAIM, 11, 0).verdict).toBe("undecided");
  expect(sequentialShare(CLAIM, 12, 0)).toEqual({
    ...CLAIM,
    confidence: 0.95,
    verdict: "holds",
    successes: 12,
    failures: 0,
  });
  expect(sequentialShare(CLAIM, 0, 2).verdict).toBe("undecided");
  expect(sequentialShare(CLAIM, 0, 3).verdict).toBe("broken");
  // 16 × 0.2513 − 1.0986 = 2.922, and 17 × 0.2513 − 1.0986 = 3.174.
  expect(sequentialShare(CLAIM, 16, 1).verdict).toBe("undecided");
  expect(sequentialShare(CLAIM, 17, 1).verdict).toBe("holds");
});

test("a claim of 100 % breaks at the first failure", () => {
  const always = { atLeast: 1, indifference: 0.2 };
  expect(sequentialShare(always, 13, 0).verdict).toBe("undecided");
  expect(sequentialShare(always, 14, 0).verdict).toBe("holds");
  expect(sequentialShare(always, 13, 1).verdict).toBe("broken");
});

function trialsOf(share: number, experiment: number, every: number) {
  const random = new Random(experiment, "trials");
  let [successes, failures] = [0, 0];
  for (;;) {
    for (let trial = 0; trial < every; trial += 1) {
      if (random.at(successes + failures, "success").bernoulli(share)) successes += 1;
      else failures += 1;
    }
    const found = sequentialShare(CLAIM, successes, failures);
    if (found.verdict !== "undecided") return found;
  }
}

test.each([1, 4])(
  "looking after every %d trials, a wrong verdict comes in at most 5 of 100 experiments",
  (every) => {
    const experiments = 2000;
    const wrong = (share: number, verdict: string) =>
      Array.from({ length: experiments }, (_, each) => trialsOf(share, each, every)).filter(
        (found) => found.verdict === verdict,
      ).length / experiments;
    expect(wrong(0.9, "broken")).toBeLessThan(0.05);
    expect(wrong(0.7, "holds")).toBeLessThan(0.05);
    expect(wrong(0.97, "broken")).toBeLessThan(0.005);
  },
);

test("at the claimed share, as many trials are needed as Wald expects", () => {
  // Wald's (1945) equation: 0.95 × 2.996 − 0.05 × 2.996 over 0.9 × 0.2513 − 0.1 × 1.0986 gives 23.2, to which the
  // overshoot of the last step adds.
  const trials = Array.from({ length: 2000 }, (_, experiment) => trialsOf(0.9, experiment, 1));
  const mean = trials.reduce((sum, found) => sum + found.successes + found.failures, 0) / trials.length;
  expect(mean).toBeGreaterThan(22);
  expect(mean).toBeLessThan(27);
});

test("shares, indifferences and counts that make no sense are refused", () => {
  expect(() => sequentialShare({ atLeast: 0.2, indifference: 0.2 }, 1, 0)).toThrow("indifference 0.2");
  expect(() => sequentialShare({ atLeast: 90, indifference: 0.2 }, 1, 0)).toThrow("atLeast 90");
  expect(() => sequentialShare(CLAIM, 1.5, 0)).toThrow("got 1.5");
  expect(() => sequentialShare({ ...CLAIM, confidence: 95 }, 1, 0)).toThrow("A confidence needs to lie");
});

test("a mean is looked at after 4, 8, 16 and 32 values at 98.75 % each", () => {
  const claim = { relation: ">=" } as const;
  expect(sequentialMean([5, 6, 7], claim)).toMatchObject({ verdict: "undecided", next: 4 });
  // Mean 6.5, standard error √(5/3) / 2 = 0.6455, t(0.99375, 3) = 5.3919.
  const found = sequentialMean([5, 6, 7, 8], claim);
  expect(found).toMatchObject({ verdict: "holds", next: undefined, confidence: 0.95, relation: ">=" });
  expect(found.interval).toMatchObject({ count: 4, mean: 6.5, confidence: 0.9875 });
  expect(found.interval.low).toBeCloseTo(6.5 - REACH * Math.sqrt(5 / 12), 8);
  expect(sequentialMean([-5, 6, -7, 8], claim)).toMatchObject({ verdict: "undecided", next: 8 });
});

/** SciPy 1.17.1: stats.t.ppf(0.99375, 3). */
const REACH = 5.391949071934058;

test("the first look that decides stands, whatever follows", () => {
  const found = sequentialMean([5, 6, 7, 8], { relation: ">" });
  expect(sequentialMean([5, 6, 7, 8, -900, -900, -900, -900], { relation: ">" })).toEqual(found);
});

test("after the last look an open question stays open", () => {
  const values = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 1 : -1));
  const found = sequentialMean(values, { relation: ">" });
  expect(found).toMatchObject({ verdict: "undecided", next: undefined });
  expect(found.interval.count).toBe(32);
});

test.each<[Relation, string, string, string]>([
  [">=", "broken", "holds", "holds"],
  [">", "broken", "broken", "holds"],
  ["<=", "holds", "holds", "broken"],
  ["<", "holds", "broken", "broken"],
])("values that are equal decide at once: %s 0", (relation, below, at, above) => {
  const verdictOf = (value: number) => sequentialMean([value, value, value, value], { relation }).verdict;
  expect([-0.1, 0, 0.1].map(verdictOf)).toEqual([below, at, above]);
});

test("a claim and its mirror image agree", () => {
  const mirror = { ">=": "<=", ">": "<", "<=": ">=", "<": ">" } as const;
  const values = fc.array(fc.integer({ min: -9, max: 12 }), { maxLength: 34 });
  fc.assert(
    fc.property(values, fc.constantFrom(">=", ">", "<=", "<"), (given, relation) => {
      const found = sequentialMean(given, { relation });
      const mirrored = sequentialMean(
        given.map((value) => -value),
        { relation: mirror[relation] },
      );
      expect([mirrored.verdict, mirrored.next]).toEqual([found.verdict, found.next]);
    }),
  );
});

test("a mean of 0 is called above 0, or below, in at most 5 of 100 experiments", () => {
  const random = new Random(4, "null");
  let wrong = 0;
  let missed = 0;
  for (let experiment = 0; experiment < 2000; experiment += 1) {
    const draw = random.at(experiment, "values");
    const values = Array.from({ length: 32 }, () => draw.normal());
    if (sequentialMean(values, { relation: ">" }).verdict === "holds") wrong += 1;
    const shifted = values.map((value) => value + 1);
    if (sequentialMean(shifted, { relation: ">" }).verdict !== "holds") missed += 1;
  }
  expect(wrong / 2000).toBeLessThan(0.05);
  expect(missed / 2000).toBeLessThan(0.01);
});

test("looks that do not rise, and a look at one value, are refused", () => {
  for (const looks of [[], [1, 4], [4, 4], [8, 4], [2.5]]) {
    expect(() => sequentialMean([], { relation: ">", looks })).toThrow("whole numbers from 2 that rise");
  }
});
