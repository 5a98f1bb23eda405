/*
 * Above 200 lines: half of it are parameters and what is declared.
 *
 * Customers' USD arrives at the account "burn/desk". Once a day, in this order: credits that are used up are redeemed in
 * tokens for providers, out of the vault as far as its credit goes and newly minted beyond; and what has arrived buys
 * tokens. When these come, the next epoch locks them in the vault and mints credits on them, unless the circuit breaker
 * says no: then they wait, and so do those whose customers paid.
 */

import {
  bmeBackoff,
  bmeCollateralRatio,
  bmeConversion,
  bmeRedemption,
  bmeStatus,
} from "../../formulas/burn-mint-elastic.ts";
import { type Decimal, decimalFromNumber, numberFromDecimal, ONE } from "../../formulas/decimal.ts";
import { floorOf, partOf } from "../../formulas/fraction.ts";
import { burningWorld } from "../../kit/examples.ts";
import { baseUnits, tokensOf } from "../../kit/issuance/emission.ts";
import { meet, own, provide } from "../../model/accounts.ts";
import { daysAhead } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { plannedWithin } from "../../model/recorded-times.ts";
import { count, ratio, seconds, table, text, tokens } from "../../schema/fields.ts";
import { inlineTable, numberColumn } from "../../schema/table.ts";
import { DAY } from "../../units.ts";

const AEP = "akash-network/AEP spec/aep-76";
const KEEPER = "akash-network/node x/bme";
const BASIS_POINTS = 10_000;

const basisPoints = (given: { default: number; doc: string }) =>
  count({ max: BASIS_POINTS, source: `${KEEPER}: defaults of its parameters`, ...given });

const params = {
  asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
  spentWithin: seconds({
    default: 7 * DAY,
    min: DAY,
    doc: "Mean time that a customer holds a credit of 1 USD before the network's work uses it up.",
    range: [DAY, 30 * DAY],
  }),
  mintSpread: basisPoints({ default: 25, doc: "What the vault keeps of new credits, in basis points." }),
  settleSpread: basisPoints({ default: 0, doc: "What it keeps of redeemed tokens, in basis points." }),
  warnAt: basisPoints({
    default: 9_500,
    doc: "Collateral over credits, in basis points, from which on epochs of minting come more seldom.",
  }),
  haltAt: basisPoints({
    default: 9_000,
    doc: "The same from which on no credits are minted; redeeming goes on. The code's bound is inclusive, the text's is not.",
  }),
  backoff: count({
    default: 10,
    max: 1_000,
    doc: "Percent by which the time between epochs grows with each tenth of a point below the warning.",
    source: `${KEEPER}: defaults of its parameters`,
  }),
  epochBlocks: count({
    default: 10,
    min: 1,
    max: 1e6,
    doc: "Least blocks from an epoch of minting to the next.",
    source: `${KEEPER}: defaults of its parameters`,
  }),
  mostEpochBlocks: count({
    default: 14_400,
    min: 1,
    max: 1e6,
    doc: "Most of them.",
    source: `${KEEPER}/keeper/abci.go`,
  }),
  blockTime: seconds({
    default: 6.5,
    min: 0.01,
    max: 3_600,
    doc: "Time of a block.",
    source: "Akash: about 6.5 s",
  }),
  leastCredits: count({
    default: 10,
    max: 1e6,
    doc: "Credits below which none are minted: the tokens wait for more.",
    source: `${KEEPER}: 10 ACT`,
  }),
  mostMinted: ratio({
    default: 1,
    doc: "Most that a day's redemptions may mint, as a share of the supply: beyond, they fail, and the credits stay.",
    source: "assumed: none is published, and a price near zero would mint without end",
    range: [0.01, 1],
  }),
  seed: tokens({
    role: "endowment",
    default: 0,
    doc: "Tokens in the vault as the books open, on top of what others mint: collateral without a credit to pay from.",
    source: "Orrery: for the scenario to set; what Akash's vault began with is unverified",
  }),
  oracleSilent: table(
    { t: { type: "number", unit: "s", min: 0 }, seconds: { type: "number", unit: "s", min: 0 } },
    {
      default: inlineTable({ t: [], seconds: [] }),
      doc: "When the oracle tells no price, and for how long: nothing is minted or redeemed then.",
      source: "Orrery: for the scenario to set",
    },
  ),
};

