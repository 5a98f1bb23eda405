import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { morrisEffects, morrisTrajectories } from "../../sim/sampling/morris.ts";

describe("Morris's trajectories", () => {
  test("change each dimension exactly once, by one step, on the grid", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.maxSafeInteger(),
        (dimensions, trajectories, half, seed) => {
          const levels = 2 * half;
          const points = morrisTrajectories(dimensions, trajectories, levels, seed);
          expect(points).toHaveLength(trajectories * (dimensions + 1));
          for (const u of points.flatMap((point) => [...point])) {
            expect(u).toBe(Math.round(u * (levels - 1)) / (levels - 1));
            expect(u >= 0 && u <= 1).toBe(true);
          }
          for (let start = 0; start < points.length; start += dimensions + 1) {
            const changed = Array.from({ length: dimensions }, (_, step) => {
              const [before, after] = [points[start + step]!, points[start + step + 1]!];
              const own = [...before.keys()].filter((dimension) => before[dimension] !== after[dimension]);
              expect(own).toHaveLength(1);
              const apart = Math.abs(after[own[0]!]! - before[own[0]!]!);
              expect(apart).toBeCloseTo(levels / (2 * (levels - 1)), 12);
              return own[0]!;
            });
            expect(new Set(changed).size).toBe(dimensions);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test("start equally often at every level of every dimension", () => {
    const starts = morrisTrajectories(3, 20, 4, 1).filter((_, index) => index % 4 === 0);
    for (let dimension = 0; dimension < 3; dimension += 1) {
      const levels = starts.map((point) => Math.round(3 * point[dimension]!)).sort();
      expect(levels).toEqual([0, 1, 2, 3].flatMap((level) => [level, level, level, level, level]));
    }
  });

  test("refuse an odd number of levels", () => {
    expect(() => morrisTrajectories(3, 4, 5, 1)).toThrow(
      "Morris's design needs an even number of levels, got 5.",
    );
  });
});

/** The function of Morris (1991) with his ten given coefficients of first order; those he drew at random are 0. */
function morrisFunction(x: ArrayLike<number>): number {
  const w = Array.from(x, (u, index) =>
    index === 2 || index === 4 || index === 6 ? 2 * ((1.1 * u) / (u + 0.1) - 0.5) : 2 * (u - 0.5),
  );
  let y = 0;
  for (let i = 0; i < 10; i += 1) y += 20 * w[i]!;
  for (let i = 0; i < 6; i += 1) for (let j = i + 1; j < 6; j += 1) y -= 15 * w[i]! * w[j]!;
  for (let i = 0; i < 5; i += 1)
    for (let j = i + 1; j < 5; j += 1) for (let l = j + 1; l < 5; l += 1) y -= 10 * w[i]! * w[j]! * w[l]!;
  return y + 5 * w[0]! * w[1]! * w[2]! * w[3]!;
}

describe("elementary effects", () => {
  test("of a linear function are its coefficients, without spread", () => {
    const points = morrisTrajectories(3, 5, 4, 2);
    const effects = morrisEffects(
      points,
      points.map(([x, y]) => 3 * x! - 2 * y! + 7),
    );
    expect(effects.map(({ mean }) => mean)).toEqual([expect.closeTo(3), expect.closeTo(-2), 0]);
    expect(effects.map(({ meanAbsolute }) => meanAbsolute)).toEqual([
      expect.closeTo(3),
      expect.closeTo(2),
      0,
    ]);
    for (const { deviation, count } of effects) {
      expect(deviation).toBeCloseTo(0, 12);
      expect(count).toBe(5);
    }
  });

  test("of a product of two are the other's levels: the mean is their mean, a half, and the spread is theirs", () => {
    const points = morrisTrajectories(2, 200, 4, 3);
    for (const { mean, deviation } of morrisEffects(
      points,
      points.map(([x, y]) => x! * y!),
    )) {
      // Four standard errors of 200 levels out of 0, 1/3, 2/3 and 1, whose deviation is √(5/36) = 0.373.
      expect(Math.abs(mean - 0.5)).toBeLessThan((4 * 0.373) / Math.sqrt(200));
      expect(deviation).toBeCloseTo(0.373, 1);
    }
  });

  test("of opposite signs cancel in the mean, not in the mean of absolute ones", () => {
    // On levels 0 and 1 of the other, the slope is −1 and 1.
    const points = morrisTrajectories(2, 200, 2, 4);
    const [first] = morrisEffects(
      points,
      points.map(([x, y]) => x! * (2 * y! - 1)),
    );
    expect(first!.meanAbsolute).toBeCloseTo(1, 12);
    expect(Math.abs(first!.mean)).toBeLessThan(0.25);
  });

  test("find the groups of Morris's function of 20 inputs: 8 to 10 linear, 1 to 7 bent or joined, the rest idle", () => {
    const points = morrisTrajectories(20, 10, 4, 5);
    const effects = morrisEffects(points, points.map(morrisFunction));
    effects.forEach(({ meanAbsolute, deviation }, index) => {
      if (index >= 10) expect(meanAbsolute).toBe(0);
      else if (index >= 7) {
        expect(meanAbsolute).toBeCloseTo(40, 9);
        expect(deviation).toBeCloseTo(0, 9);
      } else {
        expect(meanAbsolute).toBeGreaterThan(10);
        expect(deviation).toBeGreaterThan(5);
      }
    });
  });

  test("that an output without a value leaves unknown are left out", () => {
    const points = morrisTrajectories(2, 3, 4, 6);
    const outputs = points.map(([x]) => x!);
    outputs[1] = Number.NaN;
    const effects = morrisEffects(points, outputs);
    expect(effects.map(({ count }) => count)).toEqual([2, 2]);
    expect(effects.map(({ meanAbsolute }) => meanAbsolute)).toEqual([expect.closeTo(1), 0]);
  });

  test("need an output a point and whole trajectories", () => {
    const points = morrisTrajectories(2, 2, 4, 1);
    expect(() => morrisEffects(points, [1, 2])).toThrow("one output for every point");
    expect(() => morrisEffects(points.slice(1), [1, 2, 3, 4, 5])).toThrow(
      "Morris's design needs whole trajectories.",
    );
  });
});
