import { describe, expect, test } from "vitest";
import {
  type ArrivalLaw,
  arrivalShape,
  batchSize,
  checkArrivals,
  type DurationLaw,
  durationOf,
  excite,
  nextArrival,
  steadyExcitation,
} from "../../sim/formulas/arrivals.ts";
import { Random } from "../../sim/random.ts";

/** Two-sided 99.9 % of a normal variable. */
const Z = 3.29;
const HOUR = 3_600;
const DAY = 86_400;
const YEAR = 365 * DAY;

const LEVEL: ArrivalLaw = {
  rate: 1,
  daily: Array(24).fill(1),
  weekly: Array(7).fill(1),
  season: 0,
  seasonPeak: 0,
  growth: 0,
  branching: 0,
  memory: 1,
};

/** Times of arrival before `until`. */
function arrivals(law: ArrivalLaw, until: number, seed = 1): number[] {
  const random = new Random(seed, "arrivals");
  const state = { time: 0, excitation: steadyExcitation(law), drawn: 0 };
  const times: number[] = [];
  for (;;) {
    const time = nextArrival(law, state, (candidate) => random.at(candidate, "arrival"), until);
    if (!(time < until)) return times;
    times.push(time);
    excite(law, state);
  }
}

/** Counts in windows of one length. */
function counts(times: readonly number[], window: number, until: number): number[] {
  const found: number[] = Array(Math.floor(until / window)).fill(0);
  for (const time of times) if (time < found.length * window) found[Math.floor(time / window)]!++;
  return found;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
};

describe("Poisson arrivals", () => {
  const until = 100_000;
  const times = arrivals(LEVEL, until);

  test("are as many as the rate says, to 99.9 %", () => {
    expect(Math.abs(times.length - until)).toBeLessThan(Z * Math.sqrt(until));
  });

  test("have counts as variable as their mean, and gaps with the exponential's variation", () => {
    const found = counts(times, 100, until);
    // Of a Poisson count the dispersion has a standard error of √(2 / windows).
    expect(Math.abs(varianceOf(found) / meanOf(found) - 1)).toBeLessThan(Z * Math.sqrt(2 / found.length));
    const gaps = times.slice(1).map((time, at) => time - times[at]!);
    // The squared variation of n exponential gaps has a standard error of √(8 / n) at most.
    expect(Math.abs(varianceOf(gaps) / meanOf(gaps) ** 2 - 1)).toBeLessThan(Z * Math.sqrt(8 / gaps.length));
  });
});

describe("a shape in time", () => {
  const shaped: ArrivalLaw = {
    ...LEVEL,
    rate: 1 / 60,
    daily: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 20 ? 3 : 1)),
    weekly: [5, 5, 5, 5, 5, 2, 1],
    season: 0.3,
    seasonPeak: 200,
  };

  test("has a mean of 1 over a year of whole weeks, so that the rate stays the rate", () => {
    let sum = 0;
    for (let hour = 0; hour < 364 * 24; hour++) sum += arrivalShape({ ...shaped, season: 0 }, hour * HOUR);
    expect(sum / (364 * 24)).toBeCloseTo(1, 12);
    sum = 0;
    for (let hour = 0; hour < 365 * 24; hour++)
      sum += arrivalShape({ ...LEVEL, season: 0.3, seasonPeak: 200 }, hour * HOUR);
    expect(sum / (365 * 24)).toBeCloseTo(1, 12);
  });

  test("fills the hours of the day and the days of the week in proportion to their weights", () => {
    const weeks = 52;
    const times = arrivals({ ...shaped, season: 0 }, weeks * 7 * DAY);
    const share = (chosen: (time: number) => boolean): number => times.filter(chosen).length / times.length;
    const close = (found: number, wanted: number): void =>
      expect(Math.abs(found - wanted)).toBeLessThan(Z * Math.sqrt((wanted * (1 - wanted)) / times.length));
    close(
      share((time) => Math.floor(time / HOUR) % 24 >= 8 && Math.floor(time / HOUR) % 24 < 20),
      36 / 48,
    );
    close(
      share((time) => Math.floor(time / DAY) % 7 === 6),
      1 / 28,
    );
    close(
      share((time) => Math.floor(time / DAY) % 7 === 5),
      2 / 28,
    );
    const expected = weeks * 7 * DAY * shaped.rate;
    expect(Math.abs(times.length - expected)).toBeLessThan(Z * Math.sqrt(expected));
  });

  test("grows by what is asked for in a year, and swings with the season", () => {
    expect(arrivalShape({ ...LEVEL, growth: 1 }, YEAR)).toBeCloseTo(2, 12);
    expect(arrivalShape({ ...LEVEL, growth: -0.5 }, 2 * YEAR)).toBeCloseTo(0.25, 12);
    const swing = { ...LEVEL, season: 0.3, seasonPeak: 200 };
    expect(arrivalShape(swing, 200 * DAY)).toBeCloseTo(1.3, 12);
    expect(arrivalShape(swing, 17.5 * DAY)).toBeCloseTo(0.7, 12);
    const times = arrivals({ ...LEVEL, rate: 1 / 600, growth: 1 }, 2 * YEAR);
    // ∫ 2^t dt over two years is 3 / ln 2 years.
    const expected = ((3 / Math.LN2) * YEAR) / 600;
    expect(Math.abs(times.length - expected)).toBeLessThan(Z * Math.sqrt(expected));
  });

  test("an hour of weight 0 has no arrival", () => {
    const night = { ...LEVEL, rate: 1 / 60, daily: [0, ...Array(23).fill(1)] };
    expect(arrivals(night, 30 * DAY).filter((time) => time % DAY < HOUR)).toEqual([]);
  });
});