interface State {
  /** Base units, all in the decimals of the token: credits in existence, and those of them that the spread has kept. */
  credits: bigint;
  kept: bigint;
  /** Tokens in the vault: those that redemptions are paid from, those that spreads have kept, the seed. */
  credit: bigint;
  spread: bigint;
  seed: bigint;
  /** Tokens minted since the start for what was redeemed. */
  mintedAgain: bigint;
  /** When the next epoch may be, and whether it is awaited. */
  nextEpoch: number;
  awaited: boolean;
  /** USD spent on tokens. */
  usd: number;
  /** Sums over days: of days, those that began without minting, the vault's worth and the credits in USD. */
  days: { all: number; halted: number; vaultUsd: number; creditsUsd: number };
}

const accounts = {
  desk: provide("burnDesk"),
  vault: own("locked"),
  providers: meet("providerRevenue"),
};
const assets = { token: "asset", usd: "usd" } as const;
const reads = { usdPerToken: { otherwise: 0 } } as const;
const emits = {
  swapRequested: shared,
  epochDue: {
    doc: "An epoch in which credits are minted, if the circuit breaker lets them.",
    private: true,
    fields: {},
  },
} as const;
type Minting = ContextOf<typeof params, State, typeof reads, typeof emits, typeof accounts, typeof assets>;

export const burnMintElastic = defineMechanism({
  name: "issuance/burn-mint-elastic",
  summary:
    "Locks tokens bought with the customers' USD, mints compute credits on them, and redeems used credits in tokens, new ones where the vault's do not suffice.",
  source: `${AEP}; ${KEEPER}/keeper. The oracle's price is the market's of the moment, without its mean over time; an overdrawn lease that settles in tokens is left out`,
  params,
  settable: {
    spentWithin: [DAY, 365 * DAY],
    mintSpread: [0, BASIS_POINTS],
    settleSpread: [0, BASIS_POINTS],
    warnAt: [0, BASIS_POINTS],
    haltAt: [0, BASIS_POINTS],
    backoff: [0, 1_000],
  },
  accounts,
  assets,
  reads,
  // Whoever takes the market's fee has settled the day's contracts.
  after: ["marketFee"],
  emits,
  init: (): State => ({
    credits: 0n,
    kept: 0n,
    credit: 0n,
    spread: 0n,
    seed: 0n,
    mintedAgain: 0n,
    nextEpoch: 0,
    awaited: false,
    usd: 0,
    days: { all: 0, halted: 0, vaultUsd: 0, creditsUsd: 0 },
  }),
  recorded: ({ oracleSilent }, until) =>
    plannedWithin("oracleSilent", numberColumn(oracleSilent, "t"), until),
  estimate: ({ seed }, ahead) => ({
    events: { swapRequested: daysAhead(ahead), epochDue: daysAhead(ahead) },
    sums: { tokens: Number(seed) },
    mints: Number(seed),
  }),
  on: {
    start({ params, state, ledger, account, asset }) {
      state.seed = baseUnits(ledger, asset.token, params.seed);
      ledger.mint(asset.token, account.vault, state.seed, "genesis");
    },

    day(context) {
      const { ledger, account, asset, emit } = context;
      redeem(context);
      countDay(context);
      const usd = ledger.balance(asset.usd, account.desk);
      if (usd > 0) emit.swapRequested({ account: account.desk, amount: usd, sellsToken: false });
      awaitEpoch(context);
    },

    swapped(context, { account: buyer, sold, sellsToken }) {
      if (buyer !== context.account.desk || sellsToken) return;
      context.state.usd += sold;
      awaitEpoch(context);
    },

    epochDue(context) {
      context.state.awaited = false;
      mint(context);
    },
  },
  signals: { tokensMintedAgain: (context) => inTokens(context, context.state.mintedAgain) },
  metrics: {
    "burn.usd": { total: ({ state }) => state.usd },
    "burn.mintedAgain": { total: (context) => inTokens(context, context.state.mintedAgain) },
    "credits.outstanding": { value: (context) => inTokens(context, context.state.credits) },
    "credits.vault": {
      value: ({ ledger, account, asset }) => ledger.balance(asset.token, account.vault),
    },
    "credits.collateral": { totals: ({ state: { days } }) => [days.vaultUsd, days.creditsUsd] },
    "credits.halted": { totals: ({ state: { days } }) => [days.halted, days.all] },
  },
  invariants: {
    "the vault has what redemptions are paid from, its spreads and its seed, to the base unit": ({
      state: { credit, spread, seed },
      ledger,
      account,
      asset,
    }) => ledger.units(asset.token, account.vault) === credit + spread + seed,
    "the spread has kept no more credits than there are": ({ state: { credits, kept } }) => kept <= credits,
  },
  example: () => burningWorld({ mechanism: "issuance/burn-mint-elastic", params: { spentWithin: "2d" } }),
});

