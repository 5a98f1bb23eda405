import {
  expectedLostSeconds,
  experienceFactor,
  interruptionProbability,
  lostSeconds,
} from "../../formulas/insurance.ts";
import { type Carry, newCarry, takeUnits } from "../../formulas/whole-units.ts";
import { cardsOf } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { spotWorld } from "../../kit/examples.ts";
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
import type { Events } from "../../model/events.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { flag, number, ratio, seconds, usd } from "../../schema/fields.ts";
import { HOUR } from "../../units.ts";

// Above 200 lines: a policy's money, from premium to claim, is read in one piece.
//
// A policy: jobStarted (premium) → jobFinished | jobInterrupted (claim) | jobPaused, end (premium not earned goes back)

const params = {
  mtbf: seconds({
    default: 50_677 * HOUR,
    min: HOUR,
    doc: "Mean time between interruptions of a GPU that premiums are computed from.",
    source: "Llama 3 (2024): 419 in 54 days on 16,384 GPUs",
  }),
  loading: ratio({
    default: 0.25,
    max: 10,
    doc: "Added to the fair premium, the expected claim.",
    range: [0, 1],
  }),
  capitalUsd: usd({
    default: 1_000,
    doc: "What the pool owns before the first premium.",
    range: [0, 100_000],
  }),
  experienceRated: flag({
    default: false,
    doc: "Whether premiums follow the pool's own record of claims.",
    source: "Orrery: a design",
  }),
  credibility: number("claims", {
    default: 50,
    min: 1e-6,
    doc: "Expected claims at which its record counts half.",
    range: [10, 200],
  }),
};

/** US dollars have 6 decimals; the pool's books are kept in those units. */
const UNITS = 1e6;

const POLICY = {
  gpus: "number",
  price: "number",
  planned: "number",
  since: "number",
  checkpoint: "number",
  premium: "number",
  /** Expected claim when the premium was computed. */
  expected: "number",
} as const;

interface State {
  policies: ColumnsById<typeof POLICY>;
  /** Checkpoint periods of jobs that have them, from submission until they are done or leave. */
  checkpoints: ColumnsById<{ readonly period: "number" }>;
  units: { capital: number; premiums: number; returned: number; paid: number };
  /** Below a base unit: of premiums, of what goes back of them, and of claims. */
  odd: { premiums: Carry; returned: Carry; paid: Carry };
  claimedUsd: number;
  outstandingUsd: number;
  /** Of all policies that ended. */
  record: { claimed: number; expected: number; claims: number };
}

const accounts = { world: meet("world"), customers: meet("customers"), pool: own("insurers") };
const assets = { usd: "usd" } as const;
type Insurance = ContextOf<typeof params, State, {}, {}, typeof accounts, typeof assets>;

export const insurance = defineMechanism({
  name: "contracts/insurance",
  summary:
    "Insures the work of running jobs: takes a premium when they start, and pays for work that a failure destroys.",
  source:
    "Fair premium with a loading: Arrow 1963, American Economic Review 53(5); experience rating: Bühlmann 1967",
  params,
  settable: { loading: [0, 10] },
  accounts,
  assets,
  init: (): State => ({
    policies: columnsById(POLICY),
    checkpoints: columnsById({ period: "number" }),
    units: { capital: 0, premiums: 0, returned: 0, paid: 0 },
    odd: { premiums: newCarry(), returned: newCarry(), paid: newCarry() },
    claimedUsd: 0,
    outstandingUsd: 0,
    record: { claimed: 0, expected: 0, claims: 0 },
  }),
  on: {
    start({ state, ledger, account: { world, pool }, asset: { usd }, params }) {
      state.units.capital = toUnits(ledger.transfer(usd, world, pool, params.capitalUsd, "equity"));
    },
    jobSubmitted({ state }, { job, checkpoint = 0 }) {
      if (checkpoint === 0) return;
      const row = rowOf(state.checkpoints, job);
      if (row === -1) addById(state.checkpoints, job, { period: checkpoint });
      else state.checkpoints.period[row] = checkpoint;
    },
    jobStarted: insure,
    jobFinished(context, { job }) {
      removeById(context.state.checkpoints, job);
      const row = removeById(context.state.policies, job);
      if (row !== -1) record(context, row, 1, 0);
    },
    jobInterrupted(context, { job, seconds }) {
      const row = removeById(context.state.policies, job);
      if (row !== -1) record(context, row, 1, claim(context, row, seconds));
    },
    jobPaused(context, { job }) {
      const row = removeById(context.state.policies, job);
      if (row !== -1) end(context, row);
    },
    jobLeft: ({ state }, { job }) => void removeById(state.checkpoints, job),
    end(context) {
      const { policies } = context.state;
      for (const row of rowsIn(policies)) {
        removeById(policies, idOf(policies, row));
        end(context, row);
      }
    },
  },
  metrics: {
    "insurance.premiumsUsd": { total: ({ state: { units } }) => (units.premiums - units.returned) / UNITS },
    "insurance.claimsUsd": { total: ({ state }) => state.claimedUsd },
    "insurance.lossRatio": {
      totals: ({ state: { units, claimedUsd } }) => [claimedUsd, (units.premiums - units.returned) / UNITS],
    },
    "insurance.paidShare": {
      totals: ({ state }) => [state.units.paid / UNITS, state.claimedUsd],
      empty: 1,
    },
    "insurance.poolUsd": {
      value: ({ ledger, account, asset }) => ledger.balance(asset.usd, account.pool),
    },
    "insurance.surplusUsd": {
      value: ({ state, ledger, account, asset }) =>
        ledger.balance(asset.usd, account.pool) - state.outstandingUsd,
    },
  },
  invariants: {
    "the pool has its capital and premiums less what it paid and returned, to the base unit": ({
      state: { units },
      ledger,
      account,
      asset,
    }) =>
      ledger.units(asset.usd, account.pool) ===
      BigInt(units.capital + units.premiums - units.returned - units.paid),
  },
  example: () => ({
    world: [
      { mechanism: "supply/fleet", params: { mtbf: "60d" } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "contracts/escrow", params: {} },
      { mechanism: "contracts/insurance", params: { mtbf: "60d" } },
    ],
    until: "30d",
  }),
  examples: () => [spotWorld([{ mechanism: "contracts/insurance", params: {} }])],
});

