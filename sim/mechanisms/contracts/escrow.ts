import { type Carry, newCarry, takeUnits } from "../../formulas/whole-units.ts";
import type { Index } from "../../indexed.ts";
import { spotWorld, TOKEN_MARKET } from "../../kit/examples.ts";
import { change, integralOf, type Meter, meter } from "../../kit/market/meter.ts";
import { paymentMetrics } from "../../kit/market/payment-measures.ts";
import { meet, own } from "../../model/accounts.ts";
import {
  addById,
  type ColumnsById,
  columnsById,
  idOf,
  removeById,
  rowOf,
  rowsIn,
} from "../../model/columns.ts";
import { BYTES_OF_A_JOB, daysAhead } from "../../model/estimate.ts";
import type { AccountId } from "../../model/ledger.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { choice, number, ratio, text, type Values } from "../../schema/fields.ts";
import { DAY, HOUR } from "../../units.ts";

// Above 200 lines: one contract's money, from deposit to refund, is read in one piece.
//
// A contract: jobStarted (deposit) → day … (accrued pay), jobRepriced (accrued pay, deposit of the rest at the new price)
//   → jobFinished (rest) | jobInterrupted, jobPaused, end (accrued pay, refund)

const params = {
  payment: choice(["usd", "token", "burn"], {
    default: "usd",
    doc: "What becomes of the customer's USD: paid to providers; turned into tokens for providers; or handed to the burn desk, which buys tokens and burns them.",
    source: "Orrery: a design",
  }),
  fee: ratio({
    default: 0.05,
    doc: "Share of the payment that the network keeps.",
    source: "rendernetwork/RNPs RNP-006: a fee of 5 %",
    range: [0, 0.2],
  }),
  gasPerJob: number("gas", {
    default: 300_000,
    min: 0,
    doc: "Gas of a job's transactions on the chain: deposit and settlement.",
    range: [100_000, 600_000],
  }),
  asset: text({ default: "token", doc: "Token of a payment in tokens.", source: "Orrery" }),
};
const accounts = {
  world: meet("world"),
  customers: meet("customers"),
  escrow: own("escrow"),
  treasury: meet("treasury"),
  revenue: meet("providerRevenue"),
  /** Where USD wait for the day's purchase of tokens. */
  desk: own("customers"),
  burnDesk: meet("burnDesk", { payment: "burn" }),
};
const assets = { usd: "usd", token: "asset" } as const;
const emits = { swapRequested: shared, jobPaid: shared } as const;

/** US dollars have 6 decimals; amounts of a contract are kept in those units, so that a deposit is paid out to the last one. */
const UNITS = 1e6;

const JOB = {
  gpus: "number",
  price: "number",
  /** Since when the price holds. */
  since: "number",
  /** When the job will have its result. */
  ends: "number",
  /** Base units deposited and not yet paid out. */
  held: "number",
  /** Base units paid at this price, and at all prices of the stretch. */
  paid: "number",
  paidInAll: "number",
} as const;

interface State {
  jobs: ColumnsById<typeof JOB>;
  /** Base units in escrow, over time. */
  inEscrow: Meter;
  paidUnits: number;
  /** Below a base unit: of what jobs cost, of what ended contracts earned, and of the network's fee. */
  odd: { cost: Carry; earned: Carry; fee: Carry };
  /** Gas of the jobs that started today, and what a second of yesterday had. */
  gasToday: number;
  gasPerSecond: number;
  buying: boolean;
}
type Escrow = ContextOf<typeof params, State, {}, typeof emits, typeof accounts, typeof assets>;

