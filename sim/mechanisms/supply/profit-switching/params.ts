import { assetIn, meet, ownEach, provideIn } from "../../../model/accounts.ts";
import { shared } from "../../../model/mechanism.ts";
import { count, flag, places, seconds, text, usd, usdPerGpuHour } from "../../../schema/fields.ts";
import { DAY, HOUR } from "../../../units.ts";

export const params = {
  places: places({ doc: "Networks that owners may work for." }),
  providers: count({
    default: 100,
    min: 1,
    max: 100_000,
    doc: "Owners; those next to each other begin at networks next to each other in the list.",
    source: "Orrery: for the scenario to set",
  }),
  gpusEach: count({
    default: 8,
    min: 1,
    max: 64,
    doc: "GPUs of an owner's machine.",
    source: "A common server: NVIDIA HGX carries 8",
  }),
  gpu: text({
    default: "RTX 4090",
    doc: "Kind of GPU, for records.",
    source: "Orrery: for the scenario to set",
  }),
  costUsdPerGpuHour: usdPerGpuHour({
    default: 0.06,
    doc: "Electricity and upkeep of a GPU that is online, rented or not; without it an owner switches off.",
    range: [0.02, 0.15],
  }),
  moves: flag({
    default: true,
    doc: "Whether owners may move to another network; otherwise they work for their first one or switch off.",
    source: "Rochet and Tirole 2003: multi-homing and single-homing",
  }),
  reviewEvery: seconds({
    default: 7 * DAY,
    min: DAY,
    max: 365 * DAY,
    doc: "How often an owner looks at what networks pay, in whole days; owners take turns.",
    range: [DAY, 30 * DAY],
  }),
  movingUsdPerGpu: usd({
    default: 3,
    max: 1_000,
    doc: "What a move costs an owner in work and standing, a GPU.",
    range: [0.5, 10],
  }),
  payback: seconds({
    default: 30 * DAY,
    min: DAY,
    doc: "A move must earn its cost in this time.",
    range: [7 * DAY, 90 * DAY],
  }),
  movingTime: seconds({
    default: 6 * HOUR,
    doc: "Time between two networks, unpaid.",
    range: [HOUR, 3 * DAY],
  }),
  memory: seconds({
    default: 7 * DAY,
    min: DAY,
    doc: "Half-life of what an owner remembers of a network's pay.",
    range: [2 * DAY, 30 * DAY],
  }),
};

export const reads = {
  usdPerGpuHour: { lagged: true },
  gpusWaiting: { otherwise: 0, lagged: true },
  accruedUsd: { otherwise: 0, observed: true },
} as const;

export const emits = {
  jobStarted: shared,
  jobFinished: shared,
  jobInterrupted: shared,
  jobPaused: shared,
  gpusFreed: shared,
  swapRequested: shared,
  machineMoved: {
    doc: "The machine of a provider has come to the network that it set out for.",
    private: true,
    fields: { provider: "number" },
  },
} as const;

export const accounts = {
  world: meet("world"),
  revenue: provideIn("providerRevenue"),
  rewards: provideIn("providerRewards"),
  owner: ownEach("providers"),
};
export const assets = { usd: "usd", token: assetIn } as const;
