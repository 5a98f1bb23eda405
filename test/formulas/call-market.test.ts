import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callMarket, type Offer } from "../../sim/formulas/call-market.ts";
import { PROPERTY_SEED } from "../contracts/worlds.ts";

const offers = fc.array(
  fc.record({ price: fc.integer({ min: 0, max: 12 }), quantity: fc.integer({ min: 1, max: 5 }) }),
  { maxLength: 12 },
);
const at = (...prices: number[]): Offer[] => prices.map((price) => ({ price, quantity: 1 }));
const quantity = (of: readonly Offer[], where: (price: number) => boolean) =>
  of.reduce((sum, offer) => (where(offer.price) ? sum + offer.quantity : sum), 0);

/** Units one by one: the best bid and the best ask are paired while both gain. */
function unitByUnit(bids: readonly Offer[], asks: readonly Offer[]) {
  const units = (of: readonly Offer[]) =>
    of.flatMap(({ price, quantity }) => Array<number>(quantity).fill(price));
  const buyers = units(bids).sort((a, b) => b - a);
  const sellers = units(asks).sort((a, b) => a - b);
  let gains = 0;
  let volume = 0;
  while (volume < Math.min(buyers.length, sellers.length) && buyers[volume]! >= sellers[volume]!) {
    gains += buyers[volume]! - sellers[volume]!;
    volume++;
  }
  return { volume, gains };
}

/** At this price nobody who would rather trade is left out. */
const clears = (bids: readonly Offer[], asks: readonly Offer[], price: number) =>
  quantity(bids, (bid) => bid > price) <= quantity(asks, (ask) => ask <= price) &&
  quantity(asks, (ask) => ask < price) <= quantity(bids, (bid) => bid >= price);

describe("a call market", () => {
  test("bids 9, 7, 5, 3 meet asks 2, 4, 6, 8: two trade, between 5 and 6", () => {
    expect(callMarket(at(9, 7, 5, 3), at(2, 4, 6, 8))).toEqual({
      volume: 2,
      low: 5,
      high: 6,
      price: 5.5,
      gains: 9 - 2 + 7 - 4,
    });
  });

  test("k shares the interval between the sides", () => {
    const prices = [0, 0.25, 1].map((k) => callMarket(at(9, 7, 5, 3), at(2, 4, 6, 8), k).price);
    expect(prices).toEqual([5, 5.25, 6]);
  });

  test("one buyer and one seller split the difference (Chatterjee and Samuelson 1983)", () => {
    expect(callMarket(at(0.8), at(0.2)).price).toBe(0.5);
  });

  test("a marginal bid that is served in part sets the price", () => {
    const { price, volume } = callMarket([{ price: 4, quantity: 10 }], at(1, 2, 3));
    expect([price, volume]).toEqual([4, 3]);
  });

  test("has no price where nothing crosses", () => {
    for (const [bids, asks] of [
      [at(1), at(2)],
      [at(), at(2)],
      [at(1), at()],
      [at(), at()],
    ] as const) {
      const { volume, price, gains } = callMarket(bids, asks);
      expect([volume, gains]).toEqual([0, 0]);
      expect(price).toBeNaN();
    }
  });

  test("trades as much, and gains as much, as a crossing unit by unit", () =>
    fc.assert(
      fc.property(offers, offers, (bids, asks) => {
        const { volume, gains } = callMarket(bids, asks);
        expect({ volume, gains }).toEqual(unitByUnit(bids, asks));
      }),
      { seed: PROPERTY_SEED, numRuns: 500 },
    ));

  test("trades the most that any price would let trade", () =>
    fc.assert(
      fc.property(offers, offers, (bids, asks) => {
        const at = (price: number) =>
          Math.min(
            quantity(bids, (bid) => bid >= price),
            quantity(asks, (ask) => ask <= price),
          );
        const most = Math.max(0, ...[...bids, ...asks].map(({ price }) => at(price)));
        const { volume, price } = callMarket(bids, asks);
        expect(volume).toBe(most);
        if (volume > 0) expect(at(price)).toBe(most);
      }),
      { seed: PROPERTY_SEED, numRuns: 500 },
    ));

  test("finds the whole interval of prices that clear, and none beside it", () =>
    fc.assert(
      fc.property(offers, offers, (bids, asks) => {
        const { volume, low, high, price } = callMarket(bids, asks);
        fc.pre(volume > 0);
        for (const inside of [low, high, price, (low + high) / 2])
          expect(clears(bids, asks, inside), `${inside}`).toBe(true);
        for (const outside of [low - 0.5, high + 0.5])
          expect(clears(bids, asks, outside), `${outside}`).toBe(false);
      }),
      { seed: PROPERTY_SEED, numRuns: 500 },
    ));
});
