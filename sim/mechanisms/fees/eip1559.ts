/*
 * Above 200 lines: blocks and the users who pay for them meet in one demand curve.
 *
 * Users value gas in USD: at a fee of f tokens and a price P they ask for
 *   backgroundGasPerSecond × (f P / referenceUsdPerGas)^(−elasticity)
 * beside the gas of the market's own transactions, as far as capacity lasts. A block may carry what execution does in
 * the time that it stands for; half of that is EIP-1559's target. A batch of n blocks takes n steps of the rule, and
 * stops early where a step changes nothing: the steps that are left would repeat it.
 *
 * The fee is counted in 10^-18 tokens a gas whatever the token's base unit, as a fee of whole gwei could not move by an
 * eighth of a few. It stops at 2^53 of these.
 */

import { nextBaseFee } from "../../formulas/base-fee-in-doubles.ts";
import {
  accrue,
  averageRate,
  newRunningAverage,
  type RunningAverage,
} from "../../formulas/running-average.ts";
import { type Carry, newCarry, takeUnits } from "../../formulas/whole-units.ts";
import { pow } from "../../math.ts";
import { meet, provide } from "../../model/accounts.ts";
import { daysAhead } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { count, number, seconds, text, type Values } from "../../schema/fields.ts";
import { DAY } from "../../units.ts";

const params = {
  asset: text({ default: "token", doc: "The token that fees are paid in.", source: "Orrery" }),
  initialBaseFee: number("tokens/gas", {
    default: 1e-9,
    min: 1e-17,
    max: 1e-3,
    doc: "Base fee of the first block.",
    source: "EIP-1559, INITIAL_BASE_FEE: 1 gwei",
  }),
  tip: number("tokens/gas", {
    default: 1e-11,
    min: 0,
    max: 1e-3,
    doc: "Priority fee of every transaction, to the proposer.",
    source: "assumed",
    range: [0, 5e-10],
  }),
  backgroundGasPerSecond: number("gas/s", {
    default: 1_250_000,
    min: 0,
    doc: "Gas that other users ask for at the reference fee.",
    source: "Ethereum's target from 2021 to 2024: 15 million gas in 12 s",
  }),
  referenceUsdPerGas: number("USD/gas", {
    default: 3e-5,
    min: 1e-15,
    doc: "Fee at which they ask for it.",
    source: "assumed: 10 gwei at 3,000 USD a token",
    range: [1e-5, 1e-4],
  }),
  elasticity: number("", {
    default: 1,
    min: 0,
    max: 5,
    doc: "Percent of their gas that a fee one percent higher drives away.",
    source: "assumed",
    range: [0.3, 2],
  }),
  gasPerTransaction: count({
    default: 49_619,
    min: 21_000,
    doc: "Gas of a mean transaction, to count them.",
    source: "risechain/pevm data/ethereum: mean of 23 mainnet blocks since EIP-1559",
  }),
  buffer: seconds({
    default: 7 * DAY,
    min: DAY,
    doc: "Time for which users hold tokens for their fees; they buy once a day.",
    source: "assumed",
    range: [DAY, 30 * DAY],
  }),
};

interface State {
  /** What a base unit of the token is in units of the base fee. */
  baseUnit: number;
  /** Of the next block, in 10^-18 tokens a gas; an integer. */
  baseFee: number;
  gasUsed: number;
  /** Of it what was used by transactions of another mean size, and how many those were. */
  before: { gas: number; transactions: number };
  /** Gas that users would have paid for but had no tokens for. */
  unserved: number;
  burned: number;
  tipped: number;
  /** Of base fees and tips: below a base unit of the token. */
  odd: { base: Carry; tips: Carry };
  /** Tokens that the gas asked for would have cost, since the last look and a day in the mean. */
  wanted: number;
  readonly average: RunningAverage;
  lookedAt: number;
}

