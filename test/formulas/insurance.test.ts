import { describe, expect, test } from "vitest";
import {
  expectedLostSeconds,
  experienceFactor,
  interruptionProbability,
  lostSeconds,
} from "../../sim/formulas/insurance.ts";
import { exp } from "../../sim/math.ts";

/** ∫ e^(−t/m) / m × (t mod c) dt from 0 to T, by the midpoint rule. */
function byQuadrature(seconds: number, mean: number, checkpoint: number): number {
  const steps = 400_000;
  const width = seconds / steps;
  let total = 0;
  for (let step = 0; step < steps; step++) {
    const t = (step + 0.5) * width;
    total += (exp(-t / mean) / mean) * (checkpoint > 0 ? t % checkpoint : t) * width;
  }
  return total;
}

describe("what an interruption destroys", () => {
  test.each([
    [36_000, 100_000, 0],
    [36_000, 100_000, 3_600],
    [36_000, 20_000, 5_000],
    [1_000, 20_000, 5_000],
  ])(
    "%d s of work, one failure in %d s, checkpoints every %d s: as the integral",
    (seconds, mean, checkpoint) => {
      const expected = byQuadrature(seconds, mean, checkpoint);
      const lost = expectedLostSeconds({ seconds, meanTimeToInterruption: mean, checkpoint });
      expect(lost / expected).toBeCloseTo(1, 4);
    },
  );

  test("is half the work squared over the mean time where failures are rare", () => {
    const lost = expectedLostSeconds({ seconds: 3600, meanTimeToInterruption: 1e9, checkpoint: 0 });
    expect(lost / (3600 ** 2 / 2 / 1e9)).toBeCloseTo(1, 4);
  });

  test("is never negative, however rare failures are, and joins without a step", () => {
    for (const mean of [1e12, 1e18, 1e30])
      expect(expectedLostSeconds({ seconds: 1, meanTimeToInterruption: mean, checkpoint: 0 })).toBeCloseTo(
        0.5 / mean,
        14,
      );
    const at = (seconds: number) =>
      expectedLostSeconds({ seconds, meanTimeToInterruption: 1, checkpoint: 0 }) / seconds ** 2;
    expect(at(1e-4 * (1 + 1e-9)) / at(1e-4 * (1 - 1e-9))).toBeCloseTo(1, 6);
  });

  test("is nothing at a checkpoint, and all where there is none", () => {
    expect(lostSeconds(7200, 3600)).toBe(0);
    expect(lostSeconds(8000, 3600)).toBe(800);
    expect(lostSeconds(8000, 0)).toBe(8000);
  });
});

test("work as long as the mean time is interrupted with probability 1 − 1/e", () => {
  expect(interruptionProbability({ seconds: 5, meanTimeToInterruption: 5 })).toBeCloseTo(
    1 - Math.exp(-1),
    14,
  );
});

test("a pool with twice the claims expected moves its rates by its credibility", () => {
  expect(experienceFactor(200, 100, 50, 50)).toBe(1.5);
  expect(experienceFactor(0, 100, 150, 50)).toBe(0.25);
  expect(experienceFactor(0, 0, 0, 50)).toBe(1);
});
