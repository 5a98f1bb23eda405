/*
 * With a reservation: jobSubmitted → (waits while all reserved GPUs are in use) → runs at no further charge …
 * Without, or beyond: jobSubmitted → waits → runs on demand … | runs on lent GPUs ⇄ paused | jobLeft
 *
 * The parts are beside this file in reserved/.
 */

import { takeUnits } from "../../formulas/whole-units.ts";
import type { Index } from "../../indexed.ts";
import { crowdedWorld } from "../../kit/examples.ts";
import { integralOf } from "../../kit/market/meter.ts";
import { orderRow } from "../../kit/market/orders.ts";
import { placed, roomFor } from "../../kit/market/pooled-room.ts";
import { leave, leaveAll, queueMetrics, queueSignals } from "../../kit/market/waiting.ts";
import { matchesJobs } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { DAY, HOUR } from "../../units.ts";
import { arrive, forgetClaim, pause, serve, stop } from "./reserved/matching.ts";
import { accounts, assets, emits, params, reads } from "./reserved/params.ts";
import {
  firstState,
  LENT,
  type Market,
  ON_DEMAND,
  RESERVED,
  reservedIdle,
  USD_PER_HOUR,
} from "./reserved/state.ts";

/** US dollars have 6 decimals. */
const UNITS = 1e6;

export const reserved = defineMechanism({
  name: "pricing/reserved",
  summary:
    "Keeps GPUs for customers who have paid for them in advance, used or not, and lets the others on demand; reserved GPUs that idle may be lent.",
  source: "Reserved, on-demand and spare capacity of the large clouds; Vast.ai documentation, instance types",
  params,
  settable: { onDemandUsdPerGpuHour: [1e-6, 1e4], discount: [0, 0.99] },
  accounts,
  assets,
  reads,
  emits,
  init: firstState,
  estimate: (params, ahead) => {
    const { events, bytes = 0 } = matchesJobs(params, ahead);
    return {
      events: { ...events, jobEvicted: params.lendIdle ? ahead.count("jobSubmitted") / 2 : 0 },
      bytes,
    };
  },
  on: {
    day: prepay,
    jobSubmitted: arrive,
    jobMatched(context, event) {
      if (placed(context, event)) serve(context);
    },
    jobStarted({ state: { running } }, { job, seconds }) {
      const row = orderRow(running, job);
      if (row !== -1) running.duration[row] = seconds;
    },
    jobFinished: freed,
    jobInterrupted: freed,
    jobPaused: pause,
    gpusFreed: serve,
    patienceOver: (context, { row }) => giveUp(context, row),
    end(context) {
      leaveAll(context, giveUp);
      prepay(context);
    },
  },
  // What is paid later is paid at the price of then.
  accrue: prepay,
  signals: {
    accruedUsd: (context) => unpaid(context) / UNITS,
    usdPerGpuHour: ({ params }) => params.onDemandUsdPerGpuHour,
    ...queueSignals(({ read }: Market) => read.gpusOnline()),
  },
  metrics: {
    "market.reservedUse": {
      totals: (context) => [hours(context, RESERVED), (context.state.reservedGpus * context.now) / HOUR],
    },
    "market.reservedBreakEven": { value: ({ params }) => 1 - params.discount },
    "market.usedReservedUsdPerGpuHour": {
      totals: (context) => [prepaidUsd(context), hours(context, RESERVED)],
    },
    "gpu.usdPerGpuHour": { value: ({ params }) => params.onDemandUsdPerGpuHour },
    "gpu.paidUsdPerGpuHour": {
      totals: (context) => {
        const ran = hours(context, RESERVED) + hours(context, ON_DEMAND) + hours(context, LENT);
        return [prepaidUsd(context) + hours(context, USD_PER_HOUR), ran];
      },
    },
    "market.prepaidUsd": { total: prepaidUsd },
    "market.lentShare": {
      totals: (context) => [hours(context, LENT), (context.state.reservedGpus * context.now) / HOUR],
    },
    "market.takenBackPerGpuDay": {
      totals: (context) => [context.state.takenBack, (hours(context, LENT) * HOUR) / DAY],
    },
    "market.onDemandPricedOut": { totals: ({ state }) => [state.refused, state.asked] },
    ...queueMetrics,
  },
  invariants: {
    "reserved GPUs run their holders' jobs, or lent ones, and no more": ({ state }) =>
      reservedIdle(state) >= 0,
    "who holds a reservation does not wait while a reserved GPU is free": (context) => {
      const { state } = context;
      const first: Index = state.claims.first[0];
      if (first === -1) return true;
      const gpus = state.queue.gpus[first];
      return gpus > Math.min(reservedIdle(state), roomFor(context, { ...state.left }, gpus));
    },
    "a queue without jobs has no claims": ({ state }) =>
      state.queue.count > 0 || state.claims.first[0] === -1,
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 6, mtbf: "30d" } },
      { mechanism: "pricing/reserved", params: { onDemandUsdPerGpuHour: 0.3, lendIdle: true } },
      { mechanism: "contracts/escrow", params: {} },
      { mechanism: "demand/jobs", params: { class: "batch", rate: 300 } },
    ],
    until: "10d",
  }),
  examples: () => [
    crowdedWorld([
      { mechanism: "pricing/reserved", params: { onDemandUsdPerGpuHour: 0.3 } },
      { mechanism: "demand/jobs", params: { class: "batch", rate: 400 } },
    ]),
  ],
});

const hours = ({ state, now }: Market, place: number): number => integralOf(state.meter, now, place) / HOUR;

function giveUp(context: Market, row: number): void {
  forgetClaim(context, row);
  leave(context, row);
}

function freed(context: Market, { job }: { job: number }): void {
  stop(context, job);
  serve(context);
}

/** Base units that reservations cost since they were last paid, used or not. */
function unpaid({ state, params, now }: Market): number {
  const price = params.onDemandUsdPerGpuHour * (1 - params.discount);
  return ((state.reservedGpus * (now - state.paidUntil)) / HOUR) * price * UNITS;
}

function prepaidUsd(context: Market): number {
  const { prepaidUnits, oddPrepaid } = context.state;
  return (prepaidUnits + oddPrepaid.rest + unpaid(context)) / UNITS;
}

/** Reservations are paid by the day, and at the end for the part of one. */
function prepay(context: Market): void {
  const {
    state,
    ledger,
    account: { world, holders, revenue },
    asset: { usd },
    now,
  } = context;
  if (now === state.paidUntil) return;
  const units = takeUnits(state.oddPrepaid, unpaid(context));
  state.prepaidUnits += units;
  state.paidUntil = now;
  ledger.transfer(usd, world, holders, units / UNITS, "income");
  ledger.transfer(usd, holders, revenue, units / UNITS, "reservations");
}
