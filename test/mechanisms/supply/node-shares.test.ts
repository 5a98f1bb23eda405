import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allot } from "../../../sim/mechanisms/supply/node-shares/state.ts";
import { nodeShares } from "../../../sim/mechanisms/supply/node-shares.ts";
import { meet, provideEach } from "../../../sim/model/accounts.ts";
import { defineMechanism } from "../../../sim/model/mechanism.ts";
import { number } from "../../../sim/schema/fields.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { simulate, stateOf } from "../consensus/small-world.ts";
import { machine, scriptedEvents } from "../scripted-events.ts";
import { moved } from "./small-market.ts";

/** Node n earns `usd` a day, on top of a working capital of 50. */
const earnings = defineMechanism({
  name: "test/earnings",
  summary: "Pays nodes.",
  source: "tests",
  params: { usd: number("USD", { default: 7, min: 0, doc: "USD a day.", source: "tests" }) },
  accounts: { world: meet("world"), node: provideEach("providers") },
  assets: { usd: "usd" },
  init: () => ({}),
  on: {
    start({ ledger, account, asset }) {
      for (const node of ["north", "south"])
        ledger.transfer(asset.usd, account.world, account.node(node), 50, "genesis");
    },
    day({ ledger, account, asset, params }) {
      for (const node of ["north", "south"])
        ledger.transfer(asset.usd, account.world, account.node(node), params.usd, "sales");
    },
  },
  example: () => ({ world: [] }),
});

const nodes = (shares: number, price = 3_000) =>
  inlineTable({
    node: ["north", "south"],
    machines: [2, 1],
    price_usd: [price, price],
    shares: [shares, shares],
  });
const world = (params: object, { usd = 7, until = "71d", events = scriptedEvents([]) } = {}) =>
  simulate({
    world: [earnings({ usd }), events, nodeShares({ needCash: 0, commission: 0, ...params })],
    until,
  });

describe("two nodes that earn 7 USD a day each, for ten weeks", () => {
  test("pay all of it to their holders, to the base unit, and keep their working capital", () => {
    const outcome = world({ nodes: nodes(997) });
    expect(moved(outcome, "payouts")).toBe(980_000_000n);
    const { chart, ledger } = outcome.simulation;
    // The day after the last payout is still on the account.
    expect(ledger.units(chart.asset("usd"), chart.account("provider[north]"))).toBe(57_000_000n);
  });

  test("leave the operator its commission, rounded down", () => {
    const outcome = world({ nodes: nodes(997), commission: 0.123457 });
    const week = (49_000_000n * 123_457n) / 1_000_000n;
    expect(moved(outcome, "commissions")).toBe(20n * week);
    expect(moved(outcome, "payouts")).toBe(980_000_000n - 20n * week);
  });

  test("yield what they pay over what they cost", () => {
    const { summary } = world({ nodes: nodes(1000) }, { until: "70d" }).run;
    expect(summary["shares.yield"]).toBeCloseTo((14 * 365) / 6000, 2);
  });

  test("pay savers in proportion to their shares", () => {
    const { held, income } = stateOf(world({ nodes: nodes(1000) }), "supply/node-shares");
    for (let saver = 0; saver < income.length; saver++)
      expect(income[saver]).toBeCloseTo(((held[0][saver] + held[1][saver]) / 1000) * 490, 6);
  });
});

