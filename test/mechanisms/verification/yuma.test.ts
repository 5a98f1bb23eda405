import { describe, expect, test } from "vitest";
import { yuma } from "../../../sim/mechanisms/verification/yuma.ts";
import { meet } from "../../../sim/model/accounts.ts";
import { defineMechanism } from "../../../sim/model/mechanism.ts";
import { text } from "../../../sim/schema/fields.ts";
import { simulate } from "../consensus/small-world.ts";
import { type Happening, machine, scriptedEvents, stretch } from "../scripted-events.ts";

/** 1000 tokens a day into the treasury. */
const emission = () =>
  defineMechanism({
    name: "test/emission",
    summary: "Fills the treasury.",
    source: "tests",
    params: { asset: text({ default: "token", doc: "The token.", source: "tests" }) },
    accounts: { treasury: meet("treasury") },
    assets: { token: "asset" },
    init: () => ({}),
    on: {
      day: ({ ledger, account, asset }) => void ledger.mint(asset.token, account.treasury, 1000, "emission"),
    },
    example: () => ({ world: [] }),
  })();

/** Machine 0 delivers twice the hours of machine 1, and machine 2 none. */
const work: Happening[] = [
  ...[0, 1, 2].map((at): Happening => [0, "machineOffered", machine(at)]),
  ...Array.from({ length: 480 }, (_, hour): Happening[] => [
    [hour * 3600, "jobFinished", stretch(2 * hour, 7200, { machine: 0 })],
    [hour * 3600, "jobFinished", stretch(2 * hour + 1, 3600, { machine: 1 })],
  ]).flat(),
];
const consensus = (params: object, extra: Happening[] = []) =>
  simulate({ world: [emission(), scriptedEvents([...work, ...extra]), yuma(params)], until: "20d" });
const balances = ({ simulation: { chart, ledger } }: ReturnType<typeof simulate>, ...names: string[]) =>
  names.map((name) => ledger.balance(chart.asset("token"), chart.account(name)));

describe("validators without noise", () => {
  const outcome = consensus({ noise: 0 });

  test("pay machines by the hours that they delivered, and themselves the same in all", () => {
    const [first, second, none] = balances(
      outcome,
      "verification/yuma.machine[0]",
      "verification/yuma.machine[1]",
      "verification/yuma.machine[2]",
    );
    expect(first! / second!).toBeCloseTo(2, 3);
    expect(none).toBe(0);
    const { summary } = outcome.run;
    // Before there is work to weigh, stake is paid; then incentives and dividends are half each.
    expect(summary["verification.rewards"]! / summary["verification.validatorRewards"]!).toBeCloseTo(1, 1);
  });

  test("are paid by stake", () => {
    const [most, least] = balances(
      outcome,
      "verification/yuma.validator[0]",
      "verification/yuma.validator[4]",
    );
    expect(most! / least!).toBeCloseTo(5, 3);
  });

  test("hand out 1000 tokens a day, 50 an epoch, but for what truncation leaves", () => {
    const { summary } = outcome.run;
    const paid = summary["verification.rewards"]! + summary["verification.validatorRewards"]!;
    // The treasury is filled from the first day on.
    expect(paid).toBeLessThanOrEqual(19 * 1000 + 50);
    expect(paid / (19 * 1000 + 50)).toBeCloseTo(1, 6);
  });
});

test("a machine without reputation earns nothing for its hours", () => {
  const outcome = consensus({ noise: 0, memory: 0.1 }, [
    [1, "reputationChanged", { machine: 0, reputation: 0 }],
  ]);
  const [first, second] = balances(outcome, "verification/yuma.machine[0]", "verification/yuma.machine[1]");
  expect(first! / second!).toBeLessThan(0.02);
});

test("who votes for itself gets nothing but while nobody votes; who copies is paid for the work of others", () => {
  const { summary } = consensus({ copiers: 1, selfVoters: 1 }).run;
  expect(summary["verification.selfVotersRewards"]).toBeLessThan(0.01);
  expect(summary["verification.copiersRewards"]).toBeGreaterThan(0.05);
});
