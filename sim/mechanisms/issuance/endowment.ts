/*
 * Above 200 lines: half of it are parameters and what is declared.
 *
 * Each day: blocks' rewards are mined; where they and the miners' part of the fees are worth less than keeping what is
 * stored, the endowment pays the difference; and those who store more buy tokens for its fee. When these come, miners
 * have their part at once, and the endowment the rest. Without a price nobody stores more, and nothing is paid out.
 */

import { arweaveRewards, perpetualCost } from "../../formulas/endowment.ts";
import { floorOf, partOf } from "../../formulas/fraction.ts";
import { rescaled, smaller } from "../../formulas/integers.ts";
import { TOKEN_MARKET } from "../../kit/examples.ts";
import {
  baseUnits,
  type EmissionSplit,
  mintSplit,
  paySplit,
  recipients,
  splitField,
  splitOf,
  tokensOf,
} from "../../kit/issuance/emission.ts";
import { pow } from "../../math.ts";
import { meet, own } from "../../model/accounts.ts";
import { daysAhead } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { LARGEST_FORTUNE } from "../../schema/bounds.ts";
import { count, number, ratio, text, tokens } from "../../schema/fields.ts";
import { DAY, YEAR } from "../../units.ts";

const PRICING = "ArweaveTeam/arweave ar_pricing.hrl";

const params = {
  asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
  age: count({
    default: 0,
    max: 100_000,
    doc: "Days between the launch and the run, whose rewards are mined.",
    source: "Orrery: for the scenario to set",
  }),
  stored: number("GB", {
    default: 200_000,
    min: 0,
    max: 1e12,
    doc: "Stored as the run begins.",
    source: "assumed: Arweave, 2024",
    range: [1e5, 4e5],
  }),
  uploads: number("GB/d", {
    default: 100,
    min: 0,
    max: 1e9,
    doc: "What users would store in a day, as the run begins.",
    source: "assumed",
    range: [20, 1_000],
  }),
  growth: ratio({
    default: 0,
    min: -0.99,
    max: 3,
    doc: "Growth of that a year.",
    source: "Orrery: for the scenario to set",
    range: [-0.5, 1],
  }),
  usdPerGigabyteYear: number("USD/GB y", {
    default: 0.000925,
    min: 0,
    max: 1e3,
    doc: "Cost of keeping one copy, as the run begins: what miners need, and what the fee is reckoned from.",
    source: `${PRICING}: USD_PER_GBY_2019, an estimate; today's network reckons it from what miners earn`,
    range: [0.0005, 0.002],
  }),
  decline: ratio({
    default: 0.1,
    min: -0.5,
    max: 0.99,
    doc: "By how much of itself that cost falls in a year.",
    source: "assumed: between the rule's 0.5 % and what disks fell by for decades",
    range: [0.005, 0.3],
  }),
  assumedDecline: ratio({
    default: 0.005,
    min: 1e-4,
    max: 0.99,
    doc: "What the fee takes it to fall by: it lays by 1 / decline years of the present cost.",
    source: `${PRICING}: PRICE_DECAY_ANNUAL, 0.5 %, so 200 years`,
  }),
  replications: count({
    default: 20,
    min: 1,
    max: 1_000,
    doc: "Copies that are paid for.",
    source: `${PRICING}: N_REPLICATIONS, since 2.6`,
  }),
  minerShare: ratio({
    default: 1 / 21,
    doc: "Part of a fee that miners have at once.",
    source: `${PRICING}: MINER_FEE_SHARE, 1/21; its cap, a 900th of a block's reward by transaction, is left out`,
  }),
  reserve: tokens({
    role: "endowment",
    default: 0,
    doc: "Tokens in the endowment as the books open, on top of what others mint.",
    source: "Orrery: for the scenario to set",
  }),
  refilled: tokens({
    default: 10_000,
    doc: "Once the endowment was empty fees are doubled; they may be again after it has held so much.",
    source: `${PRICING}: RESET_KRYDER_PLUS_LATCH_THRESHOLD; that it doubles is from memory, unverified`,
  }),
  split: splitField({ providers: 1 }, "Arweave: miners, who prove what they store"),
};

