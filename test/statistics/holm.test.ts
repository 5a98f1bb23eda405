import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../sim/random.ts";
import { holm, jointDifferences } from "../../sim/statistics/holm.ts";
import { type Difference, pairedDifference } from "../../sim/statistics/paired.ts";

const differenceOf = (values: readonly number[]): Difference =>
  pairedDifference(new Map(values.entries()), new Map(values.map((_, index) => [index, 0])));

test("adjusted p values are those of R's p.adjust", () => {
  // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"): 4 × 0.005, 3 × 0.01, 2 × 0.03, and no less than that for 0.04.
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((expected, index) => {
    expect(adjusted[index]).toBeCloseTo(expected, 14);
  });
  expect(holm([0.6, 0.7])).toEqual([1, 1]);
  expect(holm([0.02, Number.NaN, 0.03])).toEqual([0.04, Number.NaN, 0.04]);
  expect(holm([])).toEqual([]);
});

const probability = fc.double({ min: 0, max: 1, noNaN: true });

test("Holm's adjustment lies between p and Bonferroni's, keeps the order, and knows no order of the list", () => {
  fc.assert(
    fc.property(fc.array(probability, { minLength: 1, maxLength: 12 }), (pValues) => {
      const adjusted = holm(pValues);
      pValues.forEach((p, index) => {
        expect(adjusted[index]).toBeGreaterThanOrEqual(p);
        expect(adjusted[index]).toBeLessThanOrEqual(Math.min(1, p * pValues.length));
        pValues.forEach((other, at) => {
          if (other <= p) expect(adjusted[at]).toBeLessThanOrEqual(adjusted[index]!);
        });
      });
      expect(holm(pValues.toReversed()).toReversed()).toEqual(adjusted);
    }),
  );
});

test("Holm decides as the step-down procedure of his paper does", () => {
  fc.assert(
    fc.property(fc.array(probability, { minLength: 1, maxLength: 8 }), (pValues) => {
      const rising = pValues.toSorted((a, b) => a - b);
      const stop = rising.findIndex((p, rank) => (rising.length - rank) * p > 0.05);
      const rejected = stop < 0 ? rising.length : stop;
      expect(holm(pValues).filter((p) => p <= 0.05)).toHaveLength(rejected);
    }),
  );
});

test("one difference alone keeps its interval", () => {
  const difference = differenceOf([1, 2, 4, 3]);
  expect(jointDifferences([difference])).toEqual([
    { ...difference, family: 1, adjusted: difference.pValue, verdict: "higher" },
  ]);
});

test("two differences have intervals of 97.5 % each, and one that cannot be tested does not count", () => {
  const values = [3, 5, 4, 9, 2];
  const found = jointDifferences([differenceOf(values), differenceOf([-1]), differenceOf([1, -1, 2])]);
  const alone = pairedDifference(new Map(values.entries()), new Map(values.map((_, at) => [at, 0])), 0.975);
  expect(found[0]).toMatchObject({ low: alone.low, high: alone.high, confidence: 0.95, family: 2 });
  expect(found[1]).toMatchObject({ low: -Infinity, verdict: "undecided", adjusted: Number.NaN });
  expect(found[2]).toMatchObject({ verdict: "undecided" });
});

test("what Holm decides beyond Bonferroni keeps the interval that Bonferroni gives", () => {
  // p = 0.0005 and 0.030: Bonferroni's bound is 0.025, Holm's second is 0.05.
  const [first, second] = jointDifferences([
    differenceOf([-10, -11, -9, -10, -12]),
    differenceOf([1, 5, 2, 0.5, 4, 0.8, 3, -0.9]),
  ]);
  expect(first).toMatchObject({ verdict: "lower" });
  expect(second!.pValue).toBeGreaterThan(0.025);
  const values = [1, 5, 2, 0.5, 4, 0.8, 3, -0.9];
  const alone = pairedDifference(new Map(values.entries()), new Map(values.map((_, at) => [at, 0])), 0.975);
  expect(alone.low).toBeLessThan(0);
  expect(second).toMatchObject({ verdict: "higher", low: alone.low, high: alone.high });
});

test("an interval that leaves out 0 has its verdict", () => {
  const values = fc.array(fc.integer({ min: -6, max: 9 }), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), (family) => {
      for (const { verdict, low, high, mean } of jointDifferences(family.map(differenceOf))) {
        if (low > 1e-9) expect(verdict).toBe("higher");
        if (high < -1e-9) expect(verdict).toBe("lower");
        if (verdict !== "undecided") expect(mean > 0).toBe(verdict === "higher");
      }
    }),
  );
});

test("of five equal designs, one is told apart in at most 5 of 100 experiments, and all intervals hold in 95", () => {
  const random = new Random(2, "family");
  let wrong = 0;
  let held = 0;
  const experiments = 1000;
  for (let experiment = 0; experiment < experiments; experiment += 1) {
    const draw = random.at(experiment, "luck");
    const shared = Array.from({ length: 12 }, () => draw.normal());
    const family = Array.from({ length: 5 }, () =>
      differenceOf(shared.map((luck) => luck / 2 + draw.normal())),
    );
    const joint = jointDifferences(family);
    if (joint.some(({ verdict }) => verdict !== "undecided")) wrong += 1;
    if (joint.every(({ low, high }) => low < 0 && high > 0)) held += 1;
  }
  expect(wrong / experiments).toBeLessThan(0.065);
  expect(held / experiments).toBeGreaterThan(0.935);
});
