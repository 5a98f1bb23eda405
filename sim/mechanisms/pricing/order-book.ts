import type { Order } from "../../formulas/price-time.ts";
import { gpusOf } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { machineWorld } from "../../kit/examples.ts";
import { cheapest, needs } from "../../kit/market/cheapest-asks.ts";
import { bidClaims, reckon, tradingMetrics, tradingSignals } from "../../kit/market/gains.ts";
import { freeGpus, list } from "../../kit/market/machines.ts";
import {
  ask,
  bid,
  free,
  trade,
  tradingEmits,
  withdrawAllBids,
  withdrawAsk,
  withdrawBid,
} from "../../kit/market/trading.ts";
import { type Trading, trading } from "../../kit/market/trading-state.ts";
import { matchesJobs } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { usdPerGpuHour, type Values } from "../../schema/fields.ts";

// A job's bid: rests (trades at once where asks suit) → trades when an ask comes → or is withdrawn when patience is over.
// A machine's ask: its free GPUs, as long as it is on offer; when more are freed it goes to the back of its price.

const params = {
  initial: usdPerGpuHour({
    default: 1,
    min: 0,
    doc: "Price that is quoted before there is any ask or trade.",
    source: "Orrery: for the scenario to set",
  }),
};

interface State extends Trading {
  /** Of the last trade, for an hour of work; quoted while nobody asks. */
  lastPrice: number;
  /** Up to `measured`: ∫ spread dt while both sides are there, ∫ dt of that, ∫ GPUs asked dt, ∫ GPUs bid dt. */
  depths: { spread: number; twoSided: number; asked: number; bid: number };
  /** What holds since then. */
  shape: { spread: number; twoSided: number; asked: number; bid: number };
  measured: number;
}
type Book = ContextOf<typeof params, State, {}, typeof tradingEmits>;

export const orderBook = defineMechanism({
  name: "pricing/order-book",
  summary:
    "Trades continuously by price and time: jobs take the cheapest GPUs that suit, or wait as bids for asks to come.",
  source:
    "Continuous double auction: Smith 1962, Journal of Political Economy 70(2); Domowitz 1993, Journal of Financial Intermediation 3",
  params,
  emits: tradingEmits,
  init: ({ initial }: Values<typeof params>): State => ({
    ...trading(),
    lastPrice: initial,
    depths: { spread: 0, twoSided: 0, asked: 0, bid: 0 },
    shape: { spread: 0, twoSided: 0, asked: 0, bid: 0 },
    measured: 0,
  }),
  estimate: matchesJobs,
  on: {
    jobSubmitted(context, event) {
      const row = bid(context, event);
      tradeIfItCan(context, row);
      changed(context);
    },
    machineListed: ({ state }, event) => void list(state.book, event),
    machineOffered(context, event) {
      ask(context, event);
      cross(context);
    },
    machineWithdrawn(context, { machine }) {
      withdrawAsk(context, machine);
      changed(context);
    },
    jobFinished: freed,
    jobInterrupted: freed,
    jobPaused: freed,
    patienceOver(context, { row }) {
      withdrawBid(context, row);
      changed(context);
    },
    end(context) {
      withdrawAllBids(context);
      changed(context);
    },
  },
  signals: {
    usdPerGpuHour: ({ state }) => state.asks[0]?.price ?? state.lastPrice,
    ...tradingSignals,
  },
  metrics: {
    ...tradingMetrics,
    "gpu.usdPerGpuHour": { value: ({ state }) => state.asks[0]?.price ?? state.lastPrice },
    "market.spreadUsdPerGpuHour": {
      totals: (context) => [total(context, "spread"), total(context, "twoSided")],
    },
    "market.askDepth": { totals: (context) => [total(context, "asked"), context.now] },
    "market.bidDepth": { totals: (context) => [total(context, "bid"), context.now] },
  },
  invariants: {
    "no bid rests that asks could serve whole at its price": ({ state }) => {
      const best = state.asks[0]?.price ?? Number.POSITIVE_INFINITY;
      return state.bids.every(
        ({ price, row }) => price < best || cheapest(state, needs(state, row), price) === null,
      );
    },
    ...bidClaims,
  },
  example: () => ({
    world: [
      { mechanism: "supply/fleet", params: { mtbf: "30d" } },
      { mechanism: "pricing/order-book", params: { initial: 0.3 } },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
    ],
    until: "30d",
  }),
  examples: () => [machineWorld({ mechanism: "pricing/order-book", params: {} })],
  unreached: {
    jobPaused: "No shipped mechanism evicts a job from this market with its data kept.",
  },
});

function freed(context: Book, { job }: { job: number }): void {
  if (free(context, job).length > 0) cross(context);
}

/** Asks have come: the best bids that can be served whole are, one after the other. */
function cross(context: Book): void {
  const { bids, asks, book } = context.state;
  for (let at = 0; at < bids.length && asks.length > 0 && bids[at]!.price >= asks[0]!.price; ) {
    const { quantity, row } = bids[at]!;
    if (quantity > freeGpus(book) || !tradeIfItCan(context, row)) at++;
  }
  changed(context);
}

/** Each GPU trades at the price of the order that rested first. */
function tradeIfItCan(context: Book, row: Index): boolean {
  const { state } = context;
  const limit = state.queue.limit[row];
  const since = state.queue.since[row];
  const orders = cheapest(state, needs(state, row), limit);
  if (orders === null) return false;
  const priceOf = (order: Order) => (order.time > since ? limit : order.price);
  state.lastPrice = priceOf(orders.at(-1)!);
  trade(context, row, orders, priceOf);
  return true;
}

function changed(context: Book): void {
  reckon(context);
  const { state, now } = context;
  for (const name of ["spread", "twoSided", "asked", "bid"] as const)
    state.depths[name] = total(context, name);
  state.measured = now;
  const [bestBid, bestAsk] = [state.bids[0], state.asks[0]];
  const twoSided = bestBid !== undefined && bestAsk !== undefined && Number.isFinite(bestAsk.price);
  state.shape = {
    spread: twoSided ? bestAsk.price - bestBid.price : 0,
    twoSided: twoSided ? 1 : 0,
    asked: freeGpus(state.book),
    bid: gpusOf(state.queue.gpusWaiting),
  };
}

const total = ({ state, now }: Pick<Book, "state" | "now">, name: keyof State["depths"]): number =>
  state.depths[name] + state.shape[name] * (now - state.measured);
