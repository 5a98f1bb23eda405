/*
 * A bid:      jobSubmitted → (waits for a machine where it would run) → runs ⇄ paused on its machine, data kept
 *                                  └──► jobLeft                           └──► jobFinished   └──► jobLeft: deleted
 * On demand:  jobSubmitted → (waits where no machine on offer would do) → runs, whatever bids are in the way, or jobLeft
 *
 * The parts are beside this file in interruptible-bids/.
 */

import { added } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { machineWorld } from "../../kit/examples.ts";
import { offer, withdraw } from "../../kit/market/machines.ts";
import { orderRow, RUNNING, WAITING } from "../../kit/market/orders.ts";
import { matchesJobs, rings } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { arrive, raiseBids, seekAt, stretchEnded } from "./interruptible-bids/bids.ts";
import { metrics } from "./interruptible-bids/metrics.ts";
import { accounts, assets, emits, params } from "./interruptible-bids/params.ts";
import { firstState, type Market, ordersAt, type State } from "./interruptible-bids/state.ts";
import {
  allocate,
  leave,
  pause,
  payStorage,
  started,
  storageOwed,
  waitingRows,
} from "./interruptible-bids/work.ts";

export const interruptibleBids = defineMechanism({
  name: "pricing/interruptible-bids",
  summary:
    "Runs on each machine the highest bids; the others are paused with their data, and customers on demand come before any bid.",
  source: "Vast.ai documentation, instance types: on-demand and interruptible",
  params,
  settable: { minimumShare: [0, 1], storageUsdPerGpuHour: [0, 1e4] },
  accounts,
  assets,
  // Supply has done with its machines.
  after: ["gpusOnline"],
  emits,
  init: firstState,
  estimate: (params, ahead) => {
    const { events, bytes = 0 } = matchesJobs(params, ahead);
    const jobs = ahead.count("jobSubmitted");
    // Whoever is outbid bids again, a margin higher.
    const evicted = jobs * (1 + WAR / params.margin);
    return {
      events: { ...events, bidOver: jobs, jobEvicted: evicted, bidsRaised: rings(ahead, params.rebidding) },
      bytes,
    };
  },
  on: {
    opened({ emit, params }) {
      emit.bidsRaised({ step: 1 }, params.rebidding);
    },
    machineOffered(context, event) {
      const host = offer(context.state.book, event);
      findCheapest(context);
      allocate(context, host);
      seekAt(context, host);
    },
    machineWithdrawn(context, { machine }) {
      withdraw(context.state.book, machine);
      findCheapest(context);
    },
    jobSubmitted: arrive,
    jobStarted: started,
    jobPaused: pause,
    jobFinished: stretchEnded,
    jobInterrupted: stretchEnded,
    bidsRaised(context, { step }) {
      raiseBids(context);
      context.emit.bidsRaised({ step: step + 1 }, context.params.rebidding);
    },
    bidOver(context, { job }) {
      const row = orderRow(context.state.orders, job);
      if (row !== -1 && context.state.orders.status[row] === WAITING) leave(context, row);
    },
    end(context) {
      for (const row of waitingRows(context)) leave(context, row);
    },
  },
  // What is paid later is paid at the price of then.
  accrue(context) {
    for (const row of waitingRows(context)) payStorage(context, row);
  },
  adopt: findCheapest,
  signals: {
    accruedUsd: storageOwed,
    usdPerGpuHour: ({ state }) => state.cheapest,
    gpusWaiting: ({ state }) => state.gpusWaiting,
    // A bid that is high enough runs at once.
    expectedWait: () => 0,
  },
  metrics,
  invariants: {
    "jobs that run on a machine need no more GPUs than it has": ({ state }) =>
      everyHost(state, (rows, gpus) => sumRunning(state, rows) <= gpus),
    "no paused bid on a machine is above one that runs there": ({ state }) =>
      everyHost(state, (rows) => {
        const bids = rows.filter((row) => state.onDemand[row] === 0);
        const firstPaused = bids.findIndex((row) => state.orders.status[row] === WAITING);
        return (
          firstPaused === -1 || bids.slice(firstPaused).every((row) => state.orders.status[row] !== RUNNING)
        );
      }),
  },
  example: () => ({
    world: [
      { mechanism: "supply/fleet", params: { mtbf: "30d" } },
      { mechanism: "pricing/interruptible-bids", params: {} },
      { mechanism: "contracts/escrow", params: {} },
      { mechanism: "demand/jobs", params: { class: "batch" } },
    ],
    until: "10d",
  }),
  examples: () => [machineWorld({ mechanism: "pricing/interruptible-bids", params: {} })],
});

/** The least that a GPU costs here: the lowest bid that some host takes; 0 while there is none. */
function findCheapest({ state, params }: Market): void {
  const { book } = state;
  let least = Number.POSITIVE_INFINITY;
  for (let host: Index = 0; host < book.rows.count; host++)
    if (book.offered[host] === 1) least = Math.min(least, book.usdPerGpuHour[host]);
  state.cheapest = Number.isFinite(least) ? least * params.minimumShare : 0;
}

function everyHost(state: State, holds: (rows: readonly number[], gpus: number) => boolean): boolean {
  for (let host: Index = 0; host < state.book.rows.count; host++)
    if (state.book.offered[host] === 1 && !holds(ordersAt(state, host), state.book.gpus[host])) return false;
  return true;
}

const sumRunning = ({ orders }: State, rows: readonly number[]): number =>
  rows.reduce(
    (total, row: Index) => (orders.status[row] === RUNNING ? added(total, orders.gpus[row]) : total),
    0,
  );

/** Evictions of a job in a war of bids, times the margin by which each outbids the other. */
const WAR = 0.02;