describe("arrivals that excite one another", () => {
  const until = 400_000;

  test.each([0.3, 0.6])("keep the mean rate and have a dispersion of 1 / (1 − n)² at n = %s", (branching) => {
    const times = arrivals({ ...LEVEL, branching, memory: 2 }, until);
    const dispersion = 1 / (1 - branching) ** 2;
    expect(Math.abs(times.length - until)).toBeLessThan(Z * Math.sqrt(until * dispersion));
    // Windows of 100 memories of the whole cascade; that they end cuts off 2 % at most.
    const found = counts(times, 500, until);
    const error = dispersion * (Z * Math.sqrt(2 / found.length) + 0.02);
    expect(Math.abs(varianceOf(found) / meanOf(found) - dispersion)).toBeLessThan(error);
  });

  test("without branching are those of the Poisson process, draw by draw", () => {
    expect(arrivals({ ...LEVEL, memory: 50 }, 1000)).toEqual(arrivals(LEVEL, 1000));
  });

  test("do not depend on how far the run goes", () => {
    const law = { ...LEVEL, branching: 0.5, memory: 5, daily: [...Array(12).fill(1), ...Array(12).fill(3)] };
    expect(arrivals(law, 20_000).filter((time) => time < 9_000)).toEqual(arrivals(law, 9_000));
  });
});

describe("batches", () => {
  test.each([1, 1.5, 8])("have a mean of %s, and the geometric's variance", (mean) => {
    const random = new Random(1, "batches");
    const sizes = Array.from({ length: 40_000 }, (_, at) => batchSize(mean, random.at(at, "batch")));
    expect(Math.min(...sizes)).toBe(1);
    const variance = mean * (mean - 1);
    expect(Math.abs(meanOf(sizes) - mean)).toBeLessThanOrEqual(Z * Math.sqrt(variance / sizes.length));
    // The fourth moment about the mean of a geometric law is 9 σ⁴ + σ².
    const error = Math.sqrt((8 * variance ** 2 + variance) / sizes.length);
    expect(Math.abs(varianceOf(sizes) - variance)).toBeLessThanOrEqual(Z * error);
  });

  test("make a Poisson process as dispersed as 2 m − 1", () => {
    const random = new Random(2, "batches");
    const until = 200_000;
    const jobs = arrivals(LEVEL, until, 3).flatMap((time, at) =>
      Array<number>(batchSize(4, random.at(at, "batch"))).fill(time),
    );
    const found = counts(jobs, 200, until);
    // Near-normal counts: the variance of 1000 windows has a relative error of √(2 / 1000).
    expect(Math.abs(varianceOf(found) / meanOf(found) - 7)).toBeLessThan(
      7 * Z * Math.sqrt(2.2 / found.length),
    );
  });
});

describe("durations", () => {
  const drawn = (law: DurationLaw, mean: number, spread: number): number[] => {
    const random = new Random(1, "durations");
    return Array.from({ length: 100_000 }, (_, at) =>
      durationOf(law, mean, spread, random.at(at, "duration")),
    );
  };

  test.each([
    ["lognormal", 0.5],
    ["exponential", 1],
    ["constant", 0],
    ["pareto", 5],
  ] as const)("of the %s law have the mean that is asked for", (law, spread) => {
    const values = drawn(law, 100, spread);
    const error = Math.sqrt(varianceOf(values) / values.length);
    expect(Math.abs(meanOf(values) - 100)).toBeLessThanOrEqual(Z * error);
  });

  test("of the lognormal law have the median exp(μ) = mean · exp(−σ²/2)", () => {
    const values = drawn("lognormal", 100, 1).sort((a, b) => a - b);
    const median = 100 * Math.exp(-0.5);
    // Density of ln x at the median: 1 / √(2π); the error of the median of n is √(π / 2n).
    expect(Math.abs(Math.log(values[50_000]! / median))).toBeLessThan(Z * Math.sqrt(Math.PI / 2 / 100_000));
  });

  test("of the Pareto law have its smallest value and its tail", () => {
    const values = drawn("pareto", 100, 1.5);
    const smallest = (100 * 0.5) / 1.5;
    expect(Math.min(...values)).toBeGreaterThanOrEqual(smallest);
    const beyond = values.filter((value) => value > 4 * smallest).length / values.length;
    expect(Math.abs(beyond - 1 / 8)).toBeLessThan(Z * Math.sqrt(0.125 * 0.875 * 1e-5));
  });

  test("error: a Pareto law without a mean", () => {
    const random = new Random(1, "x");
    expect(() => durationOf("pareto", 100, 1, random.at(0, "d"))).toThrow(
      "A Pareto law has a mean only where its shape is above 1.",
    );
    expect(durationOf("lognormal", 0, 1, random.at(0, "d"))).toBe(0);
  });
});

test("error: laws without a steady state or without a shape", () => {
  const refused = (given: Partial<ArrivalLaw>) => () => checkArrivals({ ...LEVEL, ...given });
  expect(refused({})).not.toThrow();
  expect(refused({ branching: 1 })).toThrow(
    "Arrivals that excite one another need a branching ratio below 1: at 1 and above they grow without bound.",
  );
  expect(refused({ daily: [1, 2] })).toThrow("A day's shape needs 24 weights, one an hour.");
  expect(refused({ weekly: Array(7).fill(0) })).toThrow(
    "A week's shape needs weights of at least 0, and one above.",
  );
  expect(refused({ season: 2 })).toThrow("A season swings by 0 to 1 of the mean.");
  expect(refused({ growth: -1 })).toThrow("Growth a year is above -1.");
});
