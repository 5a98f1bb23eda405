import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bidPrice } from "../../../sim/mechanisms/pricing/reverse-auction/bids.ts";
import { chosenBid } from "../../../sim/mechanisms/pricing/reverse-auction/choice.ts";
import { defineMechanism, shared } from "../../../sim/model/mechanism.ts";
import { PROPERTY_SEED } from "../../contracts/worlds.ts";
import { moved, use } from "../supply/small-market.ts";
import { left, listed, matches, order, outcome } from "./machine-market.ts";

const auction = (params: object = {}) => use("pricing/reverse-auction", { strategy: "truthful", ...params });
const many = (count: number) => Array.from({ length: count }, (_, at) => ({ price: 1 + at / 100 }));

/** Says at once what is known of machines. */
const reputations = (...known: number[]) =>
  defineMechanism({
    name: "test/reputations",
    summary: "Says what is known of machines.",
    source: "tests",
    params: {},
    emits: { reputationChanged: shared },
    init: () => ({}),
    on: {
      opened({ emit }) {
        known.forEach((reputation, machine) => {
          emit.reputationChanged({ machine, reputation }, 1);
        });
      },
    },
    example: () => ({ world: [] }),
  })();

describe("an order", () => {
  test("goes to the cheapest bid when the window is over", () => {
    const result = outcome(
      [listed({ price: 3 }, { price: 1 }, { price: 2 }), auction({ window: 60 })],
      [order(10, 1, 8, 5)],
    );
    expect(matches(result)).toEqual([{ t: 70, job: 1, machines: [1], parts: [8], usdPerGpuHour: 1 }]);
  });

  test("gets bids from machines that suit alone: memory, region, room for the whole job, and its price", () => {
    const machines = [
      { price: 1, memory: 24 },
      { price: 1, region: "DE" },
      { price: 1, gpus: 2 },
      { price: 9 },
      { price: 4 },
    ];
    const result = outcome(
      [listed(...machines), auction()],
      [order(10, 1, 4, 5, { memory: 80, region: "US" })],
    );
    expect(matches(result)[0]?.machines).toEqual([4]);
    expect(result.run.summary["market.bidsPerOrder"]).toBe(1);
  });

  test("takes twenty bids at most", () => {
    const result = outcome([listed(...many(40)), auction()], [order(10, 1, 1, 5)]);
    expect(result.run.summary["market.bidsPerOrder"]).toBe(20);
  });

  test("without bids stays open until a machine is free, or patience is over", () => {
    const orders = [order(0, 1, 8, 5), order(200, 2, 8, 5), order(300, 3, 8, 5, { patience: 60 })];
    const result = outcome([listed({ price: 2 }), auction({ window: 60 })], orders);
    expect(matches(result).map(({ t, job }) => [t, job])).toEqual([
      [60, 1],
      [3720, 2],
    ]);
    expect(left(result)).toEqual([3]);
  });

  test("whose bids fell through in the window asks again", () => {
    const orders = [order(0, 1, 8, 5), order(10, 2, 8, 5)];
    const result = outcome([listed({ price: 2 }), auction({ window: 60 })], orders);
    expect(matches(result).map(({ t, job }) => [t, job])).toEqual([
      [60, 1],
      [3720, 2],
    ]);
  });

  test("goes to the best reputation where the tenant wants that", () => {
    const machines = [{ price: 1 }, { price: 3 }, { price: 2 }];
    const world = [listed(...machines), reputations(0.5, 0.9, 0.9), auction({ choice: "reputation" })];
    expect(matches(outcome(world, [order(10, 1, 1, 5)]))[0]?.machines).toEqual([2]);
  });

  test("is never dearer than its price, whatever machines bid", () => {
    for (const strategy of ["truthful", "markup", "undercut"]) {
      const result = outcome([listed(...many(5)), auction({ strategy, markup: 5 })], [order(10, 1, 1, 1.02)]);
      expect(matches(result)[0]?.usdPerGpuHour).toBeLessThanOrEqual(1.02);
      expect(matches(result)[0]?.usdPerGpuHour).toBeGreaterThanOrEqual(1);
    }
  });
});

