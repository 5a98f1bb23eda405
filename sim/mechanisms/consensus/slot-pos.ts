/*
 * Above 200 lines: slots and their rewards, and the validators' day, are one market that stake joins.
 *
 * A batch of n slots misses a binomial number of them; the slots of empty batches pass to the block that follows.
 *
 * Bonded ratio (assumed): holders stake the share of circulating tokens
 *   target = referenceBondedRatio × (yield / referenceYield)^yieldElasticity, at most `mostBonded`,
 * a curve through Ethereum (28 % bonded at 2.85 % a year) with an elasticity that also passes Cosmos Hub (about 60 % at
 * 17 %). Stake moves toward it over `adjustment`, never faster than the churn limit. Without a price nothing is billed.
 */

import { energy, energyCost } from "../../formulas/energy.ts";
import { rescaled } from "../../formulas/integers.ts";
import { epochIssuance } from "../../formulas/proof-of-stake.ts";
import {
  bookDay,
  bookRest,
  incomeBy,
  newSecurityIncome,
  type SecurityIncome,
  tokensPerDay,
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
import { exp, pow } from "../../math.ts";
import { meet, own, ownEach, provide } from "../../model/accounts.ts";
import { daysAhead, rings } from "../../model/estimate.ts";
import type { AccountId } from "../../model/ledger.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import {
  choice,
  count,
  number,
  ratio,
  seconds,
  text,
  type Values,
  watts,
  weights,
} from "../../schema/fields.ts";
import { DAY } from "../../units.ts";

const params = {
  asset: text({ default: "token", doc: "The token that is staked.", source: "Orrery" }),
  slotTime: seconds({
    default: 12,
    min: 0.01,
    doc: "Time of a slot.",
    source: "ethereum/consensus-specs configs/mainnet.yaml, SECONDS_PER_SLOT",
  }),
  slotsPerBlock: count({
    default: 1,
    min: 1,
    doc: "Slots that one event stands for.",
    source: "Orrery: 1 is exact",
  }),
  missRate: ratio({
    default: 0.01,
    max: 0.99,
    doc: "Probability that a slot has no block: its proposer is offline.",
    source: "assumed: about 1 % on Ethereum",
    range: [0.002, 0.05],
  }),
  validators: weights({
    default: { validators: 1 },
    doc: "Relative stake of each validator. A single one earns into the account of security.",
    source: "Orrery: for the scenario to set",
  }),
  initialBondedRatio: ratio({
    default: 0.28,
    doc: "Share of circulating tokens that is staked when the books open.",
    source: "Ethereum, 2025: 34 of 121 million ETH",
  }),
  rewards: choice(["square-root", "none"], {
    default: "square-root",
    doc: "Ethereum's rewards, or none of its own, where an issuance pays the security.",
    source: "ethereum/consensus-specs specs/altair/beacon-chain.md",
  }),
  baseRewardFactor: count({
    default: 64,
    max: 1e9,
    doc: "Factor of the rewards.",
    source: "ethereum/consensus-specs presets/mainnet/phase0.yaml, BASE_REWARD_FACTOR",
  }),
  referenceBondedRatio: ratio({
    default: 0.28,
    doc: "Bonded ratio that holders want at `referenceYield`.",
    source: "Ethereum, 2025",
    range: [0.15, 0.6],
  }),
  referenceYield: number("ratio/y", {
    default: 0.0285,
    min: 1e-6,
    doc: "Yield at which they want it.",
    source: "Ethereum at 34 million ETH staked: 2.852 % a year",
    range: [0.02, 0.08],
  }),
  yieldElasticity: ratio({
    default: 0.45,
    max: 3,
    doc: "Percent that the wanted ratio rises with a percent of yield.",
    source: "assumed: Ethereum and Cosmos Hub joined by a curve",
    range: [0, 1],
  }),
  mostBonded: ratio({
    default: 0.9,
    doc: "Most of the circulating tokens that holders stake at any yield.",
    source: "assumed",
    range: [0.7, 0.98],
  }),
  adjustment: seconds({
    default: 60 * DAY,
    min: DAY,
    doc: "Time in which stake covers 63 % of the way to what holders want.",
    source: "assumed",
    range: [14 * DAY, 180 * DAY],
  }),
  churn: ratio({
    default: 225 / 65_536,
    doc: "Most of the stake that may join or leave in a day.",
    source:
      "ethereum/consensus-specs: 1/65,536 an epoch (CHURN_LIMIT_QUOTIENT), 225 epochs a day, without Electra's cap of 256 ETH",
  }),
  incomeHalfLife: seconds({
    default: 14 * DAY,
    min: DAY,
    doc: "Half-life of the rewards that yield is computed from.",
    source: "assumed",
    range: [3 * DAY, 60 * DAY],
  }),
  soldShare: ratio({
    default: 0.25,
    doc: "Share of their rewards that validators sell, or what their bills need where that is more; the rest is staked.",
    source: "assumed",
    range: [0, 1],
  }),
  nodes: count({
    default: 5000,
    doc: "Machines that validate.",
    source: "assumed: about those of Ethereum",
    range: [2_000, 10_000],
  }),
  wattsPerNode: watts({
    default: 65,
    doc: "Power of one of them.",
    source: "assumed: Ethereum's 2,601 MWh a year (CCRI 2022) over 4,650 nodes is 64 W",
    range: [20, 300],
  }),
  usdPerKilowattHour: number("USD/kWh", {
    default: 0.15,
    min: 0,
    doc: "What validators pay for electricity.",
    source: "assumed: between industry and households",
    range: [0.05, 0.35],
  }),
};

