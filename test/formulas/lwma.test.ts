import { expect, test } from "vitest";
import { lwmaDifficulty } from "../../sim/formulas/lwma.ts";

const difficulties = Array.from({ length: 60 }, () => 1_000n);
const next = (solveTimes: number[]): bigint => lwmaDifficulty({ difficulties, solveTimes, target: 120 });

test("lwmaDifficulty stands at the target, doubles at half the time, and falls by a late block", () => {
  expect(next(Array(60).fill(120))).toBe(1_000n);
  expect(next(Array(60).fill(60))).toBe(2_000n);
  expect(next([...Array(59).fill(120), 720])).toBe(859n);
});

test("clocks that go back do not lift the difficulty beyond ten times", () => {
  expect(next(Array(60).fill(-1_000))).toBe(10_166n);
});

test("blocks without a time each are refused", () => {
  expect(() => lwmaDifficulty({ difficulties, solveTimes: [1], target: 120 })).toThrow("1 solve times");
  expect(() => lwmaDifficulty({ difficulties: [], solveTimes: [], target: 120 })).toThrow("needs blocks");
});
