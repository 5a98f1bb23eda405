import {
  blockRate,
  earned,
  fundsOf,
  type LeaseAccount,
  openLease,
  overdrawnFrom,
  settle,
  withdrawn,
} from "../../formulas/lease.ts";
import { ACCOUNTS } from "../../model/accounts.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { addRow, grown, type Rows, removeRow, rowOf, rows } from "../../model/rows.ts";
import { flag, ratio, seconds, usd, type Values } from "../../schema/fields.ts";
import { DAY, HOUR, WEEK } from "../../units.ts";

// Settled lazily: when a customer deposits, a provider withdraws (daily), a rate changes or the lease ends.
// A lease: jobStarted (deposit) → … rate × blocks accrue … → jobFinished, jobInterrupted, jobPaused, end (paid, the rest refunded)
//                                 ↘ the deposit runs out → topped up, or overdrawn: paid, closed, jobEvicted

const params = {
  depositUsd: usd({
    default: 5,
    min: 0.5,
    doc: "A lease's deposit, at least.",
    source: "Akash: at least 500,000 uact (0.5 ACT, an ACT is worth 1 USD); its Console asks for 5 USD",
  }),
  cover: seconds({
    default: DAY,
    doc: "How much of a lease's cost customers deposit at a time.",
    range: [6 * HOUR, WEEK],
  }),
  topUps: flag({
    default: true,
    doc: "Whether customers deposit as much again before the deposit runs out. Otherwise the lease is then closed.",
    source: "Akash: MsgAccountDeposit; whether customers look after their leases is for the scenario to set",
  }),
  blockTime: seconds({
    default: 6.5,
    min: 0.1,
    doc: "Seconds of a block; leases pay by the block.",
    source: "Akash: about 6.5 s",
  }),
  takeRate: ratio({
    default: 0,
    doc: "Share of what providers withdraw that the network keeps, rounded down.",
    source: "Akash, akash-network/node 3efe26bf: 0 % now",
    range: [0, 0.2],
  }),
};
const emits = {
  jobEvicted: shared,
  depositOver: {
    doc: "The deposit of a lease no longer pays for the block that begins.",
    private: true,
    fields: { job: "number" },
  },
} as const;

/** Akash pays in ACT of 6 decimals, worth 1 USD each; USD in the ledger have as many. */
const UNITS = 1e6;

interface State {
  blockTime: number;
  jobs: Rows;
  gpus: Float64Array;
  timer: Float64Array;
  /** By row of the jobs. */
  accounts: LeaseAccount[];
  /** Base units: held for leases now, and deposited, paid, kept as fee and given back so far. */
  held: number;
  deposited: number;
  paid: number;
  fees: number;
  refunded: number;
  overdrawn: number;
  books: { usd: number; world: number; customers: number; escrow: number; treasury: number; revenue: number };
}
type Lease = ContextOf<typeof params, State, {}, typeof emits>;
const CUSTOMER = 0;
const NO_TIMER = -1;