interface State {
  /** The proposers' shares of the stake, in order of name. */
  readonly shares: readonly number[];
  /** Slots until the block in flight, height of the next block. */
  slot: number;
  blocks: number;
  slots: number;
  missed: number;
  /** Epochs that are paid, and the slots and blocks since then. */
  epochs: number;
  unpaidSlots: number;
  unpaidBlocks: number;
  /** Base units of stake, the factor, and the gwei that an epoch pays on them in full, until one of them changes. */
  rewardedStake: bigint;
  rewardedFactor: number;
  epochReward: bigint;
  /** Gwei below a base unit, where the asset has fewer than nine decimals: due, and not yet minted. */
  unpaidGwei: bigint;
  /** What a token staked at the start has become, were all its rewards staked. */
  compounded: number;
  /** Tokens that have left the accounts of rewards: sold and staked. */
  paidOut: number;
  readonly income: SecurityIncome;
  /** Joules of the nodes before the power of now held, and up to when. */
  energy: { joules: number; until: number };
  /** USD that each proposer owes for its nodes, and up to when they are billed. */
  readonly owed: number[];
  billedUntil: number;
}

/** A single validator earns into the account of security; `stake` is all that is staked. */
const accounts = {
  security: provide("security"),
  validator: ownEach("validators"),
  stake: own("validators"),
  holders: meet("holders"),
  world: meet("world"),
};
const assets = { token: "asset", usd: "usd" } as const;
const reads = { usdPerToken: { otherwise: 0, lagged: true } } as const;
const emits = { block: shared, swapRequested: shared } as const;
type Staking = ContextOf<typeof params, State, typeof reads, typeof emits, typeof accounts, typeof assets>;

const SLOTS_PER_EPOCH = 32;
const DAYS_PER_YEAR = 365;
/** What rounding to base units may leave of a bill. */
const CENT = 0.01;

