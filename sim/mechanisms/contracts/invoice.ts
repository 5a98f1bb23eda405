import { type Carry, newCarry, takeUnits } from "../../formulas/whole-units.ts";
import type { Index } from "../../indexed.ts";
import { spotWorld } from "../../kit/examples.ts";
import { change, integralOf, type Meter, meter } from "../../kit/market/meter.ts";
import { meet } from "../../model/accounts.ts";
import { addById, type ColumnsById, columnsById, removeById, rowOf, rowsIn } from "../../model/columns.ts";
import { BYTES_OF_A_JOB } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { number, ratio, seconds } from "../../schema/fields.ts";
import { DAY, HOUR, YEAR } from "../../units.ts";

// A bill: jobStarted → (jobFinished | jobInterrupted | jobPaused: it is written) → billDue (paid, or lost). What is not due when the run ends stays open.

declare module "../../model/events.ts" {
  interface Events {
    readonly billDue: { readonly bill: number };
  }
}

const params = {
  term: seconds({
    default: 30 * DAY,
    min: 0,
    doc: "Time from the end of a job to the payment of its bill.",
    source:
      "Net 30: the customary term of trade credit (Petersen and Rajan 1997, Review of Financial Studies 10)",
  }),
  defaultsPerYear: number("1/y", {
    default: 0.02,
    min: 0,
    max: 100,
    doc: "Rate at which a customer becomes insolvent; its open bills are then lost.",
    range: [0.002, 0.1],
  }),
  recovered: ratio({
    default: 0.2,
    doc: "Share of a lost bill that an insolvent customer still pays.",
    range: [0, 0.5],
  }),
};
const accounts = { world: meet("world"), customers: meet("customers"), revenue: meet("providerRevenue") };
const assets = { usd: "usd" } as const;
const emits = {
  billDue: {
    doc: "Bill number `bill` is due: its customer pays, or has become insolvent.",
    fields: { bill: "number" },
    private: true,
  },
} as const;

/** US dollars have 6 decimals; bills are kept in those units. */
const UNITS = 1e6;

interface State {
  running: ColumnsById<{ readonly gpus: "number"; readonly price: "number"; readonly since: "number" }>;
  bills: ColumnsById<{ readonly units: "number"; readonly lost: "number" }>;
  written: number;
  /** Base units of bills that are not paid yet, over time. */
  open: Meter;
  billed: number;
  paid: number;
  lost: number;
  odd: { bill: Carry; paid: Carry };
}
type Invoice = ContextOf<typeof params, State, {}, typeof emits, typeof accounts, typeof assets>;

export const invoice = defineMechanism({
  name: "contracts/invoice",
  summary:
    "Bills each job when it ends and is paid some time later, unless its customer has become insolvent by then.",
  source:
    "Trade credit: Petersen and Rajan 1997, Review of Financial Studies 10(3); default as the first event of a Poisson process: Jarrow and Turnbull 1995, Journal of Finance 50(1)",
  params,
  accounts,
  assets,
  emits,
  init: (): State => ({
    running: columnsById({ gpus: "number", price: "number", since: "number" }),
    bills: columnsById({ units: "number", lost: "number" }),
    written: 0,
    open: meter(1),
    billed: 0,
    paid: 0,
    lost: 0,
    odd: { bill: newCarry(), paid: newCarry() },
  }),
  estimate: (_, ahead) => ({
    events: { billDue: ahead.count("jobStarted") },
    bytes: ahead.sum("pending") * BYTES_OF_A_JOB,
  }),
  on: {
    jobStarted({ state, now }, { job, gpus, usdPerGpuHour }) {
      addById(state.running, job, { gpus, price: usdPerGpuHour, since: now });
    },
    jobRepriced(context, { job, usdPerGpuHour }) {
      const { running } = context.state;
      const row = rowOf(running, job);
      if (row === -1) return;
      write(context, row);
      running.price[row] = usdPerGpuHour;
      running.since[row] = context.now;
    },
    jobFinished: finish,
    jobInterrupted: finish,
    jobPaused: finish,
    billDue: (context, { bill }) => settle(context, bill),
  },
  signals: {
    accruedUsd: ({ state: { running, open }, now }) => {
      let usd = open.level[0]! / UNITS;
      for (const row of rowsIn(running)) usd += costOf(running, row, now);
      return usd;
    },
  },
  metrics: {
    "customers.paidUsd": { total: ({ state }) => state.paid / UNITS },
    "contracts.owedUsd": {
      value: ({ state }) => state.open.level[0]! / UNITS,
      integral: ({ state, now }) => integralOf(state.open, now, 0) / UNITS,
    },
    "contracts.lossUsd": { total: ({ state }) => state.lost / UNITS },
  },
  invariants: {
    "what was billed is paid, lost or open": ({ state: { billed, paid, lost, open } }) =>
      Math.abs(billed - paid - lost - open.level[0]!) <= 1,
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 4 } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "contracts/invoice", params: { term: "5d", defaultsPerYear: 2 } },
    ],
    until: "20d",
  }),
  examples: () => [spotWorld([{ mechanism: "contracts/invoice", params: {} }])],
});

const costOf = ({ gpus, price, since }: State["running"], row: Index, now: number): number =>
  (gpus[row] * (now - since[row]) * price[row]) / HOUR;

function finish(context: Invoice, { job }: { job: number }): void {
  const row = removeById(context.state.running, job);
  if (row !== -1) write(context, row);
}

/** Writes the bill for what ran at this price. Whether its customer will be there to pay it is drawn by the bill's number. */
function write(context: Invoice, row: Index): void {
  const { state, params, now, random, emit } = context;
  const units = takeUnits(state.odd.bill, costOf(state.running, row, now) * UNITS);
  if (units <= 0) return;
  const bill = state.written++;
  const { defaultsPerYear, term } = params;
  const age = now - state.running.since[row] + term;
  const lost = defaultsPerYear > 0 && random.at(bill, "insolvency").exponential(YEAR / defaultsPerYear) < age;
  addById(state.bills, bill, { units, lost: lost ? 1 : 0 });
  state.billed += units;
  change(state.open, now, 0, units);
  emit.billDue({ bill }, term);
}

function settle({ state, params, ledger, account, asset, now }: Invoice, bill: number): void {
  const row: Index = removeById(state.bills, bill);
  if (row === -1) return;
  const units = state.bills.units[row];
  const paid =
    state.bills.lost[row] === 0
      ? units
      : Math.min(units, takeUnits(state.odd.paid, units * params.recovered));
  change(state.open, now, 0, -units);
  state.paid += paid;
  state.lost += units - paid;
  ledger.transfer(asset.usd, account.world, account.customers, BigInt(paid), "income");
  ledger.transfer(asset.usd, account.customers, account.revenue, BigInt(paid), "GPU time");
}