const toUnits = (amount: number): number => Math.round(amount * UNITS);

function insure(context: Insurance, { job, gpus, seconds, usdPerGpuHour }: Events["jobStarted"]): void {
  const { state, params, ledger, account, asset, now } = context;
  const { policies, checkpoints } = state;
  const known = rowOf(checkpoints, job);
  const checkpoint = known === -1 ? 0 : checkpoints.period[known];
  const row = addById(policies, job, {
    gpus,
    price: usdPerGpuHour,
    planned: seconds,
    since: now,
    checkpoint,
    premium: 0,
    expected: 0,
  });
  policies.expected[row] = expectedClaim(context, row, seconds);
  const { claimed, expected, claims } = state.record;
  const factor = params.experienceRated ? experienceFactor(claimed, expected, claims, params.credibility) : 1;
  const premium = state.policies.expected[row] * (1 + params.loading) * factor;
  const units = takeUnits(state.odd.premiums, premium * UNITS);
  ledger.transfer(asset.usd, account.world, account.customers, BigInt(units), "income");
  ledger.transfer(asset.usd, account.customers, account.pool, BigInt(units), "premiums");
  state.policies.premium[row] = premium;
  state.units.premiums += units;
  state.outstandingUsd += state.policies.expected[row];
}

/** Worth of the work that a job is expected to lose in its first `seconds`. */
function expectedClaim({ state, params }: Insurance, row: Index, seconds: number): number {
  const work = {
    seconds,
    meanTimeToInterruption: params.mtbf / cardsOf(state.policies.gpus[row]),
    checkpoint: state.policies.checkpoint[row],
  };
  return worth(state, row, expectedLostSeconds(work));
}

const worth = ({ policies: { gpus, price } }: State, row: Index, seconds: number): number =>
  (gpus[row] * seconds * price[row]) / HOUR;

/** Pays for what was destroyed, up to what the pool has; what never ran the escrow gives back. Returns the claim. */
function claim({ state, ledger, account, asset: { usd } }: Insurance, row: Index, seconds: number): number {
  const { world, customers, pool } = account;
  const due = worth(state, row, lostSeconds(seconds, state.policies.checkpoint[row]));
  const units = BigInt(takeUnits(state.odd.paid, due * UNITS));
  const paid = ledger.transferUpTo(usd, pool, customers, units, "claims");
  ledger.transfer(usd, customers, world, paid, "claims");
  state.units.paid += toUnits(paid);
  state.claimedUsd += due;
  return due;
}

/** A policy ends early without a claim: the premium for the time that was not insured goes back. */
function end(context: Insurance, row: Index): void {
  const { state, ledger, account, asset, now } = context;
  const expected = state.policies.expected[row];
  const earned =
    expected > 0 ? Math.min(1, expectedClaim(context, row, now - state.policies.since[row]) / expected) : 1;
  const { world, customers, pool } = account;
  const units = BigInt(takeUnits(state.odd.returned, state.policies.premium[row] * (1 - earned) * UNITS));
  const back = ledger.transferUpTo(asset.usd, pool, customers, units, "premiums");
  ledger.transfer(asset.usd, customers, world, back, "refunds");
  state.units.returned += toUnits(back);
  record(context, row, earned, 0);
}

/** Enters a policy that ended into the record; `earned`: the share of it that ran. */
function record({ state, params }: Insurance, row: Index, earned: number, claimed: number): void {
  const meanTimeToInterruption = params.mtbf / cardsOf(state.policies.gpus[row]);
  state.record.claimed += claimed;
  state.record.expected += state.policies.expected[row] * earned;
  state.record.claims +=
    interruptionProbability({ seconds: state.policies.planned[row], meanTimeToInterruption }) * earned;
  state.outstandingUsd =
    state.policies.rows.count === 0 ? 0 : state.outstandingUsd - state.policies.expected[row];
}