export const lease = defineMechanism({
  name: "contracts/lease",
  summary:
    "Keeps a deposit for each job's lease, pays providers a rate for every block out of it, and closes a lease whose deposit is used up.",
  source: "Akash: akash-network/node 3efe26bf, x/escrow and x/market; AEP-79",
  params,
  emits,
  init: ({ blockTime }: Values<typeof params>): State => ({
    blockTime,
    jobs: rows(),
    gpus: new Float64Array(64),
    timer: new Float64Array(64),
    accounts: [],
    held: 0,
    deposited: 0,
    paid: 0,
    fees: 0,
    refunded: 0,
    overdrawn: 0,
    books: { usd: 0, world: 0, customers: 0, escrow: 0, treasury: 0, revenue: 0 },
  }),
  on: {
    start({ state, ledger }) {
      state.books = {
        usd: ledger.asset("usd"),
        world: ledger.open(ACCOUNTS.world, "world"),
        customers: ledger.open("customers", "customers"),
        escrow: ledger.open("escrow", "escrow"),
        treasury: ledger.open(ACCOUNTS.treasury, "treasury"),
        revenue: ledger.open(ACCOUNTS.providerRevenue, "providers"),
      };
    },
    jobStarted(context, { job, gpus, usdPerGpuHour }) {
      const { state } = context;
      const row = addRow(state.jobs, job);
      state.gpus = grown(state.gpus, state.jobs.ids.length);
      state.timer = grown(state.timer, state.jobs.ids.length);
      state.gpus[row] = gpus;
      state.timer[row] = NO_TIMER;
      const rate = blockRate(gpus * usdPerGpuHour, state.blockTime, UNITS);
      state.accounts[row] = openLease([], [rate], height(context));
      deposit(context, row);
      watch(context, row);
    },
    jobRepriced(context, { job, usdPerGpuHour }) {
      const { state } = context;
      const row = rowOf(state.jobs, job);
      if (row === -1) return;
      payOut(context, row);
      const rate = blockRate(state.gpus[row]! * usdPerGpuHour, state.blockTime, UNITS);
      const { deposits } = state.accounts[row]!;
      state.accounts[row] = openLease(deposits, [rate], height(context));
      watch(context, row);
    },
    jobFinished: (context, { job }) => close(context, job),
    jobInterrupted: (context, { job }) => close(context, job),
    jobPaused: (context, { job }) => close(context, job),
    depositOver(context, { job }) {
      const { state, params, emit } = context;
      const row = rowOf(state.jobs, job);
      state.timer[row] = NO_TIMER;
      if (params.topUps) {
        topUp(context, row);
        return;
      }
      close(context, job, overdrawnFrom(state.accounts[row]!));
      state.overdrawn++;
      emit.jobEvicted({ job, kept: false });
    },
    day(context) {
      const { state } = context;
      for (let row = 0; row < state.jobs.ids.length; row++)
        if (state.jobs.ids[row] !== -1) payOut(context, row);
    },
    end(context) {
      const { ids } = context.state.jobs;
      for (let row = 0; row < ids.length; row++) if (ids[row] !== -1) close(context, ids[row]!);
    },
  },
  signals: { marketFee: ({ params }) => params.takeRate },
  metrics: {
    "customers.paidUsd": {
      unit: "USD",
      kind: "flow",
      doc: "What customers paid for GPU time, fees included.",
      total: ({ state }) => state.paid / UNITS,
    },
    "market.feesUsd": {
      unit: "USD",
      kind: "flow",
      doc: "What the network kept of what customers paid.",
      total: ({ state }) => state.fees / UNITS,
    },
    "contracts.escrowUsd": {
      unit: "USD",
      kind: "level",
      doc: "USD in escrow for jobs that run.",
      value: ({ state }) => state.held / UNITS,
    },
    "contracts.overdrawn": {
      unit: "leases",
      kind: "flow",
      doc: "Leases that were closed because their deposit was used up.",
      total: ({ state }) => state.overdrawn,
    },
  },
  invariants: {
    "escrow holds what leases have deposited and not yet paid, to the base unit": ({ state, ledger }) =>
      ledger.units(state.books.usd, state.books.escrow) === BigInt(state.held),
    "deposits are paid out, given back or held": ({ state }) =>
      state.deposited === state.paid + state.refunded + state.held,
    "nothing is held where no lease is open": ({ state }) => state.jobs.count > 0 || state.held === 0,
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
});

/** Blocks that have begun. */
const height = ({ now, state }: Pick<Lease, "now" | "state">): number => Math.floor(now / state.blockTime);

/** A customer deposits what the lease will cost for a while, and no less than is missing. */
function deposit({ state, params, ledger }: Lease, row: number, missing = 0): void {
  const account = state.accounts[row]!;
  const ahead = account.payments[0]!.rate * Math.ceil(params.cover / state.blockTime);
  const units = Math.max(Math.round(params.depositUsd * UNITS), ahead, missing);
  const { usd, world, customers, escrow } = state.books;
  ledger.transfer(usd, world, customers, BigInt(units), "income");
  ledger.transfer(usd, customers, escrow, BigInt(units), "deposits");
  const deposits = account.deposits.filter(({ left }) => left > 0);
  state.accounts[row] = { ...account, deposits: [...deposits, { depositor: CUSTOMER, left: units }] };
  state.held += units;
  state.deposited += units;
}

/** In time for the block that the deposit does not pay for. */
function topUp(context: Lease, row: number): void {
  const account = context.state.accounts[row]!;
  const owed = account.payments[0]!.rate * (overdrawnFrom(account) - account.settledAt);
  deposit(context, row, owed - fundsOf(account));
  watch(context, row);
}

/** Looks again at the first block that the deposit does not pay for. */
function watch(context: Lease, row: number): void {
  const { state, emit, now } = context;
  if (state.timer[row] !== NO_TIMER) context.cancel(state.timer[row]!);
  const from = overdrawnFrom(state.accounts[row]!);
  state.timer[row] = Number.isFinite(from)
    ? emit.depositOver.at({ job: state.jobs.ids[row]! }, Math.max(now, from * state.blockTime))
    : NO_TIMER;
}

/** Settles up to a height; the provider withdraws what it has earned. */
function payOut(context: Lease, row: number, until = height(context)): void {
  const { state, params, ledger } = context;
  const settled = settle(state.accounts[row]!, until);
  const units = earned(settled);
  const fee = Math.floor(units * params.takeRate);
  state.accounts[row] = withdrawn(settled);
  state.held -= units;
  state.paid += units;
  state.fees += fee;
  const { usd, escrow, treasury, revenue } = state.books;
  ledger.transfer(usd, escrow, treasury, BigInt(fee), "market fee");
  ledger.transfer(usd, escrow, revenue, BigInt(units - fee), "GPU time");
}

/** The lease ends: the provider is paid for the blocks up to a height, and what is left goes back. */
function close(context: Lease, job: number, until = height(context)): void {
  const { state, ledger } = context;
  const row = rowOf(state.jobs, job);
  if (row === -1) return;
  payOut(context, row, until);
  const units = fundsOf(state.accounts[row]!);
  const { usd, escrow, customers, world } = state.books;
  ledger.transfer(usd, escrow, customers, BigInt(units), "refunds");
  ledger.transfer(usd, customers, world, BigInt(units), "refunds");
  state.held -= units;
  state.refunded += units;
  if (state.timer[row] !== NO_TIMER) context.cancel(state.timer[row]!);
  state.accounts[row] = openLease([], [], 0);
  removeRow(state.jobs, job);
}
