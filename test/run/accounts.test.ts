import { describe, expect, test } from "vitest";
import { LedgerError } from "../../sim/errors.ts";
import {
  allot,
  meet,
  meetEach,
  meetShares,
  own,
  ownEach,
  provide,
  provideEach,
} from "../../sim/model/accounts.ts";
import { ChartOfAccounts } from "../../sim/model/ledger.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { weights } from "../../sim/schema/fields.ts";
import { type Part, use } from "../scenario/problems.ts";

/** What its handlers and those of the others were given, as they saw it when the books had opened. */
function given(part: Part, ...others: readonly Part[]) {
  const contexts: any[] = [];
  const seen = (each: Part, at: number): Part => ({
    ...each,
    on: {
      ...each.on,
      opened(context, event) {
        contexts[at] = context;
        each.on?.["opened"]?.(context, event);
      },
    },
  });
  const world = [part, ...others].map((each, at) =>
    use({ ...seen(each, at), ...(at > 0 && { name: `test/other${at}` }) }),
  );
  const scenario = { title: "test", until: "10d", world };
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "test" });
  const simulation = new Simulation(resolved, catalogue, { design: "base", replication: 0, seed: 1 });
  simulation.runTo({ events: 2 });
  const { ledger } = simulation;
  const named = (account: number) => [ledger.name(account), ledger.sector(account)];
  const [{ account }, other] = contexts;
  return { simulation, resolved, catalogue, ledger, named, account, other: other?.account };
}

test("an account of its own is called after the instance, what is met by its name", () => {
  const { account, named } = given(
    {
      accounts: {
        pot: own("providers"),
        treasury: meet("treasury"),
        security: meet("security"),
        world: meet("world"),
      },
    },
    { accounts: { rewards: provide("security", "miners") } },
  );
  expect(named(account.pot)).toEqual(["test/part.pot", "providers"]);
  expect(named(account.treasury)).toEqual(["treasury", "treasury"]);
  expect(named(account.security)).toEqual(["rewards/security", "miners"]);
  expect(named(account.world)).toEqual(["world", "world"]);
});

test("what nobody meets is not opened", () => {
  const { simulation } = given({ accounts: { treasury: meet("treasury") } });
  expect(() => simulation.chart.account("holders")).toThrow('There is no account "holders".');
});

test("an allotment goes to who is met under a name, and is the mechanism's own where nobody is", () => {
  const shares = { holders: 1, users: 1, team: 1 };
  const params = { allocation: weights({ default: shares, doc: "Shares.", source: "this test" }) };
  const part = { params, accounts: { allotted: allot("allocation") } };
  const alone = given(part);
  expect(Object.values<number>(alone.account.allotted).map(alone.named)).toEqual([
    ["holders", "holders"],
    ["test/part.allotted[users]", "users"],
    ["test/part.allotted[team]", "team"],
  ]);
  const beside = given(part, { accounts: { users: provide("users") } });
  expect(beside.named(beside.account.allotted.users)).toEqual(["users", "users"]);
});

test("who has no share has no account", () => {
  const split = weights({ default: { treasury: 1, security: 0 }, doc: "Shares.", source: "this test" });
  const { account, ledger, named } = given({
    params: { split },
    accounts: { to: meetShares("split", { treasury: "treasury", security: "security" }) },
  });
  expect(named(account.to.treasury)).toEqual(["treasury", "treasury"]);
  expect(() => ledger.balance(0, account.to.security)).toThrow(LedgerError);
});

describe("accounts that are opened as they come", () => {
  const part: Part = {
    accounts: { stake: ownEach("providers"), provider: provideEach("providers") },
    on: { opened: ({ account }) => [7, "seven", 3].forEach(account.stake) },
  };
  const visitor: Part = { accounts: { provider: meetEach("providers") } };

  test("are found again by their key, and numbered in their order", () => {
    const { account, named } = given(part, visitor);
    const { stake } = account;
    expect([stake.count, stake.ids[0], stake.ids[2]]).toEqual([3, stake(7), stake(3)]);
    expect(stake.indexOf(stake("seven"))).toBe(1);
    expect(stake.indexOf(1e6)).toBe(-1);
    expect(named(stake(3))).toEqual(["test/part.stake[3]", "providers"]);
    for (let key = 100; key < 150; key++) stake(key);
    expect([...stake.ids.subarray(3, 53)]).toEqual(Array.from({ length: 50 }, (_, at) => stake(100 + at)));
  });

  test("are there after a snapshot, with their numbers, and go on", () => {
    const { simulation, resolved, catalogue } = given(part, visitor);
    const snapshot = simulation.snapshot();
    const restored = Simulation.restore(resolved, catalogue, snapshot);
    expect(restored.snapshot().accounts).toEqual(snapshot.accounts);
    expect(restored.finish().digest).toBe(simulation.finish().digest);
  });

  test("are opened by their owner alone: others find those that are there", () => {
    const { account, other, named } = given(part, visitor);
    const alice = account.provider("alice");
    expect(other.provider("alice")).toBe(alice);
    expect(named(alice)).toEqual(["provider[alice]", "providers"]);
    expect(() => other.provider("alic")).toThrow('There is no account "provider[alic]".');
  });
});

test("what a handler is given of the ledger finds no account and no asset by its name", () => {
  const { ledger } = given({ accounts: { treasury: meet("treasury") } });
  for (const name of ["open", "account", "asset", "chart"]) expect(name in ledger).toBe(false);
  expect(() => new ChartOfAccounts(ledger)).toThrow("The ledger has its chart of accounts already.");
});

test("parameters that decide on accounts and assets are settled as a run begins", () => {
  const scenario = {
    title: "test",
    until: "10d",
    world: [
      { mechanism: "supply/cohorts", params: { providers: 2 } },
      { mechanism: "pricing/utilisation-indexed", params: {} },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/jobs", params: {} },
      { mechanism: "contracts/escrow", params: {} },
    ],
  };
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "test" });
  const simulation = new Simulation(resolved, catalogue, { design: "base", replication: 0, seed: 1 });
  simulation.runTo({ time: 86_400 });
  expect(simulation.branchProblems("other", { "contracts/escrow.payment": "token" })).toHaveLength(1);
  expect(simulation.branchProblems("other", { "contracts/escrow.asset": "usd" })).toHaveLength(1);
  expect(simulation.branchProblems("other", { "contracts/escrow.fee": 0.1 })).toEqual([]);
});
