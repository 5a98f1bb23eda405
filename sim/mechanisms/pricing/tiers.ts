// A job: jobSubmitted → (its tier is chosen) → waits behind dearer tiers → matched | jobLeft
// The parts are beside this file in tiers/.

import { gpusOf } from "../../gpus.ts";
import { crowdedWorld } from "../../kit/examples.ts";
import { placed } from "../../kit/market/pooled-room.ts";
import { leave, leaveAll, queueMetrics } from "../../kit/market/waiting.ts";
import { matchesJobs } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { HOUR } from "../../units.ts";
import { arrive, firstState, priceOf, serve, stepAside, type Tiers, waitIn } from "./tiers/line.ts";
import { emits, params, reads } from "./tiers/params.ts";

export const tiers = defineMechanism({
  name: "pricing/tiers",
  summary:
    "Sells work in tiers, the dearer served first; a job takes the cheapest tier that will start it within its patience, and a dearer one only for that.",
  source: "Render Network multi-tier pricing: RNP-001 and OTOY's help pages",
  params,
  settable: { usdPerCredit: [1e-9, 1e4] },
  reads,
  emits,
  init: firstState,
  estimate: matchesJobs,
  on: {
    jobSubmitted: arrive,
    jobMatched(context, event) {
      if (placed(context, event)) serve(context);
    },
    jobFinished: serve,
    jobInterrupted: serve,
    gpusFreed: serve,
    patienceOver: (context, { row }) => giveUp(context, row),
    end: (context) => leaveAll(context, giveUp),
  },
  signals: {
    usdPerGpuHour: lastTierUsd,
    gpusWaiting: ({ state }) => gpusOf(state.queue.gpusWaiting),
    expectedWait: (context) => waitIn(context, 0),
  },
  metrics: {
    "gpu.usdPerGpuHour": { value: lastTierUsd },
    "gpu.paidUsdPerGpuHour": {
      totals: ({ state }) => [state.soldUsd, state.started.reduce((total, each) => total + each, 0) / HOUR],
    },
    "market.creditsSpent": { total: ({ state }) => state.credits },
    "market.tooDear": { totals: ({ state }) => [state.tooDear, state.queue.submitted] },
    ...queueMetrics,
  },
  metricsOfEach: {
    "market.tierShare[tier]": {
      keys: namesOf,
      metric: (tier) => ({
        totals: ({ state }) => [state.started[tier], state.started.reduce((total, each) => total + each, 0)],
      }),
    },
    "jobs.waitP95[tier]": {
      keys: namesOf,
      metric: (tier) => ({
        distribution: ({ state }) => state.waits[tier]!,
      }),
    },
  },
  invariants: {
    "the first in line is of the dearest tier that has jobs waiting": ({ state: { line, jobs } }) =>
      line.first[0] === -1 || line.key[line.first[0]] === jobs.findIndex((waiting) => waiting > 0),
    "whoever waits stands in line": ({ state }) => state.queue.count > 0 === (state.line.first[0] !== -1),
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 6, mtbf: "30d" } },
      { mechanism: "pricing/tiers", params: { usdPerCredit: 0.2 } },
      { mechanism: "contracts/escrow", params: {} },
      { mechanism: "demand/jobs", params: { class: "rendering", rate: 200 } },
    ],
    until: "10d",
  }),
  examples: () => [
    crowdedWorld([
      { mechanism: "pricing/tiers", params: { usdPerCredit: 0.2 } },
      { mechanism: "demand/jobs", params: { class: "batch", rate: 400 } },
    ]),
  ],
});

/** Who wants it sooner may pay for a better one. */
function lastTierUsd(context: Tiers): number {
  return priceOf(context, context.params.workPerCredit.length - 1);
}

function namesOf({ workPerCredit }: { workPerCredit: readonly number[] }): string[] {
  return workPerCredit.map((_, tier) => `T${tier + 1}`);
}

function giveUp(context: Tiers, row: number): void {
  stepAside(context.state, row);
  leave(context, row);
}
