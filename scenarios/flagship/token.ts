import type { Settings } from "orrery";
import { SHOCK, use, YEARS } from "./world.ts";

/*
 * What a design with a token is made of. One part is chosen of each kind: a chain, an issuance, and what becomes of the
 * customers' money. All else about the token is the same: who holds it at the start, its market, and the chain's users.
 */

/** Genesis: 100 million tokens at 0.05 USD. What the pool, the traders and an early holder have is part of it. */
export const GENESIS = 100e6;
export const PRICE = 0.05;
const POOL = 10e6;
const VALUE_TRADERS = 30e6;
const MOMENTUM_TRADERS = 2e6;
const NOISE_TRADERS = 5e6;
const NOISE_USD = 2.5e5;
const NOISE_SIZE = 0.025;
const EARLY_HOLDER = 8e6;
const TREASURY = 8e6;
const REST = GENESIS - POOL - VALUE_TRADERS - MOMENTUM_TRADERS - NOISE_TRADERS - EARLY_HOLDER;

/** Every issuance has the same budget: 8 % of genesis a year, in the mean of the two years. Three quarters of it go to providers. */
export const EMISSION = 0.08;
const SPLIT = { providers: 0.75, security: 0.1875, treasury: 0.0625 };

/**
 * What other users of the chain burn in fees supports the first price: B = (r + i) M, without growth (see traders/value).
 * Without use the token would be worth nothing, and every design with a token would start by a collapse.
 */
const DISCOUNT = 0.1;
const BACKGROUND_USD_PER_YEAR = (DISCOUNT + EMISSION) * GENESIS * PRICE;
/** They ask for as much gas as blocks aim at, half of what execution carries, at a fee that comes to that sum: there EIP-1559's fee settles, whatever the elasticity. */
const BACKGROUND_GAS_PER_SECOND = 272e6;
export const USD_PER_GAS = BACKGROUND_USD_PER_YEAR / (BACKGROUND_GAS_PER_SECOND * 365 * 86_400);

const market = [
  use("issuance/genesis", { supply: REST, allocation: { holders: REST - TREASURY, treasury: TREASURY } }),
  use("issuance/valuation"),
  use("defi/constant-product", { tokens: POOL, usd: POOL * PRICE }),
  use("traders/value", { tokens: VALUE_TRADERS, usd: 1.5e6, discount: DISCOUNT }),
  use("traders/momentum", { tokens: MOMENTUM_TRADERS, usd: 1e5 }),
  use("traders/noise", { tokens: NOISE_TRADERS, usd: NOISE_USD, size: NOISE_SIZE }),
  use("shocks/token-sale", { at: SHOCK, tokens: EARLY_HOLDER }),
  use("execution/capacity"),
  use("fees/eip1559", {
    backgroundGasPerSecond: BACKGROUND_GAS_PER_SECOND,
    referenceUsdPerGas: USD_PER_GAS,
  }),
];

/** Miners start where mining just pays: electricity of 17.5 J/TH at 0.05 USD/kWh, and hardware of 16 USD per TH/s over three years. */
const USD_PER_TERAHASH_PER_SECOND_AND_DAY = (17.5 * 24 * 0.05) / 1000 + 16 / (3 * 365);
const hashrate = (emission: number): number => {
  const usdPerDay = (GENESIS * emission * SPLIT.security * PRICE) / 365;
  return (usdPerDay / USD_PER_TERAHASH_PER_SECOND_AND_DAY) * 1e12;
};

/** A block of proof of work in 600 s; of proof of stake in 12 s, and one slot in a hundred is missed. */
const consensus = {
  PoW: {
    blocksPerDay: 144,
    chain: use("consensus/nakamoto", {
      economics: true,
      initialHashrate: hashrate(EMISSION),
      hashrate: { A: 30, B: 25, C: 20, D: 15, E: 10 },
    }),
  },
  PoS: {
    blocksPerDay: 7_200 * 0.99,
    chain: use("consensus/slot-pos", {
      slotsPerBlock: 50,
      rewards: "none",
      initialBondedRatio: 0.28,
      referenceYield: 0.05,
      nodes: 200,
    }),
  },
};
export type Consensus = keyof typeof consensus;

/**
 * An era of three quarters of a year: the subsidy halves on days 274 and 548, a quarter before the shock and half a year
 * after it, so that neither is taken for the other.
 */
