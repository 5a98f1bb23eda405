import { expect, test } from "vitest";
import { ethereumDifficulty } from "../../sim/formulas/ethereum-difficulty.ts";

const parent = {
  parentDifficulty: 2_048_000_000n,
  parentTime: 1_000,
  parentHasUncles: false,
  number: 11_399_999,
  bombDelay: 11_400_000,
};

test("ethereumDifficulty moves by 1/2048 for each 9 s beside the first, by at most 99 of them", () => {
  expect(ethereumDifficulty({ ...parent, time: 1_008 })).toBe(2_049_000_000n);
  expect(ethereumDifficulty({ ...parent, time: 1_009 })).toBe(2_048_000_000n);
  expect(ethereumDifficulty({ ...parent, time: 1_018 })).toBe(2_047_000_000n);
  expect(ethereumDifficulty({ ...parent, parentHasUncles: true, time: 1_008 })).toBe(2_050_000_000n);
  expect(ethereumDifficulty({ ...parent, time: 100_000 })).toBe(2_048_000_000n - 99_000_000n);
  expect(ethereumDifficulty({ ...parent, parentDifficulty: 131_072n, time: 100_000 })).toBe(131_072n);
});

test("the bomb doubles every 100,000 blocks behind its delay", () => {
  const bomb = (number: number): bigint =>
    ethereumDifficulty({ ...parent, time: 1_009, number }) - parent.parentDifficulty;
  expect(bomb(15_000_000)).toBe(17_179_869_184n);
  expect(bomb(11_599_999)).toBe(0n);
  expect(bomb(11_600_000)).toBe(1n);
});
