import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  covers,
  inTokens,
  parseAmount,
  store,
  subtract,
  tokens,
  units,
} from "../../../sim/model/ledger/amount.ts";

const LIMIT = 2n ** 96n;
const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: LIMIT - 1n }),
  fc.constantFrom(0n, 1n, 2n ** 48n - 1n, 2n ** 48n, LIMIT - 1n),
);
const signed = amount.chain((value) => fc.constantFrom(value, -value));

function cellsOf(...values: bigint[]): Float64Array {
  const cells = new Float64Array(values.length * 2);
  for (const [cell, value] of values.entries()) store(cells, cell, value);
  return cells;
}

function parsed(value: number | bigint, scale: number): bigint | undefined {
  const into = new Float64Array(2);
  return parseAmount(value, scale, into) ? units(into, 0) : undefined;
}

describe("cells of two limbs", () => {
  test("hold every integer of either sign below 2^96", () => {
    fc.assert(fc.property(signed, (value) => units(cellsOf(value), 0) === value));
  });

  test("add, subtract and compare as bigints do", () => {
    fc.assert(
      fc.property(signed, amount, (balance, value) => {
        const cells = cellsOf(7n, balance, balance);
        const amounts = cellsOf(9n, value);
        add(cells, 1, amounts, 1);
        subtract(cells, 2, amounts, 1);
        const results = [
          units(cells, 0),
          units(cells, 1),
          units(cells, 2),
          covers(cellsOf(balance), 0, amounts, 1),
        ];
        expect(results).toStrictEqual([7n, balance + value, balance - value, balance >= value]);
      }),
    );
  });

  test("have one form for a value, so that snapshots of equal books are equal", () => {
    fc.assert(
      fc.property(signed, amount, (balance, value) => {
        const cells = cellsOf(balance);
        add(cells, 0, cellsOf(value), 0);
        subtract(cells, 0, cellsOf(value), 0);
        expect(cells).toStrictEqual(cellsOf(balance));
      }),
    );
  });

  test("read in tokens as the quotient of the nearest double", () => {
    fc.assert(fc.property(amount, (value) => tokens(cellsOf(value), 0, 1e18) === Number(value) / 1e18));
  });
});

/** The nearest integer, and of two that are as near the even one. */
function halfToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

describe("parseAmount", () => {
  test("takes bigints below 2^96 as base units, whatever the decimals", () => {
    fc.assert(fc.property(amount, (value) => parsed(value, 1e18) === value));
  });

  test("rounds numbers to the nearest base unit, half to even", () => {
    expect([0.5, 1.5, 2.5, 3.5, 2.4999, 2.5001].map((value) => parsed(value, 1))).toStrictEqual([
      0n,
      2n,
      2n,
      4n,
      2n,
      3n,
    ]);
    expect(parsed(0.29, 1e8)).toBe(29_000_000n);
    expect(parsed(0.1, 1e18)).toBe(100_000_000_000_000_000n);
    expect(parsed(21e6, 1e8)).toBe(2_100_000_000_000_000n);
    expect(parsed(-0, 1e8)).toBe(0n);
  });

  test("takes whole tokens exactly, with any number of decimals", () => {
    const whole = fc.double({ min: 0, max: 2 ** 96 / 1e22, noNaN: true }).map(Math.floor);
    fc.assert(
      fc.property(whole, fc.nat({ max: 22 }), (value, decimals) => {
        return parsed(value, Number(`1e${decimals}`)) === BigInt(value) * 10n ** BigInt(decimals);
      }),
    );
    expect(parsed(1e9, 1e18)).toBe(10n ** 27n);
    expect(parsed(2 ** 95, 1)).toBe(2n ** 95n);
  });

  test("adds the fraction as the double nearest to fraction × scale", () => {
    const large = fc.double({ min: 0.01, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(large, (value) => {
        const whole = Math.floor(value);
        return (
          parsed(value, 1e18) === BigInt(whole) * 10n ** 18n + BigInt(halfToEven((value - whole) * 1e18))
        );
      }),
    );
  });

  test("refuses what is no amount", () => {
    const refused = [-1, -1e-300, Number.NaN, Infinity, -Infinity, 2 ** 96, 1e300, -1n, LIMIT];
    expect(refused.map((value) => parsed(value, 1))).toStrictEqual(refused.map(() => undefined));
    expect(parsed(2 ** 96 / 1e18, 1e18)).toBeUndefined();
  });
});

test("inTokens writes all digits", () => {
  expect(inTokens(1250n, 2)).toBe("12.5");
  expect(inTokens(-1n, 18)).toBe("-0.000000000000000001");
  expect(inTokens(3_000_000n, 6)).toBe("3");
  expect(inTokens(7n, 0)).toBe("7");
  expect(inTokens(0n, 8)).toBe("0");
});