interface State {
  split: EmissionSplit;
  /** Winston that were mined and are below a base unit. */
  winston: bigint;
  /** Base units that miners had from the fees since the day began. */
  fees: bigint;
  /** Base units that the endowment was given and has paid. */
  paidIn: bigint;
  paidOut: bigint;
  /** GB that fees were paid for, in time and before. */
  stored: number;
  /** Times that fees were doubled, and whether they may be again. */
  doublings: number;
  latched: boolean;
  /** USD that keeping what is stored has cost, and of them those that nobody paid. */
  costUsd: number;
  unpaidUsd: number;
}

const accounts = { users: own("customers"), endowment: own("locked"), world: meet("world"), recipients };
const assets = { token: "asset", usd: "usd" } as const;
const reads = { usdPerToken: { otherwise: 0 } } as const;
const emits = { swapRequested: shared } as const;
type Endowed = ContextOf<typeof params, State, typeof reads, typeof emits, typeof accounts, typeof assets>;

const BLOCKS_PER_DAY = 720;
const WINSTON_DECIMALS = 12;
/** Doublings beyond this say nothing. */
const MOST_DOUBLINGS = 20;

export const endowment = defineMechanism({
  name: "issuance/endowment",
  summary:
    "Mines Arweave's halving rewards, lays storage fees by, and pays miners out of them what rewards do not cover as storage gets cheaper.",
  source: `ArweaveTeam/arweave ar_inflation.erl and ar_pricing.erl; 720 blocks of a day in one sum. Left out: the first year's extra rewards, the 30 days that rewards wait, and what is minted beyond 66 million once the endowment is empty`,
  params,
  settable: { uploads: [0, 1e9], replications: [1, 1_000], minerShare: [0, 1], assumedDecline: [1e-4, 0.99] },
  accounts,
  assets,
  reads,
  emits,
  init: ({ split, stored }): State => ({
    split: splitOf("issuance/endowment", split, false),
    winston: 0n,
    fees: 0n,
    paidIn: 0n,
    paidOut: 0n,
    stored,
    doublings: 0,
    latched: false,
    costUsd: 0,
    unpaidUsd: 0,
  }),
  estimate: ({ reserve }, ahead) => ({
    events: { swapRequested: daysAhead(ahead) },
    sums: { tokens: Number(reserve) },
    mints: 11e6 + Number(reserve),
  }),
  on: {
    start({ params, state, ledger, account, asset }) {
      state.paidIn = baseUnits(ledger, asset.token, params.reserve);
      ledger.mint(asset.token, account.endowment, state.paidIn, "genesis");
    },

    day(context, { day }) {
      const income = mine(context, day) + context.state.fees;
      context.state.fees = 0n;
      keep(context, day, income);
      buySpace(context, day);
    },

    swapped(context, { account: buyer, sold, sellsToken }) {
      const { params, state, ledger, account, asset, now } = context;
      if (buyer !== account.users || sellsToken) return;
      const fee = ledger.units(asset.token, account.users);
      const toMiners = floorOf(partOf(params.minerShare, fee));
      paySplit(context, account.users, toMiners, "storage fees");
      ledger.transfer(asset.token, account.users, account.endowment, fee - toMiners, "storage fees");
      state.fees += toMiners;
      state.paidIn += fee - toMiners;
      state.stored += sold / usdPerGigabyte(context, now);
    },
  },
  metrics: {
    "endowment.tokens": {
      value: ({ ledger, account, asset }) => ledger.balance(asset.token, account.endowment),
    },
    "endowment.paid": {
      total: ({ state, ledger, asset }) => tokensOf(ledger, asset.token, state.paidOut),
    },
    "endowment.unpaidShare": { totals: ({ state }) => [state.unpaidUsd, state.costUsd], empty: 0 },
    "storage.stored": { value: ({ state }) => state.stored },
    "storage.costUsd": { total: ({ state }) => state.costUsd },
  },
  invariants: {
    "the endowment has what it was given and has not paid, to the base unit": ({
      state: { paidIn, paidOut },
      ledger,
      account,
      asset,
    }) => ledger.units(asset.token, account.endowment) === paidIn - paidOut,
    "no more is unpaid than storage costs": ({ state }) => state.unpaidUsd <= state.costUsd,
  },
  example: () => ({
    world: [...TOKEN_MARKET, { mechanism: "issuance/endowment", params: { split: { treasury: 1 } } }],
    until: "30d",
  }),
});

