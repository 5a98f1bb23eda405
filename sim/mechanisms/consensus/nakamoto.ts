/*
 * Above 200 lines: blocks and their difficulty, and the miners' day, are one market that hashrate joins.
 *
 * A batch of n blocks stands for n exponential gaps: its time is gamma(n). The first gap of a retarget period is drawn
 * apart, because Bitcoin measures a period from its first block to its last: 2,015 gaps for 2,016 blocks.
 *
 * Miners who enter and leave (`economics`): income a day is compared with the cost of the hashes of a day. Whoever does
 * not earn electricity switches off within the day; towards what electricity and hardware cost together, miners enter,
 * or let hardware wear out, over `adjustment`. Hardware is the world's: what is left after electricity pays for it.
 */

import { OrreryError } from "../../errors.ts";
import { energyCost } from "../../formulas/energy.ts";
import { smaller } from "../../formulas/integers.ts";
import { breakEvenHashrate, type HashCost, hashCost, staleRate, TERA } from "../../formulas/mining.ts";
import {
  bitsFromTarget,
  difficultyOfBits,
  hashesOfBits,
  nextBits,
  SHORTEST_TIMESPAN,
  targetFromBits,
} from "../../formulas/retarget.ts";
import {
  bookDay,
  bookRest,
  incomeBy,
  newSecurityIncome,
  type SecurityIncome,
  usdPerDay,
} from "../../formulas/security-income.ts";
import {
  divideRewards,
  heldByProposers,
  openProposers,
  proposerAccount,
  proposerNumbered,
  proposerShares,
} from "../../kit/consensus/proposers.ts";
import { TOKEN_MARKET } from "../../kit/examples.ts";
import { exp } from "../../math.ts";
import { meet, ownEach, provide } from "../../model/accounts.ts";
import { daysAhead, rings } from "../../model/estimate.ts";
import type { AccountId } from "../../model/ledger.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { count, flag, number, seconds, text, usd, type Values, weights } from "../../schema/fields.ts";
import { DAY, HOUR, YEAR } from "../../units.ts";

const params = {
  asset: text({ default: "token", doc: "The token that miners earn.", source: "Orrery" }),
  blockTime: seconds({
    default: 600,
    min: 0.1,
    doc: "Mean time between blocks that the retarget aims at.",
    source: "bitcoin/bitcoin src/kernel/chainparams.cpp, nPowTargetSpacing",
  }),
  retargetInterval: count({
    default: 2016,
    min: 2,
    max: 100_000,
    doc: "Blocks between retargets.",
    source: "bitcoin/bitcoin src/kernel/chainparams.cpp: two weeks of 10 min",
  }),
  leastDifficulty: number("", {
    default: 1,
    min: 1e-9,
    max: 1,
    doc: "Difficulty of the easiest target; 1 is compact target 0x1d00ffff.",
    source: "bitcoin/bitcoin src/kernel/chainparams.cpp, powLimit",
  }),
  blocksPerEvent: count({
    default: 1,
    min: 1,
    doc: "Blocks that one event stands for; divides `retargetInterval`.",
    source: "Orrery: 1 is exact",
  }),
  initialHashrate: number("H/s", {
    default: 1e15,
    min: 1e6,
    max: 1e30,
    doc: "Hashes a second at the start; the first target fits them.",
    source: "Orrery: for the scenario to set",
  }),
  hashrate: weights({
    default: { miners: 1 },
    doc: "Relative hashrate of each miner. A single one earns into the account of security.",
    source: "Orrery: for the scenario to set",
  }),
  propagationDelay: seconds({
    default: 6.5,
    doc: "Mean time until other miners know a block; for the stale rate.",
    source: "Decker and Wattenhofer 2013: median 6.5 s",
    range: [0.5, 13],
  }),
  economics: flag({
    default: false,
    doc: "Whether miners enter, leave, and sell to pay their bills.",
    source: "Orrery: false keeps hashrate as it is",
  }),
  adjustment: seconds({
    default: 60 * DAY,
    min: DAY,
    doc: "Time in which hashrate covers 63 % of the way to where hardware pays.",
    source: "assumed",
    range: [14 * DAY, 180 * DAY],
  }),
  incomeHalfLife: seconds({
    default: 14 * DAY,
    min: DAY,
    doc: "Half-life of the income that miners expect.",
    source: "assumed",
    range: [3 * DAY, 60 * DAY],
  }),
  joulesPerTerahash: number("J/TH", {
    default: 17.5,
    min: 0,
    doc: "Energy of 10^12 hashes.",
    source: "Bitmain Antminer S21 data sheet: 17.5 J/TH",
    range: [13, 40],
  }),
  usdPerKilowattHour: number("USD/kWh", {
    default: 0.05,
    min: 0,
    doc: "What miners pay for electricity.",
    source: "assumed",
    range: [0.03, 0.08],
  }),
  usdPerTerahashPerSecond: usd({
    default: 16,
    doc: "Price of hardware for 10^12 hashes a second.",
    source: "assumed",
    range: [8, 40],
  }),
  hardwareLife: seconds({
    default: 3 * YEAR,
    min: DAY,
    doc: "Time over which hardware is written off.",
    source: "assumed",
    range: [1.5 * YEAR, 6 * YEAR],
  }),
};

