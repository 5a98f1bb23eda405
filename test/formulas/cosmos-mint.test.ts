import { describe, expect, test } from "vitest";
import { annualProvisions, blockProvision, nextInflation } from "../../sim/formulas/cosmos-mint.ts";
import {
  decimal,
  decimalFromNumber,
  divide,
  multiply,
  numberFromDecimal,
  ONE,
} from "../../sim/formulas/decimal.ts";
import { floorOf } from "../../sim/formulas/fraction.ts";
import { vectors } from "./vectors.ts";

interface Vectors {
  inflationStep: { bonded: string; inflation: string; expectedChange: string }[];
  blockProvision: { annualProvisions: number; expected: number }[];
}
const { inflationStep, blockProvision: provisions } = vectors<Vectors>("cosmos_mint");

/** The changes of the SDK's test, written there as expressions. */
const CHANGES: Record<string, number> = {
  "0.13/6311520": 0.13 / 6311520,
  "(1-1/0.67)*0.13/6311520": ((1 - 1 / 0.67) * 0.13) / 6311520,
  "(1-0.5/0.67)*0.13/6311520": ((1 - 0.5 / 0.67) * 0.13) / 6311520,
};

describe("nextInflation", () => {
  test.each(inflationStep)("at $bonded bonded and $inflation", ({ bonded, inflation, expectedChange }) => {
    const before = decimal(inflation);
    const change = nextInflation({ inflation: before, bondedRatio: decimal(bonded) }) - before;
    expect(Number(change) / 1e18).toBeCloseTo(CHANGES[expectedChange] ?? Number(expectedChange), 17);
  });

  test("gives 18 exact places", () => {
    const from = decimal("0.13");
    expect(nextInflation({ inflation: from, bondedRatio: 0n })).toBe(130_000_020_597_257_079n);
    expect(nextInflation({ inflation: from, bondedRatio: ONE })).toBe(129_999_989_855_082_334n);
  });
});

test("blockProvision is exact; the SDK cuts off its fraction", () => {
  for (const { annualProvisions: annual, expected } of provisions) {
    expect(floorOf(blockProvision({ provisions: decimal(String(annual)) }))).toBe(BigInt(expected));
  }
  const annual = annualProvisions({ inflation: decimal("0.13"), supply: 1_000_000_000_000_000n });
  expect(floorOf(blockProvision({ provisions: annual }))).toBe(20_597_257n);
});

describe("decimals", () => {
  test("round products and quotients half to even", () => {
    const smallest = 1n;
    expect(multiply(smallest, decimal("0.5"))).toBe(0n);
    expect(multiply(3n, decimal("0.5"))).toBe(2n);
    expect(multiply(5n, decimal("0.5"))).toBe(2n);
    expect(multiply(-3n, decimal("0.5"))).toBe(-2n);
    expect(multiply(7n, decimal("0.6"))).toBe(4n);
    expect(divide(ONE, decimal("3"))).toBe(333_333_333_333_333_333n);
    expect(divide(decimal("2"), decimal("3"))).toBe(666_666_666_666_666_667n);
  });

  test("read text and numbers as written", () => {
    expect(decimal("0.13")).toBe(130_000_000_000_000_000n);
    expect(decimal("-12.5")).toBe(-12_500_000_000_000_000_000n);
    expect(decimalFromNumber(0.13)).toBe(decimal("0.13"));
    expect(decimalFromNumber(-0.5)).toBe(decimal("-0.5"));
    expect(decimalFromNumber(1e-7)).toBe(decimal("0.0000001"));
    expect(decimalFromNumber(1.5e-18)).toBe(1n);
    expect(decimalFromNumber(2.5e22)).toBe(25n * 10n ** 39n);
    expect(numberFromDecimal(decimal("0.67"))).toBe(0.67);
  });

  test("refuse what is none", () => {
    for (const text of ["", "1.", ".5", "1e3", "0.1234567890123456789", "+1"]) {
      expect(() => decimal(text)).toThrow(`got "${text}"`);
    }
    expect(() => decimalFromNumber(Number.NaN)).toThrow("A decimal needs a finite number, got NaN.");
  });
});
