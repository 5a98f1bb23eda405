import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { supplyHalvingReward, supplyHalvingSum } from "../../../sim/formulas/supply-halving.ts";
import { slotPos } from "../../../sim/mechanisms/consensus/slot-pos.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { halvingBySupply } from "../../../sim/mechanisms/issuance/halving-by-supply.ts";
import { runExample, simulate } from "../consensus/small-world.ts";

/** Rao that the next block is paid at a supply of TAO. */
function paid(supply: string, given: object = {}): bigint {
  const { chart, ledger } = simulate({
    world: [
      genesis({ asset: "tao", supply, allocation: { holders: 1 } }),
      slotPos({ asset: "tao", rewards: "none", missRate: 0, initialBondedRatio: 0, churn: 0 }),
      halvingBySupply({ asset: "tao", split: { treasury: 1 }, ...given }),
    ],
    until: 12,
    assets: { tao: { decimals: 9 } },
  }).simulation;
  return ledger.mintedUnits(chart.asset("tao"));
}

describe("Bittensor's emission", () => {
  test.each([
    ["0", 1_000_000_000n],
    ["10499999", 1_000_000_000n],
    ["10500000", 500_000_000n],
    ["15750000", 250_000_000n],
    ["18375000", 125_000_000n],
    // The rule of its source: 1 over 2 to the floor of log2(21e6 / what is left).
    ["20999999.999999999", 0n],
    ["21000000", 0n],
    ["30000000", 0n],
  ])("at a supply of %s TAO a block is paid %d rao", (supply, rao) => {
    expect(paid(supply)).toBe(rao);
  });

  test("halves at a rao, not near it", () => {
    expect(paid("10499999.999999999")).toBe(1_000_000_000n);
  });

  test("a subsidy that is more than what is left pays what is left", () => {
    expect(paid("3", { subsidy: 5, cap: "7.000000001" })).toBe(4_000_000_001n);
  });
});

test("the example ends where its source's rule says", () => {
  const { "issuance.subsidy": next, "ledger.supply[token]": supply } = runExample(halvingBySupply.mechanism)
    .run.atEnd;
  expect(supply).toBeGreaterThan(500);
  expect(next).toBe(1 / 2 ** Math.floor(Math.log2(1000 / (1000 - supply!))));
});

test("a sum over blocks is what they are paid one by one, through halvings and up to the cap", () => {
  const amount = fc.bigInt({ min: 0n, max: 5_000n });
  fc.assert(
    fc.property(
      amount,
      amount,
      fc.bigInt({ min: 1n, max: 700n }),
      fc.nat(300),
      (cap, start, initial, blocks) => {
        let issuance = start;
        for (let block = 0; block < blocks; block++) {
          const left = cap > issuance ? cap - issuance : 0n;
          const reward = supplyHalvingReward({ issuance, cap, initial });
          issuance += reward < left ? reward : left;
        }
        return supplyHalvingSum({ issuance: start, cap, initial, blocks }) === issuance - start;
      },
    ),
    { numRuns: 500 },
  );
});
