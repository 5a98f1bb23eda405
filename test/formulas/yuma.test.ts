import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type YumaEpoch, yumaEpoch } from "../../sim/formulas/yuma.ts";

const none = (rows: number, columns: number) => Array.from({ length: rows }, () => Array(columns).fill(0));
const miners = [16_383, 32_767, 49_149, 65_535];
const allAgree = Array.from({ length: 4 }, () => [0, 0, 0, 0, ...miners]);

describe("the chain's own test of bonds: stakes 1, 2, 3, 4, every validator weighs alike, 10^9 units", () => {
  const stakes = [1n, 2n, 3n, 4n];
  const first = yumaEpoch({ stakes, weights: allAgree, bonds: none(4, 8), emission: 1_000_000_000n });

  test("validators and miners are paid to the unit", () => {
    expect(first.validatorEmission).toEqual([49_999_998n, 99_999_999n, 150_000_000n, 200_000_001n]);
    expect(first.minerEmission.slice(4)).toEqual([49_998_779n, 100_000_610n, 149_996_337n, 200_004_272n]);
  });

  test("bonds are stake, as 16 bits", () => {
    expect(first.bonds.map((row) => row[7])).toEqual([16_383, 32_767, 49_151, 65_535]);
  });

  test("a validator that turns to vote for itself loses a tenth of its bonds in an epoch", () => {
    const selfish = [[65_535, 0, 0, 0, 0, 0, 0, 0], ...allAgree.slice(1)];
    const second = yumaEpoch({ stakes, weights: selfish, bonds: first.bonds, emission: 1_000_000_000n });
    expect(second.bonds.map((row) => row[7])).toEqual([14_582, 32_767, 49_151, 65_535]);
    expect(second.validatorEmission).toEqual([44_998_351n, 101_110_561n, 151_667_215n, 202_223_870n]);
  });

  test("when only 0.4 of the stake votes there is no consensus, and stake is paid", () => {
    const lone = [...none(3, 8), allAgree[3]!];
    const outcome = yumaEpoch({ stakes, weights: lone, bonds: first.bonds, emission: 1_000_000_000n });
    expect(outcome.consensus.every((share) => share === 0)).toBe(true);
    expect(outcome.minerEmission.every((units) => units === 0n)).toBe(true);
    expect(outcome.validatorEmission.map((units) => Math.round(Number(units) / 1e8))).toEqual([1, 2, 3, 4]);
  });
});

test("three validators and two miners, by hand: the minority's favourite gets nothing", () => {
  const weights = [
    [0, 0, 0, 65_535, 0],
    [0, 0, 0, 65_535, 0],
    [0, 0, 0, 0, 65_535],
  ];
  const outcome = yumaEpoch({ stakes: [5n, 3n, 2n], weights, bonds: none(3, 5), emission: 1000n });
  expect(outcome.consensus).toEqual([0, 0, 0, 1, 0]);
  expect(outcome.incentive).toEqual([0, 0, 0, 1, 0]);
  expect(outcome.trust).toEqual([1, 1, 0]);
  expect(outcome.dividends[0]).toBeCloseTo(0.625, 8);
  expect(outcome.dividends[1]).toBeCloseTo(0.375, 8);
  expect(outcome.minerEmission).toEqual([0n, 0n, 0n, 500n, 0n]);
  expect(outcome.validatorEmission).toEqual([312n, 187n, 0n]);
});

const epochs: fc.Arbitrary<YumaEpoch> = fc
  .record({ validators: fc.integer({ min: 1, max: 5 }), miners: fc.integer({ min: 1, max: 5 }) })
  .chain(({ validators, miners }) => {
    const rows = fc.array(
      fc.array(fc.integer({ min: 0, max: 65_535 }), {
        minLength: validators + miners,
        maxLength: validators + miners,
      }),
      { minLength: validators, maxLength: validators },
    );
    return fc.record({
      stakes: fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), {
        minLength: validators,
        maxLength: validators,
      }),
      weights: rows,
      bonds: rows,
      emission: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    });
  });

test("never pays more than the emission, and to each at least nothing", () => {
  fc.assert(
    fc.property(epochs, (epoch) => {
      const { minerEmission, validatorEmission } = yumaEpoch(epoch);
      const all = [...minerEmission, ...validatorEmission];
      expect(all.every((units) => units >= 0n)).toBe(true);
      const total = all.reduce((sum, units) => sum + units, 0n);
      expect(total <= epoch.emission).toBe(true);
    }),
  );
});

test("a minority that raises its weight above the consensus gains nothing for its favourite", () => {
  const weights = (favour: number) => [
    [0, 0, 0, 30_000, 30_000],
    [0, 0, 0, 30_000, 30_000],
    [0, 0, 0, 65_535 - favour, favour],
  ];
  const share = (favour: number) =>
    yumaEpoch({ stakes: [4n, 4n, 2n], weights: weights(favour), bonds: none(3, 5), emission: 1n })
      .consensus[4];
  expect(share(65_535)).toBe(share(32_768));
});

test.each<[string, Partial<YumaEpoch>]>([
  ["a row of weights is missing", { weights: [] }],
  ["a weight is no number of 16 bits", { weights: [[0, 70_000]] }],
  ["a stake is negative", { stakes: [-1n] }],
])("refuses when %s", (_, wrong) => {
  const epoch = { stakes: [1n], weights: [[0, 1]], bonds: [[0, 0]], emission: 1n };
  expect(() => yumaEpoch({ ...epoch, ...wrong })).toThrow("Yuma consensus needs a stake of at least 0");
});