export const escrow = defineMechanism({
  name: "contracts/escrow",
  summary:
    "Takes each job's price into escrow when it starts, pays providers daily as work accrues, and refunds what was not delivered when a machine fails, the job is paused or its price falls.",
  source: "Escrow and settlement as in Akash (x/escrow), settled daily instead of at every block",
  params,
  settable: { fee: [0, 1], gasPerJob: [0, 1e9] },
  accounts,
  assets,
  emits,
  init: (_: Values<typeof params>): State => ({
    jobs: columnsById(JOB),
    inEscrow: meter(1),
    paidUnits: 0,
    odd: { cost: newCarry(), earned: newCarry(), fee: newCarry() },
    gasToday: 0,
    gasPerSecond: 0,
    buying: false,
  }),
  estimate: ({ payment }, ahead) => ({
    events: { jobPaid: ahead.count("jobStarted"), swapRequested: payment === "usd" ? 0 : daysAhead(ahead) },
    bytes: ahead.sum("pending") * BYTES_OF_A_JOB,
  }),
  on: {
    jobStarted(context, { job, gpus, seconds, usdPerGpuHour }) {
      const { state, params, now } = context;
      const row = addById(state.jobs, job, {
        gpus,
        price: usdPerGpuHour,
        since: now,
        ends: now + seconds,
        held: 0,
        paid: 0,
        paidInAll: 0,
      });
      state.gasToday += params.gasPerJob;
      deposit(context, row, takeUnits(state.odd.cost, costOf(gpus, seconds, usdPerGpuHour)));
    },
    jobRepriced(context, { job, usdPerGpuHour }) {
      const row = rowOf(context.state.jobs, job);
      if (row !== -1) reprice(context, row, usdPerGpuHour);
    },
    jobFinished(context, { job }) {
      const row = removeById(context.state.jobs, job);
      if (row === -1) return;
      payOut(context, row, context.state.jobs.held[row]);
      tellPaid(context, row, job);
    },
    jobInterrupted: closeJob,
    jobPaused: closeJob,
    day(context) {
      const { state, params } = context;
      payAllAccrued(context);
      state.gasPerSecond = state.gasToday / DAY;
      state.gasToday = 0;
      if (params.payment === "token") buyTokens(context);
    },
    swapped({ state, ledger, account, asset }, { account: buyer, bought }) {
      if (!state.buying || buyer !== account.desk) return;
      state.buying = false;
      if (bought <= 0) return;
      ledger.transferAll(asset.token, account.desk, account.revenue, "GPU time");
    },
    end(context) {
      const { state } = context;
      for (const row of rowsIn(state.jobs)) closeJob(context, { job: idOf(state.jobs, row) });
      if (context.params.payment === "token") buyTokens(context);
    },
  },
  // What is paid later pays the fee of then.
  accrue: payAllAccrued,
  signals: {
    accruedUsd: (context) => (context.params.payment === "usd" ? owedToProviders(context) : 0),
    accruedInTokensUsd: (context) => {
      const { params, ledger, account, asset } = context;
      if (params.payment !== "token") return 0;
      return owedToProviders(context) + ledger.balance(asset.usd, account.desk);
    },
    marketFee: ({ params }) => params.fee,
    marketGasPerSecond: ({ state }) => state.gasPerSecond,
  },
  metrics: {
    ...paymentMetrics<Escrow>(
      (context) => (context.state.paidUnits + accruedUnits(context)) / UNITS,
      ({ state }) => state.inEscrow.level[0] / UNITS,
      ({ state, now }) => integralOf(state.inEscrow, now, 0) / UNITS,
    ),
  },
  invariants: {
    "escrow holds what running jobs have deposited, to the base unit": ({ state, ledger, account, asset }) =>
      ledger.units(asset.usd, account.escrow) === BigInt(state.inEscrow.level[0]),
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 6, candidatesPerWeek: 1 } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "contracts/escrow", params: {} },
    ],
    until: "21d",
  }),
  examples: () => [
    spotWorld([{ mechanism: "contracts/escrow", params: { payment: "token" } }, ...TOKEN_MARKET]),
  ],
});

/** What a job costs in base units, with the fraction of one. */
const costOf = (gpus: number, seconds: number, usdPerGpuHour: number): number =>
  ((gpus * seconds * usdPerGpuHour) / HOUR) * UNITS;

function deposit({ state, ledger, account, asset: { usd }, now }: Escrow, row: Index, units: number): void {
  const { world, customers, escrow } = account;
  state.jobs.held[row] += units;
  change(state.inEscrow, now, 0, units);
  ledger.transfer(usd, world, customers, units / UNITS, "income");
  ledger.transfer(usd, customers, escrow, units / UNITS, "deposits");
}

