import { defineScenario, type Use } from "orrery";

/*
 * Two networks, each a chain, a token with its pool and a market for GPU time, share the owners of machines and the
 * customers. North pays providers three times as many tokens a day as south. On day 100 that ends.
 *
 * Assumed: both tokens start at 0.2 USD with equally deep pools and traders who hold no view of emission; machines and
 * jobs are alike, and a job may run at either network; an owner expects what a network paid of late, shared with those
 * who are there and with himself; a move costs 10 USD a GPU and six hours. What a token is worth for other reasons than
 * this market is outside of it. Designs share jobs, prices of traders and luck; they differ in who may move.
 */
const PLACES = ["north", "south"] as const;
const EMISSION = { north: 6_000, south: 2_000 } as const;

const network = (place: (typeof PLACES)[number]): Use[] =>
  (
    [
      ["issuance/genesis", { supply: 50_000_000, allocation: { holders: 0.7, treasury: 0.3 } }],
      ["consensus/slot-pos", { slotsPerBlock: 7_200 }],
      ["issuance/fixed", { tokensPerDay: EMISSION[place], split: { providers: 1 } }],
      ["defi/constant-product", { tokens: 10_000_000, usd: 2_000_000 }],
      ["traders/noise", {}],
      ["pricing/utilisation-indexed", { initial: 0.3 }],
      ["pricing/first-come", {}],
      ["contracts/escrow", {}],
    ] as const
  ).map(([mechanism, params]) => ({ mechanism, params, in: place }));

const design = (owners: boolean, customers: boolean): Use[] => [
  {
    mechanism: "supply/profit-switching",
    params: { places: PLACES, moves: owners, providers: 60, movingUsdPerGpu: 10 },
  },
  { mechanism: "demand/multi-homing", params: { places: PLACES, moves: customers, jobsPerDay: 1_100 } },
];

export default defineScenario({
  title: "Two networks that share machines and customers",
  question: "When one of two networks ends its emission, what becomes of the other?",
  seed: 1,
  until: "200d",
  warmUp: "50d",
  replications: 4,
  sample: "2d",
  assets: { nth: { decimals: 9, in: "north" }, sth: { decimals: 18, in: "south" } },
  world: PLACES.flatMap(network),
  designs: {
    "nobody moves": design(false, false),
    "owners move": design(true, false),
    "all move": design(true, true),
  },
  meant: {
    "north:issuance/genesis.supply": "the pool and the traders bring tokens of their own",
    "south:issuance/genesis.supply": "the pool and the traders bring tokens of their own",
  },
  measures: [
    "gpu.supply[north]",
    "gpu.supply[south]",
    "north.gpu.usdPerGpuHour",
    "south.gpu.usdPerGpuHour",
    "providers.incomeUsd[north]",
    "providers.incomeUsd[south]",
    "providers.moves",
    "jobs.lostToCloud",
    "customers.surplusUsd",
    "north.token.usd",
    "south.token.usd",
    "north.chain.securityBudgetUsd",
    "south.chain.securityBudgetUsd",
  ],
  branches: {
    at: "100d",
    "emission stays": {},
    "north's emission ends": { set: { "north:issuance/fixed.tokensPerDay": 0 } },
  },
  expect: {
    "both chains go on": { always: "north.chain.blocks > 0 && south.chain.blocks > 0" },
    "south's token is not minted for north": { atEnd: "ledger.supply[sth] <= 50e6 + 2000 * 200 + 20e6" },
    "machines are at one network or none": { always: "gpu.supply[north] + gpu.supply[south] <= 480.001" },
    "where nobody moves, south keeps its machines": {
      design: "nobody moves",
      always: "gpu.supply[south] >= 239",
    },
    "where owners alone move, emission makes a network the cheaper one": {
      design: "owners move",
      branch: "emission stays",
      summary: "north.gpu.usdPerGpuHour < south.gpu.usdPerGpuHour - 0.05",
    },
    "and when it ends, machines come to the other and its price falls": {
      design: "owners move",
      branch: "north's emission ends",
      summary: "gpu.supply[south] > gpu.supply[north] && south.gpu.usdPerGpuHour < north.gpu.usdPerGpuHour",
    },
    "customers who move leave no gap in price": {
      design: "all move",
      summary: "abs(north.gpu.usdPerGpuHour - south.gpu.usdPerGpuHour) <= 0.05",
    },
    "and follow the machines: emission draws both": {
      design: "all move",
      branch: "emission stays",
      summary: "gpu.supply[north] > 1.5 * gpu.supply[south]",
    },
  },
});