export const slotPos = defineMechanism({
  name: "consensus/slot-pos",
  summary:
    "Takes blocks in slots from validators drawn by stake, some of whom miss theirs; stake follows its yield.",
  source: "ethereum/consensus-specs specs/altair/beacon-chain.md and specs/electra/beacon-chain.md",
  params,
  settable: {
    baseRewardFactor: [0, 1e4],
    churn: [0, 1],
    soldShare: [0, 1],
    nodes: [0, 1e6],
    wattsPerNode: [0, 1e4],
    usdPerKilowattHour: [0, 10],
  },
  accounts,
  assets,
  reads,
  emits,
  init: firstState,
  estimate: ({ slotTime, slotsPerBlock, validators }, ahead) => ({
    events: {
      block: rings(ahead, slotTime * slotsPerBlock),
      swapRequested: Object.keys(validators).length * daysAhead(ahead),
    },
    sums: { blocks: rings(ahead, slotTime) },
  }),
  on: {
    start: ({ params: { validators }, account }) => openProposers(account.validator, validators),

    opened(context) {
      const { params, state, ledger, account, asset } = context;
      state.income.seen = held(context);
      ledger.transferUpTo(
        asset.token,
        account.holders,
        account.stake,
        params.initialBondedRatio * circulating(context),
        "staking",
      );
      propose(context);
    },

    block(context, { count: blocks, seconds: duration }) {
      if (!context.mine) return;
      const { params, state } = context;
      const slots = Math.round(duration / params.slotTime);
      state.slots += slots;
      state.blocks += blocks;
      state.missed += slots - blocks;
      reward(context, slots, blocks);
      propose(context);
    },

    day(context) {
      const { params, state, ledger, account, asset, read } = context;
      const price = read.usdPerToken();
      const staked = ledger.balance(asset.token, account.stake);
      const earned = held(context) + state.paidOut;
      const tokens = bookDay(state.income, earned, price, params.incomeHalfLife / DAY);
      if (staked > 0) state.compounded *= 1 + tokens / staked;
      settle(context, price);
      if (state.income.days * DAY >= params.incomeHalfLife) joinOrLeave(context);
    },

    swapped(context, { account: seller, sold, sellsToken }) {
      const proposer = proposerNumbered(context.account.security, context.account.validator, seller);
      if (proposer < 0 || !sellsToken) return;
      context.state.paidOut += sold;
      pay(context, proposer);
    },

    end(context) {
      const { state, read, now } = context;
      if (now === state.income.days * DAY) return;
      const price = read.usdPerToken();
      bookRest(state.income, held(context) + state.paidOut, price);
      settle(context, price);
    },
  },
  accrue(context) {
    const { state, now } = context;
    state.energy = { joules: joulesOf(context), until: now };
    if (context.read.usdPerToken() > 0) bill(context);
  },
  signals: { bondedRatio, stakingYield, securityUsdPerDay: ({ state }) => usdPerDay(state.income) },
  metrics: {
    "chain.blocks": { total: ({ state }) => state.blocks },
    "chain.staleRate": { value: () => 0 },
    "chain.missedSlots": { totals: ({ state: { missed, slots } }) => [missed, slots] },
    "chain.bondedRatio": { value: bondedRatio },
    "chain.stakingYield": { value: stakingYield },
    "chain.realYield": {
      growth: ({ state, ledger, asset }) => {
        const supply = ledger.supply(asset.token);
        return supply > 0 ? state.compounded / supply : 0;
      },
    },
    "chain.securityBudgetUsd": {
      totals: (context) => {
        const { state, read, now } = context;
        return incomeBy(state.income, held(context) + state.paidOut, read.usdPerToken(), now / DAY);
      },
    },
    "chain.joules": { total: joulesOf },
  },
  metricsOfEach: {
    "chain.attackCostUsd[attack]": {
      keys: () => ["third of stake", "half of stake"],
      metric: (attack) => ({
        value: ({ ledger, account, asset, read }) =>
          (ledger.balance(asset.token, account.stake) / (attack === 0 ? 3 : 2)) * read.usdPerToken(),
      }),
    },
  },
  invariants: {
    "every slot has a block or is missed": ({ state }) => state.slots === state.blocks + state.missed,
    // What circulates is a difference: where it is next to nothing, it has the rounding of the supply.
    "the stake is part of what circulates": (context) => {
      const { ledger, account, asset } = context;
      const rounding = ledger.supply(asset.token) * 1e-15;
      return ledger.balance(asset.token, account.stake) <= circulating(context) + rounding;
    },
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: { supply: 120_000_000 } },
      { mechanism: "consensus/slot-pos", params: { slotsPerBlock: 50, validators: { alice: 60, bob: 40 } } },
    ],
    until: "30d",
  }),
  examples: () => [
    {
      world: [...TOKEN_MARKET, { mechanism: "consensus/slot-pos", params: { slotsPerBlock: 50 } }],
      until: "10d",
    },
  ],
});

