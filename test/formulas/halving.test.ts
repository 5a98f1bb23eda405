import { expect, test } from "vitest";
import { SATOSHI_OF_ALL_TIME } from "../../sim/cli/validation/bitcoin.ts";
import { blockSubsidy, subsidySum } from "../../sim/formulas/halving.ts";

const BITCOIN = { initial: 5_000_000_000n, interval: 210_000 };

test("blockSubsidy stays nothing long after the last halving", () => {
  expect(blockSubsidy({ height: 64 * 210_000, ...BITCOIN })).toBe(0n);
});

test("subsidySum is all bitcoin there will be, however far it goes, and four eras of it at block 840,000", () => {
  expect(subsidySum({ from: 0, to: 1e15, ...BITCOIN })).toBe(SATOSHI_OF_ALL_TIME);
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
