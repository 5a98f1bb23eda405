import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { latinHypercube } from "../../sim/sampling/latin-hypercube.ts";
import { type Box, prim } from "../../sim/sampling/prim.ts";
import { rangeOf, spread } from "../../sim/sampling/ranges.ts";
import { sobolPoints } from "../../sim/sampling/sobol.ts";

const within = ({ limits }: Box, point: ArrayLike<number>) =>
  limits.every(({ dimension, low, high }) => point[dimension]! >= low && point[dimension]! <= high);

/** Coverage, density and mass by counting. */
function counted(box: Box, points: readonly ArrayLike<number>[], outcomes: readonly boolean[]) {
  const inside = points.map((point) => within(box, point));
  const count = (values: readonly boolean[]) => values.filter(Boolean).length;
  const hits = count(inside.map((one, index) => one && outcomes[index]!));
  return {
    coverage: hits / count(outcomes),
    density: hits / count(inside),
    mass: count(inside) / points.length,
  };
}

describe("a box that is there", () => {
  const points = latinHypercube(1000, 6, 1);
  const planted = points.map((u) => u[1]! < 0.4 && u[4]! > 0.3 && u[4]! < 0.8);

  test("is found with its limits, and no other parameter is restricted", () => {
    const { box } = prim(points, planted);
    expect(box.limits.map(({ dimension }) => dimension)).toEqual([1, 4]);
    const [first, second] = box.limits;
    expect(first!.low).toBe(-Infinity);
    expect(first!.high).toBeCloseTo(0.4, 1);
    expect(second!.low).toBeCloseTo(0.3, 1);
    expect(second!.high).toBeCloseTo(0.8, 1);
    expect(box.coverage).toBeGreaterThan(0.95);
    expect(box.density).toBeGreaterThan(0.97);
    expect(box.mass).toBeCloseTo(0.2, 1);
  });

  test("is found under noise: one outcome in ten is wrong", () => {
    const noise = latinHypercube(1000, 1, 2);
    const { box } = prim(
      points,
      planted.map((outcome, index) => (noise[index]![0]! < 0.1 ? !outcome : outcome)),
    );
    expect(box.limits.map(({ dimension }) => dimension)).toEqual(expect.arrayContaining([1, 4]));
    expect(counted(box, points, planted).density).toBeGreaterThan(0.85);
    expect(counted(box, points, planted).coverage).toBeGreaterThan(0.8);
  });

  test("has the same limits, transformed, in other units", () => {
    const range = rangeOf(0.01, 100);
    const inUnits = points.map((u) => u.map((one) => spread(range, one)));
    const [plain, transformed] = [prim(points, planted).box, prim(inUnits, planted).box];
    expect(transformed.limits).toEqual(
      plain.limits.map(({ dimension, low, high }) => ({
        dimension,
        low: low === -Infinity ? low : spread(range, low),
        high: high === Infinity ? high : spread(range, high),
      })),
    );
  });

  test("is found in whole numbers, with limits that are sampled values", () => {
    const whole = sobolPoints(512, 3, 3).map((u) => [
      spread(rangeOf(1, 6, { whole: true }), u[0]!),
      spread(rangeOf(0, 1, { whole: true }), u[1]!),
      u[2]!,
    ]);
    const { box } = prim(
      whole,
      whole.map(([die, coin]) => die! >= 5 && coin === 1),
    );
    expect(box.limits).toEqual([
      { dimension: 0, low: 5, high: Infinity },
      { dimension: 1, low: 1, high: Infinity },
    ]);
    expect(box).toMatchObject({ coverage: 1, density: 1 });
  });
});

test("every box on the trajectory is as its limits say, and each lies within the one before", () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (seed, share) => {
      const points = latinHypercube(120, 3, seed);
      const outcomes = points.map((u) => u[0]! + 0.5 * u[1]! * u[2]! < share);
      fc.pre(outcomes.includes(true));
      const { box, trajectory } = prim(points, outcomes, { leastMass: 0.1 });
      trajectory.forEach((each, index) => {
        expect(each).toMatchObject(counted(each, points, outcomes));
        expect(each.mass).toBeGreaterThanOrEqual(0.1);
        if (index === 0) return;
        expect(points.every((point) => !within(each, point) || within(trajectory[index - 1]!, point))).toBe(
          true,
        );
      });
      expect(box).toMatchObject(counted(box, points, outcomes));
      const balance = ({ coverage, density }: Box) => (2 * coverage * density) / (coverage + density || 1);
      const best = trajectory.reduce((one, other) => (balance(other) > balance(one) ? other : one));
      expect(points.every((point) => !within(best, point) || within(box, point))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("among sixty parameters and two hundred draws, hardly any is restricted by chance", () => {
  const spurious = [1, 2, 3, 4, 5].map((seed) => {
    const points = latinHypercube(200, 60, seed);
    const { box } = prim(
      points,
      points.map((u) => u[3]! > 0.5 && u[7]! > 0.4),
    );
    const restricted = box.limits.map(({ dimension }) => dimension);
    expect(restricted).toEqual(expect.arrayContaining([3, 7]));
    return restricted.length - 2;
  });
  expect(spurious.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2);
});

test("a parameter on which nothing depends is not restricted, though a slice of it is the densest by chance", () => {
  // Of the 20 points 10 are true, of those from 1 on 10 of 19: as many by chance in one of two cases.
  const points = Array.from({ length: 20 }, (_, index) => [index]);
  const outcomes = points.map(([x]) => x! % 2 === 1);
  const { box, trajectory } = prim(points, outcomes);
  expect(trajectory.length).toBeGreaterThan(2);
  expect(box).toEqual({ limits: [], coverage: 1, density: 0.5, mass: 1 });
});

test("outcomes that are all true need no limits, nor do outcomes that are all false", () => {
  const points = latinHypercube(50, 2, 1);
  expect(prim(points, Array<boolean>(50).fill(true))).toEqual({
    box: { limits: [], coverage: 1, density: 1, mass: 1 },
    trajectory: [{ limits: [], coverage: 1, density: 1, mass: 1 }],
  });
  expect(prim(points, Array<boolean>(50).fill(false)).box).toEqual({
    limits: [],
    coverage: Number.NaN,
    density: 0,
    mass: 1,
  });
});

test("shares and sizes that do not fit are refused", () => {
  const points = latinHypercube(10, 2, 1);
  const outcomes = points.map(() => true);
  expect(() => prim(points, outcomes, { peel: 1 })).toThrow("The search for a box needs shares from 0 to 1.");
  expect(() => prim(points, [true])).toThrow("one output for every point");
  expect(() => prim([], [])).toThrow("The search for a box needs points with parameters.");
});
