import { describe, expect, test } from "vitest";
import { arweaveReward, arweaveRewards } from "../../../sim/formulas/endowment.ts";
import { recordedPrice } from "../../../sim/mechanisms/defi/recorded-price.ts";
import { endowment } from "../../../sim/mechanisms/issuance/endowment.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { simulate, stateOf } from "../consensus/small-world.ts";

describe("arweaveRewards", () => {
  test("is the sum of a day's blocks, within a winston a block", () => {
    for (const years of [0, 5, 20]) {
      const from = years * 262_800;
      let sum = 0n;
      for (let height = from; height < from + 720; height++) sum += arweaveReward({ height });
      const day = arweaveRewards({ from, to: from + 720 });
      expect(day - sum).toBeGreaterThanOrEqual(0n);
      expect(day - sum).toBeLessThanOrEqual(720n);
    }
  });

  test("is nothing for no blocks, and refuses those that end before they begin", () => {
    expect(arweaveRewards({ from: 5, to: 5 })).toBe(0n);
    expect(() => arweaveRewards({ from: 5, to: 4 })).toThrow("to is at least 5");
  });
});

/** A token of `price` USD, rewards that have ended, and 1,000 GB at 0.001 USD a copy and year: 20 USD a year in all. */
const OLD = { age: 20_000, stored: 1_000, uploads: 0, usdPerGigabyteYear: 0.001, split: { treasury: 1 } };

function world(given: object, until: string, price = 1) {
  const market =
    price === 0 ? [] : [recordedPrice({ price, fee: 0, prices: inlineTable({ t: [0], usd: [price] }) })];
  const outcome = simulate({
    world: [genesis({ supply: 1e6, allocation: { holders: 1 } }), ...market, endowment({ ...OLD, ...given })],
    until,
    assets: { token: { decimals: 12 } },
  });
  const { ledger, chart } = outcome.simulation;
  const token = chart.asset("token");
  return {
    ...outcome,
    minted: ledger.mintedUnits(token),
    held: ledger.sectorBalance(token, "locked"),
    miners: ledger.balance(token, chart.account("treasury")),
    state: stateOf(outcome, "issuance/endowment"),
  };
}

test("the first year mines 5.5 million within the source's 0.001 %, the second half of that", () => {
  const first = Number(world({ age: 0 }, "365d", 0).minted) / 1e12;
  const second = Number(world({ age: 365 }, "365d", 0).minted) / 1e12;
  expect(Math.abs(first / 5.5e6 - 1)).toBeLessThan(1e-5);
  expect(Math.abs(second / 2.75e6 - 1)).toBeLessThan(1e-5);
});

test("a GB costs 200 years of 20 copies and a 20th on top, of which miners have a 21st", () => {
  const { held, miners, state } = world({ stored: 0, uploads: 100, decline: 0 }, "1d");
  // 100 GB × 20 × 0.001 USD × 200 = 400 USD, at 1 USD a token.
  expect(held).toBeCloseTo(400, 5);
  expect(miners).toBeCloseTo(20, 5);
  expect(state.stored).toBeCloseTo(100, 6);
});

describe("an endowment of 200 years' cost", () => {
  test("lasts for ever where costs fall as the rule assumes: it is always 200 years of the cost of then", () => {
    const { held, run } = world({ reserve: 4_000, decline: 0.005 }, "1000d");
    expect(held / (4_000 * 0.995 ** (1000 / 365))).toBeCloseTo(1, 4);
    expect(run.summary["endowment.unpaidShare"]).toBe(0);
  });

  test("is paid only where rewards do not cover the cost", () => {
    expect(world({ age: 0, reserve: 4_000 }, "100d").held).toBe(4_000);
  });

  test("runs empty where costs do not fall and it was too small: fees double once, and the rest is unpaid", () => {
    const { held, run, state } = world({ reserve: 10, decline: 0 }, "365d");
    expect(held).toBe(0);
    expect(run.summary["endowment.unpaidShare"]).toBeCloseTo(0.5, 3);
    expect(state.doublings).toBe(1);
  });
});

test("without a price nobody stores more and nothing is paid out", () => {
  const { held, state, run } = world({ uploads: 100, reserve: 4_000 }, "10d", 0);
  expect([held, state.stored]).toEqual([4_000, 1_000]);
  expect(run.summary["endowment.unpaidShare"]).toBe(1);
});
