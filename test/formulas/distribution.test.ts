import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Distribution,
  distribution,
  KEPT_OBSERVATIONS,
  momentOf,
  observe,
  quantileSince,
} from "../../sim/formulas/distribution.ts";
import { Random } from "../../sim/random.ts";

const SHARES = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1];

/** Definition 7 of Hyndman and Fan, on its own, of values in rising order. */
function expected(sorted: ArrayLike<number>, q: number): number {
  const rank = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!];
  return low + (rank - Math.floor(rank)) * (high - low);
}
const rising = (values: readonly number[]) => Float64Array.from(values).sort();
const beginning = () => momentOf(distribution());
function observed(values: Iterable<number>, into: Distribution = distribution()): Distribution {
  for (const value of values) observe(into, value);
  return into;
}

describe("a quantile is exact", () => {
  test("of the numbers that R gives for type 7", () => {
    // quantile(c(1, 2, 4, 8, 16), c(0.1, 0.5, 0.95)): 1.4, 4.0, 14.4
    const five = observed([8, 1, 16, 2, 4]);
    for (const [q, value] of [
      [0.1, 1.4],
      [0.5, 4],
      [0.95, 14.4],
    ] as const)
      expect(quantileSince(five, beginning(), q)).toBeCloseTo(value, 12);
  });

  test("over any stretch, of a few values and of one", () => {
    const values = fc.array(
      fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constantFrom(0, 1, 3_600)),
      {
        maxLength: 300,
      },
    );
    fc.assert(
      fc.property(
        values,
        fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (before, after) => {
          const all = observed(before);
          const moment = momentOf(all);
          expect(quantileSince(all, moment, 0.5)).toBeNaN();
          observed(after, all);
          for (const q of SHARES) {
            expect(quantileSince(all, moment, q)).toBeCloseTo(expected(rising(after), q), 5);
            expect(quantileSince(all, moment, q)).toBeLessThanOrEqual(Math.max(...after));
            expect(quantileSince(all, beginning(), q)).toBeCloseTo(
              expected(rising([...before, ...after]), q),
              5,
            );
          }
          expect(quantileSince(all, moment, 0)).toBe(Math.min(...after));
          expect(quantileSince(all, moment, 1)).toBe(Math.max(...after));
        },
      ),
    );
  });

  test("where all that was observed is alike, however much", () => {
    const alike = observed(new Array<number>(KEPT_OBSERVATIONS * 2).fill(3_600));
    for (const q of SHARES) expect(quantileSince(alike, beginning(), q)).toBe(3_600);
  });

  test("over the latest observations, also when many came before them", () => {
    const random = new Random(1, "waiting");
    const all = observed(
      Array.from({ length: KEPT_OBSERVATIONS + 1_000 }, (_, job) => random.at(job, "wait").exponential(600)),
    );
    const moment = momentOf(all);
    const late = Array.from({ length: 70_000 }, (_, job) => random.at(job, "late").exponential(6_000));
    for (const [at, value] of late.entries()) {
      observe(all, value);
      if (![1, 1_000, KEPT_OBSERVATIONS].includes(at + 1)) continue;
      const sorted = rising(late.slice(0, at + 1));
      for (const q of SHARES) expect(quantileSince(all, moment, q)).toBeCloseTo(expected(sorted, q), 9);
    }
  });
});

describe("over more observations than are kept it is right to 0.4 %", () => {
  const random = new Random(1, "waiting");
  const draw = {
    exponential: (job: number) => random.at(job, "wait").exponential(600),
    lognormal: (job: number) => random.at(job, "wait").lognormal(2, 3),
    "0 for most": (job: number) => Math.max(0, random.at(job, "wait").exponential(600) - 900),
    "tiny and huge": (job: number) => (job % 2 ? 2e-6 * (1 + job) : 1e8 + job),
  };

  test.each(Object.entries(draw))("%s", (_, of) => {
    const values = Array.from({ length: 200_000 }, (_, job) => of(job));
    const all = observed(values);
    // A moment before there are bins, and one after.
    const [early, since] = [observed(values.slice(0, 9)), observed(values.slice(0, 70_000))];
    const stretches = [
      [beginning(), rising(values)],
      [momentOf(early), rising(values.slice(9))],
      [momentOf(since), rising(values.slice(70_000))],
    ] as const;
    for (const [moment, sorted] of stretches)
      for (const q of SHARES) {
        const [found, exact] = [quantileSince(all, moment, q), expected(sorted, q)];
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(0.004 * exact + 1e-6);
        expect(found).toBeGreaterThanOrEqual(all.least);
        expect(found).toBeLessThanOrEqual(all.most);
      }
    expect(quantileSince(all, beginning(), 0.9)).toBeGreaterThanOrEqual(quantileSince(all, beginning(), 0.5));
  });

  test("and beyond the last bin it is the most that was seen", () => {
    const far = observed(new Array<number>(KEPT_OBSERVATIONS + 1).fill(1e12));
    expect(quantileSince(far, beginning(), 0.95)).toBe(1e12);
  });
});

test("memory follows what is observed up to what is kept, and all of it is plain data", () => {
  const few = observed([1, 2, 3]);
  expect([few.first.length, few.latest.length, few.bins.length, momentOf(few).length]).toEqual([64, 0, 0, 1]);
  const all = observed(Array.from({ length: 300_000 }, (_, job) => job % 977));
  expect([all.first.length, all.latest.length]).toEqual([KEPT_OBSERVATIONS, KEPT_OBSERVATIONS]);
  const copy = structuredClone(all);
  observed([5, 7], copy);
  expect([all.count, copy.count]).toEqual([300_000, 300_002]);
  expect(quantileSince(copy, momentOf(all), 0.5)).toBe(6);
});

test("error: what is no value of at least 0", () => {
  for (const value of [-1, Number.NaN])
    expect(() => observe(distribution(), value)).toThrow(
      `A distribution takes values of at least 0, got ${value}.`,
    );
});