/** Mines the blocks of the day that has passed; says how many base units that were. */
function mine(context: Endowed, day: number): bigint {
  const { params, state, ledger, asset } = context;
  const { decimals } = ledger.assets[asset.token]!;
  const to = (params.age + day) * BLOCKS_PER_DAY;
  const winston = state.winston + arweaveRewards({ from: to - BLOCKS_PER_DAY, to });
  const units = rescaled(winston, WINSTON_DECIMALS, decimals);
  state.winston = winston - rescaled(units, decimals, WINSTON_DECIMALS);
  mintSplit(context, units, "emission");
  return units;
}

/** What the day's storage has cost comes out of miners' income, and what that does not cover out of the endowment. */
function keep(context: Endowed, day: number, income: bigint): void {
  const { params, state, ledger, account, asset, read } = context;
  const scale = Number(`1e${ledger.assets[asset.token]!.decimals}`);
  const price = read.usdPerToken();
  const cost = (state.stored * params.replications * usdPerCopyYear(params, day * DAY) * DAY) / YEAR;
  const missing = Math.max(0, cost - tokensOf(ledger, asset.token, income) * price);
  const held = ledger.units(asset.token, account.endowment);
  const wanted = price > 0 ? (missing / price) * scale : 0;
  const paid = wanted >= Number(held) ? (wanted > 0 ? held : 0n) : smaller(held, BigInt(Math.ceil(wanted)));
  paySplit(context, account.endowment, paid, "endowment");
  state.paidOut += paid;
  state.costUsd += cost;
  state.unpaidUsd += Math.min(missing, Math.max(0, missing - tokensOf(ledger, asset.token, paid) * price));
  // Fees double once when the endowment cannot pay, and may again when it has been filled.
  if (ledger.units(asset.token, account.endowment) >= baseUnits(ledger, asset.token, params.refilled))
    state.latched = false;
  else if (wanted > Number(held) && !state.latched && state.doublings < MOST_DOUBLINGS) {
    state.latched = true;
    state.doublings += 1;
  }
}

/** Users buy tokens for the fee of what they store; what an earlier day could not spend goes back. */
function buySpace(context: Endowed, day: number): void {
  const { params, ledger, account, asset, read, now, emit } = context;
  ledger.transferAll(asset.usd, account.users, account.world, "refunds");
  if (!(read.usdPerToken() > 0)) return;
  const gigabytes = params.uploads * pow(1 + params.growth, (day * DAY) / YEAR);
  const usd = Math.min(gigabytes * usdPerGigabyte(context, now), LARGEST_FORTUNE);
  ledger.transfer(asset.usd, account.world, account.users, usd, "income");
  const amount = ledger.balance(asset.usd, account.users);
  if (amount > 0) emit.swapRequested({ account: account.users, amount, sellsToken: false });
}

const usdPerCopyYear = ({ usdPerGigabyteYear, decline }: Endowed["params"], time: number): number =>
  usdPerGigabyteYear * pow(1 - decline, time / YEAR);

/** Fee of a GB: all copies, for ever, and the miners' part on top. */
function usdPerGigabyte({ params, state }: Endowed, time: number): number {
  const { assumedDecline, replications, minerShare } = params;
  const yearlyCost = replications * usdPerCopyYear(params, time) * (1 << state.doublings);
  const laidBy = perpetualCost({ yearlyCost, decline: assumedDecline });
  return minerShare < 1 ? laidBy / (1 - minerShare) : laidBy;
}