/** USD for a token as the oracle has it; 0 where it says nothing. */
function oraclePrice({ params: { oracleSilent }, now, read }: Minting): Decimal {
  const from = numberColumn(oracleSilent, "t");
  const durations = numberColumn(oracleSilent, "seconds");
  if (from.some((t, row) => now >= t && now < t + durations[row]!)) return 0n;
  return decimalFromNumber(read.usdPerToken());
}

function ratioAt({ state, ledger, account, asset }: Minting, price: Decimal): bigint {
  const vault = ledger.units(asset.token, account.vault);
  return bmeCollateralRatio({ vault, pending: 0n, price, credits: state.credits });
}

/** Pays providers for the credits that are used up, where the oracle tells a price: no ratio stops that. */
function redeem(context: Minting): void {
  const { params, state, ledger, account, asset } = context;
  const price = oraclePrice(context);
  const amount = floorOf(partOf(Math.min(1, DAY / params.spentWithin), state.credits - state.kept));
  // Less than a base unit of the token: it stays a credit until there is more.
  if (price === 0n || amount * ONE < price) return;
  const settled = bmeConversion({ amount, from: ONE, to: price, spreadBps: BigInt(params.settleSpread) });
  const { minted, credit } = bmeRedemption({ gross: settled.gross, credit: state.credit });
  if (minted > floorOf(partOf(params.mostMinted, ledger.supplyUnits(asset.token)))) return;
  ledger.mint(asset.token, account.vault, minted, "minted again");
  ledger.transfer(asset.token, account.vault, account.providers, settled.received, "redeemed");
  state.credits -= amount;
  state.credit = credit;
  state.spread += settled.spread;
  state.mintedAgain += minted;
}

/** Sees to it that what waits on the desk has its epoch. */
function awaitEpoch({ state, ledger, account, asset, now, emit }: Minting): void {
  if (state.awaited || ledger.units(asset.token, account.desk) === 0n) return;
  state.awaited = true;
  emit.epochDue.at({}, Math.max(now, state.nextEpoch));
}

/** Mints credits on what waits; where the breaker or the oracle says no, it waits for the next day. */
function mint(context: Minting): void {
  const { params, state, ledger, account, asset, now } = context;
  const price = oraclePrice(context);
  const amount = ledger.units(asset.token, account.desk);
  const least = baseUnits(ledger, asset.token, params.leastCredits);
  if (haltedAt(context, price) || amount * price < (least > 0n ? least : 1n) * ONE) return;
  const { gross, spread } = bmeConversion({
    amount,
    from: price,
    to: ONE,
    spreadBps: BigInt(params.mintSpread),
  });
  ledger.transfer(asset.token, account.desk, account.vault, amount, "collateral");
  state.credit += amount;
  state.credits += gross;
  state.kept += spread;
  const blocks = bmeBackoff({
    ratioBps: ratioAt(context, price),
    warnBps: BigInt(params.warnAt),
    leastBlocks: BigInt(params.epochBlocks),
    mostBlocks: BigInt(params.mostEpochBlocks),
    percent: BigInt(params.backoff),
  });
  state.nextEpoch = now + Number(blocks) * params.blockTime;
}

function haltedAt(context: Minting, price: Decimal): boolean {
  const { warnAt, haltAt } = context.params;
  if (price === 0n) return true;
  const status = bmeStatus({
    ratioBps: ratioAt(context, price),
    warnBps: BigInt(warnAt),
    haltBps: BigInt(haltAt),
  });
  return status === "halt";
}

function countDay(context: Minting): void {
  const { state, ledger, account, asset } = context;
  const price = oraclePrice(context);
  state.days.all += 1;
  if (haltedAt(context, price)) state.days.halted += 1;
  state.days.vaultUsd += ledger.balance(asset.token, account.vault) * numberFromDecimal(price);
  state.days.creditsUsd += inTokens(context, state.credits);
}

/** Tokens, or credits, of base units. */
const inTokens = ({ ledger, asset }: Minting, units: bigint): number => tokensOf(ledger, asset.token, units);
