import fc from "fast-check";
import { expect, test } from "vitest";
import { baseFeePerGas } from "../../sim/formulas/base-fee.ts";
import { nextBaseFee, quotientOfProduct } from "../../sim/formulas/base-fee-in-doubles.ts";

test("EIP-1559's own numbers: limit 20 million, base fee 10^9", () => {
  expect(nextBaseFee(1e9, 10_000_000, 20_000_000)).toBe(1e9);
  expect(nextBaseFee(1e9, 9_000_000, 20_000_000)).toBe(987_500_000);
  expect(nextBaseFee(1e9, 11_000_000, 20_000_000)).toBe(1_012_500_000);
  expect(nextBaseFee(1e9, 30_000_000, 30_000_000)).toBe(1_125_000_000);
  expect(nextBaseFee(7, 0, 30_000_000)).toBe(7);
  expect(nextBaseFee(1, 30_000_000, 30_000_000)).toBe(2);
  expect(nextBaseFee(1, 1, 0)).toBe(1);
});

test("the doubles are the integers of the exact rule", () => {
  const fees = fc.oneof(fc.nat(100), fc.nat(2 ** 31 - 1), fc.integer({ min: 0, max: 2 ** 52 }));
  const limits = fc.oneof(
    fc.integer({ min: 2, max: 100 }),
    fc.integer({ min: 2, max: 60_000_000 }),
    fc.integer({ min: 2, max: 2 ** 50 }),
  );
  fc.assert(
    fc.property(fees, limits, fc.double({ min: 0, max: 1, noNaN: true }), (fee, limit, share) => {
      const used = Math.floor(limit * share);
      expect(nextBaseFee(fee, used, limit)).toBe(
        Number(
          baseFeePerGas({
            parentBaseFee: BigInt(fee),
            parentGasUsed: BigInt(used),
            parentGasLimit: BigInt(limit),
          }),
        ),
      );
    }),
    { numRuns: 20_000, seed: 1559 },
  );
});

test("quotients of products above 2^53 are exact", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 53 - 1 }),
      fc.integer({ min: 1, max: 2 ** 52 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (x, divisor, share) => {
        const y = Math.floor(divisor * share);
        expect(quotientOfProduct(x, y, divisor)).toBe(Number((BigInt(x) * BigInt(y)) / BigInt(divisor)));
      },
    ),
    { numRuns: 20_000, seed: 53 },
  );
});
