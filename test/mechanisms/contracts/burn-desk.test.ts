import { describe, expect, test } from "vitest";
import { burnDesk } from "../../../sim/mechanisms/contracts/burn-desk.ts";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { meet } from "../../../sim/model/accounts.ts";
import { defineMechanism } from "../../../sim/model/mechanism.ts";
import { number } from "../../../sim/schema/fields.ts";
import { fixedPrice, runExample, simulate } from "../consensus/small-world.ts";
import {
  ALIKE,
  job,
  moved,
  quotes,
  script,
  simulate as simulateMarket,
  use,
} from "../supply/small-market.ts";

/** Pays USD to the desk in the middle of every day. */
const customer = defineMechanism({
  name: "test/customer",
  summary: "Pays the desk.",
  source: "tests",
  params: { usdPerDay: number("USD", { default: 1000, doc: "USD a day.", source: "tests" }) },
  accounts: { world: meet("world"), desk: meet("burnDesk") },
  assets: { usd: "usd" },
  emits: { payment: { doc: "The customer pays.", fields: {} } },
  init: () => ({}),
  on: {
    start: ({ emit }) => void emit.payment({}, 43_200),
    payment({ params, ledger, account, asset, emit }) {
      ledger.transfer(asset.usd, account.world, account.desk, params.usdPerDay, "GPU time");
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
      burnDesk({ split: { treasury: 1 }, ...params }),
    ],
    until,
  });

describe("10,000 USD of ten days at 2 USD a token", () => {
  const { run, simulation } = world({}, "10d");
  const { chart, ledger } = simulation;
  const token = chart.asset("token");

  test("95 % of them buy tokens, and all of these are burned", () => {
    expect(ledger.burnedUnits(token)).toBe(4_750_000_000_000n);
    expect(run.summary["burn.usd"]).toBe(9500);
    expect(run.summary["burn.tokens"]).toBe(4750);
  });

  test("the fee of 5 % goes to the treasury in USD", () => {
    expect(ledger.balance(chart.asset("usd"), chart.account("treasury"))).toBe(500);
  });

  test("nothing is minted where no share is minted again", () => {
    expect(ledger.mintedUnits(token)).toBe(0n);
  });
});

test("a tenth of 475 tokens burned a day is minted again, and is told apart from emission", () => {
  const { series, summary } = world({ remintShare: 0.1 }, "400d").run;
  expect(series["ledger.minted[token]"]!.at(300)!).toBeCloseTo(47.5, 1);
  expect(summary["burn.mintedAgain"]! / summary["ledger.minted[token]"]!).toBeCloseTo(1, 12);
});

test("without a market the USD wait on the desk, and the fee is taken once", () => {
  const { chart, ledger } = simulate({
    world: [
      genesis(),
      { mechanism: "consensus/slot-pos", params: { rewards: "none", slotsPerBlock: 225 } },
      customer(),
      burnDesk({ split: { treasury: 1 } }),
    ],
    until: "10d",
  }).simulation;
  expect(ledger.balance(chart.asset("usd"), chart.account("burn/desk"))).toBe(9500);
});

describe("one provider works a job of 8 GPUs for 300 days at 0.36 USD a GPU-hour", () => {
  const market = (payment: string, ...desk: readonly ReturnType<typeof use>[]) =>
    simulateMarket(
      [
        quotes({ usdPerGpuHour: 0.36 }),
        use("supply/cohorts", { ...ALIKE, keep: 1, workingCapital: 1000 }),
        use("pricing/first-come"),
        use("defi/constant-product", { tokens: 1e9, usd: 1e9, fee: 0 }),
        use("contracts/escrow", { payment, fee: 0 }),
        ...desk,
        script([0, "jobSubmitted", job(1, 8, 400 * 86_400)]),
      ],
      "300d",
    );
  const burned = market(
    "burn",
    use("contracts/burn-desk", { burnShare: 1, remintShare: 1, smoothing: "1d" }),
  );
  const paid = market("token");
  const pay = (outcome: typeof burned) => Number(moved(outcome, "sales", "token")) / 1e9;
  const expected = ({ simulation }: typeof burned) =>
    (simulation.states.find(({ instance }) => instance === "supply/cohorts")!.state as any).expected;

  test("what is burned is minted again as its pay, two days later", () => {
    expect(pay(paid)).toBeCloseTo(0.36 * 8 * 24 * 300, 0);
    expect(pay(burned)).toBeCloseTo(0.36 * 8 * 24 * 298, 0);
  });

  test("it counts as what customers pay, not as emission", () => {
    expect(moved(burned, "emission", "token")).toBe(0n);
    expect(expected(burned).tokens).toBe(0);
    expect(expected(burned).usd / expected(paid).usd).toBeCloseTo(1, 6);
  });
});

test("the example runs", () => {
  const { summary } = runExample(burnDesk.mechanism).run;
  expect(summary["burn.mintedAgain"]).toBeGreaterThan(0);
});
