import { describe, expect, test } from "vitest";
import { constantProductOut } from "../../../sim/formulas/constant-product.ts";
import { meet } from "../../../sim/model/accounts.ts";
import { defineMechanism } from "../../../sim/model/mechanism.ts";
import { number } from "../../../sim/schema/fields.ts";
import { simulate } from "../consensus/small-world.ts";
import { use } from "../supply/small-market.ts";

/** Gives the treasury USD as the books open. */
const patron = defineMechanism({
  name: "test/patron",
  summary: "Gives.",
  source: "this test",
  params: { usd: number("USD", { default: 1000, min: 0, doc: "How much.", source: "this test" }) },
  accounts: { world: meet("world"), treasury: meet("treasury") },
  assets: { usd: "usd" },
  init: () => ({}),
  on: {
    start: ({ params, ledger, account, asset }) =>
      void ledger.transfer(asset.usd, account.world, account.treasury, params.usd, "gifts"),
  },
  example: () => ({ world: [] }),
});

const POOL = { tokens: 1_000_000, usd: 200_000, fee: 30 };
const world = (params: object, usd = 1000) => [
  use("issuance/genesis", { supply: 1_000_000, allocation: { holders: 1 } }),
  use("defi/constant-product", POOL),
  use("supply/aggregate", { soldShare: 0 }),
  patron({ usd }),
  use("contracts/buyback", params),
];
const assets = { token: { decimals: 9 } };

describe("contracts/buyback", () => {
  test("supply falls by what a pool of constant product gives for the USD, and the treasury by these", () => {
    const { run, simulation } = simulate({ world: world({ share: 0.5 }), until: "1d", assets });
    const out = constantProductOut({
      amountIn: 500_000_000n,
      reserveIn: BigInt(POOL.usd) * 10n ** 6n,
      reserveOut: BigInt(POOL.tokens) * 10n ** 9n,
      feeBps: 30n,
    });
    expect(simulation.ledger.burnedUnits(1)).toBe(out);
    expect(run.summary["buyback.usd"]).toBe(500);
    expect(run.summary["buyback.tokens"]).toBe(Number(out) / 1e9);
  });

  test("what is paid out is not burned, and goes to whom it is said", () => {
    const { run, simulation } = simulate({
      world: world({ share: 1, to: "providers" }),
      until: "2d",
      assets,
    });
    expect(simulation.ledger.burned(1)).toBe(0);
    const providers = run.balances.find(({ asset, sector }) => asset === "token" && sector === "providers")!;
    expect(Number(providers.closing) / 1e9).toBeCloseTo(run.summary["buyback.tokens"]!, 9);
  });

  test.each([
    ["an empty treasury", { share: 1 }, 0],
    ["a reserve that is not reached", { share: 1, reserve: 1000 }, 1000],
    ["a share of nothing", { share: 0 }, 1000],
  ])("%s buys nothing", (_, params, usd) => {
    const { run } = simulate({ world: world(params, usd), until: "3d", assets });
    expect(run.summary["buyback.usd"]).toBe(0);
    expect(run.summary["ledger.burned[token]"]).toBe(0);
  });

  test("only what is above the reserve is spent", () => {
    const { run } = simulate({ world: world({ share: 1, reserve: 400 }), until: "5d", assets });
    expect(run.summary["buyback.usd"]).toBeCloseTo(600, 6);
  });
});