function firstState({ validators }: Values<typeof params>): State {
  const shares = proposerShares(validators);
  return {
    shares,
    slot: 0,
    blocks: 0,
    slots: 0,
    missed: 0,
    epochs: 0,
    unpaidSlots: 0,
    unpaidBlocks: 0,
    rewardedStake: 0n,
    rewardedFactor: 0,
    epochReward: 0n,
    unpaidGwei: 0n,
    compounded: 1,
    paidOut: 0,
    income: newSecurityIncome(),
    energy: { joules: 0, until: 0 },
    owed: shares.map(() => 0),
    billedUntil: 0,
  };
}

/** Schedules the next block: that of the next batch in which not every slot is missed. */
function propose(context: Staking): void {
  const { params, state, random, emit } = context;
  const { slotTime, slotsPerBlock, missRate } = params;
  const before = state.slot;
  let blocks = 0;
  while (blocks === 0) {
    blocks = slotsPerBlock - random.at(state.slot, "missed").binomial(slotsPerBlock, missRate);
    state.slot += slotsPerBlock;
  }
  const proposer = state.shares.length === 1 ? 0 : random.at(state.slot, "proposer").weighted(state.shares);
  const payload = {
    height: state.blocks + blocks - 1,
    count: blocks,
    seconds: (state.slot - before) * slotTime,
    proposer: accountOf(context, proposer),
  };
  emit.block.at(payload, state.slot * slotTime);
}

/** Pays the epochs that have ended since the last block, by the share of slots that had one. */
function reward({ params, state, ledger, account, asset }: Staking, slots: number, blocks: number): void {
  if (params.rewards === "none") return;
  state.unpaidSlots += slots;
  state.unpaidBlocks += blocks;
  const epochs = Math.floor(state.slots / SLOTS_PER_EPOCH) - state.epochs;
  if (epochs === 0) return;

  const { decimals } = ledger.assets[asset.token]!;
  const staked = ledger.units(asset.token, account.stake);
  if (staked !== state.rewardedStake || params.baseRewardFactor !== state.rewardedFactor) {
    state.rewardedStake = staked;
    state.rewardedFactor = params.baseRewardFactor;
    state.epochReward = epochIssuance({
      totalActiveBalanceGwei: inGwei(staked, decimals),
      factor: BigInt(params.baseRewardFactor),
    });
  }
  const earned =
    (state.epochReward * BigInt(epochs) * BigInt(state.unpaidBlocks)) / BigInt(state.unpaidSlots);
  state.epochs += epochs;
  state.unpaidSlots = 0;
  state.unpaidBlocks = 0;

  const gwei = state.unpaidGwei + earned;
  const units = fromGwei(gwei, decimals);
  state.unpaidGwei = gwei - inGwei(units, decimals);
  ledger.mint(asset.token, account.security, units, "emission");
}

const GWEI_DECIMALS = 9;
const inGwei = (units: bigint, decimals: number): bigint => rescaled(units, decimals, GWEI_DECIMALS);
const fromGwei = (gwei: bigint, decimals: number): bigint => rescaled(gwei, GWEI_DECIMALS, decimals);

/** Tokens on the accounts that rewards come to. */
const held = ({ ledger, account: { security, validator }, asset }: Staking): number =>
  heldByProposers(ledger, asset.token, security, validator);

