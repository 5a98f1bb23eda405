import { describe, expect, test } from "vitest";
import { burnAndMint } from "../../../sim/mechanisms/issuance/burn-and-mint.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { defineMechanism } from "../../../sim/model/mechanism.ts";
import { number } from "../../../sim/schema/fields.ts";
import { fixedPrice, runExample, simulate } from "../consensus/small-world.ts";

/** Pays USD to the desk in the middle of every day. */
const customer = defineMechanism({
  name: "test/customer",
  summary: "Pays the desk.",
  source: "tests",
  params: { usdPerDay: number("USD", { default: 1000, doc: "USD a day.", source: "tests" }) },
  emits: { payment: { doc: "The customer pays.", fields: {} } },
  init: () => ({}),
  on: {
    start: ({ emit }) => void emit.payment({}, 43_200),
    payment({ params, ledger, emit }) {
      ledger.transfer(
        ledger.asset("usd"),
        ledger.account("world"),
        ledger.account("burn/desk"),
        params.usdPerDay,
        "GPU time",
      );
      emit.payment({}, 86_400);
    },
  },
  example: () => ({ world: [] }),
});

const world = (params: object, until: string) =>
  simulate({
    world: [
      genesis({ supply: 1e9, allocation: { holders: 1 } }),
      fixedPrice({ price: 2 }),
      customer(),
      burnAndMint({ split: { treasury: 1 }, ...params }),
    ],
    until,
  });

describe("burn", () => {
  const { run, simulation } = world({ emissionPerDay: 0 }, "10d");
  const { ledger } = simulation;

  test("95 % of 10,000 USD buy tokens at 2 USD, and all of them are burned", () => {
    expect(ledger.burnedUnits(ledger.asset("token"))).toBe(4_750_000_000_000n);
    expect(run.summary["burn.usd"]).toBe(9500);
    expect(run.summary["burn.tokens"]).toBe(4750);
  });

  test("the fee of 5 % goes to the treasury in USD", () => {
    expect(ledger.balance(ledger.asset("usd"), ledger.account("treasury"))).toBe(500);
  });
});

describe("mint", () => {
  test("the first year pays 9,126,804 RENDER, the second 0.945 of that", () => {
    const { run } = simulate({ world: [genesis(), burnAndMint({ split: { treasury: 1 } })], until: "730d" });
    const minted = run.series["ledger.minted[token]"]!;
    const year = (first: number) => minted.slice(first, first + 365).reduce((sum, value) => sum + value, 0);
    expect(year(0)).toBeCloseTo(9_126_804, 3);
    expect(year(365)).toBeCloseTo(9_126_804 * 0.945, 3);
  });

  test("emission does not depend on the burn, unless a share of it is minted again", () => {
    const minted = (params: object) =>
      world({ emissionPerDay: 100, ...params }, "400d").run.series["ledger.minted[token]"]!.at(300)!;
    expect(minted({})).toBeCloseTo(100, 6);
    // 475 tokens are burned a day; a tenth of them comes back.
    expect(minted({ remintShare: 0.1 })).toBeCloseTo(147.5, 1);
  });
});

test("without a market the USD wait on the desk, and the fee is taken once", () => {
  const { ledger } = simulate({
    world: [
      genesis(),
      { mechanism: "consensus/slot-pos", params: { rewards: "none", slotsPerBlock: 225 } },
      customer(),
      burnAndMint({ split: { treasury: 1 } }),
    ],
    until: "10d",
  }).simulation;
  expect(ledger.balance(ledger.asset("usd"), ledger.account("burn/desk"))).toBe(9500);
});

test("the example runs", () => {
  expect(runExample(burnAndMint.mechanism).run.summary["ledger.minted[token]"]).toBeGreaterThan(0);
});
