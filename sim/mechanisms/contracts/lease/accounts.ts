import {
  blockRate,
  earned,
  fundsOf,
  type LeaseAccount,
  openLease,
  overdrawnFrom,
  settle,
  withdrawn,
} from "../../../formulas/lease.ts";
import { type Carry, takeUnits } from "../../../formulas/whole-units.ts";
import type { Index } from "../../../indexed.ts";
import { change, type Meter } from "../../../kit/market/meter.ts";
import { addById, type ColumnsById, idOf, removeById, rowOf, rowsIn } from "../../../model/columns.ts";
import type { Events } from "../../../model/events.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import type { accounts, assets, emits, params } from "./params.ts";

/** Akash pays in ACT of 6 decimals, worth 1 USD each; USD in the ledger have as many. */
export const UNITS = 1e6;

export const JOB = {
  gpus: "number",
  timer: "number",
  /** Base units that it has paid so far. */
  paidFor: "number",
} as const;

export interface State {
  blockTime: number;
  jobs: ColumnsById<typeof JOB>;
  /** By row of the jobs. */
  accounts: LeaseAccount[];
  /** Base units: held for leases, over time, and deposited, paid, kept as fee and given back so far. */
  held: Meter;
  deposited: bigint;
  paid: bigint;
  fees: number;
  /** Of the fee: below a base unit. */
  oddFee: Carry;
  refunded: bigint;
  overdrawn: number;
}
export type Lease = ContextOf<typeof params, State, {}, typeof emits, typeof accounts, typeof assets>;
const CUSTOMER = 0;
export const NO_TIMER = -1;

/** Blocks that have begun. */
const height = ({ now, state }: Pick<Lease, "now" | "state">): number => Math.floor(now / state.blockTime);

/** A job starts: its customer deposits, and blocks are counted from now on. */
export function open(context: Lease, { job, gpus, usdPerGpuHour }: Events["jobStarted"]): void {
  const { state } = context;
  const row = addById(state.jobs, job, { gpus, timer: NO_TIMER, paidFor: 0 });
  state.accounts[row] = openLease([], [rateOf(state, row, usdPerGpuHour)], height(context));
  deposit(context, row);
  watch(context, row);
}

/** From now on the job pays another price: what it owes is settled, and what is left of its deposits goes on. */
export function reprice(context: Lease, { job, usdPerGpuHour }: Events["jobRepriced"]): void {
  const { state } = context;
  const row = rowOf(state.jobs, job);
  if (row === -1) return;
  payOut(context, row);
  const { deposits } = state.accounts[row]!;
  state.accounts[row] = openLease(deposits, [rateOf(state, row, usdPerGpuHour)], height(context));
  watch(context, row);
}

const rateOf = ({ jobs: { gpus }, blockTime }: State, row: Index, usdPerGpuHour: number): number =>
  blockRate(gpus[row] * usdPerGpuHour, blockTime, UNITS);

/** A customer deposits what the lease will cost for a while, and no less than is missing. */
function deposit(
  { state, params, ledger, account: books, asset: { usd }, now }: Lease,
  row: number,
  missing = 0,
): void {
  const account = state.accounts[row]!;
  const ahead = account.payments[0]!.rate * Math.ceil(params.cover / state.blockTime);
  const units = Math.ceil(Math.max(Math.round(params.depositUsd * UNITS), ahead, missing));
  const { world, customers, escrow } = books;
  ledger.transfer(usd, world, customers, BigInt(units), "income");
  ledger.transfer(usd, customers, escrow, BigInt(units), "deposits");
  const deposits = account.deposits.filter(({ left }) => left > 0);
  state.accounts[row] = { ...account, deposits: [...deposits, { depositor: CUSTOMER, left: units }] };
  change(state.held, now, 0, units);
  state.deposited += BigInt(units);
}

/** In time for the block that the deposit does not pay for. */
export function topUp(context: Lease, row: number): void {
  const account = context.state.accounts[row]!;
  const [{ rate, rest }] = account.payments as [LeaseAccount["payments"][number]];
  const owed = rest + rate * (overdrawnFrom(account) - account.settledAt);
  deposit(context, row, owed - fundsOf(account));
  watch(context, row);
}

/** Looks again at the first block that the deposit does not pay for. */
function watch(context: Lease, row: Index): void {
  const { state, emit, now } = context;
  if (state.jobs.timer[row] !== NO_TIMER) context.cancel(state.jobs.timer[row]);
  const from = overdrawnFrom(state.accounts[row]!);
  state.jobs.timer[row] = Number.isFinite(from)
    ? emit.depositOver.at({ job: idOf(state.jobs, row) }, Math.max(now, from * state.blockTime))
    : NO_TIMER;
}

/** Settles up to a height; the provider withdraws what it has earned. */
export function payOut(context: Lease, row: Index, until = height(context)): void {
  const { state, params, ledger, account, asset, now } = context;
  const settled = settle(state.accounts[row]!, until);
  const units = earned(settled);
  const fee = takeUnits(state.oddFee, units * params.takeRate);
  state.accounts[row] = withdrawn(settled);
  change(state.held, now, 0, -units);
  state.paid += BigInt(units);
  state.jobs.paidFor[row] += units;
  state.fees += fee;
  const { escrow, treasury, revenue } = account;
  ledger.transfer(asset.usd, escrow, treasury, BigInt(fee), "market fee");
  ledger.transfer(asset.usd, escrow, revenue, BigInt(units - fee), "GPU time");
}

export function payAllOut(context: Lease): void {
  for (const row of rowsIn(context.state.jobs)) payOut(context, row);
}

/** Base units that providers have earned, for all blocks that have begun, and not withdrawn. */
export function owedUnits(context: Lease): number {
  const { jobs, accounts } = context.state;
  const now = height(context);
  let units = 0;
  for (const row of rowsIn(jobs)) units += earned(settle(accounts[row]!, now));
  return units;
}

/** The lease ends: the provider is paid for the blocks up to a height, and what is left goes back. */
export function close(context: Lease, job: number, until = height(context)): void {
  const { state, ledger, account, asset, now, emit } = context;
  const row = rowOf(state.jobs, job);
  if (row === -1) return;
  payOut(context, row, until);
  const units = fundsOf(state.accounts[row]!);
  const { escrow, customers, world } = account;
  ledger.transfer(asset.usd, escrow, customers, BigInt(units), "refunds");
  ledger.transfer(asset.usd, customers, world, BigInt(units), "refunds");
  change(state.held, now, 0, -units);
  state.refunded += BigInt(units);
  emit.jobPaid({ job, account: customers, asset: asset.usd, amount: state.jobs.paidFor[row] / UNITS });
  if (state.jobs.timer[row] !== NO_TIMER) context.cancel(state.jobs.timer[row]);
  state.accounts[row] = openLease([], [], 0);
  removeById(state.jobs, job);
}