const accountOf = ({ account: { security, validator } }: Staking, at: number): AccountId =>
  proposerAccount(security, validator, at);

const circulating = ({ ledger, asset }: Staking): number => ledger.circulating(asset.token);

function bondedRatio(context: Staking): number {
  const { ledger, account, asset } = context;
  const all = circulating(context);
  return all > 0 ? Math.min(1, ledger.balance(asset.token, account.stake) / all) : 0;
}

function stakingYield({ state, ledger, account, asset }: Staking): number {
  const staked = ledger.balance(asset.token, account.stake);
  return staked > 0 ? (tokensPerDay(state.income) * DAYS_PER_YEAR) / staked : 0;
}

/** Joules from the start until now. */
function joulesOf({ params, state, now }: Staking): number {
  return state.energy.joules + energy(params.nodes * params.wattsPerNode, 1, 1, now - state.energy.until);
}

/** Rewards since the last day are shared, nodes' electricity paid, tokens sold and staked. */
function settle(context: Staking, price: number): void {
  const { ledger, account, asset } = context;
  const { shares } = context.state;
  const { security, validator } = account;
  divideRewards(ledger, asset.token, security, validator, shares);
  if (price > 0) bill(context);
  context.state.billedUntil = context.now;
  for (let proposer = 0; proposer < shares.length; proposer++) {
    pay(context, proposer);
    sellAndStake(context, proposer, price);
  }
}

/** Bills electricity since the last bill. */
function bill({ params, state, now }: Staking): void {
  const joules = energy(params.nodes * params.wattsPerNode, 1, 1, now - state.billedUntil);
  const usd = energyCost(joules, params.usdPerKilowattHour);
  state.billedUntil = now;
  for (let proposer = 0; proposer < state.owed.length; proposer++)
    state.owed[proposer]! += usd * state.shares[proposer]!;
}

function pay(context: Staking, proposer: number): void {
  const { ledger, account, asset } = context;
  const { owed } = context.state;
  const due = Math.max(0, owed[proposer]!);
  const from = accountOf(context, proposer);
  owed[proposer]! -= ledger.transferUpTo(asset.usd, from, account.world, due, "electricity");
}

/** Sells a share of the day's rewards, or what the bill needs, and stakes the rest; without a price nothing is sold. */
function sellAndStake(context: Staking, proposer: number, price: number): void {
  const {
    params,
    state,
    ledger,
    account: { stake },
    asset: { token },
    emit,
  } = context;
  const { owed } = state;
  const account = accountOf(context, proposer);
  const rewards = ledger.balance(token, account);
  const bill = owed[proposer]! > CENT ? owed[proposer]! / price : 0;
  const sells = price > 0 ? Math.min(rewards, Math.max(bill, params.soldShare * rewards)) : 0;

  state.paidOut += ledger.transferUpTo(token, account, stake, rewards - sells, "staking");
  if (sells > 0)
    emit.swapRequested({
      account,
      amount: Math.min(sells, ledger.balance(token, account)),
      sellsToken: true,
    });
}

/** Moves stake toward what holders want at this yield, as fast as the churn limit lets it. */
function joinOrLeave(context: Staking): void {
  const {
    params,
    ledger,
    account: { holders, stake },
    asset: { token },
  } = context;
  const staked = ledger.balance(token, stake);
  const wanted = wantedRatio(params, stakingYield(context)) * circulating(context);
  const limit = params.churn * staked;
  const way = (wanted - staked) * (1 - exp(-DAY / params.adjustment));

  if (way > 0) ledger.transferUpTo(token, holders, stake, Math.min(way, limit), "staking");
  else ledger.transferUpTo(token, stake, holders, Math.min(-way, limit), "unstaking");
}

function wantedRatio(
  { referenceBondedRatio, referenceYield, yieldElasticity, mostBonded }: Values<typeof params>,
  yearly: number,
): number {
  return Math.min(mostBonded, referenceBondedRatio * pow(yearly / referenceYield, yieldElasticity));
}
