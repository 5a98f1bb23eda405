import { sampleVariance } from "simple-statistics";
import { describe, expect, test } from "vitest";
import type { Use } from "../../sim/model/mechanism.ts";
import { replicationSeed, run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { partOf } from "../../sim/scenario/named.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { planOf, QUEUE } from "./jobs.ts";

const grid = { grid: { "demand/poisson.arrivalRate": [0.5, 0.8] } };
const sobol = { sobol: { points: 3, ranges: { "demand/poisson.arrivalRate": [0.1, 0.9] as const } } };

describe("a plan", () => {
  test("is made of every design in every replication, replication by replication", () => {
    const { jobs, replications, points } = planOf({ replications: 2 });
    expect(jobs.map(({ name }) => name)).toEqual(["one/0", "two/0", "one/1", "two/1"]);
    expect(jobs.map(({ point, settings }) => [point, settings])).toEqual(Array(4).fill([-1, {}]));
    expect([replications, points]).toEqual([2, []]);
    expect(new Set(jobs.map(({ key }) => key)).size).toBe(4);
  });

  test("leaves the sweep aside where it is not asked for", () => {
    expect(planOf({ sweep: grid }).jobs.map(({ name }) => name)).toEqual(["one/0", "two/0"]);
  });

  test("runs every point of a sweep before the next replication", () => {
    const { jobs } = planOf({ sweep: grid }, { swept: true, replications: 2 });
    expect(jobs.map(({ name }) => name)).toEqual([
      "one/0/p0",
      "two/0/p0",
      "one/0/p1",
      "two/0/p1",
      "one/1/p0",
      "two/1/p0",
      "one/1/p1",
      "two/1/p1",
    ]);
    expect(jobs[2]).toMatchObject({ point: 1, settings: { "demand/poisson.arrivalRate": 0.8 } });
  });

  test("may go on from a replication, with the keys that a longer plan has", () => {
    const whole = planOf({}, { replications: 5 }).jobs.map(({ key }) => key);
    const rest = planOf({}, { replications: 5, first: 3 }).jobs.map(({ key }) => key);
    expect(rest).toEqual(whole.slice(6));
    expect(planOf({}, { replications: 3 }).jobs.map(({ key }) => key)).toEqual(whole.slice(0, 6));
  });

  test("has other keys for another scenario", () => {
    const [job] = planOf().jobs;
    expect(planOf({ seed: 4 }).jobs[0]!.key).not.toBe(job!.key);
    expect(planOf({ antithetic: true }).jobs[0]!.key).not.toBe(job!.key);
  });
});

describe("the luck of a plan", () => {
  test("is common to all designs, and to all points of a grid", () => {
    const { jobs } = planOf({ sweep: grid }, { swept: true, replications: 2 });
    for (const { replication, seed, luck } of jobs)
      expect([seed, luck]).toEqual([replicationSeed(3, replication), "own"]);
  });

  test("is its own for every point of a sample: parameters and luck are drawn together", () => {
    const { jobs } = planOf({ sweep: sobol }, { swept: true, replications: 2 });
    const byPoint = jobs.map(({ point, replication }) => [point, replication]);
    expect(byPoint.filter((_, at) => at % 2 === 0)).toEqual([
      [0, 0],
      [1, 2],
      [2, 4],
      [0, 1],
      [1, 3],
      [2, 5],
    ]);
    expect(new Set(jobs.map(({ seed }) => seed)).size).toBe(6);
  });

  test("of antithetic pairs has one seed, the second mirrored", () => {
    const { jobs } = planOf(
      { antithetic: true, designs: { one: partOf(QUEUE.designs, "one") as Use[] } },
      { replications: 4 },
    );
    expect(jobs.map(({ seed, luck }) => [seed, luck])).toEqual([
      [replicationSeed(3, 0), "paired"],
      [replicationSeed(3, 0), "mirrored"],
      [replicationSeed(3, 1), "paired"],
      [replicationSeed(3, 1), "mirrored"],
    ]);
  });

  test("of antithetic pairs never crosses the points of a sample", () => {
    const { jobs } = planOf({ antithetic: true, sweep: sobol }, { swept: true, replications: 3 });
    const points = new Map<number, Set<number>>();
    for (const { seed, point } of jobs) points.set(seed, (points.get(seed) ?? new Set()).add(point));
    expect([...points.values()].map((each) => each.size)).toEqual(Array(points.size).fill(1));
  });
});

test("mirrored luck makes the mean of a pair surer than the mean of two runs", () => {
  const queue = { ...QUEUE, until: 2_000, designs: { one: partOf(QUEUE.designs, "one") as Use[] } };
  const waits = (antithetic: boolean, runs: number): number[] => {
    const resolved = resolve({ ...queue, antithetic }, ORRERY);
    return Array.from(
      { length: runs },
      (_, replication) => run(resolved, ORRERY, { design: "one", replication }).summary["customers.wait"]!,
    );
  };
  const PAIRS = 200;
  const means = (values: readonly number[]): number[] =>
    Array.from({ length: PAIRS }, (_, pair) => (values[2 * pair]! + values[2 * pair + 1]!) / 2);
  const ratio =
    sampleVariance(means(waits(true, 2 * PAIRS))) / sampleVariance(means(waits(false, 2 * PAIRS)));
  // Waits rise with every service time and fall with every gap, so mirrored runs are negatively correlated.
  expect(ratio).toBeLessThan(0.8);
  const pairs = waits(true, 2 * PAIRS);
  const opposed = Array.from(
    { length: PAIRS },
    (_, pair) => (pairs[2 * pair]! - 4) * (pairs[2 * pair + 1]! - 4),
  );
  expect(opposed.filter((product) => product < 0).length).toBeGreaterThan(PAIRS / 2);
});
