import { defineScenario, inlineTable, type Use } from "orrery";
import { rentalMarket } from "./flagship/rental-market.ts";

/*
 * Owners of RTX 3090s for two years in which mining pays well, then collapses: 0.1 USD an hour as in the best days of
 * Ethereum, 0.01 since the Merge of September 2022. The levels and the random walk are assumed; serving pays a
 * little less than renting out did at first. All designs see the same prices, jobs and luck; they differ in what
 * owners may do.
 */
const use = (mechanism: string, params: object = {}): Use => ({ mechanism, params });
const DAY = 86_400;

const owners = (uses: "rent" | "rent or mine" | "any") => [
  use("supply/cohorts", {
    gpu: "RTX 3090",
    hardware: "data/gpu-tdp.csv",
    regions: "data/regions.csv",
    providers: 131,
    uses,
  }),
];

export default defineScenario({
  title: "What to do with a GPU",
  question:
    "What does an owner earn by renting, mining, serving or idling as prices move, and what becomes of the rental market?",
  seed: 1,
  until: "2y",
  // At first more mine than will stay: prices start where they do not move yet.
  warmUp: "120d",
  sample: "7d",
  replications: 4,
  world: [
    ...rentalMarket,
    use("pricing/other-uses", {
      mining: 0.1,
      serving: 0.13,
      volunteering: 0.005,
      miningVolatility: 0.02,
      servingVolatility: 0.01,
      series: inlineTable({ t: [365 * DAY], use: ["mining"], usd_per_gpu_hour: [0.01] }),
    }),
  ],
  designs: { "rent only": owners("rent"), "rent or mine": owners("rent or mine"), "any use": owners("any") },
  control: "rent only",
  measures: [
    "providers.margin",
    "providers.incomeUsd[rent]",
    "providers.incomeUsd[mine]",
    "providers.incomeUsd[serve]",
    "gpu.use[rent]",
    "gpu.use[mine]",
    "gpu.use[serve]",
    "gpu.use[idle]",
    "gpu.usdPerGpuHour",
    "customers.surplusUsd",
    "gpu.supply",
    "providers.count",
    "energy.gCO2e",
    "jobs.waitP95",
    "jobs.lostToCloud",
  ],
  expect: {
    "nobody mines at the end": { design: "rent or mine", atEnd: "gpu.use[mine] == 0" },
    "other uses take GPUs off the market": {
      compare: "[any use].gpu.offered < [rent only].gpu.offered",
    },
    "renters pay more where owners have a choice": {
      compare: "[any use].gpu.usdPerGpuHour > [rent only].gpu.usdPerGpuHour",
      confidence: 0.95,
    },
  },
});
