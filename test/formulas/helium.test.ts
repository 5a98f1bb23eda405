import { describe, expect, test } from "vitest";
import {
  dataCreditsFromHnt,
  heliumDeployerBand,
  heliumNetEmission,
  heliumSupplement,
  hntFromDataCredits,
} from "../../sim/formulas/helium.ts";

const HNT = 100_000_000n;
const DAY = 86_400;
const START = 1_785_931_200;

test("a data credit is 10^−5 USD, cut in favour of the network", () => {
  expect(dataCreditsFromHnt({ bones: HNT, price: 300_000_000n })).toBe(300_000n);
  expect(hntFromDataCredits({ credits: 100_000n, price: 300_000_000n })).toBe(33_333_333n);
  expect(() => hntFromDataCredits({ credits: 1n, price: 0n })).toThrow("A price is above 0, got 0.");
});

test("what burns is issued again as its average over seven days, up to the cap", () => {
  const first = heliumNetEmission({ supplyBefore: 1_000n, supply: 300n, notEmitted: 0n, smoothed: 0n });
  expect(first).toEqual({ smoothed: (6n * 300n) / 7n + 100n, reemitted: 357n });
  const grown = heliumNetEmission({ supplyBefore: 1n, supply: 9n, notEmitted: 0n, smoothed: 700n });
  expect(grown.smoothed).toBe(600n);
  const many = heliumNetEmission({
    supplyBefore: 10n ** 15n,
    supply: 0n,
    notEmitted: 0n,
    smoothed: 1n,
  });
  expect(many.reemitted).toBe(164_352_000_000n);
});

describe("the band of HIP-149", () => {
  const share = BigInt(Math.floor(0.8927 * 4_294_967_295));
  const at = (smoothed: bigint, price = 10_000_000n) =>
    heliumDeployerBand({
      credits: 910_000_000n,
      schedule: 20_548n * HNT,
      reemitted: smoothed < 1_644n * HNT ? smoothed : 1_644n * HNT,
      smoothed,
      share,
      floorPrice: price,
      price,
      cap: 1_644n * HNT,
    });

  test("tops up to half of what the data cost where enough was burned", () => {
    const { topUp, most, overflow } = at(91_000n * HNT);
    expect(topUp).toBe(5_062_081_506_014n);
    expect(most).toBe(27_300_000_000_000n);
    expect(overflow).toBe(0n);
  });

  test("and no further than what was burned", () => {
    expect(at(9_100n * HNT).topUp).toBe(745_600_000_000n);
  });

  test("hands what is beyond three times the data to delegators", () => {
    const { topUp, most, overflow } = at(91_000n * HNT, 250_000_000n);
    expect([topUp, most]).toEqual([0n, 1_092_000_000_000n]);
    // 70 % of (20,548 + 1,644) HNT × 0.8927 is 13,868 HNT.
    expect(Number(overflow) / 1e8).toBeCloseTo(13_867.6 - 10_920, 0);
  });
});

test("the supplement is 141,120,000 HNT for two sub-networks, flat and then falling", () => {
  let sum = 0n;
  for (let day = -1; day <= 1_081; day += 1) sum += heliumSupplement({ time: START + day * DAY });
  // A line in steps of a day ends half a step above the integral of 70,560,000 HNT.
  expect(Number(sum) / 1e8).toBeCloseTo(70_560_000 + 98_000 / 2, -1);
  expect(heliumSupplement({ time: START - 1 })).toBe(0n);
  expect(heliumSupplement({ time: START })).toBe(98_000n * HNT);
  expect(heliumSupplement({ time: START + 720 * DAY })).toBe(49_000n * HNT);
  expect(heliumSupplement({ time: START + 1_080 * DAY })).toBe(0n);
});
