/*
 * A node earns on its provider's account, where supply pays its bills. Every few days:
 *   what is beyond its working capital → repairs → the operator's commission → holders, by shares → a call for its shares
 */

import { gini } from "../../formulas/concentration.ts";
import { sum } from "../../formulas/sum.ts";
import type { Index } from "../../indexed.ts";
import { machineWorld } from "../../kit/examples.ts";
import { BYTES_OF_A_MACHINE, rings } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { numberColumn } from "../../schema/table.ts";
import { DAY, YEAR } from "../../units.ts";
import { params } from "./node-shares/params.ts";
import { booksAgree, payOut, repair } from "./node-shares/payout.ts";
import {
  accounts,
  assets,
  emits,
  firstState,
  type NodeShares,
  openAccounts,
  sellShares,
} from "./node-shares/state.ts";
import { trade } from "./node-shares/trade.ts";

export const nodeShares = defineMechanism({
  name: "supply/node-shares",
  summary:
    "Lets many people own a node: sells it in shares, pays out its income by them, and lets them be traded.",
  source:
    "Division by largest remainder: Balinski and Young, Fair Representation, 1982; value: Brealey, Myers and Allen, chapter 2",
  params,
  settable: { commission: [0, 1] },
  accounts,
  assets,
  emits,
  init: firstState,
  estimate: ({ payoutEvery, savers, nodes }, ahead) => ({
    events: { payout: rings(ahead, payoutEvery * DAY) },
    steps: rings(ahead, payoutEvery * DAY) * savers * nodes.rows,
    bytes: savers * (BYTES_OF_A_MACHINE + nodes.rows * 8),
  }),
  on: {
    start: openAccounts,
    opened(context) {
      sellShares(context);
      context.emit.payout({ k: 1 }, context.params.payoutEvery * DAY);
    },
    machineWithdrawn: (context, { machine }) => repair(context, machine),
    payout(context, { k }) {
      const { state, params, emit } = context;
      emit.payout({ k: k + 1 }, params.payoutEvery * DAY);
      for (let node = 0; node < state.nodes; node++) payOut(context, node);
      state.payouts++;
      for (let node = 0; node < state.nodes; node++) trade(context, node, k);
    },
  },
  metrics: {
    "shares.letIn": {
      value: ({ state: { invested, savings } }) =>
        invested.filter((usd) => usd > 0).length / Math.max(1, savings.length - 1),
      changedBy: ["opened"],
    },
    "shares.holders": {
      value: ({ state }) => holders(state),
      changedBy: ["opened", "payout"],
    },
    "shares.sold": {
      value: sold,
      changedBy: ["opened", "payout"],
    },
    "shares.ticketUsd": {
      value: smallestTicket,
      changedBy: ["opened"],
    },
    "shares.gini": {
      value: ({ state }) => gini(state.income.subarray(0, state.income.length - 1)),
      changedBy: ["payout"],
    },
    "shares.incomeUsd": { total: ({ state }) => Number(state.units.toHolders) / 1e6 },
    "operators.incomeUsd": {
      total: ({ state }) => Number(state.units.toOperators) / 1e6 - state.repairsByOperators,
    },
    "shares.repairsUsd": { total: ({ state }) => state.repairsUsd },
    "shares.yield": {
      totals: ({ state, params, now }) => [
        (Number(state.units.toHolders) / 1e6) * YEAR,
        sum(numberColumn(params.nodes, "price_usd")) * now,
      ],
    },
    "shares.turnover": { totals: ({ state, now }) => [state.trades.nodes * YEAR, state.nodes * now] },
    "shares.priceToValue": {
      totals: ({ state }) => [state.trades.usd, state.trades.value],
      empty: 1,
    },
  },
  invariants: {
    "what holders and operators get is what nodes pay out, to the base unit": booksAgree,
    "no share is made or lost": ({ state, params }) =>
      state.held.every((held, node: Index) => {
        const issued = numberColumn(params.nodes, "shares")[node];
        return held.every((shares) => shares >= 0) && sum(held) === (state.reserve.length > 0 ? issued : 0);
      }),
  },
  example: () => ({
    world: [
      { mechanism: "supply/fleet", params: {} },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "contracts/escrow", params: {} },
      { mechanism: "supply/node-shares", params: { savers: 40 } },
    ],
    until: "30d",
  }),
  examples: () => [
    machineWorld({ mechanism: "pricing/posted", params: {} }, [
      { mechanism: "supply/node-shares", params: { savers: 40 } },
    ]),
  ],
});

function holders({ held, savings }: NodeShares["state"]): number {
  let count = 0;
  for (let saver: Index = 0; saver < savings.length - 1; saver++)
    if (held.some((shares) => shares[saver] > 0)) count++;
  return count;
}

function sold({ state: { held }, params: { nodes } }: NodeShares): number {
  const prices = numberColumn(nodes, "price_usd");
  const issued = numberColumn(nodes, "shares");
  let usd = 0;
  held.forEach((shares, node: Index) => {
    usd += prices[node] * (1 - shares.at(-1)! / issued[node]);
  });
  return usd / Math.max(1e-9, sum(prices));
}

function smallestTicket({ state, params }: NodeShares): number {
  const bought = state.invested.filter((usd) => usd > 0);
  if (bought.length > 0) return bought.reduce((least, usd) => Math.min(least, usd));
  const prices = numberColumn(params.nodes, "price_usd");
  const issued = numberColumn(params.nodes, "shares");
  let least = Number.POSITIVE_INFINITY;
  for (let node: Index = 0; node < state.nodes; node++) least = Math.min(least, prices[node] / issued[node]);
  return state.nodes > 0 ? least : 0;
}
