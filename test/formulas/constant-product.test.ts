import fc from "fast-check";
import { expect, test } from "vitest";
import { constantProductIn, constantProductOut } from "../../sim/formulas/constant-product.ts";
import { vectors } from "./vectors.ts";

interface Case {
  amountIn: string;
  reserveIn: string;
  reserveOut: string;
  expectedOut: string;
}

test("constantProductOut gives Uniswap v2's numbers", () => {
  for (const swap of vectors<{ cases: Case[] }>("uniswap_v2_amount_out").cases) {
    const out = constantProductOut({
      amountIn: BigInt(swap.amountIn),
      reserveIn: BigInt(swap.reserveIn),
      reserveOut: BigInt(swap.reserveOut),
    });
    expect(out).toBe(BigInt(swap.expectedOut));
  }
});

test("the product of the reserves never falls, and constantProductIn buys what it promises", () => {
  const reserve = fc.bigInt({ min: 1_000n, max: 10n ** 30n });
  const fee = fc.bigInt({ min: 0n, max: 9_999n });
  const share = fc.bigInt({ min: 1n, max: 999n });
  fc.assert(
    fc.property(reserve, reserve, share, fee, (reserveIn, reserveOut, part, feeBps) => {
      const wanted = (reserveOut * part) / 1_000n;
      const paid = constantProductIn({ amountOut: wanted, reserveIn, reserveOut, feeBps });
      const received = constantProductOut({ amountIn: paid, reserveIn, reserveOut, feeBps });
      return received >= wanted && (reserveIn + paid) * (reserveOut - received) >= reserveIn * reserveOut;
    }),
  );
});

test("without a fee and a small amount, constantProductOut follows the spot price", () => {
  // Reserves of 5 and 10: a price of 2.
  expect(
    constantProductOut({
      amountIn: 10n ** 6n,
      reserveIn: 5n * 10n ** 18n,
      reserveOut: 10n ** 19n,
      feeBps: 0n,
    }),
  ).toBe(1_999_999n);
});

test("a swap that no pool can serve is refused", () => {
  expect(() => constantProductIn({ amountOut: 10n, reserveIn: 5n, reserveOut: 10n })).toThrow(
    "A pool with a reserve of 10 cannot pay out 10.",
  );
  expect(() => constantProductOut({ amountIn: -1n, reserveIn: 5n, reserveOut: 10n })).toThrow(
    "A swap needs an amount of at least 0, reserves above 0 and a fee below all.",
  );
  const all = { amountIn: 1n, reserveIn: 5n, reserveOut: 10n, feeBps: 10_000n };
  expect(() => constantProductOut(all)).toThrow("fee 10000 of 10000");
  expect(() => constantProductOut({ amountIn: 1n, reserveIn: 0n, reserveOut: 10n })).toThrow("reserve in 0");
});
