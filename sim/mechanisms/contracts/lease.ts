import { overdrawnFrom } from "../../formulas/lease.ts";
import { newCarry } from "../../formulas/whole-units.ts";
import { spotWorld } from "../../kit/examples.ts";
import { integralOf, meter } from "../../kit/market/meter.ts";
import { paymentMetrics } from "../../kit/market/payment-measures.ts";
import { columnsById, idOf, rowOf, rowsIn } from "../../model/columns.ts";
import { BYTES_OF_A_JOB } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import type { Values } from "../../schema/fields.ts";
import { HOUR } from "../../units.ts";
import {
  close,
  JOB,
  type Lease,
  NO_TIMER,
  open,
  owedUnits,
  payAllOut,
  reprice,
  type State,
  topUp,
  UNITS,
} from "./lease/accounts.ts";
import { accounts, assets, emits, params } from "./lease/params.ts";

// Settled lazily: when a customer deposits, a provider withdraws (daily), a rate changes or the lease ends.
// A lease: jobStarted (deposit) → … rate × blocks accrue … → jobFinished, jobInterrupted, jobPaused, end (paid, the rest refunded)
//                                 ↘ the deposit runs out → topped up, or overdrawn: paid, closed, jobEvicted

export const lease = defineMechanism({
  name: "contracts/lease",
  summary:
    "Keeps a deposit for each job's lease, pays providers a rate for every block out of it, and closes a lease whose deposit is used up.",
  source: "Akash: akash-network/node 3efe26bf, x/escrow and x/market; AEP-79",
  params,
  settable: { takeRate: [0, 1], depositUsd: [0.5, 1e6] },
  accounts,
  assets,
  emits,
  init: ({ blockTime }: Values<typeof params>): State => ({
    blockTime,
    jobs: columnsById(JOB),
    accounts: [],
    held: meter(1),
    deposited: 0n,
    paid: 0n,
    fees: 0,
    oddFee: newCarry(),
    refunded: 0n,
    overdrawn: 0,
  }),
  estimate: ({ topUps, cover }, { horizon, count, sum }) => {
    const leases = count("jobStarted");
    // A deposit covers that long, or some hour where it is the least there is.
    const deposits = leases + (sum("running") * horizon) / Math.max(cover, HOUR);
    return {
      events: { jobPaid: leases, depositOver: deposits, jobEvicted: topUps ? 0 : leases / 4 },
      bytes: sum("pending") * 3 * BYTES_OF_A_JOB,
    };
  },
  on: {
    jobStarted: open,
    jobRepriced: reprice,
    jobFinished: (context, { job }) => close(context, job),
    jobInterrupted: (context, { job }) => close(context, job),
    jobPaused: (context, { job }) => close(context, job),
    depositOver(context, { job }) {
      const { state, params, emit } = context;
      const row = rowOf(state.jobs, job);
      state.jobs.timer[row] = NO_TIMER;
      if (params.topUps) {
        topUp(context, row);
        return;
      }
      close(context, job, overdrawnFrom(state.accounts[row]!));
      state.overdrawn++;
      emit.jobEvicted({ job, kept: false });
    },
    day: payAllOut,
    end(context) {
      const { jobs } = context.state;
      for (const row of rowsIn(jobs)) close(context, idOf(jobs, row));
    },
  },
  // What is withdrawn later pays the share of then.
  accrue: payAllOut,
  signals: {
    marketFee: ({ params }) => params.takeRate,
    accruedUsd: (context) => (owedUnits(context) * (1 - context.params.takeRate)) / UNITS,
  },
  metrics: {
    ...paymentMetrics<Lease>(
      (context) => (Number(context.state.paid) + owedUnits(context)) / UNITS,
      ({ state }) => state.held.level[0] / UNITS,
      ({ state, now }) => integralOf(state.held, now, 0) / UNITS,
    ),
    "market.feesUsd": {
      total: (context) => (context.state.fees + owedUnits(context) * context.params.takeRate) / UNITS,
    },
    "contracts.overdrawn": { total: ({ state }) => state.overdrawn },
  },
  invariants: {
    "escrow holds what leases have deposited and not yet paid, to the base unit": ({
      state,
      ledger,
      account,
      asset,
    }) => ledger.units(asset.usd, account.escrow) === BigInt(state.held.level[0]),
    "deposits are paid out, given back or held": ({ state }) =>
      state.deposited === state.paid + state.refunded + BigInt(state.held.level[0]),
    "nothing is held where no lease is open": ({ state }) =>
      state.jobs.rows.count > 0 || state.held.level[0] === 0,
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 6, candidatesPerWeek: 1 } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "contracts/lease", params: { takeRate: 0.02 } },
    ],
    until: "21d",
  }),
  examples: () => [
    spotWorld([{ mechanism: "contracts/lease", params: { topUps: false, cover: "2h", depositUsd: 0.5 } }]),
  ],
});