interface State {
  /** The miners' shares of the hashrate, in order of name. */
  readonly shares: readonly number[];
  /** Height of the first block of the batch that is being mined. */
  height: number;
  blocks: number;
  /** Compact targets: of the next block, and the easiest. */
  bits: number;
  readonly limitBits: number;
  hashrate: number;
  /** When the first block of the batch in flight is found, and when that of the retarget period was. */
  firstBlock: number;
  periodStart: number;
  /** Hashes since the start, until when they are counted, and how many of them are billed. */
  hashes: number;
  countedUntil: number;
  billed: number;
  /** Before the prices of now held: hashes and their joules, and USD that are not billed. */
  readonly before: { hashes: number; joules: number; electricity: number; hardware: number };
  /** Tokens that miners have sold. */
  sold: number;
  readonly income: SecurityIncome;
  /** USD that each miner owes for electricity, and would pay for hardware today. */
  readonly electricity: number[];
  readonly hardware: number[];
}

/** A single miner earns into the account of security. */
const accounts = {
  security: provide("security", "miners"),
  miner: ownEach("miners"),
  world: meet("world"),
};
const assets = { token: "asset", usd: "usd" } as const;
const reads = { usdPerToken: { otherwise: 0, lagged: true }, recordedHashrate: { otherwise: 0 } } as const;
const emits = { block: shared, swapRequested: shared } as const;
type Mining = ContextOf<typeof params, State, typeof reads, typeof emits, typeof accounts, typeof assets>;

/** Hashrate never falls below this share of the first: a chain without miners would never find a block. */
const LEAST_SHARE = 1e-6;

export const nakamoto = defineMechanism({
  name: "consensus/nakamoto",
  summary:
    "Finds blocks by proof of work: a Poisson process, won in proportion to hashrate, with Bitcoin's retarget.",
  source: "Nakamoto 2008, sections 4 and 11; bitcoin/bitcoin src/pow.cpp, CalculateNextWorkRequired",
  params,
  settable: {
    joulesPerTerahash: [0, 1e3],
    usdPerKilowattHour: [0, 10],
    usdPerTerahashPerSecond: [0, 1e4],
  },
  accounts,
  assets,
  reads,
  emits,
  init: firstState,
  estimate: ({ blockTime, blocksPerEvent, hashrate, economics }, ahead) => ({
    events: {
      block: rings(ahead, blockTime * blocksPerEvent),
      swapRequested: economics ? Object.keys(hashrate).length * daysAhead(ahead) : 0,
    },
    sums: { blocks: rings(ahead, blockTime) },
  }),
  on: {
    start: ({ params: { hashrate }, account }) => openProposers(account.miner, hashrate),

    opened(context) {
      context.state.income.seen = held(context);
      mine(context);
    },

    block(context, { height, count: blocks }) {
      if (!context.mine) return;
      const { params, state, now } = context;
      countHashes(context);
      state.blocks += blocks;
      if (state.height % params.retargetInterval === 0) state.periodStart = state.firstBlock;
      state.height = height + 1;

      if (state.height % params.retargetInterval === 0) {
        const targetTimespan = Math.round(params.blockTime * params.retargetInterval);
        state.bits = nextBits(state.bits, now - state.periodStart, {
          targetTimespan,
          limitBits: state.limitBits,
        });
      }
      mine(context);
    },

    day(context) {
      const { params, state, read } = context;
      countHashes(context);
      bookDay(state.income, held(context) + state.sold, read.usdPerToken(), params.incomeHalfLife / DAY);
      divide(context);
      if (!params.economics) return;

      if (read.recordedHashrate() === 0) enterAndLeave(context);
      settle(context);
    },

    end(context) {
      const { state, read, now } = context;
      if (now === state.income.days * DAY) return;
      countHashes(context);
      bookRest(state.income, held(context) + state.sold, read.usdPerToken());
      divide(context);
      if (context.params.economics) settle(context);
    },

    swapped(context, { account: seller, sold, sellsToken }) {
      const miner = proposerNumbered(context.account.security, context.account.miner, seller);
      if (miner < 0 || !sellsToken) return;
      context.state.sold += sold;
      pay(context, miner);
    },
  },
  accrue(context) {
    const { state } = context;
    countHashes(context);
    const { electricity, hardware } = unbilled(context);
    const joules = joulesOf(context);
    state.billed = state.hashes;
    Object.assign(state.before, { hashes: state.hashes, joules, electricity, hardware });
  },
  signals: {
    securityUsdPerDay: ({ state }) => usdPerDay(state.income),
    difficulty: ({ state }) => difficultyOfBits(state.bits),
  },
  metrics: {
    "chain.blocks": { total: ({ state }) => state.blocks },
    "chain.staleRate": {
      value: ({ params, state }) => staleRate(state.shares, meanGap(state), params.propagationDelay),
    },
    "chain.difficulty": { value: ({ state }) => difficultyOfBits(state.bits) },
    "chain.hashrate": { value: ({ state }) => state.hashrate },
    "chain.securityBudgetUsd": {
      totals: (context) => {
        const { state, read, now } = context;
        return incomeBy(state.income, held(context) + state.sold, read.usdPerToken(), now / DAY);
      },
    },
    "chain.joules": { total: joulesOf },
  },
  metricsOfEach: {
    "chain.attackCostUsd[attack]": {
      keys: () => ["majority hardware", "majority rental"],
      metric: (attack) => ({ value: (context) => (attack === 0 ? machinesUsd(context) : hourUsd(context)) }),
    },
  },
  invariants: {
    "the target stays within its limit": ({ state }) =>
      targetFromBits(state.bits) <= targetFromBits(state.limitBits),
    "every block has been counted once": ({ state }) => state.blocks === state.height,
  },
  example: () => ({
    world: [{ mechanism: "consensus/nakamoto", params: { hashrate: { alice: 60, bob: 40 } } }],
    until: "10d",
  }),
  examples: () => [
    {
      world: [
        ...TOKEN_MARKET,
        { mechanism: "issuance/halving", params: {} },
        { mechanism: "consensus/nakamoto", params: { economics: true } },
      ],
      until: "10d",
    },
  ],
});

