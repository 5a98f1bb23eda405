import { describe, expect, test } from "vitest";
import { slotPos } from "../../../sim/mechanisms/consensus/slot-pos.ts";
import { bondedRatio } from "../../../sim/mechanisms/issuance/bonded-ratio.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { runExample, simulate, stateOf } from "../consensus/small-world.ts";

const sdk = { update: "block", updatesPerYear: 6_311_520 } as const;
const hub = (bonded: number, params: object, until: number) =>
  simulate({
    world: [
      genesis({ supply: 1_000_000_000, allocation: { holders: 1 } }),
      slotPos({ rewards: "none", slotTime: 5, missRate: 0, initialBondedRatio: bonded, churn: 0 }),
      bondedRatio(params),
    ],
    until,
    assets: { token: { decimals: 6 } },
  });
const inflationOf = (outcome: ReturnType<typeof hub>): bigint =>
  stateOf(outcome, "issuance/bonded-ratio").inflation;

describe("the SDK's rule, block by block", () => {
  test("nothing bonded: 0.13 becomes 0.130000020597257079", () => {
    expect(inflationOf(hub(0, sdk, 5))).toBe(130_000_020_597_257_079n);
  });

  test("all bonded: 0.13 becomes 0.129999989855082334", () => {
    expect(inflationOf(hub(1, sdk, 5))).toBe(129_999_989_855_082_334n);
  });

  test("67 % bonded: inflation stands still, and 10^15 uatom mint 20,597,257 in a block", () => {
    const outcome = hub(0.67, sdk, 5);
    expect(inflationOf(outcome)).toBe(130_000_000_000_000_000n);
    expect(outcome.simulation.ledger.mintedUnits(outcome.simulation.chart.asset("token"))).toBe(20_597_257n);
  });

  test("inflation stays between its bounds", () => {
    expect(inflationOf(hub(0, { ...sdk, inflation: 0.2 }, 5))).toBe(200_000_000_000_000_000n);
    expect(inflationOf(hub(1, { ...sdk, inflation: 0.07 }, 5))).toBe(70_000_000_000_000_000n);
  });

  test("every block of a batch is counted", () => {
    const [one, batch] = [1, 20].map((slotsPerBlock) =>
      simulate({
        world: [
          genesis({ supply: 1e9, allocation: { holders: 1 } }),
          slotPos({ rewards: "none", missRate: 0, slotsPerBlock, churn: 0, initialBondedRatio: 0 }),
          bondedRatio(sdk),
        ],
        until: 1200,
      }),
    );
    expect(inflationOf(one!)).toBe(inflationOf(batch!));
    expect(one!.simulation.ledger.mintedUnits(1)).toBe(batch!.simulation.ledger.mintedUnits(1));
  });
});

test("without staking inflation stands where it starts", () => {
  const { run } = simulate({
    world: [
      genesis(),
      { mechanism: "consensus/nakamoto", params: { blocksPerEvent: 144 } },
      bondedRatio({ inflation: 0.1 }),
    ],
    until: "365d",
  });
  expect(run.atEnd["issuance.inflation"]).toBe(0.1);
  // Compounded by the day.
  expect(run.atEnd["ledger.supply[token]"]! / 1e9).toBeCloseTo((1 + 0.1 / 365) ** 365, 6);
});

test("the example runs", () => {
  expect(runExample(bondedRatio.mechanism).run.atEnd["issuance.inflation"]).toBeGreaterThan(0.13);
});

test("an inflation outside its bounds is refused", () => {
  expect(() => hub(0, { inflation: 0.5 }, 5)).toThrow(
    "issuance/bonded-ratio starts with an inflation outside its bounds.",
  );
});