describe("who is let in", () => {
  const everybody = { leastSavingsUsd: 100, savingsShape: 1.3, savers: 300 };

  test("with whole nodes only those who can pay for one", () => {
    const { savings, invested } = stateOf(world({ ...everybody, nodes: nodes(1) }), "supply/node-shares");
    const buyers = [...invested].flatMap((usd, saver) => (usd > 0 ? [savings[saver]] : []));
    expect(buyers.length).toBeGreaterThan(0);
    expect(Math.min(...buyers)).toBeGreaterThanOrEqual(3_000);
  });

  test("with small shares many more, and income is less unequal", () => {
    const whole = world({ ...everybody, nodes: nodes(1) }).run.summary;
    const small = world({ ...everybody, nodes: nodes(3_000) }).run.summary;
    expect(small["shares.letIn"]!).toBeGreaterThan(10 * whole["shares.letIn"]!);
    expect(small["shares.gini"]!).toBeLessThan(whole["shares.gini"]!);
    expect(whole["shares.ticketUsd"]! % 3_000).toBe(0);
  });

  test("by lot where shares cannot be divided: each expects its part, and all are handed out", () => {
    const wanted = [5, 0, 1, 3, 1];
    const drawn = [0, 0, 0, 0, 0];
    for (let at = 0; at < 1000; at++) {
      const allotted = allot(3, wanted, (at + 0.5) / 1000);
      expect(allotted.reduce((sum, count) => sum + count, 0)).toBe(3);
      allotted.forEach((count, saver) => {
        expect(count).toBeLessThanOrEqual(wanted[saver]!);
        drawn[saver]! += count / 1000;
      });
    }
    for (const [saver, count] of wanted.entries()) expect(drawn[saver]).toBeCloseTo(0.3 * count, 2);
  });

  test("with nobody who can pay the maker keeps the nodes", () => {
    const { summary } = world({ savers: 3, leastSavingsUsd: 1, savingsShape: 50, nodes: nodes(1) }).run;
    expect(summary["shares.letIn"]).toBe(0);
    expect(summary["shares.gini"]).toBe(0);
    expect(summary["shares.incomeUsd"]).toBeCloseTo(980, 9);
  });
});

describe("two repairs of 30 USD", () => {
  const events = scriptedEvents([
    [100, "machineOffered", machine(1)],
    [86_400, "machineWithdrawn", { machine: 1 }],
    [90_000, "machineWithdrawn", { machine: 2 }],
    [90_000, "machineWithdrawn", { machine: 3 }],
  ]);
  const repairs = { nodes: nodes(1000), repairUsd: 30, commission: 0.5 };

  test("come out of the holders' income", () => {
    const outcome = world(repairs, { events });
    expect(moved(outcome, "repairs")).toBe(60_000_000n);
    expect(moved(outcome, "payouts")).toBe((980_000_000n - 60_000_000n) / 2n);
  });

  test("or out of the operator's, who has none before the first payout: the nodes help out", () => {
    const late = scriptedEvents([
      [20 * 86_400, "machineWithdrawn", { machine: 1 }],
      [20 * 86_400, "machineWithdrawn", { machine: 2 }],
    ]);
    const outcome = world({ ...repairs, failuresBorneBy: "operator" }, { events: late });
    expect(moved(outcome, "payouts")).toBe(490_000_000n);
    expect(moved(outcome, "repairs")).toBe(60_000_000n);
    const early = world({ ...repairs, failuresBorneBy: "operator" }, { events });
    expect(moved(early, "payouts")).toBeLessThan(490_000_000n);
  });
});

describe("shares that are traded", () => {
  const traded = world(
    { nodes: nodes(1000), needCash: 0.05, savers: 200, disagreement: 0 },
    { until: "350d" },
  );

  test("cost at most their value and at least what haste gives up, where all agree on it", () => {
    const { summary } = traded.run;
    expect(summary["shares.turnover"]).toBeGreaterThan(0);
    // Halfway between a value that all bid and asks from 0.8 to 1 of it.
    expect(summary["shares.priceToValue"]).toBeGreaterThanOrEqual(0.9);
    expect(summary["shares.priceToValue"]).toBeLessThanOrEqual(1);
  });

  test("move the same money as everybody's books say", () => {
    expect(moved(traded, "shares traded")).toBeGreaterThan(0n);
  });
});

test("any income, commission and number of shares is handed out to the last base unit", () => {
  const cents = fc.double({ min: 0, max: 1e4, noNaN: true });
  fc.assert(
    fc.property(
      cents,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 10_000 }),
      (usd, commission, shares) => {
        const outcome = world(
          { nodes: nodes(shares), commission, savers: 20, needCash: 0.1 },
          { usd, until: "15d" },
        );
        const { chart, ledger } = outcome.simulation;
        const held = ["north", "south"].reduce(
          (sum, node) => sum + ledger.units(chart.asset("usd"), chart.account(`provider[${node}]`)),
          0n,
        );
        expect(moved(outcome, "payouts") + moved(outcome, "commissions") + held).toBe(
          moved(outcome, "sales") + 100_000_000n,
        );
      },
    ),
    { numRuns: 20 },
  );
});

test("half a share is refused", () => {
  expect(() => world({ nodes: nodes(0.5) })).toThrow(/shares/);
  expect(() => world({ nodes: nodes(1.5) })).toThrow(
    'Node "north" needs a whole number of shares and of machines.',
  );
});
