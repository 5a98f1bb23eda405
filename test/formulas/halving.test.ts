import { expect, test } from "vitest";
import { blockSubsidy, subsidySum } from "../../sim/formulas/halving.ts";

const BITCOIN = { initial: 5_000_000_000n, interval: 210_000 };

test("blockSubsidy halves every 210,000 blocks and ends at height 6,930,000", () => {
  expect(blockSubsidy({ height: 0, ...BITCOIN })).toBe(5_000_000_000n);
  expect(blockSubsidy({ height: 209_999, ...BITCOIN })).toBe(5_000_000_000n);
  expect(blockSubsidy({ height: 210_000, ...BITCOIN })).toBe(2_500_000_000n);
  expect(blockSubsidy({ height: 840_000, ...BITCOIN })).toBe(312_500_000n);
  expect(blockSubsidy({ height: 6_929_999, ...BITCOIN })).toBe(1n);
  expect(blockSubsidy({ height: 6_930_000, ...BITCOIN })).toBe(0n);
  expect(blockSubsidy({ height: 64 * 210_000, ...BITCOIN })).toBe(0n);
});

test("subsidySum is all bitcoin there will be: 20,999,999.9769", () => {
  expect(subsidySum({ from: 0, to: 6_930_000, ...BITCOIN })).toBe(2_099_999_997_690_000n);
  expect(subsidySum({ from: 0, to: 1e15, ...BITCOIN })).toBe(2_099_999_997_690_000n);
  expect(subsidySum({ from: 0, to: 840_000, ...BITCOIN })).toBe(1_968_750_000_000_000n);
});

test("subsidySum of a range is the sum over its blocks", () => {
  const halving = { initial: 1_001n, interval: 7 };
  for (const [from, to] of [
    [0, 0],
    [3, 5],
    [5, 30],
    [7, 14],
    [60, 600],
    [9, 2],
  ] as const) {
    let sum = 0n;
    for (let height = from; height < to; height += 1) sum += blockSubsidy({ height: height, ...halving });
    expect(subsidySum({ from: from, to: to, ...halving }), `${from} to ${to}`).toBe(sum);
  }
});