const accounts = { users: provide("users"), world: meet("world") };
const assets = { token: "asset", usd: "usd" } as const;
const reads = {
  usdPerToken: { otherwise: 1, lagged: true },
  gasPerSecond: {},
  marketGasPerSecond: { otherwise: 0, lagged: true },
} as const;
const emits = {
  swapRequested: shared,
  feesFunded: {
    doc: "Users look whether their tokens last for the fees to come, and buy what is missing.",
    priority: 5,
    private: true,
    fields: {},
  },
} as const;
type Fees = ContextOf<typeof params, State, typeof reads, typeof emits, typeof accounts, typeof assets>;

const UNITS_PER_TOKEN = 1e18;
const GWEI_PER_TOKEN = 1e9;
/** Of a block: 2^52, so that the rule stays exact in doubles. */
const MOST_GAS = 4_503_599_627_370_496;

export const eip1559 = defineMechanism({
  name: "fees/eip1559",
  summary: "Prices gas by EIP-1559: burns a base fee that follows demand and pays a tip to the proposer.",
  source: "EIP-1559; ethereum/go-ethereum consensus/misc/eip1559",
  params,
  settable: { tip: [0, 1e-3], gasPerTransaction: [21_000, 3e7] },
  accounts,
  assets,
  reads,
  emits,
  init: ({ initialBaseFee }: Values<typeof params>): State => ({
    baseUnit: 1,
    baseFee: Math.round(initialBaseFee * UNITS_PER_TOKEN),
    gasUsed: 0,
    before: { gas: 0, transactions: 0 },
    unserved: 0,
    burned: 0,
    tipped: 0,
    odd: { base: newCarry(), tips: newCarry() },
    wanted: 0,
    average: newRunningAverage(),
    lookedAt: 0,
  }),
  estimate: (_, ahead) => ({
    events: { feesFunded: daysAhead(ahead) + 1, swapRequested: daysAhead(ahead) + 1 },
  }),
  on: {
    opened({ state, ledger, asset, emit }) {
      state.baseUnit = UNITS_PER_TOKEN / Number(`1e${ledger.assets[asset.token]!.decimals}`);
      emit.feesFunded({});
    },

    feesFunded: buyTokens,
    day: ({ emit }) => void emit.feesFunded({}),

    block(context, { count: blocks, seconds: duration, proposer }) {
      const { state, ledger, asset } = context;
      const { users } = context.account;
      if (duration === 0) return;
      const spent = fill(context, blocks, duration);

      const unitsPerToken = UNITS_PER_TOKEN / state.baseUnit;
      const held = ledger.balance(asset.token, users);
      const base = takeUnits(state.odd.base, spent.base / state.baseUnit) / unitsPerToken;
      state.burned += ledger.burn(asset.token, users, Math.min(held, base), "base fee");
      const tips = takeUnits(state.odd.tips, spent.tips / state.baseUnit) / unitsPerToken;
      state.tipped += ledger.transferUpTo(asset.token, users, proposer, tips, "tips");
    },
  },
  accrue(context) {
    const { state } = context;
    state.before = { transactions: transactionsOf(context), gas: state.gasUsed };
  },
  signals: { baseFee: ({ state }) => state.baseFee / UNITS_PER_TOKEN },
  metrics: {
    "chain.baseFee": { value: ({ state }) => (state.baseFee / UNITS_PER_TOKEN) * GWEI_PER_TOKEN },
    "chain.tps": { totals: (context) => [transactionsOf(context), context.now] },
    "chain.gasUsed": { total: ({ state }) => state.gasUsed },
    "chain.gasUnserved": { total: ({ state }) => state.unserved },
    "chain.feesBurned": { total: ({ state }) => state.burned },
  },
  invariants: {
    "the base fee is a whole number of its units": ({ state }) =>
      Number.isSafeInteger(state.baseFee) && state.baseFee >= 0,
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: { allocation: { holders: 0.7, treasury: 0.2, users: 0.1 } } },
      { mechanism: "consensus/slot-pos", params: { slotsPerBlock: 50 } },
      { mechanism: "execution/capacity", params: { gasPerSecondPerCore: 1_000_000 } },
      { mechanism: "fees/eip1559", params: {} },
    ],
    until: "10d",
  }),
});