/** Work is paid up to now at the old price; what is left of the deposit becomes what the rest costs at the new one. */
function reprice(context: Escrow, row: Index, usdPerGpuHour: number): void {
  const { state, now } = context;
  payUp(context, row);
  state.jobs.price[row] = usdPerGpuHour;
  state.jobs.since[row] = now;
  state.jobs.paid[row] = 0;
  const cost = costOf(state.jobs.gpus[row], Math.max(0, state.jobs.ends[row] - now), usdPerGpuHour);
  const rest = takeUnits(state.odd.cost, cost);
  const missing = rest - state.jobs.held[row];
  if (missing > 0) deposit(context, row, missing);
  else refund(context, row, -missing);
}

function closeJob(context: Escrow, { job }: { job: number }): void {
  const row = removeById(context.state.jobs, job);
  if (row !== -1) close(context, row, job);
}

/** Base units that a job owes for the work done since the last payment. */
function accrued({ state, now }: Escrow, row: Index): number {
  const earned = Math.floor(costOf(state.jobs.gpus[row], now - state.jobs.since[row], state.jobs.price[row]));
  return Math.min(state.jobs.held[row], earned - state.jobs.paid[row]);
}

/** Pays for all the work at this price; of what is below a base unit, whole ones with the next contract. */
function payUp(context: Escrow, row: Index): void {
  const { state, now } = context;
  const earned = costOf(state.jobs.gpus[row], now - state.jobs.since[row], state.jobs.price[row]);
  const due = takeUnits(state.odd.earned, Math.max(0, earned - state.jobs.paid[row]));
  const units = Math.min(state.jobs.held[row], due);
  state.odd.earned.rest += due - units;
  payOut(context, row, units);
}

/** Pays for the work done since the last payment. */
const payAccrued = (context: Escrow, row: number): void => payOut(context, row, accrued(context, row));

function payAllAccrued(context: Escrow): void {
  for (const row of rowsIn(context.state.jobs)) payAccrued(context, row);
}

/** What all jobs owe for work done. */
function accruedUnits(context: Escrow): number {
  let units = 0;
  for (const row of rowsIn(context.state.jobs)) units += accrued(context, row);
  return units;
}

const owedToProviders = (context: Escrow): number =>
  (accruedUnits(context) * (1 - context.params.fee)) / UNITS;

function payOut(context: Escrow, row: Index, units: number): void {
  if (units <= 0) return;
  const { state, ledger, params, account, asset, now } = context;
  const fee = takeUnits(state.odd.fee, units * params.fee);
  state.jobs.held[row] -= units;
  state.jobs.paid[row] += units;
  state.jobs.paidInAll[row] += units;
  change(state.inEscrow, now, 0, -units);
  state.paidUnits += units;
  ledger.transfer(asset.usd, account.escrow, account.treasury, fee / UNITS, "market fee");
  ledger.transfer(asset.usd, account.escrow, payeeOf(context), (units - fee) / UNITS, "GPU time");
}

/** Who gets the customer's USD. */
function payeeOf({ params: { payment }, account }: Escrow): AccountId {
  if (payment === "usd") return account.revenue;
  return payment === "burn" ? account.burnDesk : account.desk;
}

/** The contract ends early: work is paid up to now, the rest of the deposit goes back. When the last day was settled makes no difference. */
function close(context: Escrow, row: Index, job: number): void {
  payUp(context, row);
  refund(context, row, context.state.jobs.held[row]);
  tellPaid(context, row, job);
}

/** The contract is settled: its customer has paid what did not come back. */
function tellPaid({ state, account, asset, emit }: Escrow, row: Index, job: number): void {
  const amount = state.jobs.paidInAll[row] / UNITS;
  emit.jobPaid({ job, account: account.customers, asset: asset.usd, amount });
}

function refund({ state, ledger, account, asset: { usd }, now }: Escrow, row: Index, units: number): void {
  const { escrow, customers, world } = account;
  state.jobs.held[row] -= units;
  change(state.inEscrow, now, 0, -units);
  ledger.transfer(usd, escrow, customers, units / UNITS, "refunds");
  ledger.transfer(usd, customers, world, units / UNITS, "refunds");
}

function buyTokens({ state, ledger, account: { desk }, asset, emit }: Escrow): void {
  const amount = ledger.balance(asset.usd, desk);
  if (amount <= 0) return;
  state.buying = true;
  emit.swapRequested({ account: desk, amount, sellsToken: false });
}
