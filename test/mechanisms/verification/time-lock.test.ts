import { describe, expect, test } from "vitest";
import { timeLock } from "../../../sim/mechanisms/verification/time-lock.ts";
import { meet } from "../../../sim/model/accounts.ts";
import type { Use } from "../../../sim/model/mechanism.ts";
import { defineMechanism } from "../../../sim/model/mechanism.ts";
import { text } from "../../../sim/schema/fields.ts";
import { simulate } from "../consensus/small-world.ts";
import { machine, scriptedEvents } from "../scripted-events.ts";
import { isBinomial } from "./results.ts";

/** 1000 tokens in the treasury before the books open. */
const treasury = (): Use =>
  defineMechanism({
    name: "test/treasury",
    summary: "Fills the treasury.",
    source: "tests",
    params: { asset: text({ default: "token", doc: "The token.", source: "tests" }) },
    accounts: { treasury: meet("treasury") },
    assets: { token: "asset" },
    init: () => ({}),
    on: {
      start: ({ ledger, account, asset }) => void ledger.mint(asset.token, account.treasury, 1000, "genesis"),
    },
    example: () => ({ world: [] }),
  })();
const offers = (count: number) =>
  scriptedEvents(Array.from({ length: count }, (_, at) => [0, "machineOffered", machine(at)] as const));
const prove = (params: object, machines = offers(100)) =>
  simulate({ world: [treasury(), machines, timeLock(params)], until: "25h" });

describe("100 machines, 25 proofs each, times that spread by 10 %", () => {
  // P(z > ln 1.1 / 0.1) with z standard normal is 0.1702685 (Abramowitz and Stegun, table 26.1, between 0.95 and 0.96).
  test("17 % of honest proofs come too late for a tolerance of 10 %", () => {
    const { summary } = prove({ spoofers: 0, tolerance: 0.1, noise: 0.1 }).run;
    expect(isBinomial(summary["verification.honestFailed"]! * 2500, 2500, 0.17027)).toBe(true);
  });

  test("a card with 1 / 1.1 of the claimed speed passes half of them", () => {
    const { summary } = prove({ spoofers: 1, spoofedSpeed: 1 / 1.1, tolerance: 0.1, noise: 0.1 }).run;
    expect(isBinomial(summary["verification.spoofersCaught"]! * 2500, 2500, 0.5)).toBe(true);
  });

  test("a card half as fast never passes, and is paid nothing", () => {
    const { summary } = prove({ spoofers: 0.3, spoofedSpeed: 0.5, noise: 0.05 }).run;
    expect(summary["verification.spoofersCaught"]).toBe(1);
    expect(summary["verification.spoofersRewards"]).toBe(0);
  });
});

test("rewards are split by claimed throughput to the base unit; who does not pass or is away gets nothing", () => {
  const { chart, ledger } = prove(
    { spoofers: 0, noise: 0, rewardPerDay: 9_600 },
    scriptedEvents([
      [0, "machineOffered", machine(1, { gpus: 2, throughput: 1.5 })],
      [0, "machineOffered", machine(2, { gpus: 1 })],
      [0, "machineOffered", machine(3)],
      [10, "machineWithdrawn", { machine: 3 }],
    ]),
  ).simulation;
  const units = (name: string) => ledger.units(chart.asset("token"), chart.account(name));
  expect(units("verification/time-lock.machine[1]")).toBe(3n * units("verification/time-lock.machine[2]"));
  expect(() => units("verification/time-lock.machine[3]")).toThrow("There is no account");
  expect(units("treasury")).toBe(0n);
});

test("where nobody passes nothing is paid", () => {
  const { run } = prove({ spoofers: 1, spoofedSpeed: 0.2, noise: 0 });
  expect(run.summary["verification.rewards"]).toBe(0);
});
