import { defineClaim } from "orrery";
import { cloud, jobs, use } from "./parts/market.ts";

const HOURS = 24;
const supply = use("supply/cohorts", {
  providers: 16,
  gpusEach: 2,
  candidatesPerWeek: 3,
  operatingDispersion: 0.3,
});

export default defineClaim({
  claim: "Subsidy crowds out prices.",
  sources: [
    {
      text: "Rochet, J.-C. and Tirole, J. (2003): Platform Competition in Two-Sided Markets, Journal of the European Economic Association 1(4), 990–1029",
      url: "https://doi.org/10.1162/154247603322493212",
    },
    {
      text: "Cong, L. W., Li, Y. and Wang, N. (2021): Tokenomics: Dynamic Adoption and Valuation, Review of Financial Studies 34(3), 1105–1155",
      url: "https://doi.org/10.1093/rfs/hhaa089",
    },
  ],
  setUp:
    "Two markets with the same jobs, hosts and luck. In one, hosts receive new tokens by the hours that they are online, too, and sell what they need at a deep pool. Compared are the price that customers pay, and what hosts take from customers.",
  whoPays:
    "Whoever holds the token: what hosts sell lowers its price. Customers get part of it as lower prices, hosts who would not be there otherwise get the rest.",
  scenario: {
    title: "A market with and without emission",
    seed: 8,
    until: "280d",
    warmUp: "140d",
    sample: "10d",
    replications: 5,
    world: [
      cloud,
      supply,
      jobs(HOURS, { rate: 24 }),
      use("pricing/utilisation-indexed", {
        initial: 0.18,
        hold: "14d",
        sensitivity: 0.03,
        minimum: 0.03,
        maximum: 0.43,
      }),
      use("pricing/first-come"),
      use("contracts/escrow"),
    ],
    designs: {
      "no subsidy": [],
      subsidy: [
        use("issuance/genesis", { supply: 1_000_000, allocation: { holders: 1 } }),
        use("defi/constant-product", { tokens: 1_000_000, usd: 1_000_000 }),
        use("issuance/fixed", { tokensPerDay: 30, split: { providers: 1 } }),
      ],
    },
    control: "no subsidy",
    measures: [
      "gpu.usdPerGpuHour",
      "gpu.supply",
      "gpu.utilisation",
      "providers.tokenIncomeUsd",
      "customers.paidUsd",
    ],
  },
  tests: {
    "the price of a GPU-hour is a twentieth lower": {
      less: "[subsidy].gpu.usdPerGpuHour",
      than: "0.95 * [no subsidy].gpu.usdPerGpuHour",
    },
  },
  condition: {
    words: "the emission to hosts, worth at the first price",
    unit: "USD/d",
    values: [1, 15, 45],
    set: (usd) => ({ "issuance/fixed.tokensPerDay": usd }),
  },
  worlds: {
    "hosts who cannot come": { "supply/cohorts.candidatesPerWeek": 0 },
  },
  values: {
    "issuance/fixed.tokensPerDay": "swept: customers pay about 90 USD a day",
    "defi/constant-product.usd": "assumed: so deep that a year's sales move the price by a few percent",
    "supply/cohorts.candidatesPerWeek": "assumed: three hosts of two GPUs a week may come",
  },
  notEstablished: [
    "The end of it: whether hosts stay when emission ends, which scenario flagship asks.",
    "That a lower price is a loss: more work is done at it; the surplus of customers is another measure.",
    "A token whose price falls as it is sold: the pool here is deep, a shallow one shrinks the subsidy itself.",
  ],
});
