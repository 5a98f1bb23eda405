/*
 * A piece of work:  arrives → own GPU (one is free) → ended
 *                        └──► reserved GPU (one is free) → ended
 *                        └──► burst: market → jobFinished, or (jobLeft | jobInterrupted) → cloud → ended
 *                                    spot or cloud → ended
 */

import { newCarry } from "../../formulas/whole-units.ts";
import type { Index } from "../../indexed.ts";
import { crowdedWorld } from "../../kit/examples.ts";
import { columnsById } from "../../model/columns.ts";
import { atOnce, BYTES_OF_A_JOB, rings } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { settle } from "./hybrid/cost.ts";
import { metrics } from "./hybrid/metrics.ts";
import { accounts, assets, emits, params, reads } from "./hybrid/params.ts";
import { CLOUD, integrate, JOB, OWN, PLACES, RESERVED, type State } from "./hybrid/state.ts";
import { arrive, askNext, closeJob, payMarket, run } from "./hybrid/work.ts";

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
    atMarket: columnsById(JOB),
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
    jobFinished(context, { job, gpus, seconds, usdPerGpuHour }) {
      if (closeJob(context.state, job) !== -1) payMarket(context.state, gpus, seconds, usdPerGpuHour);
    },
    jobInterrupted(context, { job, gpus, seconds, usdPerGpuHour }) {
      const row: Index = closeJob(context.state, job);
      if (row === -1) return;
      payMarket(context.state, gpus, seconds, usdPerGpuHour);
      context.state.lost += gpus * seconds;
      run(context, CLOUD, context.state.atMarket.gpus[row], context.state.atMarket.seconds[row]);
    },
    jobLeft(context, { job }) {
      const row: Index = closeJob(context.state, job);
      if (row !== -1)
        run(context, CLOUD, context.state.atMarket.gpus[row], context.state.atMarket.seconds[row]);
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
  ],
});
