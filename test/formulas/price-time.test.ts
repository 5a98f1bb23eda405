import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cancelOrder, type Order, positionOf, rest, type Side } from "../../sim/formulas/price-time.ts";
import { PROPERTY_SEED } from "../contracts/worlds.ts";

const order = (id: number, price: number, time: number): Order => ({ id, price, time, quantity: 1, row: id });
const side = fc.constantFrom<Side>("bids", "asks");
const arrivals = fc.uniqueArray(fc.record({ id: fc.nat(30), price: fc.nat(4), time: fc.nat(4) }), {
  selector: ({ id }) => id,
  maxLength: 25,
});

describe("orders by price and time", () => {
  test("the best price stands first, of one price the earliest, of one time the lowest number", () => {
    const orders: Order[] = [];
    for (const each of [order(1, 5, 2), order(2, 7, 3), order(4, 5, 1), order(3, 5, 1)])
      rest(orders, "bids", each);
    expect(orders.map(({ id }) => id)).toEqual([2, 3, 4, 1]);
  });

  test("stand as a sort puts them, whatever came and went", () =>
    fc.assert(
      fc.property(side, arrivals, fc.array(fc.nat(30)), (side, came, gone) => {
        const orders: Order[] = [];
        for (const { id, price, time } of came) rest(orders, side, order(id, price, time));
        for (const id of gone)
          for (const each of came.filter((other) => other.id === id)) cancelOrder(orders, side, each);
        const sign = side === "bids" ? -1 : 1;
        const sorted = came
          .filter(({ id }) => !gone.includes(id))
          .sort((a, b) => sign * (a.price - b.price) || a.time - b.time || a.id - b.id);
        expect(orders.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id));
        sorted.forEach((each, at) => {
          expect(positionOf(orders, side, each)).toBe(at);
        });
      }),
      { seed: PROPERTY_SEED },
    ));

  test("one that is not there has no position, and can be cancelled without effect", () => {
    const orders = [order(1, 5, 2)];
    expect(positionOf(orders, "asks", order(1, 5, 3))).toBe(-1);
    cancelOrder(orders, "asks", order(2, 5, 2));
    expect(orders).toHaveLength(1);
  });
});
