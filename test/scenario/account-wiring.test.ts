import { expect, test } from "vitest";
import { meet, meetEach, provide } from "../../sim/model/accounts.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import { text } from "../../sim/schema/fields.ts";
import { lines, refusal, use } from "./problems.ts";

const shipped = (mechanism: string, params: object = {}, as?: string): Use =>
  as === undefined ? { mechanism, params } : { mechanism, params, as };
const GENESIS = shipped("issuance/genesis");
const CHAIN = [GENESIS, shipped("consensus/slot-pos"), shipped("execution/capacity")];

const refused = (world: readonly Use[], ...problems: readonly string[]): void =>
  expect(refusal({ world })).toBe(
    lines(`test has ${problems.length / 2} problem${problems.length > 2 ? "s" : ""}.`, "", ...problems),
  );

test("error: two markets of fees would share their users' tokens", () => {
  refused(
    [...CHAIN, shipped("fees/eip1559"), shipped("fees/eip1559", {}, "other")],
    "  world[4] fees/eip1559 as other › accounts",
    '    world[3] fees/eip1559 owns the account "users" too. Keep one of them, or give each a place of its own ("in").',
  );
});

test("error: an account that is met has an owner, and who can be that is told", () => {
  refused(
    [use({ accounts: { pool: meet("pool"), node: meetEach("providers") } })],
    "  world[0] test/part › accounts",
    '    No mechanism here owns the account "pool", which this one needs. Add one of: defi/concentrated-liquidity, defi/constant-product, defi/equation-of-exchange, defi/geometric-brownian, defi/jump-diffusion, defi/recorded-price, defi/regime-switching, defi/stable-pool, defi/weighted-pool.',
    "  world[0] test/part › accounts",
    '    No mechanism here owns the account "provider", which this one needs. Add one of: supply/cohorts, supply/fleet.',
  );
  expect(
    refusal({ world: [use({ accounts: { pool: meet("pool") } }), shipped("defi/constant-product")] }),
  ).toBeUndefined();
});

test("error: who gets a share of what is minted has an account", () => {
  refused(
    [GENESIS, shipped("issuance/fixed", { split: { security: 1, treasury: 1 } })],
    "  world[1] issuance/fixed › split",
    '    No mechanism here owns the account "rewards/security", to which "security" goes. Add one of: consensus/nakamoto, consensus/slot-pos; or give no share to it.',
  );
  for (const split of [{ treasury: 1 }, { treasury: 1, security: 0 }])
    expect(refusal({ world: [GENESIS, shipped("issuance/fixed", { split })] })).toBeUndefined();
});

test("an account that a choice needs is needed under that choice only", () => {
  const world = (payment: string, ...more: Use[]) => [
    shipped("supply/cohorts"),
    shipped("pricing/utilisation-indexed"),
    shipped("pricing/first-come"),
    shipped("demand/jobs"),
    shipped("contracts/escrow", { payment }),
    ...more,
  ];
  for (const payment of ["usd", "token"]) expect(refusal({ world: world(payment) })).toBeUndefined();
  refused(
    world("burn"),
    "  world[4] contracts/escrow › accounts",
    '    No mechanism here owns the account "burn/desk", which this one needs. Add one of: contracts/burn-desk, issuance/burn-mint-elastic.',
  );
  expect(refusal({ world: world("burn", shipped("contracts/burn-desk")) })).toBeUndefined();
});

test("error: a point of a sweep under which an account has no owner", () => {
  const world = [GENESIS, shipped("issuance/fixed", { split: { treasury: 1 } })];
  const sweep = { grid: { "issuance/fixed.split": [{ treasury: 1 }, { providers: 1 }] } };
  expect(refusal({ world, sweep })).toContain(
    'No mechanism here owns the account "rewards/providers", to which "providers" goes.',
  );
});

test("error: the mint is nobody's account", () => {
  refused(
    [shipped("issuance/genesis", { allocation: { holders: 1, issuance: 1 } })],
    "  world[0] issuance/genesis › allocation",
    '    No account is called "issuance": minting comes from there and burning goes there.',
  );
});

test("error: an asset that a mechanism moves is one of the scenario's, by whatever parameter it is named", () => {
  const part = (pays: string) => ({
    ...use({
      params: { pays: text({ default: "token", doc: "What it pays in.", source: "this test" }) },
      assets: { paid: "pays", usd: "usd" },
    }),
    params: { pays },
  });
  refused(
    [part("tokn"), shipped("defi/constant-product", { asset: "gold" })],
    "  world[0] test/part › pays",
    '    There is no asset "tokn". Did you mean "token"? There are: usd, token.',
    "  world[1] defi/constant-product › asset",
    '    There is no asset "gold". There are: usd, token.',
  );
  expect(refusal({ world: [part("token")] })).toBeUndefined();
});

test("error: an asset that is not there, where the parameter that names it has its default", () => {
  expect(refusal({ world: [shipped("defi/constant-product")], assets: { gold: { decimals: 9 } } })).toContain(
    'There is no asset "token". There are: usd, gold.',
  );
});

test("whoever stands for an owner says that it provides the account", () => {
  const split = { providers: 1 };
  const world = [
    GENESIS,
    shipped("issuance/fixed", { split }),
    use({ accounts: { all: provide("providerRewards") } }),
  ];
  expect(refusal({ world })).toBeUndefined();
});