/** Transactions so far. */
const transactionsOf = ({ params, state: { gasUsed, before } }: Fees): number =>
  before.transactions + (gasUsed - before.gas) / params.gasPerTransaction;

/** What every transaction adds to the base fee, in the same units. */
const tipOf = ({ params }: Pick<Fees, "params">): number => Math.round(params.tip * UNITS_PER_TOKEN);

/** Fees of a batch in units of the base fee. */
interface Spent {
  base: number;
  tips: number;
}

/** Takes the blocks of a batch one by one; counts gas and fees. Blocks that would repeat the last one go together. */
function fill(context: Fees, blocks: number, duration: number): Spent {
  const { state, ledger, account, asset, read } = context;
  const blockTime = duration / blocks;
  const demand = gasDemand(context);
  const tip = tipOf(context);
  const limit = Math.min(MOST_GAS, Math.floor(read.gasPerSecond() * blockTime));
  const spent = { base: 0, tips: 0 };
  let budget = ledger.balance(asset.token, account.users) * UNITS_PER_TOKEN;

  for (let left = blocks; left > 0; ) {
    const price = state.baseFee + tip;
    const asked = Math.min(limit, Math.floor(gasAsked(demand, price / UNITS_PER_TOKEN) * blockTime));
    const used = price * asked <= budget ? asked : Math.floor(budget / price);
    const next = Math.min(Number.MAX_SAFE_INTEGER, nextBaseFee(state.baseFee, used, limit));
    const times = next === state.baseFee && price * used * left <= budget ? left : 1;

    state.gasUsed += used * times;
    state.unserved += (asked - used) * times;
    state.wanted += (price / UNITS_PER_TOKEN) * asked * times;
    spent.base += state.baseFee * used * times;
    spent.tips += tip * used * times;
    budget -= price * used * times;
    state.baseFee = next;
    left -= times;
  }
  return spent;
}

/** What users ask for, as long as prices stand still. */
interface Demand {
  /** Gas a second of the market, and of the others at the reference fee. */
  readonly market: number;
  readonly background: number;
  /** That fee in tokens a gas. */
  readonly reference: number;
  readonly elasticity: number;
}

const gasDemand = ({ params, read }: Fees): Demand => ({
  market: read.marketGasPerSecond(),
  background: params.backgroundGasPerSecond,
  reference: params.referenceUsdPerGas / read.usdPerToken(),
  elasticity: params.elasticity,
});

/** Gas a second that is asked for at a fee in tokens a gas; without bound where gas is free. */
function gasAsked({ market, background, reference, elasticity }: Demand, fee: number): number {
  if (background === 0) return market;
  return market + background * (elasticity === 1 ? reference / fee : pow(reference / fee, elasticity));
}

/** Users buy, with USD from outside, what their tokens fall short of the fees of the buffer. */
function buyTokens(context: Fees): void {
  const {
    params,
    state,
    ledger,
    account: { users, world },
    asset: { token, usd },
    read,
    emit,
    now,
  } = context;
  const bufferDays = params.buffer / DAY;
  accrue(state.average, state.wanted, (now - state.lookedAt) / DAY, bufferDays);
  const daily = state.average.time > 0 ? averageRate(state.average) : firstGuess(context);
  state.wanted = 0;
  state.lookedAt = now;

  const missing = daily * bufferDays - ledger.balance(token, users);
  const usdNeeded = missing * read.usdPerToken() - ledger.balance(usd, users);
  if (missing <= 0) return;
  if (usdNeeded > 0) ledger.transfer(usd, world, users, usdNeeded, "fee tokens");
  const amount = ledger.balance(usd, users);
  if (amount > 0) emit.swapRequested({ account: users, amount, sellsToken: false });
}

/** Tokens a day at the first fee: nothing has been paid yet. */
function firstGuess(context: Fees): number {
  const fee = (context.state.baseFee + tipOf(context)) / UNITS_PER_TOKEN;
  return fee * Math.min(gasAsked(gasDemand(context), fee), context.read.gasPerSecond()) * DAY;
}
