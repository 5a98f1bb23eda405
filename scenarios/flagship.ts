import { defineScenario } from "orrery";

/*
 * Who keeps the GPUs on? One world, four ways to pay for it. Everything that is not a mechanism of a design is the
 * same in all of them: jobs, their worth, failures, noise, shocks. The numbers that are assumed say so in
 * `orrery describe flagship`; change one with `--set family/kind.parameter=value`.
 */

/** FP32 throughput of an RTX 3090 over a P100, 35.58 / 19.05 (vector peak), times 0.80: of that peak's ratio, this is what training measured (Gavel: P100 to V100 1.31 of 1.64). */
const SPEED_UP = (35.58 / 19.05) * 0.8;

/** Genesis: 100 million tokens at 0.05 USD. What the pool, the traders and an early holder have is part of it. */
const PRICE = 0.05;
const GENESIS = 100e6;
const POOL = 10e6;
const VALUE_TRADERS = 30e6;
const MOMENTUM_TRADERS = 2e6;
const NOISE_TRADERS = 5e6;
const EARLY_HOLDER = 5e6;
const TREASURY = 8e6;
const REST = GENESIS - POOL - VALUE_TRADERS - MOMENTUM_TRADERS - NOISE_TRADERS - EARLY_HOLDER;

/** Emission of the first year in every design: 8 % of genesis, three quarters of it to providers. */
const EMISSION = 0.08;
const SPLIT = { providers: 0.75, security: 0.1875, treasury: 0.0625 };

/**
 * What other users of the chain burn in fees supports the first price: B = (r + i) M, without growth (see traders/value). Without
 * use the token would be worth nothing, and every design with a token would start by a collapse.
 */
const DISCOUNT = 0.1;
const BACKGROUND_USD_PER_YEAR = (DISCOUNT + EMISSION) * GENESIS * PRICE;
const USD_PER_GAS = 1e-6;

const SECURITY_USD_PER_DAY = (GENESIS * EMISSION * SPLIT.security * PRICE) / 365;

/** Miners start where mining just pays: electricity of 17.5 J/TH at 0.05 USD/kWh, and hardware of 16 USD per TH/s over three years. */
const USD_PER_TERAHASH_PER_SECOND_AND_DAY = (17.5 * 24 * 0.05) / 1000 + 16 / (3 * 365);
const HASHRATE = (SECURITY_USD_PER_DAY / USD_PER_TERAHASH_PER_SECOND_AND_DAY) * 1e12;

const use = (mechanism: string, params: object = {}) => ({ mechanism, params });

/** Genesis, the market of the token and the chain's fees: the same for every design that has a token. */
const token = [
  use("issuance/genesis", { supply: REST, allocation: { holders: REST - TREASURY, treasury: TREASURY } }),
  use("defi/constant-product", { tokens: POOL, usd: POOL * PRICE }),
  use("traders/value", { tokens: VALUE_TRADERS, usd: 1.5e6, discount: DISCOUNT }),
  use("traders/momentum", { tokens: MOMENTUM_TRADERS, usd: 1e5 }),
  use("traders/noise", { tokens: NOISE_TRADERS, usd: 2.5e5, size: 0.025 }),
  use("shocks/token-sale", { tokens: EARLY_HOLDER }),
  use("execution/capacity"),
  use("fees/eip1559", {
    backgroundGasPerSecond: BACKGROUND_USD_PER_YEAR / (USD_PER_GAS * 365 * 86_400),
    referenceUsdPerGas: USD_PER_GAS,
  }),
];
const pow = use("consensus/nakamoto", {
  economics: true,
  initialHashrate: HASHRATE,
  hashrate: { A: 30, B: 25, C: 20, D: 15, E: 10 },
});
const pos = use("consensus/slot-pos", {
  slotsPerBlock: 50,
  rewards: "none",
  initialBondedRatio: 0.28,
  referenceYield: 0.05,
  nodes: 200,
});

export default defineScenario({
  title: "Who keeps the GPUs on?",
  question:
    "After demand halves, which issuance keeps utilisation and provider margins alive at the lowest dilution?",
  seed: 1,
  until: "2y",
  warmUp: "180d",
  sample: "1d",
  replications: 1,
  assets: { token: { decimals: 18 } },
  world: [
    use("pricing/outside-offers", { offers: "data/gpu-offers.csv", gpu: "RTX3090" }),
    use("demand/bootstrap-trace", {
      trace: "data/philly-b436b2.csv",
      replicas: 18,
      speedUp: SPEED_UP,
      coolDown: "2d",
    }),
    use("supply/cohorts", {
      gpu: "RTX 3090",
      hardware: "data/gpu-tdp.csv",
      regions: "data/regions.csv",
      providers: 125,
      gpusEach: 8,
    }),
    use("pricing/utilisation-indexed", {
      initial: 0.22,
      hold: "21d",
      sensitivity: 0.02,
      minimum: 0.02,
      maximum: 0.43,
    }),
    use("pricing/first-come"),
    use("shocks/demand", { at: "365d", factor: 0.5 }),
  ],
  designs: {
    "no token": [use("contracts/escrow")],
    "fixed on PoW": [
      ...token,
      pow,
      use("contracts/escrow"),
      use("issuance/fixed", { tokensPerDay: (GENESIS * EMISSION) / 365, split: SPLIT }),
    ],
    "bonded ratio on PoS": [
      ...token,
      pos,
      use("contracts/escrow"),
      use("issuance/bonded-ratio", {
        inflation: EMISSION,
        leastInflation: EMISSION / 2,
        mostInflation: EMISSION * 2,
        goalBonded: 0.4,
        rateChange: 0.08,
        split: SPLIT,
      }),
    ],
    "burn and mint on PoS": [
      ...token,
      pos,
      use("contracts/escrow", { payment: "burn" }),
      use("issuance/burn-and-mint", {
        burnShare: 1,
        emissionPerDay: (GENESIS * EMISSION) / 365,
        yearlyDamping: 1,
        remintShare: 1,
        remintTo: "providers",
        smoothing: "7d",
        split: SPLIT,
      }),
    ],
  },
  control: "no token",
  expect: {
    "delivered GPU-hours never pass those online": { always: "gpu.utilisation <= 1" },
    "supply never passes genesis and twice the scheduled emission": {
      always: `ledger.supply[token] <= ${GENESIS * (1 + 2 * 2 * EMISSION)}`,
    },
    "providers stay solvent: they owe less than a day of bills": { always: "providers.arrearsUsd <= 10000" },
    "escrow is empty at the end": { atEnd: "contracts.escrowUsd == 0" },
  },
});
