import { expect, test } from "vitest";
import { baseFeePerGas } from "../../sim/formulas/base-fee.ts";
import { vectors } from "./vectors.ts";

interface Case {
  parentBaseFee: string;
  parentGasLimit: number;
  parentGasUsed: number;
  expected: string;
}

const after = (parentBaseFee: bigint, parentGasUsed: bigint, parentGasLimit: bigint): bigint =>
  baseFeePerGas({ parentBaseFee, parentGasUsed, parentGasLimit });

test("baseFeePerGas gives go-ethereum's numbers", () => {
  for (const { expected, ...parent } of vectors<{ unit: Case[] }>("eip1559_basefee").unit) {
    const fee = after(
      BigInt(parent.parentBaseFee),
      BigInt(parent.parentGasUsed),
      BigInt(parent.parentGasLimit),
    );
    expect(fee).toBe(BigInt(expected));
  }
});

test("baseFeePerGas moves by an eighth for a full and an empty block, up by at least 1", () => {
  const limit = 30_000_000n;
  expect(after(1_000_000_000n, limit, limit)).toBe(1_125_000_000n);
  expect(after(1_000_000_000n, 0n, limit)).toBe(875_000_000n);
  expect(after(7n, 0n, limit)).toBe(7n);
  expect(after(1n, limit, limit)).toBe(2n);
  expect(after(0n, limit, limit)).toBe(1n);
  expect(after(5n, 0n, 0n)).toBe(5n);
});

test("baseFeePerGas takes another denominator and elasticity", () => {
  // Optimism's parameters: a full block of six times the target raises the fee by 5 / 50.
  expect(
    baseFeePerGas({
      parentBaseFee: 1_000_000n,
      parentGasUsed: 60n,
      parentGasLimit: 60n,
      denominator: 50n,
      elasticity: 6n,
    }),
  ).toBe(1_100_000n);
});
