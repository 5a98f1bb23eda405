import { describe, expect, test } from "vitest";
import {
  subnetBurnShares,
  subnetDividends,
  subnetEmissions,
  subnetFlowMean,
  subnetFlowShares,
  subnetInjection,
  subnetNetFlows,
  subnetPriceMean,
  subnetPriceShares,
  subnetRootProportion,
} from "../../sim/formulas/subnets.ts";

const ONE = 10n ** 18n;

describe("shares of subnets", () => {
  test("by price, and nothing where none has one", () => {
    expect(subnetPriceShares({ prices: [0.03, 0.01] })).toEqual([0.75, 0.25]);
    expect(subnetPriceShares({ prices: [0, 0] })).toEqual([0, 0]);
  });

  test("by flow: what flows out counts for nothing, and a cutoff takes some off", () => {
    expect(subnetFlowShares({ flows: [3, 1, -8] })).toEqual([0.75, 0.25, 0]);
    expect(subnetFlowShares({ flows: [3, 1, -8], exponent: 2 })).toEqual([0.9, 0.1, 0]);
    expect(subnetFlowShares({ flows: [3, 1], cutoff: 1 })).toEqual([1, 0]);
    expect(subnetFlowShares({ flows: [-3, -1] })).toEqual([0, 0]);
  });

  test("what the protocol put in is taken off, no more than users brought", () => {
    const net = (...flows: [users: number, protocol: number][]) =>
      subnetNetFlows({ flows: flows.map(([users, protocol]) => ({ users, protocol })) });
    expect(net([6, 2], [2, 2], [-1, -1])).toEqual([4, 0, 0]);
    // 4 brought, 16 put in: a quarter of it.
    expect(net([4, 8], [0, 8])).toEqual([2, -2]);
  });

  test("by price and what miners did not burn; those without emission leave theirs to others", () => {
    const shares = (...subnets: [price: number, minerBurned: number, enabled?: boolean][]) =>
      subnetBurnShares({
        subnets: subnets.map(([price, minerBurned, enabled = true]) => ({ price, minerBurned, enabled })),
      });
    expect(shares([0.25, 0.5], [0.375, 0])).toEqual([0.25, 0.75]);
    expect(shares([0.03, 1], [0.01, 1])).toEqual([0.75, 0.25]);
    expect(shares([0.02, 0], [0.02, 0], [0.04, 0, false])).toEqual([0.5, 0.5, 0]);
  });

  test("the mean of flows halves in 216,000 blocks; that of prices moves more as a subnet ages", () => {
    let mean = 1;
    for (let block = 0; block < 216_000; block++) mean = subnetFlowMean({ mean, flow: 0 });
    expect(mean).toBeCloseTo(0.5, 4);
    expect(subnetPriceMean({ mean: 0.5, price: 7, blocks: 0 })).toBe(0.5);
    expect(subnetPriceMean({ mean: 0, price: 7, blocks: 201_600 })).toBeCloseTo(1.5e-6, 15);
  });
});

describe("inside a subnet", () => {
  test("0.1 TAO at 0.02, the root at 30 %: 0.3 of its token and 0.006 TAO enter, 0.094 TAO buy", () => {
    expect(
      subnetInjection({
        emission: 100_000_000n,
        price: ONE / 50n,
        rootProportion: (3n * ONE) / 10n,
        alphaEmission: 1_000_000_000n,
      }),
    ).toEqual({ alphaIn: 300_000_000n, taoIn: 6_000_000n, excess: 94_000_000n });
  });

  test("below the cap all of it enters; at a price of 0 all of it buys", () => {
    const given = { emission: 100n, rootProportion: ONE, alphaEmission: 1_000n };
    expect(subnetInjection({ ...given, price: ONE })).toEqual({ alphaIn: 100n, taoIn: 100n, excess: 0n });
    expect(subnetInjection({ ...given, price: 0n })).toEqual({ alphaIn: 1_000n, taoIn: 0n, excess: 100n });
  });

  test("one of its token: the owner has 18 %, miners half of the rest, the root its part of the other half", () => {
    const parts = subnetDividends({ alphaEmission: 1_000_000_000n, rootProportion: (3n * ONE) / 10n });
    expect(parts).toEqual({
      owner: 179_995_422n,
      miners: 410_002_289n,
      root: 123_000_686n,
      validators: 287_001_603n,
    });
  });

  test("the root's proportion; no stake and no token is none", () => {
    expect(subnetRootProportion({ rootStake: 10n, taoWeight: 1n << 63n, alphaIssuance: 5n })).toBe(ONE / 2n);
    expect(subnetRootProportion({ rootStake: 0n, taoWeight: 1n, alphaIssuance: 0n })).toBe(0n);
  });

  test("every rao of a block goes to a subnet; shares that do not add up to one are refused", () => {
    const parts = subnetEmissions({ emission: 1_000_000_000n, shares: [1 / 3, 1 / 3, 1 / 3, 0] });
    expect(parts).toEqual([333_333_333n, 333_333_333n, 333_333_334n, 0n]);
    expect(() => subnetEmissions({ emission: 1n, shares: [0.5, 0.4] })).toThrow("do not add up to one");
    expect(() => subnetEmissions({ emission: 1n, shares: [] })).toThrow("do not add up to one");
  });
});
