import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { store, units } from "../../../sim/model/ledger/amount.ts";
import { apportion, newShares } from "../../../sim/model/ledger/apportion.ts";

const LIMIT = 2n ** 96n;
const amount = fc.oneof(fc.bigInt({ min: 0n, max: LIMIT - 1n }), fc.bigInt({ min: 0n, max: 1000n }));

function divide(value: bigint, weights: ArrayLike<number>): bigint[] | undefined {
  const cell = new Float64Array(2);
  store(cell, 0, value);
  const shares = newShares();
  if (!apportion(cell[0]!, cell[1]!, weights, shares)) return undefined;
  return Array.from({ length: weights.length }, (_, index) => units(shares.cells, index));
}

/** The method of the largest remainder in exact integers. */
function hamilton(value: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const shares = weights.map((weight) => (value * weight) / total);
  const rests = weights.map((weight, index) => ({ rest: (value * weight) % total, index }));
  rests.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const left = value - shares.reduce((sum, share) => sum + share, 0n);
  for (const { index } of rests.slice(0, Number(left))) shares[index]! += 1n;
  return shares;
}

const sum = (shares: readonly bigint[]) => shares.reduce((total, share) => total + share, 0n);

describe("apportion", () => {
  // Seats by the Hamilton method with populations that show the Alabama paradox; Balinski and Young, Fair Representation.
  test("gives the textbook's seats: three states of 6, 6 and 2 and houses of 10 and 11", () => {
    expect(divide(10n, [6, 6, 2])).toStrictEqual([4n, 4n, 2n]);
    expect(divide(11n, [6, 6, 2])).toStrictEqual([5n, 5n, 1n]);
  });

  test("hands units left over to the lower index where remainders tie", () => {
    expect(divide(5n, [1, 1, 1])).toStrictEqual([2n, 2n, 1n]);
    expect(divide(1n, [0, 2, 2])).toStrictEqual([0n, 1n, 0n]);
  });

  test("is exact for integer weights, small or with a total near 2^52, and amounts up to 2^96", () => {
    const weights = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 2 ** 47 }), { minLength: 1, maxLength: 32 }),
      fc.tuple(fc.integer({ min: 2 ** 50, max: 2 ** 51 }), fc.integer({ min: 1, max: 2 ** 51 })),
    );
    fc.assert(
      fc.property(amount, weights, (value, given) => {
        fc.pre(given.some((weight) => weight > 0));
        expect(divide(value, given)).toStrictEqual(hamilton(value, given.map(BigInt)));
      }),
      { numRuns: 2000 },
    );
  });

  test("is exact for fractions of two, which scale to integers", () => {
    const value = 10n ** 24n + 7n;
    expect(divide(value, [0.5, 0.25, 0.125])).toStrictEqual(hamilton(value, [4n, 2n, 1n]));
  });

  test("hands out every unit for any weights, each within one unit and 2^-49 of its quota", () => {
    const weights = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(amount, weights, (value, given) => {
        const total = given.reduce((left, right) => left + right, 0);
        fc.pre(total > 1e-9);
        const shares = divide(value, given)!;
        expect(sum(shares)).toBe(value);
        for (const [index, weight] of given.entries()) {
          const quota = (Number(value) * weight) / total;
          expect(Math.abs(Number(shares[index]) - quota)).toBeLessThanOrEqual(1 + Number(value) * 2 ** -48);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("takes weights of any size, subnormal ones too", () => {
    expect(divide(12n, [Number.MIN_VALUE, Number.MIN_VALUE])).toStrictEqual([6n, 6n]);
    expect(divide(12n, [1e-310, 2e-310])).toStrictEqual([4n, 8n]);
    expect(divide(12n, [2 ** 1021, 2 ** 1022])).toStrictEqual([4n, 8n]);
    expect(divide(12n, [2 ** 60, 2 ** 61])).toStrictEqual([4n, 8n]);
  });

  test("divides among 100,000 with many equal remainders as exact integers do", () => {
    const weights = Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 1000);
    const value = 123_456_789_012_345_678_901n;
    expect(divide(value, weights)).toStrictEqual(hamilton(value, weights.map(BigInt)));
  });

  test("refuses weights that cannot be used", () => {
    for (const weights of [[], [0, 0], [1, -1], [1, Number.NaN], [1, Infinity], [1e308, 1e308]]) {
      expect(divide(1n, weights)).toBeUndefined();
    }
  });
});
