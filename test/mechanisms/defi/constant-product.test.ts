import { describe, expect, test } from "vitest";
import { vectors } from "../../formulas/vectors.ts";
import { simulate } from "../consensus/small-world.ts";
import { use } from "../supply/small-market.ts";
import { trader } from "./one-swap.ts";

interface Case {
  amountIn: string;
  reserveIn: string;
  reserveOut: string;
  expectedOut: string;
}

/** Both assets in units of 10^-6, so that the vectors' reserves are whole numbers of them. */
const assets = { token: { decimals: 6 } };
const pool = (tokens: bigint, usd: bigint, fee = 30) =>
  use("defi/constant-product", { tokens: Number(tokens) / 1e6, usd: Number(usd) / 1e6, fee });

describe("a swap through the ledger", () => {
  test("gives Uniswap v2's numbers to the base unit, whichever side is sold", () => {
    for (const { amountIn, reserveIn, reserveOut, expectedOut } of vectors<{ cases: Case[] }>(
      "uniswap_v2_amount_out",
    ).cases) {
      for (const sells of ["token", "usd"] as const) {
        const [tokens, usd] = sells === "token" ? [reserveIn, reserveOut] : [reserveOut, reserveIn];
        const world = [pool(BigInt(tokens), BigInt(usd)), trader(sells, BigInt(amountIn))];
        const { chart, ledger } = simulate({ world, until: "1d", assets }).simulation;
        const bought = ledger.units(
          chart.asset(sells === "token" ? "usd" : "token"),
          chart.account("test/trader.wallet"),
        );
        expect(bought).toBe(BigInt(expectedOut));
        expect(ledger.units(chart.asset(sells), chart.account("pool"))).toBe(
          BigInt(reserveIn) + BigInt(amountIn),
        );
      }
    }
  });

  test("sells at most what the account holds, and says what was sold and bought", () => {
    const { events, simulation } = simulate({
      world: [pool(10n ** 12n, 10n ** 12n, 0), trader("token", 10n ** 12n)],
      until: "1d",
      assets,
    });
    expect(events.find(({ name }) => name === "swapped")!.payload).toMatchObject({
      sold: 1e6,
      bought: 5e5,
      sellsToken: true,
    });
    expect(
      simulation.ledger.units(
        simulation.chart.asset("token"),
        simulation.chart.account("test/trader.wallet"),
      ),
    ).toBe(0n);
  });

  test("of nothing changes nothing", () => {
    const { run } = simulate({
      world: [pool(10n ** 12n, 10n ** 12n), trader("token", 0n)],
      until: "1d",
      assets,
    });
    expect(run.atEnd["token.usd"]).toBe(1);
    expect(run.summary["token.volumeUsd"]).toBe(0);
  });
});

test("the pool opens at the ratio of its reserves, and its tokens belong to the genesis supply", () => {
  const { run } = simulate({ world: [use("defi/constant-product", { tokens: 4e6, usd: 1e6 })], until: "1d" });
  expect(run.atEnd["token.usd"]).toBe(0.25);
  expect(run.balances.find(({ asset, sector }) => asset === "token" && sector === "pool")!.opening).toBe(
    4_000_000n * 10n ** 9n,
  );
});
