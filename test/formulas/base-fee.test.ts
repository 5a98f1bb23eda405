import { expect, test } from "vitest";
import { baseFee } from "../../sim/formulas/base-fee.ts";
import { vectors } from "./vectors.ts";

interface Case {
  parentBaseFee: string;
  parentGasLimit: number;
  parentGasUsed: number;
  expected: string;
}

test("baseFee gives go-ethereum's numbers", () => {
  const { unit } = vectors<{ unit: Case[] }>("eip1559_basefee");
  for (const { parentBaseFee, parentGasUsed, parentGasLimit, expected } of unit) {
    const fee = baseFee(BigInt(parentBaseFee), BigInt(parentGasUsed), BigInt(parentGasLimit));
    expect(fee).toBe(BigInt(expected));
  }
});

test("baseFee moves by an eighth for a full and an empty block, up by at least 1", () => {
  const limit = 30_000_000n;
  expect(baseFee(1_000_000_000n, limit, limit)).toBe(1_125_000_000n);
  expect(baseFee(1_000_000_000n, 0n, limit)).toBe(875_000_000n);
  expect(baseFee(7n, 0n, limit)).toBe(7n);
  expect(baseFee(1n, limit, limit)).toBe(2n);
  expect(baseFee(0n, limit, limit)).toBe(1n);
  expect(baseFee(5n, 0n, 0n)).toBe(5n);
});

test("baseFee takes another denominator and elasticity", () => {
  // Optimism's parameters: a full block of six times the target raises the fee by 5 / 50.
  expect(baseFee(1_000_000n, 60n, 60n, { denominator: 50n, elasticity: 6n })).toBe(1_100_000n);
});
