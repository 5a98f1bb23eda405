/*
 * A provider:  candidate → (NPV below 0: turned away) → ordered → online → leaving (finishes its jobs) → gone
 * A GPU of it: working ⇄ under repair; renting → (its job is done) → mining, serving, volunteering or idle → renting.
 * A job here: jobMatched → jobStarted → (jobFinished | jobInterrupted | jobPaused)
 *
 * The parts are beside this file in cohorts/: what providers work on, are paid and pay, expect and decide.
 */
import { ACCOUNTS } from "../../model/accounts.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { DAY, HOUR } from "../../units.ts";
import { decideEntries, decideExits, join, receiveHardware } from "./cohorts/decisions.ts";
import { machinesOf } from "./cohorts/expectations.ts";
import { metrics } from "./cohorts/metrics.ts";
import { metricsOfEach } from "./cohorts/metrics-of-each.ts";
import { drawUpBills, offerTokens, receive, receiveTokens, sell, settleBills } from "./cohorts/money.ts";
import { blackOut, restorePower } from "./cohorts/outages.ts";
import { emits, params, reads } from "./cohorts/params.ts";
import { providers } from "./cohorts/providers.ts";
import { busySeconds, firstState, integrate, live, onlineSeconds } from "./cohorts/state.ts";
import { chooseUses } from "./cohorts/uses.ts";
import { creditWork, evict, fail, release, repair, reprice, startJob } from "./cohorts/work.ts";

export const cohorts = defineMechanism({
  name: "supply/cohorts",
  summary:
    "Runs providers that own GPUs: they place jobs, fail and repair, pay bills, sell emission, rent their GPUs out or use them otherwise, enter on net present value and leave for better offers.",
  source:
    "Entry and exit: Dixit and Pindyck, Investment under Uncertainty, 1994, chapter 8; failures: Llama 3 (2024), table 5",
  params,
  reads,
  emits,
  init: firstState,
  on: {
    start(context) {
      const { state, ledger, params } = context;
      state.accounts = {
        usd: ledger.asset("usd"),
        token: ledger.asset(params.asset),
        world: ledger.open(ACCOUNTS.world, "world"),
        revenue: ledger.open(ACCOUNTS.providerRevenue, "providers"),
        rewards: ledger.open(ACCOUNTS.providerRewards, "providers"),
        sales: ledger.open("sales/providers", "providers"),
      };
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
      const settles = day % context.params.settleEvery === 0;
      integrate(context);
      if (settles) {
        creditWork(context);
        receive(context);
      }
      decideExits(context);
      if (day % 7 === 0) decideEntries(context, day / 7);
      if (settles) drawUpBills(context);
      if (day % context.params.usesEvery === 0) chooseUses(context);
      if (!settles) return;
      const tokens = offerTokens(context);
      if (tokens > 0) sell(context, tokens);
      else settleBills(context);
    },
    swapped(context, { account, bought }) {
      const { state, params, ledger, now } = context;
      if (Math.floor(now / DAY) % params.settleEvery === 0) receiveTokens(context);
      if (!state.selling || account !== state.accounts.sales) return;
      if (bought > 0)
        ledger.split(
          state.accounts.usd,
          account,
          live(state.account, state),
          live(state.sale, state),
          ledger.units(state.accounts.usd, account),
          "token sales",
        );
      state.selling = false;
      state.totals.salesUsd += bought;
      settleBills(context);
    },
  },
  signals: {
    gpusOnline: ({ state }) => state.gpusOnline,
    gpusFree: ({ state }) => state.room.total,
    gpuUtilisation: ({ state }) => (state.gpusOnline > 0 ? state.busyGpus / state.gpusOnline : 0),
    gpuHoursOnline: (context) => onlineSeconds(context) / HOUR,
    gpuHoursDelivered: (context) => busySeconds(context) / HOUR,
  },
  metrics,
  metricsOfEach,
  providers,
  invariants: {
    "delivered GPU-time never passes online GPU-time": (context) =>
      busySeconds(context) <= onlineSeconds(context),
    "GPUs free and busy are the GPUs online": ({ state }) =>
      state.room.total + state.busyGpus === state.gpusOnline,
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
});
