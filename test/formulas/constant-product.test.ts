import fc from "fast-check";
import { expect, test } from "vitest";
import { amountIn, amountOut } from "../../sim/formulas/constant-product.ts";
import { vectors } from "./vectors.ts";

interface Case {
  amountIn: string;
  reserveIn: string;
  reserveOut: string;
  expectedOut: string;
}

test("amountOut gives Uniswap v2's numbers", () => {
  for (const swap of vectors<{ cases: Case[] }>("uniswap_v2_amount_out").cases) {
    const out = amountOut(BigInt(swap.amountIn), BigInt(swap.reserveIn), BigInt(swap.reserveOut));
    expect(out).toBe(BigInt(swap.expectedOut));
  }
});

test("the product of the reserves never falls, and amountIn buys what it promises", () => {
  const reserve = fc.bigInt({ min: 1_000n, max: 10n ** 30n });
  const fee = fc.bigInt({ min: 0n, max: 9_999n });
  const share = fc.bigInt({ min: 1n, max: 999n });
  fc.assert(
    fc.property(reserve, reserve, share, fee, (reserveIn, reserveOut, part, basisPoints) => {
      const wanted = (reserveOut * part) / 1_000n;
      const paid = amountIn(wanted, reserveIn, reserveOut, basisPoints);
      const received = amountOut(paid, reserveIn, reserveOut, basisPoints);
      return received >= wanted && (reserveIn + paid) * (reserveOut - received) >= reserveIn * reserveOut;
    }),
  );
});

test("without a fee and a small amount, amountOut follows the spot price", () => {
  // Reserves of 5 and 10: a price of 2.
  expect(amountOut(10n ** 6n, 5n * 10n ** 18n, 10n ** 19n, 0n)).toBe(1_999_999n);
});

test("a swap that no pool can serve is refused", () => {
  expect(() => amountIn(10n, 5n, 10n)).toThrow("A pool with a reserve of 10 cannot pay out 10.");
  expect(() => amountOut(-1n, 5n, 10n)).toThrow("A swap needs an amount of at least 0 and reserves above 0.");
  expect(() => amountOut(1n, 0n, 10n)).toThrow("reserve in 0");
});
