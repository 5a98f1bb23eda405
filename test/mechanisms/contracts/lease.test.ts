import { describe, expect, test } from "vitest";
import { defineMechanism, shared } from "../../../sim/model/mechanism.ts";
import { listed, matches, order, outcome } from "../pricing/machine-market.ts";
import { happened, moved, use } from "../supply/small-market.ts";

const lease = (params: object = {}) => use("contracts/lease", { cover: 0, ...params });
/** One GPU at a price, and what a lease of it moves. */
const leased = (params: object, seconds: number, { price = 1, until = "10d" } = {}) =>
  outcome(
    [listed({ price }), use("pricing/order-book"), lease(params)],
    [order(0, 1, 1, 9, { seconds })],
    until,
  );

describe("a lease", () => {
  test("of an hour at a dollar pays 1,805 base units for each of its 553 full blocks, and the rest goes back", () => {
    const result = leased({}, 3600);
    const paid = 1805n * BigInt(Math.floor(3600 / 6.5));
    expect(moved(result, "GPU time")).toBe(paid);
    // Into customers' hands and back into the world.
    expect(moved(result, "refunds")).toBe(2n * (5_000_000n - paid));
  });

  test("without top-ups is closed when the deposit no longer pays for a block, and the job with it", () => {
    const result = leased({ topUps: false }, 86_400);
    expect(moved(result, "GPU time")).toBe(5_000_000n);
    expect(moved(result, "refunds")).toBe(0n);
    expect(happened(result, "jobEvicted").map(({ t, kept }) => [t, kept])).toEqual([[2_771 * 6.5, false]]);
    expect(happened(result, "jobInterrupted").map(({ t }) => t)).toEqual([2_771 * 6.5]);
    expect(result.run.summary["contracts.overdrawn"]).toBe(1);
  });

  test("with top-ups runs to its end", () => {
    const result = leased({}, 86_400);
    expect(moved(result, "GPU time")).toBe(1805n * BigInt(Math.floor(86_400 / 6.5)));
    expect(moved(result, "deposits")).toBe(5n * 5_000_000n);
    expect(happened(result, "jobFinished")).toHaveLength(1);
  });

  test("pays the same whether the provider withdraws daily or at the end", () => {
    const blocks = (from: number, to: number) => BigInt(Math.floor(to / 6.5) - Math.floor(from / 6.5));
    const result = leased({ depositUsd: 200 }, 3.7 * 86_400);
    expect(moved(result, "GPU time")).toBe(1805n * blocks(0, 3.7 * 86_400));
  });

  test("gives the network its share of what is withdrawn, rounded down", () => {
    const result = leased({ takeRate: 0.02 }, 3600);
    const paid = 1805 * Math.floor(3600 / 6.5);
    expect(moved(result, "market fee")).toBe(BigInt(Math.floor(paid * 0.02)));
    expect(moved(result, "GPU time")).toBe(BigInt(paid - Math.floor(paid * 0.02)));
    expect(result.run.summary["market.feesUsd"]).toBeCloseTo((paid * 0.02) / 1e6, 5);
  });

  test("whose price changes pays each rate for its own blocks", () => {
    const repriced = defineMechanism({
      name: "test/repriced",
      summary: "Doubles the price of a job.",
      source: "tests",
      params: {},
      emits: { jobRepriced: shared },
      init: () => ({}),
      on: {
        opened({ emit }) {
          emit.jobRepriced({ job: 1, usdPerGpuHour: 2 }, 1800);
        },
      },
      example: () => ({ world: [] }),
    });
    const world = [listed({ price: 1 }), use("pricing/order-book"), lease(), repriced()];
    const result = outcome(world, [order(0, 1, 1, 9)]);
    const before = Math.floor(1800 / 6.5);
    expect(moved(result, "GPU time")).toBe(BigInt(1805 * before + 3611 * (553 - before)));
    expect(moved(result, "deposits")).toBe(5_000_000n);
  });

  test("that runs at the horizon is settled there", () => {
    const result = leased({}, 1e6, { until: "1h" });
    expect(moved(result, "GPU time")).toBe(1805n * 553n);
    expect(moved(result, "deposits") - moved(result, "refunds") / 2n).toBe(1805n * 553n);
  });

  test("that costs nothing, and one that ends in its first block, pay nothing", () => {
    expect(moved(leased({}, 3600, { price: 0 }), "GPU time")).toBe(0n);
    expect(moved(leased({}, 5), "GPU time")).toBe(0n);
  });

  test("covers so much time ahead where customers deposit more than the least", () => {
    const result = leased({ cover: 86_400 }, 3600, { price: 2 });
    expect(matches(result)).toHaveLength(1);
    expect(moved(result, "deposits")).toBe(3611n * BigInt(Math.ceil(86_400 / 6.5)));
  });
});
