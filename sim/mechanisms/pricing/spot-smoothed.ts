import { smoothedStep, smoothedTarget } from "../../formulas/spot-price.ts";
import { added } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { spotWorld } from "../../kit/examples.ts";
import { NO_TIMER, orderRow, WARNED } from "../../kit/market/orders.ts";
import { fits, freeInAll, placed, roomNow } from "../../kit/market/pooled-room.ts";
import {
  askOnDemand,
  close,
  closeQueues,
  evict,
  isSpot,
  leave,
  noteDuration,
  pause,
  reclaimCards,
  reclaimMissing,
  reprice,
  serveOnDemand,
  startSpot,
  waitForSpot,
  warn,
} from "../../kit/market/spot-market.ts";
import { spotMetrics, spotSignals } from "../../kit/market/spot-measures.ts";
import { firstSpotState, type SpotState, spotReads } from "../../kit/market/spot-state.ts";
import { repricesJobs, rings } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { emits, params } from "./spot-smoothed/params.ts";

type Spot = ContextOf<typeof params, SpotState, typeof spotReads, typeof emits>;

export const spotSmoothed = defineMechanism({
  name: "pricing/spot-smoothed",
  summary:
    "Lets spare capacity at a price that the seller moves slowly with long-run use; nobody bids, and who is in the way of a customer on demand is warned and stopped.",
  source:
    "AWS, New Amazon EC2 Spot pricing model (March 2018): prices adjust gradually; the functional form is a model",
  params,
  settable: { floor: [0.001, 1] },
  reads: spotReads,
  emits,
  init: ({ onDemandUsdPerGpuHour, initial }): SpotState =>
    firstSpotState(onDemandUsdPerGpuHour * initial, "by arrival"),
  estimate: (params, ahead) => {
    const { events, bytes = 0 } = repricesJobs(params.period, ahead);
    return {
      events: { ...events, repricing: rings(ahead, params.period), noticeOver: ahead.count("jobSubmitted") },
      bytes,
    };
  },
  on: {
    opened({ emit, params }) {
      emit.repricing({ step: 1 }, params.period);
    },
    jobSubmitted(context, event) {
      context.state.submitted++;
      if (!isSpot(event)) return askOnDemand(context, event, (gpus) => warnLatest(context, gpus));
      waitForSpot(context, event);
      serveSpot(context);
    },
    jobMatched(context, event) {
      if (placed(context, event)) serve(context);
    },
    jobStarted: noteDuration,
    jobFinished: freed,
    jobInterrupted(context, event) {
      freed(context, event);
      reclaimMissing(context, (gpus) => warnLatest(context, gpus));
    },
    jobPaused(context, event) {
      pause(context, event, context.params.patience);
      serve(context);
      reclaimCards(context, (gpus) => warnLatest(context, gpus));
    },
    gpusFreed: serve,
    repricing(context, { step }) {
      move(context);
      serveSpot(context);
      context.emit.repricing({ step: step + 1 }, context.params.period);
    },
    noticeOver: stopWarned,
    spotPatienceOver: (context, { job }) => leave(context, context.state.spot, job),
    end: closeQueues,
  },
  signals: {
    ...spotSignals,
    expectedWait: ({ state, read }) =>
      state.gpuSecondsWaiting / Math.max(1, read.gpusOnline() - state.onDemandGpus),
  },
  metrics: spotMetrics,
  invariants: {
    "spare capacity costs no more than capacity on demand": ({ state, params }) =>
      state.usdPerGpuHour <= params.onDemandUsdPerGpuHour,
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 4 } },
      { mechanism: "pricing/spot-smoothed", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
    ],
    until: "10d",
  }),
  examples: () => [spotWorld()],
});

function freed(context: Spot, event: { job: number }): void {
  close(context, event);
  serve(context);
}

function serve(context: Spot): void {
  serveOnDemand(context);
  serveSpot(context);
}

/** Spare capacity goes to who has waited longest among those that the price suits and that fit. */
function serveSpot(context: Spot): void {
  const { state, params } = context;
  const { spot, waiting } = state;
  for (let row: Index = waiting.first[0], passed = 0; row !== -1 && passed < params.lookahead; ) {
    const spare = added(freeInAll(context), -state.onDemandGpusWaiting);
    if (spare <= 0) return;
    const next = waiting.next[0]![row];
    if (spot.limit[row] >= state.usdPerGpuHour) {
      if (spot.gpus[row] <= spare && fits(context, roomNow(context), spot.gpus[row])) startSpot(context, row);
      else passed++;
    }
    row = next;
  }
}

function move(context: Spot): void {
  const { state, params, read } = context;
  const online = read.gpusOnline();
  const utilisation = online > 0 ? Math.min(1, (state.spotGpus + state.onDemandGpus) / online) : 0;
  const onDemand = params.onDemandUsdPerGpuHour;
  const price = smoothedStep(
    state.usdPerGpuHour,
    smoothedTarget(onDemand, params, utilisation),
    params,
    onDemand,
  );
  if (price !== state.usdPerGpuHour) reprice(context, price);
  stopTooDear(context);
}

/** A customer's highest price is kept to: the job stops, with its data, until the price is below again. */
function stopTooDear(context: Spot): void {
  const { spot, running, usdPerGpuHour } = context.state;
  for (let row: Index = running.first[0]; row !== -1; ) {
    const next = running.next[0]![row];
    if (spot.limit[row] < usdPerGpuHour) evict(context, row, true);
    row = next;
  }
}

/** The latest to start are warned first: they lose least. */
function warnLatest(context: Spot, gpus: number): void {
  const { state, emit, params } = context;
  const { spot, running } = state;
  for (let warned = 0; warned < gpus && running.first[0] !== -1; ) {
    const row: Index = running.first[0];
    warned += spot.gpus[row];
    warn(context, row);
    spot.timer[row] = emit.noticeOver({ job: spot.rows.ids[row] }, params.notice);
  }
}

function stopWarned(context: Spot, { job }: { job: number }): void {
  const { state, params } = context;
  const row = orderRow(state.spot, job);
  if (row === -1 || state.spot.status[row] !== WARNED) return;
  state.spot.timer[row] = NO_TIMER;
  evict(context, row, params.notice >= params.saving);
}
