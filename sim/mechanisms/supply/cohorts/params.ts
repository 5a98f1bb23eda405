/* Above 200 lines: a list of parameters, each with its source; nothing in it refers to anything else in it. */

import { accruedReads } from "../../../kit/supply/accrued-income.ts";
import { useReads } from "../../../kit/supply/gpu-uses.ts";
import { providerFields } from "../../../kit/supply/provider-fields.ts";
import { shared } from "../../../model/mechanism.ts";
import { choice, count, number, ratio, seconds, table, text, usd } from "../../../schema/fields.ts";
import { inlineTable } from "../../../schema/table.ts";
import { DAY, WEEK } from "../../../units.ts";

export const params = {
  ...providerFields,
  providers: count({
    default: 125,
    min: 0,
    max: 1_000_000,
    doc: "Providers online at the start.",
    source: "Orrery: for the scenario to set",
  }),
  gpusEach: count({
    default: 8,
    min: 1,
    max: 1_024,
    doc: "GPUs of a provider.",
    source: "Orrery: a server of eight",
  }),
  gpu: text({
    default: "NVIDIA GeForce RTX 3090",
    doc: "Kind of GPU, as the hardware table names it.",
    source: "Orrery: for the scenario to set",
  }),
  hardware: table(
    { model: { type: "text" }, tdp_watts: { type: "number", unit: "W", min: 0 } },
    {
      default: inlineTable({ model: ["NVIDIA GeForce RTX 3090"], tdp_watts: [350] }),
      doc: "Thermal design power by kind of GPU.",
      source: "NVIDIA, GeForce RTX 3090 specifications",
    },
  ),
  regions: table(
    {
      region: { type: "text" },
      usd_per_kwh: { type: "number", unit: "USD/kWh", min: 0 },
      gco2e_per_kwh: { type: "number", unit: "g/kWh", min: 0 },
      weight: { type: "number", min: 0 },
    },
    {
      default: inlineTable({
        region: ["US", "DE", "NO", "CN"],
        usd_per_kwh: [0.12, 0.2, 0.08, 0.09],
        gco2e_per_kwh: [384, 381, 30, 582],
        weight: [4, 2, 1, 3],
      }),
      doc: "Where providers are: electricity price, carbon intensity, share of providers.",
      source: "Orrery: for the scenario to set",
    },
  ),
  operatingUsdPerGpuHour: usd({
    default: 0.05,
    doc: "Median operating cost of a GPU-hour online; lognormal over providers.",
    range: [0.02, 0.08],
  }),
  operatingDispersion: number("", {
    default: 0.4,
    min: 0,
    max: 3,
    doc: "Standard deviation of ln(operating cost) over providers.",
    range: [0.2, 0.6],
  }),
  capitalUsdPerGpu: usd({
    default: 1_000,
    doc: "Price of a GPU with its share of the host.",
    range: [700, 1_800],
  }),
  resaleShare: ratio({
    default: 0.2,
    doc: "Share of the capital that resale brings at the end of its life.",
    range: [0.1, 0.35],
  }),
  life: number("y", {
    default: 3,
    min: 0.1,
    max: 20,
    doc: "Years over which an entrant counts on a GPU.",
    range: [2, 5],
  }),
  hurdle: ratio({
    default: 0.2,
    max: 5,
    doc: "Yearly return that the median entrant asks for.",
    range: [0.1, 0.35],
  }),
  hurdleDispersion: number("", {
    default: 0.3,
    min: 0,
    max: 3,
    doc: "Standard deviation of ln(hurdle) over entrants.",
    range: [0.1, 0.6],
  }),
  candidatesPerWeek: count({
    default: 6,
    max: 1_000_000,
    doc: "Potential entrants a week: bounds how fast the fleet can grow.",
    range: [2, 12],
  }),
  deliveryShortest: seconds({
    default: 4 * WEEK,
    doc: "Shortest delay from order to online.",
    source: "assumed: machines take 4 to 26 weeks from order to work",
    range: [2 * WEEK, 8 * WEEK],
  }),
  deliveryLongest: seconds({
    default: 12 * WEEK,
    doc: "Longest delay from order to online.",
    source: "assumed: machines take 4 to 26 weeks from order to work",
    range: [8 * WEEK, 26 * WEEK],
  }),
  outsideUtilisation: ratio({
    default: 0.35,
    doc: "Utilisation that a host gets at other marketplaces.",
    range: [0.2, 0.6],
  }),
  outsideFee: ratio({ default: 0.25, doc: "Share that other marketplaces keep.", range: [0.15, 0.3] }),
  outsideDispersion: number("", {
    default: 0.3,
    min: 0,
    max: 3,
    doc: "Standard deviation of ln(outside earnings) over providers.",
    range: [0.1, 0.6],
  }),
  switchingUsdPerGpu: usd({
    default: 50,
    doc: "Cost of leaving, per GPU: moving, downtime, a buyer's discount.",
    range: [0, 100],
  }),
  switchingHorizon: seconds({
    default: 90 * DAY,
    min: DAY,
    doc: "Time over which the cost of leaving must be earned back elsewhere.",
    range: [60 * DAY, 365 * DAY],
  }),
  demandResponse: number("", {
    default: 3,
    min: 1,
    max: 10,
    doc: "Percent by which providers count on customers' money per GPU to fall when one percent more GPUs share it: 1 + 1/elasticity of demand.",
    range: [1.5, 4],
  }),
  settleEvery: count({
    default: 1,
    min: 1,
    max: 31,
    doc: "Days between payouts to providers, their bills and their sales of tokens; expectations learn at payouts. Crowds run faster with more.",
    source: "Orrery: for the scenario to set",
  }),
  spanPenalty: ratio({
    default: 0.1,
    max: 10,
    doc: "Longer running time of a job whose GPUs span providers.",
    range: [0, 0.5],
  }),
  expectations: choice(["adaptive", "naive", "perfect"], {
    default: "adaptive",
    doc: "What owners expect of revenue: the past with a fading memory; the last day; or what will come true, from `foresight`.",
    source: "Orrery: a design",
  }),
  foresight: table(
    {
      t: { type: "number", unit: "s", sorted: true },
      usd_per_gpu_hour: { type: "number", unit: "USD/GPU h", min: 0 },
      utilisation: { type: "number", min: 0 },
      gpus: { type: "number", unit: "GPUs", min: 0 },
    },
    {
      default: inlineTable({ t: [], usd_per_gpu_hour: [], utilisation: [], gpus: [] }),
      doc: "From each time on, revenue of a GPU-hour online (tokens at their price on receipt), utilisation and GPUs online, as they will be.",
      source: "Orrery: perfectForesight finds it",
    },
  ),
  generations: table(
    {
      name: { type: "text" },
      release: { type: "number", unit: "s", min: 0, sorted: true },
      usd_per_gpu: { type: "number", unit: "USD", min: 0 },
      throughput: { type: "number", min: 0 },
      tdp_watts: { type: "number", unit: "W", min: 0 },
    },
    {
      default: inlineTable({ name: [], release: [], usd_per_gpu: [], throughput: [], tdp_watts: [] }),
      doc: "Kinds of GPU that come out later: price, throughput over that of `gpu`, thermal design power.",
      source: "Orrery: for the scenario to set",
    },
  ),
  generationStep: ratio({
    default: 0.25,
    max: 0.99,
    doc: "Share of its worth that older hardware loses at each release.",
    range: [0.2, 0.3],
  }),
  residuals: table(
    { age: { type: "number", unit: "y", min: 0, sorted: true }, share: { type: "number", min: 0 } },
    {
      default: inlineTable({ age: [0, 1, 2, 3, 4, 5], share: [1, 0.625, 0.425, 0.3, 0.175, 0.125] }),
      doc: "Share of its price that hardware of an age brings, where there are generations.",
      source: "assumed: middles of what one vendor says of the H100, 60-65, 40-45, 25-35, 15-20 and 10-15 %",
    },
  ),
};
export const reads = {
  marketplaceUsdPerGpuHour: { otherwise: 0 },
  usdPerToken: { otherwise: 0 },
  ...accruedReads,
  ...useReads,
} as const;
export const emits = {
  jobStarted: shared,
  jobFinished: shared,
  jobInterrupted: shared,
  jobPaused: shared,
  gpusFreed: shared,
  swapRequested: shared,
  machineFailed: {
    doc: "A GPU of a provider stops working; `k` counts that provider's failures.",
    priority: -5,
    private: true,
    fields: { provider: "number", k: "number" },
  },
  machineRepaired: {
    doc: "A GPU of a provider works again.",
    priority: -5,
    private: true,
    fields: { provider: "number" },
  },
  hardwareDelivered: {
    doc: "An entrant's machines arrive; `candidate` is its number among all potential entrants.",
    private: true,
    fields: { candidate: "number" },
    details: { generation: "number" },
  },
  powerRestored: {
    doc: "An outage of a region is over; `region` is its row in the table, −1 stands for all.",
    priority: -5,
    private: true,
    fields: { region: "number" },
  },
} as const;
