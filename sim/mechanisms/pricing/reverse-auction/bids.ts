import type { Order } from "../../../formulas/price-time.ts";
import type { Index } from "../../../indexed.ts";
import { needs, serves } from "../../../kit/market/cheapest-asks.ts";
import { fitsOn } from "../../../kit/market/machines.ts";
import type { Trading } from "../../../kit/market/trading-state.ts";
import type { Random } from "../../../random.ts";
import type { Values } from "../../../schema/fields.ts";
import type { params } from "./params.ts";

/** A machine's offer to run a whole job, for an hour of the GPU that jobs are measured on. */
export interface Bid {
  readonly machine: number;
  readonly price: number;
  /** What is known of the machine when it bids. */
  readonly reputation: number;
}
/** An order that is open. */
export interface Auction {
  /** Orders before it. */
  readonly number: number;
  /** In the order in which they came. */
  bids: Bid[];
  /** When the window is over; −1: nobody has bid. */
  timer: number;
}
interface Bidding {
  readonly state: Trading & { readonly auctions: readonly Auction[]; readonly maxBids: number };
  readonly params: Values<typeof params>;
  readonly random: Random;
}

/** Bids of the machines that suit, are free, ask no more than the order's price and have not bid: the first to respond. */
export function newBids({ state, params, random }: Bidding, row: Index): Bid[] {
  const { number, bids } = state.auctions[row]!;
  const limit = state.queue.limit[row];
  const room = state.maxBids - bids.length;
  const made: Bid[] = [];
  if (room <= 0) return made;
  let best = bids.reduce((least, { price }) => Math.min(least, price), Number.POSITIVE_INFINITY);
  for (const order of inOrderOfResponse(candidates(state, row), number, random).slice(0, room)) {
    const markup = random.at(order.id, "markup").exponential(params.markup);
    const price = Math.min(limit, bidPrice(order.price, markup, best, params));
    made.push({ machine: order.id, price, reputation: state.book.reputation[order.row] });
    best = Math.min(best, price);
  }
  return made;
}

/** @param reservation what the machine asks for at least */
export function bidPrice(
  reservation: number,
  markup: number,
  bestSoFar: number,
  { strategy, undercut }: Pick<Values<typeof params>, "strategy" | "undercut">,
): number {
  if (strategy === "truthful") return reservation;
  const opening = reservation * (1 + markup);
  if (strategy === "markup" || !Number.isFinite(bestSoFar)) return opening;
  return Math.max(reservation, bestSoFar * (1 - undercut));
}

function candidates(state: Bidding["state"], row: Index): Order[] {
  const job = needs(state, row);
  const limit = state.queue.limit[row];
  const made = state.auctions[row]!.bids;
  const found: Order[] = [];
  for (const order of state.asks) {
    if (order.price > limit) break;
    if (!fitsOn(state.book, order.row, job.gpus) || !serves(state, order, job)) continue;
    if (!made.some(({ machine }) => machine === order.id)) found.push(order);
  }
  return found;
}

function inOrderOfResponse(orders: readonly Order[], auction: number, random: Random): Order[] {
  if (orders.length < 2) return [...orders];
  const delayed = orders.map((order) => ({
    order,
    delay: random.at(order.id, "response", auction >>> 0).uniform(),
  }));
  delayed.sort((a, b) => a.delay - b.delay || a.order.id - b.order.id);
  return delayed.map(({ order }) => order);
}
