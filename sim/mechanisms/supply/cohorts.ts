/*
 * A provider:  candidate → (NPV below 0: turned away) → ordered → online → leaving (finishes its jobs) → gone
 * A GPU of it: working ⇄ under repair; renting → (its job is done) → mining, serving, volunteering or idle → renting.
 * A job here: jobMatched → jobStarted → (jobFinished | jobInterrupted | jobPaused)
 *
 * The parts are beside this file in cohorts/: what providers work on, are paid and pay, expect and decide.
 */

import { gpusOf } from "../../gpus.ts";
import { spotWorld, TOKEN_MARKET } from "../../kit/examples.ts";
import { roomiestCard } from "../../kit/market/cards.ts";
import { allFree } from "../../kit/market/placement.ts";
import { gpuClaims, gpuSignals } from "../../kit/supply/gpu-time.ts";
import {
  providerAccounts,
  providerAssets,
  receiveSales,
  sellAndSettle,
} from "../../kit/supply/provider-money.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { plannedWithin } from "../../model/recorded-times.ts";
import { numberColumn } from "../../schema/table.ts";
import { DAY } from "../../units.ts";
import { decideEntries, decideExits, join, receiveHardware } from "./cohorts/decisions.ts";
import { estimate } from "./cohorts/estimate.ts";
import { machinesOf } from "./cohorts/expectations.ts";
import { metrics } from "./cohorts/metrics.ts";
import { metricsOfEach } from "./cohorts/metrics-of-each.ts";
import { drawUpBills, payOut, receive, receiveTokens } from "./cohorts/money.ts";
import { blackOut, restorePower } from "./cohorts/outages.ts";
import { emits, params, reads } from "./cohorts/params.ts";
import { providers } from "./cohorts/providers.ts";
import { firstState, integrate, type Supply } from "./cohorts/state.ts";
import { chooseUses } from "./cohorts/uses.ts";
import { creditWork, evict, fail, release, repair, reprice, startJob } from "./cohorts/work.ts";

export const cohorts = defineMechanism({
  name: "supply/cohorts",
  summary:
    "Runs providers that own GPUs: they place jobs, fail and repair, pay bills, sell emission, rent their GPUs out or use them otherwise, enter on net present value and leave for better offers.",
  source:
    "Entry and exit: Dixit and Pindyck, Investment under Uncertainty, 1994, chapter 8; failures: Llama 3 (2024), table 5",
  params,
  accounts: providerAccounts,
  assets: providerAssets,
  reads,
  // Whoever takes the market's fee has settled the day's contracts.
  after: ["marketFee"],
  emits,
  init: firstState,
  recorded: ({ generations }, until) =>
    plannedWithin("generations", numberColumn(generations, "release"), until),
  estimate,
  on: {
    start(context) {
      const { params } = context;
      const [machine] = machinesOf(context);
      for (let candidate = 0; candidate < params.providers; candidate++) join(context, candidate, 0, machine);
    },
    jobMatched: startJob,
    jobFinished(context, { job }) {
      release(context, job);
    },
    machineFailed: fail,
    machineRepaired: repair,
    jobEvicted: evict,
    jobRepriced: reprice,
    regionOutage: blackOut,
    powerRestored: restorePower,
    hardwareDelivered: receiveHardware,
    day(context, { day }) {
      const { params } = context;
      const settles = day % params.settleEvery === 0;
      integrate(context);
      if (settles) {
        creditWork(context);
        receive(context);
      }
      decideExits(context);
      if (day % 7 === 0) decideEntries(context, day / 7);
      if (settles) drawUpBills(context);
      if (day % params.usesEvery === 0) chooseUses(context);
      if (settles) sellAndSettle(context);
    },
    swapped(context, swap) {
      const { params, now } = context;
      const settled = Math.floor(now / DAY) % params.settleEvery === 0 || now === context.horizon;
      if (settled) receiveTokens(context);
      receiveSales(context, swap);
    },
    end: settleRest,
  },
  accrue: drawUpBills,
  signals: {
    ...gpuSignals,
    gpusFree: ({ state }) => gpusOf(allFree(state.room)),
    gpusFreeWhole: ({ state }) => state.room.total,
    gpuPartFree: ({ state }) => gpusOf(roomiestCard(state.room.parts)),
  },
  metrics,
  metricsOfEach,
  providers,
  invariants: {
    ...gpuClaims,
    "GPUs free and busy are the GPUs online": ({ state }) =>
      allFree(state.room) + state.busyGpus === state.gpusOnline,
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 12, candidatesPerWeek: 1, mtbf: "30d" } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "contracts/escrow", params: {} },
    ],
    until: "30d",
  }),
  examples: () => [
    spotWorld([{ mechanism: "contracts/escrow", params: { payment: "token" } }, ...TOKEN_MARKET]),
    {
      world: [
        {
          mechanism: "supply/cohorts",
          params: { providers: 2, candidatesPerWeek: 50, deliveryShortest: "1d", deliveryLongest: "3d" },
        },
        { mechanism: "pricing/utilisation-indexed", params: { initial: 0.6 } },
        { mechanism: "pricing/first-come", params: {} },
        { mechanism: "demand/jobs", params: { class: "batch", rate: 400 } },
        { mechanism: "contracts/escrow", params: {} },
      ],
      until: "30d",
    },
  ],
});

/** What has accrued since the last settlement is settled as that was; nobody decides anything any more. */
function settleRest(context: Supply): void {
  if (context.state.settledAt === context.now) return;
  integrate(context);
  creditWork(context);
  payOut(context);
  drawUpBills(context);
  sellAndSettle(context);
}
