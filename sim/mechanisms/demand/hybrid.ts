/*
 * A piece of work:  arrives → own GPU (one is free) → ended
 *                        └──► reserved GPU (one is free) → ended
 *                        └──► burst: market → (jobPaused → market) → jobFinished, or (jobLeft | jobInterrupted) → cloud → ended
 *                                    spot or cloud → ended
 */

import { newCarry } from "../../formulas/whole-units.ts";
import { pause, reprice, startStretch, unfinished } from "../../kit/demand/unfinished.ts";
import { crowdedWorld, spotWorld } from "../../kit/examples.ts";
import { rowOf } from "../../model/columns.ts";
import { atOnce, BYTES_OF_A_JOB, rings } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { settle } from "./hybrid/cost.ts";
import { metrics } from "./hybrid/metrics.ts";
import { accounts, assets, emits, params, reads } from "./hybrid/params.ts";
import { CLOUD, integrate, OWN, PLACES, RESERVED, type State } from "./hybrid/state.ts";
import { arrive, askNext, countWork, leaveMarket, run } from "./hybrid/work.ts";

export const hybrid = defineMechanism({
  name: "demand/hybrid",
  summary:
    "Works on GPUs that a firm owns or has reserved, and bursts to the market or the cloud when they are busy.",
  source:
    "Own the base and rent the peak: Weinman, Mathematical proof of the inevitability of cloud computing, 2011; loss systems: Erlang 1917",
  params,
  accounts,
  assets,
  reads,
  emits,
  init: ({ owned, reserved }): State => ({
    room: [owned, reserved],
    busy: new Float64Array(PLACES),
    worked: new Float64Array(PLACES),
    integrated: 0,
    settled: new Float64Array(PLACES),
    settledAt: 0,
    spent: new Float64Array(PLACES),
    odd: { own: newCarry(), cloud: newCarry() },
    asked: 0,
    atMarket: unfinished(),
    lost: 0,
  }),
  estimate: ({ load, amplitude, gpusEach, meanSeconds, patience }, ahead) => {
    const work = (rings(ahead, meanSeconds) * load) / gpusEach;
    const pending = atOnce(work, meanSeconds + patience, ahead);
    return {
      events: { workArrives: work * (1 + amplitude), workEnded: work, jobSubmitted: work / 2 },
      sums: { running: load / gpusEach, pending },
      bytes: pending * BYTES_OF_A_JOB,
    };
  },
  on: {
    opened: (context) => askNext(context, 0),
    workArrives: arrive,
    workEnded(context, { place, gpus }) {
      integrate(context);
      context.state.busy[place]! -= gpus;
    },
    jobStarted: ({ state, now }, event) => startStretch(state.atMarket, now, event),
    jobRepriced: ({ state, now }, event) => reprice(state.atMarket, now, event),
    jobPaused(context, event) {
      countWork(context, event);
      pause(context.state.atMarket, context.now, event);
    },
    jobFinished(context, event) {
      countWork(context, event);
      leaveMarket(context, event.job);
    },
    // What it had done by then is lost with it.
    jobInterrupted(context, event) {
      const { state } = context;
      const { atMarket } = state;
      const row = rowOf(atMarket, event.job);
      if (row === -1) return;
      countWork(context, event);
      state.lost += event.gpus * (event.seconds + atMarket.done[row]);
      const [gpus, seconds] = [atMarket.gpus[row], atMarket.seconds[row]];
      leaveMarket(context, event.job);
      run(context, CLOUD, gpus, seconds);
    },
    // The cloud does what is left of it.
    jobLeft(context, { job }) {
      const { atMarket } = context.state;
      const row = rowOf(atMarket, job);
      if (row === -1) return;
      const [gpus, seconds] = [atMarket.gpus[row], atMarket.seconds[row] - atMarket.done[row]];
      leaveMarket(context, job);
      run(context, CLOUD, gpus, seconds);
    },
    day: settle,
    end: settle,
  },
  accrue: settle,
  metrics,
  invariants: {
    "work never runs on more GPUs than are owned, or reserved": ({ state }) =>
      state.busy[OWN] <= state.room[OWN]! && state.busy[RESERVED] <= state.room[RESERVED]!,
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 4 } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "contracts/escrow", params: {} },
      { mechanism: "demand/hybrid", params: { owned: 30, reserved: 5 } },
    ],
    until: "10d",
  }),
  examples: () => [
    crowdedWorld([
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/hybrid", params: { owned: 4, reserved: 2, burst: "market", patience: "10m" } },
    ]),
    spotWorld([{ mechanism: "demand/hybrid", params: { owned: 4, reserved: 2, burst: "market" } }]),
  ],
});
