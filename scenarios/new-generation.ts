import { defineScenario, inlineTable, type Use } from "orrery";
import { rentalMarket } from "./flagship/rental-market.ts";

/*
 * The flagship's market of RTX 3090s, without a token and with one, when the RTX 4090 comes out after half a year: 1.9
 * times as fast for 1.6 times the price and 450 instead of 350 W. Speed: the ratio of FP32 peaks is 2.3 (82.6 over 35.6
 * TFLOPS); 0.8 of it is what training kept of such a ratio before (Gavel, P100 to V100). Both prices are assumed and
 * hold a share of the host.
 */
const use = (mechanism: string, params: object = {}): Use => ({ mechanism, params });
const DAY = 86_400;
const rtx4090 = (release: number) =>
  inlineTable({
    name: ["RTX 4090"],
    release: [release],
    usd_per_gpu: [1_600],
    throughput: [1.86],
    tdp_watts: [450],
  });
/** After all is over: the same worth of ageing hardware, and no release. */
const NEVER = 10 * 365 * DAY;

const supply = (release: number) =>
  use("supply/cohorts", {
    gpu: "RTX 3090",
    hardware: "data/gpu-tdp.csv",
    regions: "data/regions.csv",
    providers: 131,
    generations: rtx4090(release),
  });
const token = [
  use("defi/constant-product", { tokens: 10_000_000, usd: 1_000_000 }),
  use("issuance/fixed", { tokensPerDay: 5_000, split: { providers: 1 } }),
];

export default defineScenario({
  title: "A faster GPU arrives",
  question:
    "Who keeps the market when a faster GPU comes out, what happens to the price, and what do owners of the old one write off?",
  seed: 1,
  until: "540d",
  warmUp: "180d",
  sample: "7d",
  replications: 4,
  world: [...rentalMarket],
  designs: {
    "RTX 3090 alone": [supply(NEVER)],
    "RTX 4090 after half a year": [supply(180 * DAY)],
    "RTX 3090 and emission": [supply(NEVER), ...token],
    "RTX 4090 and emission": [supply(180 * DAY), ...token],
  },
  control: "RTX 3090 alone",
  measures: [
    "gpu.usdPerGpuHour",
    "providers.writeOffUsd",
    "gpu.supply[*]",
    "providers.margin",
    "customers.surplusUsd",
    "jobs.finishedGpuHours",
    "gpu.utilisation[*]",
    "providers.count",
    "jobs.lostToCloud",
    "token.usd",
  ],
  meant: {
    "supply/cohorts.generations": "where the RTX 3090 is alone, the RTX 4090 comes after the horizon",
  },
  expect: {
    "the new generation is there at the end": {
      design: "RTX 4090 after half a year",
      atEnd: "gpu.supply[RTX 4090] > 0",
    },
    "the price of the same work falls": {
      compare: "[RTX 4090 after half a year].gpu.usdPerGpuHour < [RTX 3090 alone].gpu.usdPerGpuHour",
    },
    "more of the old GPUs are sold, and at a greater loss": {
      compare: "[RTX 4090 after half a year].providers.writeOffUsd > [RTX 3090 alone].providers.writeOffUsd",
    },
    "emission lowers the price more than the new generation does": {
      compare: "[RTX 3090 and emission].gpu.usdPerGpuHour < [RTX 4090 after half a year].gpu.usdPerGpuHour",
    },
  },
});
