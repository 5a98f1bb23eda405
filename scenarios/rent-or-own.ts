/**
 * A firm whose work rises and falls with the day: should it own its GPUs, reserve them, rent them, or own the base and
 * rent the peak? The market that it rents from is the flagship's, small.
 */
import { defineScenario, type Use } from "orrery";
import { smallMarket } from "./flagship/small-market.ts";

const LOAD = 40;
/** Price on demand of a p3.2xlarge in us-east-1, USD an hour for one V100: recorded discounts carry over to the cloud's 3090. */
const V100_ON_DEMAND = 3.06;
const CLOUD_3090 = 0.43;

const firm = (params: object): Use => ({
  mechanism: "demand/hybrid",
  params: { load: LOAD, amplitude: 0.6, ...params },
});

export default defineScenario({
  title: "Rent or own",
  question:
    "A firm's work keeps 40 GPUs busy on average, 64 at the peak of the day and 16 at night. Which GPUs should it own, which reserve, and which rent, and where?",
  seed: 1,
  until: "360d",
  // Entry and exit need half a year to follow the new demand.
  warmUp: "180d",
  sample: "1d",
  world: [
    ...smallMarket,
    { mechanism: "contracts/escrow", params: {} },
    { mechanism: "pricing/cloud-terms", params: {} },
    {
      mechanism: "pricing/recorded-spot",
      params: {
        prices: "data/aws-spot-p3.csv",
        instanceType: "p3.2xlarge",
        zone: "us-east-1b",
        gpus: 1,
        scale: CLOUD_3090 / V100_ON_DEMAND,
      },
    },
  ],
  designs: {
    "rent in the cloud": [firm({ owned: 0, burst: "cloud" })],
    "reserve the base": [firm({ owned: 0, reserved: 32, burst: "cloud" })],
    "rent at the market": [firm({ owned: 0, burst: "market" })],
    "rent where it is cheapest": [firm({ owned: 0, burst: "cheapest" })],
    "own the peak": [firm({ owned: 64, burst: "cloud" })],
    "own the base, peak in the cloud": [firm({ owned: 32, burst: "cloud" })],
    "own the base, rent the peak": [firm({ owned: 32, burst: "cheapest" })],
  },
  measures: [
    "firm.usdPerGpuHour",
    "firm.costUsd",
    "firm.ownUtilisation",
    "firm.breakEvenUtilisation",
    "firm.burstShare",
    "firm.marketShare",
    "gpu.usdPerGpuHour",
    "market.cloudUsdPerGpuHour",
    "market.cloudReservedUsdPerGpuHour",
    "market.cloudSpotUsdPerGpuHour",
    "gpu.supply",
    "customers.surplusUsd",
  ],
  replications: 4,
  // How much the work of a day swings: flat work keeps owned GPUs busy.
  sweep: { grid: { "demand/hybrid.amplitude": [0, 0.3, 0.6, 0.9] } },
  expect: {
    "reserving the base is cheaper than renting all of it on demand": {
      compare: "[reserve the base].firm.usdPerGpuHour < [rent in the cloud].firm.usdPerGpuHour",
    },
    "beside a cloud on demand, owning the base alone costs more than owning the peak": {
      compare: "[own the base, peak in the cloud].firm.usdPerGpuHour > [own the peak].firm.usdPerGpuHour",
      confidence: 0.95,
    },
    "… and less where the peak is rented cheaply": {
      compare: "[own the base, rent the peak].firm.usdPerGpuHour < [own the peak].firm.usdPerGpuHour",
      confidence: 0.95,
    },
    "beside a cloud on demand, owned GPUs pay even where half of the time they idle": {
      summary: "firm.ownUtilisation > firm.breakEvenUtilisation",
      design: "own the peak",
    },
    "beside the cheapest rent, hardly any GPU of one's own is busy enough": {
      summary: "firm.breakEvenUtilisation > 0.8",
      design: "rent where it is cheapest",
    },
  },
});
