/*
 * A machine: takes jobs ⇄ takes none (under repair, maintained, without power, in another use …) → gone for good
 * A job here: jobMatched → jobStarted → (jobFinished | jobInterrupted | jobPaused)
 *
 * The parts are beside this file in fleet/. Machines alike, a row of the table, make a lot; what all of a lot share is
 * kept once, so that a job and a day cost the same however many machines there are.
 */

import { spotWorld, TOKEN_MARKET } from "../../kit/examples.ts";
import { freeGpus, partFree, wholeFree } from "../../kit/market/machines.ts";
import { gpuClaims, gpuSignals } from "../../kit/supply/gpu-time.ts";
import {
  providerAccounts,
  providerAssets,
  receiveSales,
  sellAndSettle,
} from "../../kit/supply/provider-money.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { inlineTable } from "../../schema/table.ts";
import { decideExits, decidePrices, decideUses } from "./fleet/decisions.ts";
import { estimate } from "./fleet/estimate.ts";
import {
  bar,
  beginMaintenance,
  fail,
  losePower,
  mend,
  replay,
  returnPower,
  scheduleInterruptions,
} from "./fleet/interruptions.ts";
import { recordedWithin } from "./fleet/machine-table.ts";
import { endMaintenance } from "./fleet/maintenance.ts";
import { depreciation, metrics } from "./fleet/metrics.ts";
import { metricsOfEach } from "./fleet/metrics-of-each.ts";
import { drawUpBills, openAccounts, receiveDay, receiveTokens, settleRest } from "./fleet/money.ts";
import { announce } from "./fleet/offers.ts";
import { emits, params, reads } from "./fleet/params.ts";
import { providers } from "./fleet/providers.ts";
import { firstState } from "./fleet/state.ts";
import { evict, reprice, startJob, stopJob } from "./fleet/work.ts";

export const fleet = defineMechanism({
  name: "supply/fleet",
  summary:
    "Runs jobs on machines known by name, which fail, are maintained, lose power, throttle, and whose owners pay bills and put them to the best use.",
  source: "Failures: Llama 3 (2024), table 5; uses: Dixit, Journal of Political Economy 97, 1989",
  params,
  accounts: providerAccounts,
  assets: providerAssets,
  reads,
  emits,
  init: firstState,
  recorded: recordedWithin,
  estimate,
  on: {
    start: openAccounts,
    opened(context) {
      for (let machine = 0; machine < context.state.machines.count; machine++) announce(context, machine);
      scheduleInterruptions(context);
    },
    jobMatched: startJob,
    jobFinished: (context, { job }) => stopJob(context, job),
    jobEvicted: evict,
    jobRepriced: reprice,
    machineBroke: fail,
    machineMended: mend,
    maintenanceDue: beginMaintenance,
    machineMaintained: endMaintenance,
    regionOutage: losePower,
    powerReturned: returnPower,
    availabilityRecorded: replay,
    machineBarred: bar,
    reputationChanged({ state }, { machine, reputation }) {
      if (machine >= 0 && machine < state.machines.count) state.book.reputation[machine] = reputation;
    },
    day(context, { day }) {
      receiveDay(context);
      decideExits(context);
      decidePrices(context);
      drawUpBills(context);
      decideUses(context, day);
      sellAndSettle(context);
    },
    swapped(context, swap) {
      receiveTokens(context);
      receiveSales(context, swap);
    },
    end: settleRest,
  },
  accrue(context) {
    drawUpBills(context);
    context.state.depreciated = { usd: depreciation(context), until: context.now };
  },
  signals: {
    ...gpuSignals,
    gpusFree: ({ state }) => freeGpus(state.book),
    gpusFreeWhole: ({ state }) => wholeFree(state.book),
    gpuPartFree: ({ state }) => partFree(state.book),
  },
  metrics,
  metricsOfEach,
  providers,
  invariants: {
    ...gpuClaims,
    "GPUs free and busy are the GPUs online": ({ state }) =>
      state.book.free + state.busyGpus === state.gpusOnline,
    "GPUs online, in other uses and gone are no more than there are": ({ state }) =>
      state.gpusOnline + state.awayGpus + state.goneGpus <= state.gpus,
  },
  example: () => ({
    world: [
      {
        mechanism: "supply/fleet",
        params: {
          machines: inlineTable({
            provider: ["alice", "bob"],
            count: [2, 1],
            gpus: [8, 4],
            kind: ["RTX3090", "A100"],
            memory_gb: [24, 80],
            throughput: [1, 2],
            region: ["US", "DE"],
            usd_per_gpu_hour: [0.1, 0.8],
            cooling: ["air", ""],
          }),
          mtbf: "30d",
          maintenancePeriod: "10d",
          byRegion: true,
        },
      },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "contracts/escrow", params: {} },
    ],
    until: "30d",
  }),
  examples: () => [
    spotWorld(
      [
        { mechanism: "contracts/escrow", params: { payment: "token" } },
        ...TOKEN_MARKET,
        { mechanism: "verification/spot-checks", params: { check: 1, cheaters: 1, stakeUsdPerGpu: 5 } },
      ],
      { supply: "machines" },
    ),
  ],
});
