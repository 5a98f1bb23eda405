import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../sim/random.ts";
import { kaplanMeier, restrictedMean, survivalAt, waitQuantile } from "../../sim/statistics/censored.ts";

/**
 * Weeks of remission under 6-mercaptopurine, of 21 patients: Freireich et al., Blood 21 (1963), 699–716, the table that
 * every textbook of survival analysis has; a "+" there is a remission that had not ended.
 */
const ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const LASTING = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
const remissions = kaplanMeier(ENDED, LASTING);

test("remissions last as in the textbooks", () => {
  expect(remissions.time).toEqual([6, 7, 10, 13, 16, 22, 23]);
  expect(remissions.atRisk).toEqual([21, 17, 15, 12, 11, 7, 6]);
  expect(remissions.ended).toEqual([3, 1, 1, 1, 1, 1, 1]);
  expect(remissions).toMatchObject({ count: 21, censored: 12, longest: 35 });
  // R 4, survival: survfit(Surv(time, cens) ~ 1), survival and std.err.
  expect(remissions.share.map((share) => share.toFixed(3))).toEqual([
    "0.857",
    "0.807",
    "0.753",
    "0.690",
    "0.627",
    "0.538",
    "0.448",
  ]);
  expect(remissions.variance.map((variance) => Math.sqrt(variance).toFixed(4))).toEqual([
    "0.0764",
    "0.0869",
    "0.0963",
    "0.1068",
    "0.1141",
    "0.1282",
    "0.1346",
  ]);
});

test("half of the remissions end by week 23, and when a tenth is left nobody saw", () => {
  expect(waitQuantile(remissions, 0.5)).toBe(23);
  expect(waitQuantile(remissions, 0.25)).toBe(13);
  expect(waitQuantile(remissions, 0.9)).toBeNaN();
});

test("a share holds from one end of a wait until the next, and beyond the longest wait nobody knows it", () => {
  expect([0, 5.9, 6, 6.9].map((time) => survivalAt(remissions, time).toFixed(3))).toEqual([
    "1.000",
    "1.000",
    "0.857",
    "0.857",
  ]);
  expect(survivalAt(remissions, 35)).toBeCloseTo(0.448, 3);
  expect(survivalAt(remissions, 36)).toBeNaN();
});

test("the mean up to week 35 is R's", () => {
  const { mean, standardError } = restrictedMean(remissions);
  // print(survfit(Surv(time, cens) ~ 1), rmean = 35): 23.29, 2.83
  expect(mean).toBeCloseTo(23.29, 2);
  expect(standardError).toBeCloseTo(2.83, 2);
});

test("the mean up to a time before the first end is that time, and beyond the longest wait there is none", () => {
  expect(restrictedMean(remissions, 6)).toEqual({ mean: 6, standardError: 0 });
  expect(restrictedMean(remissions, 36)).toEqual({ mean: Number.NaN, standardError: Number.NaN });
});

const waits = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 });

test("without censoring, shares, variances, quantiles and mean are those of the sample", () => {
  fc.assert(
    fc.property(waits, fc.integer({ min: 1, max: 99 }), (ended, percent) => {
      const curve = kaplanMeier(ended, []);
      const count = ended.length;
      curve.time.forEach((time, step) => {
        const share = ended.filter((wait) => wait > time).length / count;
        expect(curve.share[step]).toBeCloseTo(share, 12);
        expect(curve.variance[step]).toBeCloseTo((share * (1 - share)) / count, 12);
      });
      const rank = Math.ceil((percent * count) / 100);
      expect(waitQuantile(curve, percent / 100)).toBe(ended.toSorted((a, b) => a - b)[rank - 1]);
      const mean = ended.reduce((sum, wait) => sum + wait, 0) / count;
      const squares = ended.reduce((sum, wait) => sum + (wait - mean) ** 2, 0);
      expect(restrictedMean(curve).mean).toBeCloseTo(mean, 10);
      expect(restrictedMean(curve, 1000).mean).toBeCloseTo(mean, 10);
      expect(restrictedMean(curve).standardError).toBeCloseTo(Math.sqrt(squares) / count, 10);
    }),
  );
});

test("the curve knows no order, stretches with time, and never rises", () => {
  fc.assert(
    fc.property(waits, waits, (ended, lasting) => {
      const curve = kaplanMeier(ended, lasting);
      expect(kaplanMeier(ended.toReversed(), [Number.NaN, ...lasting.toReversed()])).toEqual(curve);
      const stretched = kaplanMeier(
        ended.map((wait) => 4 * wait),
        lasting.map((wait) => 4 * wait),
      );
      expect(stretched.share).toEqual(curve.share);
      expect(stretched.time).toEqual(curve.time.map((time) => 4 * time));
      expect(restrictedMean(stretched).mean).toBe(4 * restrictedMean(curve).mean);
      curve.share.forEach((share, step) => {
        expect(share).toBeLessThan(curve.share[step - 1] ?? 1);
        expect(share).toBeGreaterThanOrEqual(0);
      });
    }),
  );
});

test("censored exponential waits show their true share, where the waits seen to end alone would not", () => {
  const random = new Random(3, "waits");
  const [ended, lasting]: [number[], number[]] = [[], []];
  for (let job = 0; job < 20_000; job += 1) {
    const wait = random.at(job, "wait").exponential(1);
    const seen = random.at(job, "seen").exponential(1);
    if (wait <= seen) ended.push(wait);
    else lasting.push(seen);
  }
  const curve = kaplanMeier(ended, lasting);
  expect(survivalAt(curve, 1)).toBeCloseTo(Math.exp(-1), 2);
  expect(Math.abs(waitQuantile(curve, 0.5) - Math.LN2)).toBeLessThan(0.03);
  expect(Math.abs(waitQuantile(kaplanMeier(ended, []), 0.5) - Math.LN2)).toBeGreaterThan(0.3);
});

test("waits none of which ended, and no waits at all", () => {
  const lasting = kaplanMeier([], [3, 5]);
  expect(survivalAt(lasting, 4)).toBe(1);
  expect(waitQuantile(lasting, 0.01)).toBeNaN();
  expect(restrictedMean(lasting)).toEqual({ mean: 5, standardError: 0 });
  const none = kaplanMeier([], []);
  expect(none).toMatchObject({ count: 0, longest: Number.NaN });
  expect(survivalAt(none, 0)).toBeNaN();
  expect(restrictedMean(none).mean).toBeNaN();
});