function firstState({
  blocksPerEvent,
  retargetInterval,
  blockTime,
  initialHashrate,
  leastDifficulty,
  hashrate,
}: Values<typeof params>): State {
  if (retargetInterval % blocksPerEvent !== 0) {
    throw new OrreryError(
      "consensus/nakamoto cannot take blocks in batches that straddle a retarget.",
      [`blocksPerEvent ${blocksPerEvent}`, `retargetInterval ${retargetInterval}`],
      "Choose a blocksPerEvent that divides retargetInterval.",
    );
  }
  if (blockTime * retargetInterval < SHORTEST_TIMESPAN)
    throw new OrreryError(
      "consensus/nakamoto cannot measure a retarget period that short: the timestamps of blocks are whole seconds.",
      [`blockTime ${blockTime} s, retargetInterval ${retargetInterval} blocks`],
      `Let the two make ${SHORTEST_TIMESPAN} s or more.`,
    );
  const easiest = targetOf(leastDifficulty);
  const shares = proposerShares(hashrate);
  return {
    shares,
    height: 0,
    blocks: 0,
    bits: bitsFromTarget(smaller(easiest, targetOfHashes(initialHashrate * blockTime))),
    limitBits: bitsFromTarget(easiest),
    hashrate: initialHashrate,
    firstBlock: 0,
    periodStart: 0,
    hashes: 0,
    countedUntil: 0,
    billed: 0,
    before: { hashes: 0, joules: 0, electricity: 0, hardware: 0 },
    sold: 0,
    income: newSecurityIncome(),
    electricity: shares.map(() => 0),
    hardware: shares.map(() => 0),
  };
}

/** Target of a difficulty up to 1. */
const targetOf = (difficulty: number): bigint =>
  (targetFromBits(0x1d00ffff) * BigInt(Math.round(TWO_32 / difficulty))) / BigInt(TWO_32);
const TWO_32 = 4_294_967_296;

/** Target at which a block takes this many hashes. */
const targetOfHashes = (hashes: number): bigint => (1n << 256n) / BigInt(Math.round(hashes));

/** Seconds between blocks at the present hashrate and target. */
const meanGap = ({ bits, hashrate }: State): number => hashesOfBits(bits) / hashrate;

/**
 * Starts the next batch, unless it ends after the horizon: without miners a block may take ages. The genesis block is
 * found at once: time starts with it.
 */
function mine(context: Mining): void {
  const { params, state, random, read, emit, now, horizon } = context;
  const recorded = read.recordedHashrate();
  if (recorded > 0) state.hashrate = recorded;
  const { height, shares } = state;
  const blocks = params.blocksPerEvent;
  const gap = meanGap(state);

  const first = height === 0 ? 0 : random.at(height, "first gap").exponential(gap);
  const others = blocks === 1 ? 0 : random.at(height, "other gaps").gamma(blocks - 1, gap);
  const winner = shares.length === 1 ? 0 : random.at(height, "proposer").weighted(shares);
  state.firstBlock = now + first;
  if (now + first + others > horizon) return;

  emit.block(
    {
      height: height + blocks - 1,
      count: blocks,
      seconds: first + others,
      proposer: accountOf(context, winner),
    },
    first + others,
  );
}

