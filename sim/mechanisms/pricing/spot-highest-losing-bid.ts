import { highestLosingBid } from "../../formulas/spot-price.ts";
import { added } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { spotWorld } from "../../kit/examples.ts";
import { RUNNING, WAITING } from "../../kit/market/orders.ts";
import { placed } from "../../kit/market/pooled-room.ts";
import {
  askOnDemand,
  close,
  closeQueues,
  evict,
  isSpot,
  leave,
  noteDuration,
  reclaimMissing,
  reprice,
  serveOnDemand,
  startSpot,
  waitForSpot,
} from "../../kit/market/spot-market.ts";
import { spotMetrics, spotSignals } from "../../kit/market/spot-measures.ts";
import {
  firstSpotState,
  integrate,
  type SpotState,
  spotEmits,
  spotReads,
} from "../../kit/market/spot-state.ts";
import { repricesJobs, rings } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { seconds, usdPerGpuHour } from "../../schema/fields.ts";

const params = {
  onDemandUsdPerGpuHour: usdPerGpuHour({
    default: 0.5,
    min: 1e-6,
    doc: "List price of capacity that is not taken back; a job that keeps no checkpoints asks for it.",
    source: "Orrery: for the scenario to set",
  }),
  reserve: usdPerGpuHour({
    default: 0.1,
    doc: "Lowest price, and the price while every bid is served.",
    range: [0.05, 0.3],
  }),
  period: seconds({
    default: 300,
    reaches: "time",
    min: 60,
    doc: "Time between two clearings.",
    source: "Agmon Ben-Yehuda et al. 2013: prices changed as often as every 5 minutes",
  }),
};
const emits = {
  ...spotEmits,
  clearing: {
    doc: "Bids are ranked anew, after what ends or comes at this instant.",
    priority: 15,
    private: true,
    fields: { step: "number" },
  },
} as const;
type Spot = ContextOf<typeof params, SpotState, typeof spotReads, typeof emits>;

export const spotHighestLosingBid = defineMechanism({
  name: "pricing/spot-highest-losing-bid",
  summary:
    "Auctions spare capacity every few minutes: the highest bids run, all at the highest bid that does not, and who is outbid is stopped.",
  source:
    "AWS spot instances before December 2017; Agmon Ben-Yehuda et al., Deconstructing Amazon EC2 spot instance pricing, ACM TEAC 1(3), 2013",
  params,
  settable: { reserve: [0, 1e4] },
  reads: spotReads,
  emits,
  init: ({ reserve }): SpotState => firstSpotState(reserve, "by bid"),
  estimate: (params, ahead) => {
    const { events, bytes = 0 } = repricesJobs(params.period, ahead);
    return { events: { ...events, clearing: rings(ahead, params.period) }, bytes };
  },
  on: {
    opened({ emit, params }) {
      emit.clearing({ step: 1 }, params.period);
    },
    jobSubmitted(context, event) {
      context.state.submitted++;
      if (isSpot(event)) waitForSpot(context, event);
      else askOnDemand(context, event, (gpus) => evictLowest(context, gpus));
    },
    jobMatched(context, event) {
      if (placed(context, event)) serveOnDemand(context);
    },
    jobStarted: noteDuration,
    jobFinished: freed,
    jobInterrupted(context, event) {
      freed(context, event);
      reclaimMissing(context, (gpus) => evictLowest(context, gpus));
    },
    gpusFreed: serveOnDemand,
    clearing(context, { step }) {
      clear(context);
      context.emit.clearing({ step: step + 1 }, context.params.period);
    },
    spotPatienceOver: (context, { job }) => leave(context, context.state.spot, job),
    end: closeQueues,
  },
  // What ran so far was let at the list price of now.
  accrue: integrate,
  // Bids below a new reserve do not wait for the next clearing to be outbid by it.
  adopt: clear,
  signals: {
    ...spotSignals,
    // A bid above the price runs from the next clearing on.
    expectedWait: ({ params }) => params.period / 2,
  },
  metrics: spotMetrics,
  invariants: {
    "the price of spare capacity is at least the reserve and at most the price on demand": ({
      state,
      params,
    }) =>
      state.usdPerGpuHour >= params.reserve &&
      state.usdPerGpuHour <= Math.max(params.reserve, params.onDemandUsdPerGpuHour),
    "no job runs on spare capacity whose bid is below the price": ({ state: { spot, usdPerGpuHour } }) =>
      spot.status.every(
        (status, row: Index) =>
          spot.rows.ids[row] === -1 || status !== RUNNING || spot.limit[row] >= usdPerGpuHour,
      ),
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 4 } },
      { mechanism: "pricing/spot-highest-losing-bid", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
    ],
    until: "10d",
  }),
  examples: () => [spotWorld([], { market: { mechanism: "pricing/spot-highest-losing-bid", params: {} } })],
});

function freed(context: Spot, event: { job: number }): void {
  close(context, event);
  serveOnDemand(context);
}

/** Every bid, running or waiting, competes for what customers on demand leave. */
function clear(context: Spot): void {
  const { state, params, read } = context;
  const { spot } = state;
  const others = added(state.onDemandGpus, state.onDemandGpusWaiting);
  const capacity = Math.max(0, added(read.gpusOnline(), -others));
  const rows = ranked(state);
  // Who would not fit if nobody else bid sets no price, and is in nobody's way.
  const fitting = rows.filter((row: Index) => spot.gpus[row] <= capacity);
  const bids = fitting.map((row: Index) => ({ gpus: spot.gpus[row], limit: spot.limit[row] }));
  const { served, usdPerGpuHour } = highestLosingBid(bids, capacity, params.reserve);
  const winners = fitting.slice(0, served);
  let winner = 0;
  for (const row of rows) {
    if (row === winners[winner]) winner++;
    else if (spot.status[row] === RUNNING) evict(context, row, false);
  }
  if (usdPerGpuHour !== state.usdPerGpuHour) reprice(context, usdPerGpuHour);
  for (const row of winners) if (spot.status[row] === WAITING) startSpot(context, row);
}

/** Rows of all bids, the highest first; of equals those that run, then the earlier. */
function ranked({ spot, running, waiting }: SpotState): number[] {
  const upwards: number[] = [];
  for (let row: Index = running.first[0]; row !== -1; row = running.next[0]![row]) upwards.push(row);
  const rows: number[] = [];
  let next: Index = waiting.first[0];
  for (let at = upwards.length - 1; at >= 0; at--) {
    const row: Index = upwards[at]!;
    for (; next !== -1 && spot.limit[next] > spot.limit[row]; next = waiting.next[0]![next]) rows.push(next);
    rows.push(row);
  }
  for (; next !== -1; next = waiting.next[0]![next]) rows.push(next);
  return rows;
}

/** The lowest bids make room for a customer on demand. */
function evictLowest(context: Spot, gpus: number): void {
  const { spot, running } = context.state;
  for (let freed = 0; freed < gpus && running.first[0] !== -1; ) {
    const row: Index = running.first[0];
    freed += spot.gpus[row];
    evict(context, row, false);
  }
}
