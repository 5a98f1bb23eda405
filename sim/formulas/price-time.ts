import type { Index } from "../indexed.ts";

/**
 * Resting orders by price–time priority: the better price first, of one price the earlier, of one time the lower id
 * (the rule of continuous exchanges: Domowitz 1993, Journal of Financial Intermediation 3). Sorted arrays as plain
 * data; finding an order takes a binary search.
 */
export interface Order {
  readonly id: number;
  readonly price: number;
  readonly time: number;
  /** Units that rest. */
  quantity: number;
  /** Where its owner keeps the rest of it. */
  readonly row: Index;
}
/** Bids: the highest price is best. Asks: the lowest. */
export type Side = "bids" | "asks";

/** What tells an order apart, and its priority. */
export type Key = Omit<Order, "quantity" | "row">;

/** Puts an order where its priority is. */
export function rest(orders: Order[], side: Side, order: Order): void {
  orders.splice(placeOf(orders, side, order), 0, order);
}

/** Where the order of this price, time and id stands, or −1. */
export function positionOf(orders: readonly Order[], side: Side, key: Key): number {
  const place = placeOf(orders, side, key);
  return orders[place]?.id === key.id && orders[place].time === key.time && orders[place].price === key.price
    ? place
    : -1;
}

/** Takes the order of this price, time and id away; nothing where it is not there. */
export function cancelOrder(orders: Order[], side: Side, key: Key): void {
  const place = positionOf(orders, side, key);
  if (place !== -1) orders.splice(place, 1);
}

/** How many orders go before. */
function placeOf(orders: readonly Order[], side: Side, key: Key): number {
  let low = 0;
  let high = orders.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (goesBefore(orders[middle]!, key, side)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function goesBefore(a: Key, b: Key, side: Side): boolean {
  if (a.price !== b.price) return side === "bids" ? a.price > b.price : a.price < b.price;
  return a.time !== b.time ? a.time < b.time : a.id < b.id;
}
