import { expect, test } from "vitest";
import { simulate } from "../consensus/small-world.ts";
import { use } from "../supply/small-market.ts";

const DAY = 86_400;

test("demand is at its factor from the shock until it ends", () => {
  const { run } = simulate({
    world: [use("shocks/demand", { at: "3d", until: "7d", factor: 0.4 })],
    until: "10d",
  });
  const level = (day: number) => run.series["demand.level"]![run.t.findIndex((t) => t >= day * DAY)];
  expect([level(2.9), level(3), level(6.9), level(7), level(10)]).toEqual([1, 0.4, 0.4, 1, 1]);
});

const sale = (factor: number, fee: number, tokens = 1e7) =>
  simulate({
    world: [
      use("defi/constant-product", { tokens: 1e7, usd: 1e6, fee }),
      use("shocks/token-sale", { at: "2d", factor, tokens }),
    ],
    until: "5d",
  }).run;

test("a sale moves the price by its factor where the pool takes no fee, and to within the fee where it does", () => {
  for (const factor of [0.9, 0.5, 0.3]) {
    expect(sale(factor, 0).atEnd["token.usd"]).toBeCloseTo(0.1 * factor, 9);
    expect(Math.abs(sale(factor, 30).atEnd["token.usd"]! / (0.1 * factor) - 1)).toBeLessThan(0.003);
  }
});

test("before the sale the price stands, and a factor of 1 is no sale", () => {
  const { t, series } = sale(0.5, 30);
  expect(series["token.usd"]![t.findIndex((time) => time >= 1.9 * DAY)]).toBe(0.1);
  expect(sale(1, 30).atEnd["token.usd"]).toBe(0.1);
});

test("a holder sells at most what it has", () => {
  // 10^5 tokens into 10^7: the price falls by (1 + 0.01)^2.
  expect(sale(0.5, 0, 1e5).atEnd["token.usd"]).toBeCloseTo(0.1 / 1.01 ** 2, 9);
});

test("a sale reads its factor when it is due: until then a design with a sale to come is one without", () => {
  const cut = (factor: number) => {
    const events = simulate({
      world: [
        use("defi/constant-product", { tokens: 1e7, usd: 1e6 }),
        use("traders/noise"),
        use("shocks/token-sale", { at: "2d", factor }),
      ],
      until: "5d",
    }).events;
    return events.filter(({ t }) => t < 2 * DAY);
  };
  expect(cut(0.5)).toEqual(cut(1));
  expect(cut(1).length).toBeGreaterThan(2);
});
