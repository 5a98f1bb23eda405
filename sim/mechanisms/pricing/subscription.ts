/*
 * A subscriber's job: jobSubmitted → waits for its turn within the subscribers' GPUs → runs at no further charge …
 * Another one: jobSubmitted → waits for one of the other GPUs → runs on demand … | jobLeft
 *
 * The parts are beside this file in subscription/.
 */

import { hoover } from "../../formulas/concentration.ts";
import { takeUnits } from "../../formulas/whole-units.ts";
import { added } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { crowdedWorld } from "../../kit/examples.ts";
import { integralOf } from "../../kit/market/meter.ts";
import { placed } from "../../kit/market/pooled-room.ts";
import { leaveAll, queueMetrics, queueSignals } from "../../kit/market/waiting.ts";
import { matchesJobs, rings } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { DAY, HOUR } from "../../units.ts";
import { arrive, giveUp, serve, stop } from "./subscription/fair-share.ts";
import { accounts, assets, emits, params, reads } from "./subscription/params.ts";
import {
  BY_SUBSCRIPTION,
  firstState,
  hoursUsed,
  type Market,
  ON_DEMAND,
  USD_PER_HOUR,
} from "./subscription/state.ts";

/** US dollars have 6 decimals. */
const UNITS = 1e6;

export const subscription = defineMechanism({
  name: "pricing/subscription",
  summary:
    "Sells a share of the GPUs by subscription, a flat fee for as much as one's turn allows; who has the fewest GPUs in use is next.",
  source:
    "Flat rates: Nahata, Ostaszewski and Sahoo, Southern Economic Journal 65(4), 1999; turns: max-min fairness, Bertsekas and Gallager, Data Networks, section 6.5.2",
  params,
  settable: { feeUsd: [0, 1e6], onDemandUsdPerGpuHour: [1e-6, 1e4] },
  accounts,
  assets,
  reads,
  emits,
  init: firstState,
  estimate: (params, ahead) => {
    const { events, bytes = 0 } = matchesJobs(params, ahead);
    return { events: { ...events, feeDue: rings(ahead, params.period) + 1 }, bytes };
  },
  on: {
    opened({ emit }) {
      emit.feeDue({ period: 0 });
    },
    feeDue(context, { period }) {
      const { params, emit } = context;
      collect(context);
      emit.feeDue({ period: period + 1 }, params.period);
    },
    jobSubmitted: arrive,
    jobMatched(context, event) {
      if (placed(context, event)) serve(context);
    },
    jobFinished: stop,
    jobInterrupted: stop,
    gpusFreed: serve,
    patienceOver: (context, { row }) => giveUp(context, row),
    end: (context) => leaveAll(context, giveUp),
  },
  signals: {
    usdPerGpuHour: ({ params }) => params.onDemandUsdPerGpuHour,
    ...queueSignals(({ read }: Market) => read.gpusOnline()),
  },
  metrics: {
    "market.subscribedUsdPerGpuHour": {
      totals: (context) => [feesUsd(context), hours(context, BY_SUBSCRIPTION)],
    },
    "market.subscriptionBreakEven": {
      value: ({ params }) => params.feeUsd / params.onDemandUsdPerGpuHour / (params.period / DAY),
    },
    "market.subscriptionsThatPay": {
      value: (context) => {
        const worth = context.params.onDemandUsdPerGpuHour;
        const fee = context.state.feeUnits / UNITS;
        const used = hoursUsed(context);
        return used.filter((each) => each * worth > fee).length / used.length;
      },
      every: DAY,
    },
    "market.crossSubsidy": {
      value: (context) => hoover(hoursUsed(context)),
      every: DAY,
    },
    "market.feesPaidUsd": { total: (context) => feesUsd(context) },
    "gpu.usdPerGpuHour": { value: ({ params }) => params.onDemandUsdPerGpuHour },
    "gpu.paidUsdPerGpuHour": {
      totals: (context) => [
        feesUsd(context) + hours(context, USD_PER_HOUR),
        hours(context, BY_SUBSCRIPTION) + hours(context, ON_DEMAND),
      ],
    },
    "market.unsubscribedRefused": { totals: ({ state }) => [state.refused, state.asked] },
    ...queueMetrics,
  },
  invariants: {
    "subscriptions in use are counted to the GPU": ({ state }) => {
      const inUse = state.inUse.reduce((total, each) => added(total, each), 0);
      return inUse === state.meter.level[BY_SUBSCRIPTION];
    },
    "who has a turn has jobs that wait": ({ state }) => {
      const first: Index = state.turns.first[0];
      return first === -1 || state.waiting[first] > 0;
    },
    "nobody has fewer GPUs in use than who is next": ({ state }) => {
      const least: Index = state.turns.first[0];
      return (
        least === -1 ||
        state.inUse.every((inUse, each) => state.waiting[each] === 0 || inUse >= state.inUse[least])
      );
    },
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 6, mtbf: "30d" } },
      { mechanism: "pricing/subscription", params: { onDemandUsdPerGpuHour: 0.3, period: "3d" } },
      { mechanism: "contracts/escrow", params: {} },
      { mechanism: "demand/jobs", params: { class: "batch", rate: 300 } },
    ],
    until: "10d",
  }),
  examples: () => [
    crowdedWorld([
      { mechanism: "pricing/subscription", params: { onDemandUsdPerGpuHour: 0.3 } },
      { mechanism: "demand/jobs", params: { class: "batch", rate: 400 } },
    ]),
  ],
});

const hours = ({ state, now }: Market, place: number): number => integralOf(state.meter, now, place) / HOUR;

const feesUsd = ({ state }: Pick<Market, "state">): number => (state.inUse.length * state.feeUnits) / UNITS;

/** Every subscription pays for the next period. */
function collect({ state, params, ledger, account, asset: { usd } }: Market): void {
  const { world, subscribers, revenue } = account;
  const units = takeUnits(state.oddFee, params.feeUsd * UNITS);
  const all = BigInt(units) * BigInt(state.inUse.length);
  state.feeUnits += units;
  ledger.transfer(usd, world, subscribers, all, "income");
  ledger.transfer(usd, subscribers, revenue, all, "subscriptions");
}
