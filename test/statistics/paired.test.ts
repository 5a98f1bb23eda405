import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../sim/random.ts";
import { pairMeans } from "../../sim/statistics/antithetic.ts";
import { independentDifference, pairedDifference, varianceRatio } from "../../sim/statistics/paired.ts";

const sampleOf = (values: readonly number[]): Map<number, number> => new Map(values.entries());

/** Student's sleep data (1908): hours gained by ten patients from two drugs; SciPy 1.17.1 ttest_rel and ttest_ind. */
const FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

test("Student's two drugs differ as in the textbooks where patients are paired", () => {
  const found = pairedDifference(sampleOf(FIRST), sampleOf(SECOND));
  expect(found).toMatchObject({ count: 10, freedom: 9, paired: true, leftOut: 0, confidence: 0.95 });
  expect(found.mean).toBeCloseTo(-1.58, 12);
  expect(found.low).toBeCloseTo(-2.459885763276983, 10);
  expect(found.high).toBeCloseTo(-0.7001142367230175, 10);
  expect(found.pValue).toBeCloseTo(0.002832890197384273, 12);
});

test("the same data unpaired have Welch's interval", () => {
  const found = independentDifference(FIRST, [...SECOND, Number.NaN]);
  expect(found).toMatchObject({ count: 20, paired: false, leftOut: 1 });
  expect(found.freedom).toBeCloseTo(17.776473516178488, 10);
  expect(found.low).toBeCloseTo(-3.3654832307117104, 10);
  expect(found.high).toBeCloseTo(0.20548323071171137, 10);
  expect(found.pValue).toBeCloseTo(0.0793941401873583, 12);
});

test("pairs meet by replication, in whatever order, and what has no partner is counted", () => {
  const own = new Map([
    [3, 30],
    [1, 10],
    [2, Number.NaN],
    [9, 1],
  ]);
  const reference = new Map([
    [1, 4],
    [2, 5],
    [3, 20],
  ]);
  expect(pairedDifference(own, reference)).toMatchObject({ count: 2, mean: 8, leftOut: 2 });
});

test("differences that are all equal are certain, and no difference is no evidence", () => {
  const own = sampleOf([1, 5, 2]);
  const above = sampleOf([3, 7, 4]);
  expect(pairedDifference(above, own)).toMatchObject({ mean: 2, low: 2, high: 2, pValue: 0 });
  expect(pairedDifference(own, own)).toMatchObject({ mean: 0, low: 0, high: 0, pValue: 1 });
  expect(independentDifference([2, 2], [2, 2, 2])).toMatchObject({ low: 0, high: 0, pValue: 1, freedom: 1 });
});

test("one pair has a difference but no bounds and nothing to test", () => {
  const one = pairedDifference(sampleOf([4]), sampleOf([1]));
  expect(one).toMatchObject({ count: 1, mean: 3, low: -Infinity, high: Infinity, pValue: Number.NaN });
  expect(pairedDifference(new Map(), sampleOf([1]))).toMatchObject({ count: 0, mean: Number.NaN });
  expect(independentDifference([1], [2, 3])).toMatchObject({ low: -Infinity, pValue: Number.NaN });
});

test("the interval excludes 0 just where p is below 1 − confidence, and turns round with the designs", () => {
  const values = fc.array(fc.integer({ min: -20, max: 30 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(values, fc.constantFrom(0.8, 0.9, 0.95, 0.99), (given, confidence) => {
      const zeros = sampleOf(given.map(() => 0));
      const { low, high, pValue } = pairedDifference(sampleOf(given), zeros, confidence);
      fc.pre(Math.abs(pValue - (1 - confidence)) > 1e-9);
      expect(low > 0 || high < 0).toBe(pValue < 1 - confidence);
      const turned = pairedDifference(zeros, sampleOf(given), confidence);
      expect([turned.low + high, turned.high + low, turned.pValue - pValue]).toEqual([0, 0, 0]);
    }),
  );
});

test("common luck saves what it shares: (variance own + reference) / variance of the difference", () => {
  // Luck of variance 4 is shared, of variance 1 each is not: (5 + 5) / 2 = 5.
  const random = new Random(1, "shared");
  const draws = Array.from({ length: 4000 }, (_, replication) => {
    const draw = random.at(replication, "luck");
    const shared = draw.normal(0, 2);
    return [shared + draw.normal(), shared + draw.normal()] as const;
  });
  const ratio = varianceRatio(sampleOf(draws.map(([own]) => own)), sampleOf(draws.map(([, other]) => other)));
  expect(ratio).toBeGreaterThan(4.7);
  expect(ratio).toBeLessThan(5.3);
});

test("the ratio is infinite where pairs always differ by the same, and no number where nothing varies", () => {
  expect(varianceRatio(sampleOf([1, 2, 4]), sampleOf([2, 3, 5]))).toBe(Infinity);
  expect(varianceRatio(sampleOf([1, 1]), sampleOf([2, 2]))).toBeNaN();
  expect(varianceRatio(sampleOf([1]), sampleOf([2]))).toBeNaN();
});

test("antithetic replications 2k and 2k + 1 are one observation", () => {
  const sample = new Map([
    [5, 8],
    [0, 1],
    [4, 2],
    [1, 3],
    [6, 4],
    [8, 1],
    [9, Number.NaN],
    [11, 5],
  ]);
  expect([...pairMeans(sample)]).toEqual([
    [0, 2],
    [2, 5],
  ]);
});

test("intervals of antithetic pair means hold the mean, and are narrower than the replications'", () => {
  let held = 0;
  let narrower = 0;
  for (let experiment = 0; experiment < 500; experiment += 1) {
    const random = new Random(experiment, "antithetic");
    const values = new Map<number, number>();
    for (let replication = 0; replication < 80; replication += 1) {
      const u = random.at(Math.floor(replication / 2), "wait").openUniform();
      values.set(replication, -3 * Math.log(replication % 2 === 0 ? u : 1 - u));
    }
    const zeros = sampleOf(new Array<number>(40).fill(0));
    const found = pairedDifference(pairMeans(values), zeros);
    const alone = independentDifference(values.values(), [0, 0]);
    if (found.low <= 3 && 3 <= found.high) held += 1;
    if (found.standardError < alone.standardError) narrower += 1;
  }
  expect(held / 500).toBeGreaterThan(0.9);
  expect(held / 500).toBeLessThan(0.98);
  expect(narrower / 500).toBeGreaterThan(0.9);
});
