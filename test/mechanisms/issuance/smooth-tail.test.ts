import { describe, expect, test } from "vitest";
import { slotPos } from "../../../sim/mechanisms/consensus/slot-pos.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { smoothTail } from "../../../sim/mechanisms/issuance/smooth-tail.ts";
import { runExample, simulate } from "../consensus/small-world.ts";

/** 2^64 − 1 piconero. */
const MONERO = "18446744.073709551615";

/** Piconero that so many blocks are paid, in one batch, after others have been generated. */
function paid(generated: string, blocks = 1): bigint {
  const { chart, ledger } = simulate({
    world: [
      genesis({ asset: "xmr", supply: generated, allocation: { holders: 1 } }),
      slotPos({
        asset: "xmr",
        rewards: "none",
        slotTime: 120,
        slotsPerBlock: blocks,
        missRate: 0,
        initialBondedRatio: 0,
        churn: 0,
      }),
      smoothTail({ asset: "xmr", curve: MONERO }),
    ],
    until: 120 * blocks,
    assets: { xmr: { decimals: 12 } },
  }).simulation;
  return ledger.mintedUnits(chart.asset("xmr"));
}

describe("Monero's rewards", () => {
  test.each([
    ["0", 35_184_372_088_831n],
    // The tail binds beyond 2^64 − 1 − (6 × 10^11 << 19), where the shift gives as much, and a unit later less.
    ["18132171.273709551615", 600_000_000_000n],
    ["18132171.273709551616", 600_000_000_000n],
    ["18132171.273709027327", 600_000_000_001n],
    ["18446744.073709551615", 600_000_000_000n],
    ["20000000", 600_000_000_000n],
  ])("after %s XMR a block is paid %d piconero", (generated, reward) => {
    expect(paid(generated)).toBe(reward);
  });

  test("each block of a batch is paid for what the blocks before it have left", () => {
    let generated = 0n;
    for (let block = 0; block < 50; block++) generated += (2n ** 64n - 1n - generated) >> 19n;
    expect(paid("0", 50)).toBe(generated);
  });
});

test("the example runs", () => {
  const { run } = runExample(smoothTail.mechanism);
  const { "issuance.subsidy": next, "ledger.supply[token]": supply } = run.atEnd;
  expect(supply).toBeGreaterThan(35 * 3_000);
  expect(next).toBeCloseTo((18_446_744 - supply!) / 2 ** 19, 8);
});
