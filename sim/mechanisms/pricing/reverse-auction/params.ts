import { tradingEmits } from "../../../kit/market/trading.ts";
import { choice, count, number, ratio, seconds, usd, usdPerGpuHour } from "../../../schema/fields.ts";

export const params = {
  choice: choice(["cheapest", "reputation", "logit"], {
    default: "cheapest",
    doc: "Which bid the tenant takes: the cheapest; that of the best reputation, of these the cheapest; or at random by a logit of price and reputation.",
    source: "Akash: the tenant picks any bid; its Console sorts them by price",
  }),
  strategy: choice(["truthful", "markup", "undercut"], {
    default: "markup",
    doc: "What machines bid: what they ask for at least; that and a markup of their own; or a little less than the best bid so far, and a markup where there is none.",
    source: "Orrery: a design; Akash's provider bids by a pricing script of its owner",
  }),
  markup: ratio({
    default: 0.2,
    max: 10,
    doc: "Mean markup on what a machine asks for at least; exponential over machines.",
    range: [0.05, 0.5],
  }),
  undercut: ratio({
    default: 0.01,
    doc: "How far below the best bid so far an undercutting machine bids.",
    range: [0.001, 0.05],
  }),
  window: seconds({
    default: 60,
    doc: "Time from the first bid until the tenant chooses.",
    range: [6.5, 300],
  }),
  maxBids: count({
    default: 20,
    min: 1,
    max: 500,
    doc: "Bids that an order takes: the first to respond.",
    source: "Akash: akash-network/node 3efe26bf, x/market: order_max_bids 20, at most 500",
  }),
  collateralUsd: usd({
    default: 0.5,
    max: 1e6,
    doc: "What a machine's owner locks for a bid, until it is closed or its lease ends.",
    source: "Akash: bid_min_deposit 500,000 uact",
  }),
  priceWeight: number("", {
    default: 10,
    min: 0,
    max: 1e3,
    doc: "Logit: utility that is lost where a bid is dearer by the order's whole price.",
    range: [2, 30],
  }),
  reputationWeight: number("", {
    default: 4,
    min: 0,
    max: 1e3,
    doc: "Logit: utility of full reputation over none.",
    range: [0, 10],
  }),
  initial: usdPerGpuHour({
    default: 0.5,
    min: 0,
    doc: "Price that is quoted before the first lease; where it is above what customers would pay, none comes and it stays.",
    source: "Orrery: for the scenario to set",
  }),
};

export const emits = {
  ...tradingEmits,
  windowOver: {
    doc: "The tenant of an order chooses among the bids.",
    priority: 15,
    private: true,
    fields: { row: "number" },
  },
} as const;
