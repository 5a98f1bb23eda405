/**
 * Four firms own the base of their GPUs and rent the peak from the same small market. When their peaks fall together,
 * the market that is a relief to one is a crowd to all.
 */
import { defineScenario, type Use } from "orrery";
import { smallMarket } from "./flagship/small-market.ts";

const FIRMS = ["Berlin", "Lagos", "Osaka", "Toronto"];
const HOUR = 3_600;

/** `apart`: hours from one firm's peak to the next one's. */
const firms = (apart: number, params: object): Use[] =>
  FIRMS.map((name, at) => ({
    mechanism: "demand/hybrid",
    as: name,
    params: { load: 40, amplitude: 0.8, owned: 40, peak: ((9 + at * apart) % 24) * HOUR, ...params },
  }));

export default defineScenario({
  title: "Bursting together",
  question:
    "Four firms own the GPUs of their base load and burst to one market at their peaks. What does it cost them, and the market's other customers, that the peaks fall together?",
  seed: 1,
  until: "360d",
  // Entry and exit need half a year to follow the new demand.
  warmUp: "180d",
  // Firms settle their costs by the day.
  sample: "1d",
  world: [...smallMarket, { mechanism: "contracts/escrow", params: {} }],
  designs: {
    "burst to the cloud": firms(0, { burst: "cloud" }),
    "burst together": firms(0, { burst: "market" }),
    "burst in turn": firms(6, { burst: "market" }),
    "own the peak": firms(0, { burst: "cloud", owned: 72 }),
  },
  control: "burst together",
  measures: [
    // Berlin's work is the same in all designs; the others' peaks move.
    "firm.usdPerGpuHour[Berlin]",
    "firm.marketShare[Berlin]",
    "gpu.usdPerGpuHour",
    "jobs.waitP95",
    "jobs.lostToCloud",
    "customers.surplusUsd",
    "providers.margin",
    "gpu.supply",
    "gpu.utilisation",
  ],
  replications: 4,
  expect: {
    "bursting to the market costs less than bursting to the cloud": {
      compare:
        "[burst together].firm.usdPerGpuHour[Berlin] < [burst to the cloud].firm.usdPerGpuHour[Berlin]",
      confidence: 0.95,
    },
    "once providers have come for it, the market's other customers wait less, too": {
      compare: "[burst together].jobs.waitP95 < [burst to the cloud].jobs.waitP95",
    },
    "firms that burst in turn find more room at the market": {
      compare: "[burst in turn].firm.marketShare[Berlin] > [burst together].firm.marketShare[Berlin]",
    },
  },
});