describe("collateral", () => {
  test("is locked for each bid, and all of it goes back in the end", () => {
    const result = outcome([listed(...many(4)), auction({ collateralUsd: 0.5 })], [order(10, 1, 1, 5)], "6h");
    // Four bids lock it and four give it back: three when they are closed, one when the lease ends.
    expect(moved(result, "bid deposits")).toBe(2n * 4n * 500_000n);
    expect(moved(result, "bidders' own funds")).toBe(2n * 4n * 500_000n);
  });

  test("of a lease that still runs at the horizon goes back too, and of open bids", () => {
    const orders = [order(10, 1, 1, 5, { seconds: 1e6 }), order(3599, 2, 1, 5)];
    const result = outcome([listed({ price: 1 }), auction({ window: 60 })], orders, "1h");
    expect(moved(result, "bid deposits")).toBe(2n * 2n * 500_000n);
    expect(left(result)).toEqual([2]);
  });
});

describe("strategies", () => {
  test("a truthful machine bids what it asks for at least, one with a markup more, an undercutter just below the best", () => {
    const price = (strategy: "truthful" | "markup" | "undercut", best: number) =>
      bidPrice(2, 0.5, best, { strategy, undercut: 0.01 });
    expect(price("truthful", 2.5)).toBe(2);
    expect(price("markup", 2.5)).toBe(3);
    expect(price("undercut", 2.5)).toBeCloseTo(2.475, 12);
    expect(price("undercut", 2.01)).toBe(2);
    expect(price("undercut", Number.POSITIVE_INFINITY)).toBe(3);
  });

  test("the best of n exponential markups is an n-th of the mean one", () => {
    const [auctions, rivals, markup] = [300, 5, 0.5];
    const regions = Array.from({ length: auctions }, (_, at) => `R${at}`);
    const machines = regions.flatMap((region) =>
      Array.from({ length: rivals }, () => ({ price: 1, region })),
    );
    const orders = regions.map((region, at) => order(10, at, 1, 9, { region }));
    const trades = matches(
      outcome([listed(...machines), auction({ strategy: "markup", markup })], orders, "1h"),
    );
    const mean = trades.reduce((sum, { usdPerGpuHour }) => sum + (usdPerGpuHour as number), 0) / auctions;
    // An exponential's standard deviation is its mean; 3.29 standard errors hold 99.9 %.
    const error = markup / rivals / Math.sqrt(auctions);
    expect(trades).toHaveLength(auctions);
    expect(Math.abs(mean - (1 + markup / rivals))).toBeLessThanOrEqual(3.29 * error);
  });

  test("no markup is truthful", () => {
    const world = (params: object) => [listed(...many(4)), auction(params)];
    const prices = [{ strategy: "truthful" }, { strategy: "markup", markup: 0 }].map(
      (params) => matches(outcome(world(params), [order(10, 1, 1, 5)]))[0]?.usdPerGpuHour,
    );
    expect(prices).toEqual([1, 1]);
  });
});

describe("the tenant's choice", () => {
  const bids = [
    { machine: 0, price: 1, reputation: 0.2 },
    { machine: 1, price: 2, reputation: 0.9 },
  ];
  const taste = { choice: "logit", priceWeight: 2, reputationWeight: 3 } as const;

  test("by logit follows the shares that the formula gives", () => {
    const weights = bids.map(({ price, reputation }) => Math.exp(3 * reputation - (2 * price) / 4));
    const share = weights[0]! / (weights[0]! + weights[1]!);
    const taken = (uniform: number) => chosenBid(bids, 4, taste, () => uniform)?.machine;
    expect([taken(0), taken(share - 1e-9), taken(share + 1e-9), taken(1 - 1e-12)]).toEqual([0, 0, 1, 1]);
  });

  test("is nobody where nobody bids", () => {
    for (const choice of ["cheapest", "reputation", "logit"] as const)
      expect(chosenBid([], 4, { ...taste, choice }, () => 0.5)).toBeNull();
  });

  test("is always one of the bids, even for an order at zero", () =>
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (uniform) => {
        const free = bids.map((bid) => ({ ...bid, price: 0 }));
        expect(free).toContain(chosenBid(free, 0, taste, () => uniform));
      }),
      { seed: PROPERTY_SEED },
    ));
});
