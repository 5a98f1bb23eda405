import type { Index } from "../../indexed.ts";
import { machineWorld } from "../../kit/examples.ts";
import { reckon, tradingMetrics, tradingSignals } from "../../kit/market/gains.ts";
import { fitsOn, list, setReputation } from "../../kit/market/machines.ts";
import {
  ask,
  askOf,
  free,
  bid as openOrder,
  trade,
  withdrawAsk,
  withdrawBid,
} from "../../kit/market/trading.ts";
import { type Trading, trading } from "../../kit/market/trading-state.ts";
import { matchesJobs } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import type { Values } from "../../schema/fields.ts";
import { type Auction, type Bid, newBids } from "./reverse-auction/bids.ts";
import { chosenBid } from "./reverse-auction/choice.ts";
import {
  type Collateral,
  collateralAccounts,
  collateralAssets,
  lock,
  unlock,
} from "./reverse-auction/collateral.ts";
import { emits, params } from "./reverse-auction/params.ts";

// An order: jobSubmitted → open → first bid → window → (a bid is chosen → jobMatched | none still stands → open), or jobLeft
// A bid: collateral locked → (chosen: locked until the job ends | closed: collateral back)

const UNITS = 1e6;

interface State extends Trading, Collateral {
  /** By row of the queue: the orders that are open. */
  auctions: Auction[];
  maxBids: number;
  orders: number;
  bidsMade: number;
  /** What recent leases cost for an hour of work. */
  price: number;
}
type Akash = ContextOf<
  typeof params,
  State,
  {},
  typeof emits,
  typeof collateralAccounts,
  typeof collateralAssets
>;
/** The weight of a lease in the price that is quoted: the last twenty or so count. */
const RECENT = 0.05;
const NO_TIMER = -1;

export const reverseAuction = defineMechanism({
  name: "pricing/reverse-auction",
  summary:
    "Lets machines bid for each job's order, at most at its price; the tenant takes one of the bids, whose machine runs the whole job.",
  source: "Akash: AEP-79; akash-network/node 3efe26bf, x/market",
  params,
  accounts: collateralAccounts,
  assets: collateralAssets,
  emits,
  init: ({ maxBids, collateralUsd, initial }: Values<typeof params>): State => ({
    ...trading(),
    auctions: [],
    maxBids,
    collateral: Math.round(collateralUsd * UNITS),
    locked: 0,
    orders: 0,
    bidsMade: 0,
    price: initial,
  }),
  estimate: (params, ahead) => {
    const { events, bytes = 0 } = matchesJobs(params, ahead);
    return { events: { ...events, windowOver: ahead.count("jobSubmitted") }, bytes };
  },
  on: {
    jobSubmitted(context, event) {
      const { state } = context;
      const row = openOrder(context, event);
      state.auctions[row] = { number: state.orders++, bids: [], timer: NO_TIMER };
      invite(context, row);
      reckon(context);
    },
    machineListed: ({ state }, event) => void list(state.book, event),
    machineOffered(context, event) {
      ask(context, event);
      inviteAll(context);
    },
    machineWithdrawn(context, { machine }) {
      withdrawAsk(context, machine);
      reckon(context);
    },
    reputationChanged: ({ state }, event) => setReputation(state.book, event),
    jobFinished: leaseOver,
    jobInterrupted: leaseOver,
    jobPaused: leaseOver,
    windowOver: choose,
    patienceOver(context, { row }) {
      giveUp(context, row);
      reckon(context);
    },
    end(context) {
      const { state } = context;
      while (state.queue.first !== -1) giveUp(context, state.queue.first);
      unlock(context, state.locked);
      reckon(context);
    },
  },
  signals: { usdPerGpuHour: ({ state }) => state.price, ...tradingSignals },
  metrics: {
    ...tradingMetrics,
    "gpu.usdPerGpuHour": { value: ({ state }) => state.price },
    "market.bidsPerOrder": { totals: ({ state }) => [state.bidsMade, state.orders] },
    "market.collateralUsd": { value: ({ state }) => (state.locked * state.collateral) / UNITS },
  },
  invariants: {
    "no bid is above its order's price": ({ state: { queue, auctions } }) =>
      openRows(queue).every((row: Index) =>
        auctions[row]!.bids.every(({ price }) => price <= queue.limit[row]),
      ),
    "an order has no more bids than it takes, and one of a machine": ({ state }) =>
      openRows(state.queue).every((row) => {
        const { bids } = state.auctions[row]!;
        const machines = bids.map(({ machine }) => machine);
        return bids.length <= state.maxBids && new Set(machines).size === machines.length;
      }),
    "collateral is locked for open bids and leases, to the base unit": ({ state, ledger, account, asset }) =>
      ledger.units(asset.usd, account.locked) === BigInt(state.locked * state.collateral),
  },
  example: () => ({
    world: [
      { mechanism: "supply/fleet", params: { mtbf: "30d" } },
      { mechanism: "pricing/reverse-auction", params: { initial: 0.3 } },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
    ],
    until: "30d",
  }),
  examples: () => [
    machineWorld({ mechanism: "pricing/reverse-auction", params: {} }, [
      { mechanism: "verification/spot-checks", params: { check: 1, cheaters: 0.5 } },
    ]),
  ],
  unreached: {
    jobPaused: "No shipped mechanism evicts a job from this market with its data kept.",
  },
});

function openRows({ first, next }: State["queue"]): number[] {
  const open: number[] = [];
  for (let row: Index = first; row !== -1; row = next[row]) open.push(row);
  return open;
}

/** Machines that suit and are free bid for an order, until it has as many bids as it takes. */
function invite(context: Akash, row: number): void {
  const { state, params, emit } = context;
  const auction = state.auctions[row]!;
  const bids = newBids(context, row);
  if (bids.length === 0) return;
  auction.bids.push(...bids);
  state.bidsMade += bids.length;
  lock(context, bids.length);
  if (auction.timer === NO_TIMER) auction.timer = emit.windowOver({ row }, params.window);
}

/** GPUs have become free: open orders get their bids, the oldest first. */
function inviteAll(context: Akash): void {
  for (const row of openRows(context.state.queue)) invite(context, row);
  reckon(context);
}

/** The tenant chooses among the bids whose machines still have room; the others are closed. */
function choose(context: Akash, { row }: { row: Index }): void {
  const { state, params, random } = context;
  const auction = state.auctions[row]!;
  auction.timer = NO_TIMER;
  const standing = auction.bids.filter(({ machine }) => {
    const ask = askOf(state, machine);
    return ask !== null && fitsOn(state.book, ask.row, state.queue.gpus[row]);
  });
  const chosen = chosenBid(standing, state.queue.limit[row], params, () =>
    random.at(auction.number, "choice").uniform(),
  );
  unlock(context, auction.bids.length - (chosen === null ? 0 : 1));
  auction.bids = [];
  if (chosen === null) invite(context, row);
  else lease(context, row, chosen);
  reckon(context);
}

function lease(context: Akash, row: number, { machine, price }: Bid): void {
  const { state } = context;
  state.price += RECENT * (price - state.price);
  trade(context, row, [askOf(state, machine)!], () => price);
}

function giveUp(context: Akash, row: number): void {
  const auction = context.state.auctions[row]!;
  if (auction.timer !== NO_TIMER) context.cancel(auction.timer);
  auction.timer = NO_TIMER;
  unlock(context, auction.bids.length);
  auction.bids = [];
  withdrawBid(context, row);
}

function leaseOver(context: Akash, { job }: { job: number }): void {
  if (free(context, job).length === 0) return;
  unlock(context, 1);
  inviteAll(context);
}
