import { describe, expect, test } from "vitest";
import {
  bmeBackoff,
  bmeCollateralRatio,
  bmeConversion,
  bmeRedemption,
  bmeStatus,
} from "../../sim/formulas/burn-mint-elastic.ts";
import { decimal, ONE } from "../../sim/formulas/decimal.ts";

describe("bmeConversion", () => {
  const toTokens = (amount: bigint, spreadBps = 0n) =>
    bmeConversion({ amount, from: ONE, to: decimal("3"), spreadBps });
  const toCredits = (amount: bigint) =>
    bmeConversion({ amount, from: decimal("1.14"), to: ONE, spreadBps: 25n, least: 10_000_000n });

  test("gives the node's numbers", () => {
    expect(toTokens(4n).received).toBe(1n);
    expect(toTokens(1_000_000n).received).toBe(333_333n);
    expect(toTokens(1_000_000n, 100n).received).toBe(330_000n);
    expect(toCredits(100_000_000n)).toEqual({
      gross: 114_000_000n,
      spread: 285_000n,
      received: 113_715_000n,
    });
    expect(toCredits(877_192_983n).gross).toBe(1_000_000_000n);
    expect(toCredits(877_192_982n).gross).toBe(999_999_999n);
  });

  test("burns nothing where nothing, or too little, would be minted", () => {
    for (const amount of [1n, 2n]) expect(() => toTokens(amount)).toThrow("1 is the least that is minted.");
    expect(() => toCredits(1_000_000n)).toThrow(
      "Burning 1000000 gives 1140000, and 10000000 is the least that is minted.",
    );
    expect(() => bmeConversion({ amount: 1n, from: 0n, to: ONE, spreadBps: 0n })).toThrow(
      "two prices above 0",
    );
  });
});

test("a redemption takes the vault's credit first and mints the rest", () => {
  expect(bmeRedemption({ gross: 10n, credit: 7n })).toEqual({ fromVault: 7n, minted: 3n, credit: 0n });
  expect(bmeRedemption({ gross: 5n, credit: 7n })).toEqual({ fromVault: 5n, minted: 0n, credit: 2n });
});

test("bmeBackoff waits longer the further the ratio is below the warning", () => {
  const blocks = {
    9500: 10,
    9490: 11,
    9480: 12,
    9450: 16,
    9400: 25,
    9300: 67,
    9200: 174,
    9100: 452,
    9000: 1173,
    8900: 3044,
  };
  for (const [ratio, expected] of Object.entries(blocks))
    expect(bmeBackoff({ ratioBps: BigInt(ratio) }), ratio).toBe(BigInt(expected));
  expect(bmeBackoff({ ratioBps: 9_400n, percent: 100n })).toBe(10_240n);
  expect(bmeBackoff({ ratioBps: 9_390n, percent: 100n })).toBe(14_400n);
  expect(bmeBackoff({ ratioBps: 0n })).toBe(14_400n);
  expect(bmeBackoff({ ratioBps: 20_000n })).toBe(10n);
});

test("the ratio decides whether credits may be minted", () => {
  const ratio = (vault: bigint, credits: bigint) =>
    bmeCollateralRatio({ vault, pending: 0n, price: decimal("2"), credits });
  expect(ratio(500n, 1_000n)).toBe(10_000n);
  expect(ratio(0n, 1_000n)).toBe(0n);
  expect(ratio(1n, 0n)).toBe(4_294_967_295n);
  expect(bmeCollateralRatio({ vault: 1n, pending: 2n, price: ONE, credits: 1n })).toBe(0n);
  expect([9_501n, 9_500n, 9_001n, 9_000n].map((ratioBps) => bmeStatus({ ratioBps }))).toEqual([
    "healthy",
    "warning",
    "warning",
    "halt",
  ]);
});
