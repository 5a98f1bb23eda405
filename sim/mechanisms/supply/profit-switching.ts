/*
 * A provider:  at a network ⇄ leaving (finishes its jobs) → on its way → at another network, or switched off → …
 * A job here:  jobMatched → jobStarted → (jobFinished | jobInterrupted | jobPaused)
 *
 * Machines do not fail here: supply/fleet and supply/cohorts have that. The parts are
 * beside this file in profit-switching/.
 */
import { CARD, gpusOf } from "../../gpus.ts";
import { spotWorld } from "../../kit/examples.ts";
import { busySeconds, onlineSeconds } from "../../kit/supply/gpu-time.ts";
import { BYTES_OF_A_MACHINE, daysAhead } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { HOUR } from "../../units.ts";
import { metrics, metricsOfEach } from "./profit-switching/metrics.ts";
import { openAccounts, receiveSales, settle } from "./profit-switching/money.ts";
import { arrive, review } from "./profit-switching/moves.ts";
import { accounts, assets, emits, params, reads } from "./profit-switching/params.ts";
import { firstState, networkOf, type Owners, totalOf } from "./profit-switching/state.ts";
import {
  evict,
  finishJob,
  freeIn,
  partFreeIn,
  reprice,
  settleIn,
  startJob,
  wholeFreeIn,
} from "./profit-switching/work.ts";

export const profitSwitching = defineMechanism({
  name: "supply/profit-switching",
  summary:
    "Runs jobs on machines whose owners work for one network at a time, and move to the one that pays.",
  source:
    "Meshkov, Chepurnoy and Jansen, Short Paper: Revisiting Difficulty Control for Blockchain Systems, 2017: profit switching of miners; Dixit, Journal of Political Economy 97, 1989: the cost of a switch makes owners wait",
  params,
  accounts,
  assets,
  reads,
  emits,
  init: firstState,
  estimate: ({ providers, places }, ahead) => ({
    events: {
      jobStarted: ahead.count("jobMatched"),
      jobFinished: ahead.count("jobMatched"),
      swapRequested: daysAhead(ahead) * Math.max(1, places.length),
    },
    steps: providers * (daysAhead(ahead) + ahead.count("jobMatched")),
    bytes: providers * BYTES_OF_A_MACHINE,
  }),
  on: {
    start(context) {
      openAccounts(context);
      for (let provider = 0; provider < context.params.providers; provider++) settleIn(context, provider);
    },
    jobMatched: startJob,
    jobFinished: finishJob,
    jobEvicted: evict,
    jobRepriced: reprice,
    machineMoved: arrive,
    day(context, { day }) {
      settle(context, true);
      review(context, day);
    },
    swapped: receiveSales,
    end: (context) => settle(context, false),
  },
  signals: {
    gpusOnline: (context) => gpusOf(totalOf(context, ({ gpusOnline }) => gpusOnline)),
    gpusFree: freeIn,
    gpusFreeWhole: wholeFreeIn,
    gpuPartFree: partFreeIn,
    gpuUtilisation(context) {
      const online = totalOf(context, ({ gpusOnline }) => gpusOnline);
      return online > 0 ? totalOf(context, ({ busyGpus }) => busyGpus) / online : 0;
    },
    gpuHoursOnline: (context) =>
      totalOf(context, (state) => onlineSeconds({ state, now: context.now })) / HOUR,
    gpuHoursDelivered: (context) =>
      totalOf(context, (state) => busySeconds({ state, now: context.now })) / HOUR,
  },
  metrics,
  metricsOfEach,
  providers: ({ state, params }: Owners) => {
    const all = [...state.home.keys()];
    return {
      provider: all,
      place: all.map((provider) => networkOf(params, state.home[provider]!)),
      region: all.map(() => ""),
      kind: all.map(() => params.gpu),
      gpus: all.map(() => params.gpusEach),
      online: all.map((provider) => (state.home[provider]! < 0 ? 0 : params.gpusEach)),
      busy: all.map((provider) => gpusOf(state.busy[provider]!)),
      revenueUsd: all.map((provider) => state.revenueUsd[provider]!),
    };
  },
  invariants: {
    "no machine runs more than it has": ({ state, params }) =>
      state.cardsBusy.every((busy) => busy >= 0 && busy <= params.gpusEach),
    "every machine is at one network, or at none": ({ state, params }) =>
      state.gpuTime.reduce((sum, { gpusOnline }) => sum + gpusOnline, 0) ===
      CARD * params.gpusEach * state.home.filter((home) => home >= 0).length,
    "a network's busy GPUs are those of its machines": ({ state }) =>
      state.gpuTime.every(
        ({ busyGpus }, place) =>
          busyGpus === state.busy.reduce((sum, busy, at) => (state.home[at] === place ? sum + busy : sum), 0),
      ),
  },
  example: () => ({
    world: [
      ...["north", "south"].flatMap((place) => [
        { mechanism: "issuance/genesis", params: { allocation: { holders: 0.7, treasury: 0.3 } }, in: place },
        { mechanism: "consensus/slot-pos", params: { slotsPerBlock: 600 }, in: place },
        {
          mechanism: "issuance/fixed",
          params: { tokensPerDay: place === "north" ? 4_000 : 1_000 },
          in: place,
        },
        { mechanism: "defi/constant-product", params: {}, in: place },
        { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 }, in: place },
        { mechanism: "pricing/first-come", params: {}, in: place },
        { mechanism: "demand/bootstrap-trace", params: { replicas: 2 }, in: place },
        { mechanism: "contracts/escrow", params: {}, in: place },
      ]),
      {
        mechanism: "supply/profit-switching",
        params: { places: ["north", "south"], providers: 24, reviewEvery: "2d" },
      },
    ],
    until: "30d",
  }),
  examples: () => [
    spotWorld([], { supply: { mechanism: "supply/profit-switching", params: { providers: 3 } } }),
  ],
});