const ERA_DAYS = 274;
/** Days of the first subsidy that are worth the two years. */
const DAYS_OF_FIRST_SUBSIDY = ERA_DAYS + ERA_DAYS / 2 + (YEARS * 365 - 2 * ERA_DAYS) / 4;
const tokensPerDay = (emission: number): number => (emission * GENESIS) / 365;
const subsidy = (emission: number, blocksPerDay: number): number =>
  (tokensPerDay(emission) * YEARS * 365) / DAYS_OF_FIRST_SUBSIDY / blocksPerDay;
/** Inflation keeps between half and twice what it is at first, and could cross that in a year or two. */
const inflation = (emission: number) => ({
  inflation: emission,
  leastInflation: emission / 2,
  mostInflation: emission * 2,
  rateChange: emission,
});

/** Bonded ratio at which inflation stands still. Solved: with it the rule emits the budget within 1 % in the mean of 8 replications without a shock. */
const GOAL_BONDED = 0.334;

const issuance = {
  fixed: () => use("issuance/fixed", { tokensPerDay: tokensPerDay(EMISSION), split: SPLIT }),
  halving: (blocksPerDay: number) =>
    use("issuance/halving", {
      subsidy: subsidy(EMISSION, blocksPerDay),
      interval: ERA_DAYS * blocksPerDay,
      split: SPLIT,
    }),
  "bonded ratio": () =>
    use("issuance/bonded-ratio", { ...inflation(EMISSION), goalBonded: GOAL_BONDED, split: SPLIT }),
};
export type Issuance = keyof typeof issuance;

/** Customers pay USD; or USD that buy tokens for providers; or USD that buy tokens to burn, and providers get as many new ones. */
const payment = {
  USD: [use("contracts/escrow")],
  token: [use("contracts/escrow", { payment: "token" })],
  burn: [
    use("contracts/escrow", { payment: "burn" }),
    use("contracts/burn-desk", { burnShare: 1, remintShare: 1, smoothing: "7d" }),
  ],
};
export type Payment = keyof typeof payment;

/** A design with a token. */
export const design = (chain: Consensus, rule: Issuance, pay: Payment) => [
  ...market,
  consensus[chain].chain,
  issuance[rule](consensus[chain].blocksPerDay),
  ...payment[pay],
];

/** The control: providers get what customers pay, in USD, and nothing else. */
export const noToken = payment.USD;

/** The designs that most scenarios compare; what only the chain or the payment changes is the factorial's question. */
export const designs = {
  "no token": noToken,
  "fixed on PoW": design("PoW", "fixed", "USD"),
  "halving on PoW": design("PoW", "halving", "USD"),
  "bonded ratio on PoS": design("PoS", "bonded ratio", "USD"),
  "burn and mint on PoS": design("PoS", "fixed", "burn"),
};

/** Another budget of emission, of every issuance alike; work and halving are those of proof of work. A chain that emits nothing starts on what tips pay, about a twentieth. */
export const emitting = (emission: number): Settings => ({
  ...Object.fromEntries(
    Object.entries(inflation(emission)).map(([name, value]) => [`issuance/bonded-ratio.${name}`, value]),
  ),
  "issuance/fixed.tokensPerDay": tokensPerDay(emission),
  "issuance/halving.subsidy": subsidy(emission, consensus.PoW.blocksPerDay),
  "consensus/nakamoto.initialHashrate": Math.max(hashrate(emission), hashrate(EMISSION) / 20),
});

/**
 * A first price that is so many times as high, in the same world: other users of the chain bring as many USD as before,
 * genesis is the same, the pool as deep, and noise as loud. Only traders believe, until they have learned better, that
 * the first price is right.
 */
export const startingAt = (times: number): Settings => ({
  "defi/constant-product.tokens": POOL / Math.sqrt(times),
  "defi/constant-product.usd": inUsd(POOL * PRICE * Math.sqrt(times)),
  "issuance/genesis.supply": REST + POOL - POOL / Math.sqrt(times),
  "traders/noise.usd": inUsd(NOISE_USD * times),
  "traders/noise.size": NOISE_SIZE / times,
});

/** To the ledger's millionth of a dollar. */
const inUsd = (usd: number): number => Math.round(usd * 1e6) / 1e6;
