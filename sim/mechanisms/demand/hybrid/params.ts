import { meet, own } from "../../../model/accounts.ts";
import { shared } from "../../../model/mechanism.ts";
import { choice, count, number, ratio, seconds, usd, usdPerGpuHour, watts } from "../../../schema/fields.ts";
import { DAY, HOUR } from "../../../units.ts";

export const params = {
  load: number("GPUs", {
    default: 40,
    min: 0,
    max: 1e6,
    doc: "GPUs that the firm's work keeps busy, mean over a day.",
    source: "Orrery: for the scenario to set",
  }),
  amplitude: ratio({
    default: 0.5,
    doc: "How far work rises above that mean at the peak of the day, and falls below it at night: a cosine.",
    range: [0, 0.9],
  }),
  peak: seconds({
    default: 15 * HOUR,
    max: DAY,
    doc: "Time of the day's peak.",
    range: [9 * HOUR, 20 * HOUR],
  }),
  gpusEach: count({
    default: 1,
    min: 1,
    max: 1_024,
    doc: "GPUs of a piece of work.",
    source: "Orrery: for the scenario to set",
  }),
  meanSeconds: seconds({
    default: 2 * HOUR,
    min: 1,
    doc: "Mean running time of a piece of work; exponential.",
    range: [HOUR / 2, 8 * HOUR],
  }),
  owned: count({
    default: 40,
    max: 1_000_000,
    doc: "GPUs that the firm owns.",
    source: "Orrery: for the scenario to set",
  }),
  reserved: count({
    default: 0,
    max: 1_000_000,
    doc: "GPUs that it has reserved in the cloud and pays for, used or not.",
    source: "Orrery: for the scenario to set",
  }),
  burst: choice(["market", "cloud", "spot", "cheapest"], {
    default: "cheapest",
    doc: "Where work goes that finds no GPU of its own: the network's market, the cloud on demand, the cloud's spare capacity, or where it is cheapest now.",
    source: "Orrery: a design",
  }),
  patience: seconds({
    default: HOUR,
    doc: "Time that work waits at the market before it goes to the cloud.",
    range: [600, 6 * HOUR],
  }),
  spotLoss: ratio({
    default: 0.05,
    max: 0.99,
    doc: "Share of the time on spare capacity that is lost to interruptions.",
    range: [0.01, 0.2],
  }),
  capitalUsdPerGpu: usd({
    default: 1_000,
    doc: "Price of a GPU with its share of the host.",
    range: [700, 1_800],
  }),
  resaleShare: ratio({ default: 0.2, doc: "Share of it that resale brings.", range: [0.1, 0.35] }),
  life: number("y", { default: 3, min: 0.1, max: 20, doc: "Years that a GPU is used.", range: [2, 5] }),
  rate: ratio({ default: 0.1, max: 5, doc: "Yearly cost of the firm's capital.", range: [0.05, 0.2] }),
  power: watts({
    default: 350,
    doc: "Thermal design power of a GPU.",
    source: "NVIDIA, GeForce RTX 3090 specifications",
  }),
  serverLoad: ratio({ default: 0.8, doc: "Share of the power that a busy GPU draws.", range: [0.6, 1] }),
  idleLoad: ratio({ default: 0.12, doc: "Share of the power that an idle GPU draws.", range: [0.1, 0.15] }),
  pue: number("", {
    default: 1.3,
    min: 1,
    doc: "Energy of the building over that of the machines.",
    range: [1.1, 1.58],
  }),
  usdPerKwh: number("USD/kWh", {
    default: 0.12,
    min: 0,
    doc: "Price of electricity.",
    range: [0.05, 0.2],
  }),
  operatingUsdPerGpuHour: usdPerGpuHour({
    default: 0.05,
    doc: "Operation of an owned GPU: people, place, spares.",
    range: [0.02, 0.1],
  }),
};
export const accounts = { world: meet("world"), firm: own("customers"), cloud: own("cloud") };
export const assets = { usd: "usd" } as const;
export const reads = {
  // 0: nobody offers it.
  usdPerGpuHour: { otherwise: 0 },
  cloudUsdPerGpuHour: { otherwise: 1 },
  cloudReservedUsdPerGpuHour: { otherwise: 0.6 },
  cloudSpotUsdPerGpuHour: { otherwise: 0 },
} as const;
export const emits = {
  jobSubmitted: shared,
  workArrives: {
    doc: "Candidate number `candidate` for a piece of work comes; at night some do not exist.",
    private: true,
    fields: { candidate: "number" },
  },
  workEnded: {
    doc: "A piece of work is done at place number `place`.",
    private: true,
    fields: { place: "number", gpus: "gpus" },
  },
} as const;