function countHashes({ state, now }: Mining): void {
  state.hashes += state.hashrate * (now - state.countedUntil);
  state.countedUntil = now;
}

/** Joules from the start until now. */
function joulesOf({ params, state, now }: Mining): number {
  const { before, hashes, hashrate, countedUntil } = state;
  return before.joules + joules(params, hashes - before.hashes + hashrate * (now - countedUntil));
}

/** Miners share what came in. */
const divide = ({ state, ledger, account: { security, miner }, asset }: Mining): void =>
  divideRewards(ledger, asset.token, security, miner, state.shares);

/** Miners get their bill, pay what they can, and sell what the rest needs. */
function settle(context: Mining): void {
  bill(context);
  for (let miner = 0; miner < context.state.shares.length; miner++) {
    pay(context, miner);
    sell(context, miner);
  }
}

/** Tokens that the miners hold. */
const held = ({ ledger, account: { security, miner }, asset }: Mining): number =>
  heldByProposers(ledger, asset.token, security, miner);

const accountOf = ({ account: { security, miner } }: Mining, at: number): AccountId =>
  proposerAccount(security, miner, at);

const joules = ({ joulesPerTerahash }: Values<typeof params>, hashes: number): number =>
  (hashes / TERA) * joulesPerTerahash;

const costOf = ({
  joulesPerTerahash,
  usdPerKilowattHour,
  usdPerTerahashPerSecond,
  hardwareLife,
}: Values<typeof params>): HashCost =>
  hashCost(joulesPerTerahash, usdPerKilowattHour, usdPerTerahashPerSecond, hardwareLife);

/** Machines for as many hashes again as the chain has. */
const machinesUsd = ({ params, state }: Mining): number =>
  (state.hashrate / TERA) * params.usdPerTerahashPerSecond;

/** As many hashes for an hour, at what a hash costs its owners. */
function hourUsd({ params, state }: Mining): number {
  const { electricity, hardware } = costOf(params);
  return state.hashrate * HOUR * (electricity + hardware);
}

/** Moves hashrate toward what income carries, once there is an income to average. */
function enterAndLeave({ params, state }: Mining): void {
  if (state.income.days * DAY < params.incomeHalfLife) return;
  const income = usdPerDay(state.income);
  const cost = costOf(params);
  const longRun = breakEvenHashrate(income, cost.electricity + cost.hardware);
  const shortRun = breakEvenHashrate(income, cost.electricity);
  if (longRun === Number.POSITIVE_INFINITY) return;

  const way = 1 - exp(-DAY / params.adjustment);
  const next = Math.min(shortRun, state.hashrate + (longRun - state.hashrate) * way);
  state.hashrate = Math.max(next, params.initialHashrate * LEAST_SHARE);
}

/** USD of the hashes since the last bill, and of the hardware for them. */
function unbilled({ params, state: { hashes, billed, before } }: Mining) {
  const electricity = energyCost(joules(params, hashes - billed), params.usdPerKilowattHour);
  const hardware = costOf(params).hardware * (hashes - billed);
  return { electricity: electricity + before.electricity, hardware: hardware + before.hardware };
}

function bill(context: Mining): void {
  const { state } = context;
  const { electricity, hardware } = unbilled(context);
  state.billed = state.hashes;
  state.before.electricity = 0;
  state.before.hardware = 0;
  for (let miner = 0; miner < state.shares.length; miner++) {
    state.electricity[miner]! += electricity * state.shares[miner]!;
    state.hardware[miner] = hardware * state.shares[miner]!;
  }
}

function pay(context: Mining, miner: number): void {
  const { ledger, account, asset } = context;
  const { electricity, hardware } = context.state;
  const payUpTo = (due: number, kind: string): number =>
    ledger.transferUpTo(asset.usd, accountOf(context, miner), account.world, Math.max(0, due), kind);
  electricity[miner]! -= payUpTo(electricity[miner]!, "electricity");
  if (electricity[miner]! > CENT) return;
  hardware[miner]! -= payUpTo(hardware[miner]!, "hardware");
}

/** What rounding to base units may leave of a bill. */
const CENT = 0.01;

/** Sells what the bills need; what slippage takes is made up for the next day. */
function sell(context: Mining, miner: number): void {
  const { state, ledger, asset, read, emit } = context;
  const price = read.usdPerToken();
  const due = state.electricity[miner]! + state.hardware[miner]!;
  if (price <= 0 || due <= CENT) return;
  const account = accountOf(context, miner);
  const amount = Math.min(ledger.balance(asset.token, account), due / price);
  if (amount > 0) emit.swapRequested({ account, amount, sellsToken: true });
}
