import { expect, test } from "vitest";
import { inlineTable } from "../../../sim/schema/table.ts";
import { resolved, runOf } from "../../contracts/worlds.ts";

const world = (
  mechanism: string,
  params: object,
  until: string | number = "1d",
  sample: string | number = "1d",
) => runOf(resolved({ title: "A cloud", until, sample, world: [{ mechanism, params }] }));

test("a reserved hour costs the price on demand less the discount, and what the money paid upfront costs", () => {
  const price = (params: object) =>
    world("pricing/cloud-terms", params).summary["market.cloudReservedUsdPerGpuHour"];
  expect(price({ discount: 0.4, upfront: 0 })).toBeCloseTo(0.6, 12);
  // One payment at the beginning of a year instead of one at its end: 10 % more.
  expect(price({ discount: 0.4, upfront: 1, term: 1, rate: 0.1 })).toBeCloseTo(0.66, 12);
  // Three years: 3 / 2.48685 of the annuity table.
  expect(price({ discount: 0, upfront: 1, term: 3, rate: 0.1 })).toBeCloseTo(3 / 2.48685, 5);
});

const PRICES = inlineTable({
  instance_type: ["a", "b", "a", "a"],
  zone: ["x", "x", "x", "y"],
  timestamp: [1_000, 1_000, 4_600, 5_000],
  usd_per_hour: [8, 100, 16, 100],
});

test("recorded prices of one instance and zone hold from their time on, and start again when they are over", () => {
  const { series } = world(
    "pricing/recorded-spot",
    { prices: PRICES, instanceType: "a", zone: "x" },
    7_200,
    1_200,
  );
  // 1 USD a GPU-hour from 0 s, 2 from 3,600 s, which holds as long; 1 again from 7,200 s on.
  expect([...series["market.cloudSpotUsdPerGpuHour"]!]).toEqual([1, 1, 2, 2, 2, 1]);
});

test("a table without this instance is refused in a sentence", () => {
  expect(() => world("pricing/recorded-spot", { prices: PRICES, instanceType: "c", zone: "x" })).toThrow(
    'pricing/recorded-spot finds in (given in place) no price of the instance "c".',
  );
  expect(() => world("pricing/recorded-spot", { prices: PRICES, instanceType: "a", zone: "mars" })).toThrow(
    'no price of "a" in the zone "mars". It has: ',
  );
});
