import { defineClaim } from "orrery";
import { use } from "./parts/market.ts";

const BLOCKS_A_DAY = 24;
const YEAR_OF_BLOCKS = 365 * BLOCKS_A_DAY;
const SUBSIDY = 200;
const DAILY_USD = SUBSIDY * BLOCKS_A_DAY;

export default defineClaim({
  claim: "A halving raises the price.",
  sources: [
    {
      text: "Pagnotta, E. and Buraschi, A. (2018): An Equilibrium Valuation of Bitcoin and Decentralized Network Assets, working paper",
      url: "https://doi.org/10.2139/ssrn.3142022",
    },
    {
      text: "PlanB (2019): Modeling Bitcoin Value with Scarcity (stock to flow)",
      secondary: true,
    },
    {
      text: "Fama, E. F. (1970): Efficient Capital Markets, Journal of Finance 25(2), 383–417 (what is known beforehand is in the price)",
      url: "https://doi.org/10.2307/2325486",
    },
  ],
  setUp:
    "Two chains with the same blocks and a pool for the token, in which miners sell all that they are paid. After a year one halves its subsidy and the other does not. Nobody foresees it; noise is the same. Looked at is the price of the year after.",
  whoPays:
    "Miners: they are paid half in tokens. Who held before gains what the miners no longer sell; who buys after pays the higher price.",
  scenario: {
    title: "A year before a halving and a year after, and the same without",
    seed: 23,
    until: "2y",
    warmUp: "1y",
    sample: "10d",
    replications: 6,
    world: [
      use("issuance/genesis", { supply: 5_000_000, allocation: { holders: 1 } }),
      use("consensus/nakamoto", {
        blockTime: 3_600,
        blocksPerEvent: BLOCKS_A_DAY,
        retargetInterval: 14 * BLOCKS_A_DAY,
        // What they are paid covers their bills by as much as it takes to sell all of it.
        economics: true,
        usdPerKilowattHour: 0.05,
      }),
      use("defi/constant-product", { tokens: 10_000_000, usd: 10_000_000 }, "pool"),
      use("traders/noise", { usd: 100_000, tokens: 100_000 }),
    ],
    designs: {
      "no halving": [use("issuance/halving", { subsidy: SUBSIDY, interval: 100 * YEAR_OF_BLOCKS })],
      halving: [use("issuance/halving", { subsidy: SUBSIDY, interval: YEAR_OF_BLOCKS })],
    },
    control: "no halving",
    measures: ["token.usd", "ledger.supply[token]", "token.inflation[token]"],
  },
  tests: {
    "the price of the year after is a twentieth higher than without": {
      less: "1.05 * [no halving].token.usd",
      than: "[halving].token.usd",
    },
  },
  condition: {
    words: "the USD in the token's pool, in years of what the first subsidy is worth",
    unit: "years",
    values: [1, 3, 10, 30],
    set: (depth) => ({
      "pool.usd": depth * DAILY_USD * 365,
      "pool.tokens": depth * DAILY_USD * 365,
    }),
  },
  worlds: {
    "noise ten times as rich": { "traders/noise.usd": 1_000_000, "traders/noise.tokens": 1_000_000 },
  },
  values: {
    "issuance/halving.subsidy": "assumed: the condition measures the pool against it",
  },
  notEstablished: [
    "A halving that is foreseen: the schedule is public, and who counts on it buys before, so that the price moves earlier or not at all.",
    "Demand that a halving brings by itself, as news.",
    "Bitcoin's own four halvings: after each the price rose, with much else that changed.",
  ],
});
