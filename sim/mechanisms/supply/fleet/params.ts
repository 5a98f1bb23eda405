import { shared } from "../../../model/mechanism.ts";
import { providerFields } from "../../../model/provider-fields.ts";
import {
  choice,
  count,
  flag,
  number,
  ratio,
  seconds,
  table,
  usd,
  usdPerGpuHour,
  watts,
} from "../../../schema/fields.ts";
import { inlineTable } from "../../../schema/table.ts";
import { DAY, HOUR } from "../../../units.ts";

const { patience, ...common } = providerFields;
const FOR_THE_SCENARIO = "Orrery: for the scenario to set";

const tables = {
  machines: table(
    {
      provider: { type: "text" },
      count: { type: "number", min: 1 },
      gpus: { type: "number", unit: "GPUs", min: 1 },
      kind: { type: "text" },
      memory_gb: { type: "number", unit: "GB", min: 0 },
      throughput: { type: "number", min: 0 },
      region: { type: "text" },
      usd_per_gpu_hour: { type: "number", unit: "USD/GPU h", min: 0 },
      tdp_watts: { type: "number", unit: "W", min: 0, optional: true },
      cooling: { type: "text", optional: true },
      operating_usd_per_gpu_hour: { type: "number", unit: "USD/GPU h", min: 0, optional: true },
      capital_usd: { type: "number", unit: "USD/GPU", min: 0, optional: true },
      age_years: { type: "number", unit: "y", min: 0, optional: true },
    },
    {
      default: inlineTable({
        provider: ["alice", "bob"],
        count: [2, 1],
        gpus: [8, 4],
        kind: ["RTX3090", "A100"],
        memory_gb: [24, 80],
        throughput: [1, 2],
        region: ["US", "DE"],
        usd_per_gpu_hour: [0.1, 0.8],
        tdp_watts: [350, 400],
      }),
      doc: "Machines: `count` alike of one provider, each with `gpus` GPUs, at no less than a price. May be left out or empty: thermal design power and operating cost (then those below), cooling class (then it never throttles), price of a GPU when new and its age (then nothing is written off). Machines are numbered from 0, row by row.",
      source: FOR_THE_SCENARIO,
    },
  ),
  regions: table(
    {
      region: { type: "text" },
      usd_per_kwh: { type: "number", unit: "USD/kWh", min: 0 },
      gco2e_per_kwh: { type: "number", unit: "g/kWh", min: 0 },
      pue: { type: "number", min: 1, optional: true },
      ambient: { type: "number", unit: "°C", optional: true },
      daily_swing: { type: "number", unit: "K", optional: true },
      yearly_swing: { type: "number", unit: "K", optional: true },
    },
    {
      default: inlineTable({
        region: ["US", "DE", "NO", "CN"],
        usd_per_kwh: [0.12, 0.2, 0.08, 0.09],
        gco2e_per_kwh: [384, 381, 30, 582],
      }),
      doc: "Where machines are, a row for each jurisdiction: electricity price, carbon intensity; where given, PUE and the mean temperature of the air around machines with its swings within a day and a year.",
      source: FOR_THE_SCENARIO,
    },
  ),
  cooling: table(
    { class: { type: "text" }, rise: { type: "number", unit: "K", min: 0 } },
    {
      default: inlineTable({ class: ["air", "liquid"], rise: [70, 35] }),
      doc: "Cooling classes: kelvin above the air that a GPU at its full TDP settles at.",
      source:
        "assumed: 0.08 to 0.12 K/W for a GPU of 700 W in air, so 56 to 84 K; coolers of other GPUs are sized alike; half of it for liquid",
    },
  ),
  availability: table(
    {
      machine: { type: "number", min: 0 },
      t: { type: "number", unit: "s", min: 0, optional: true },
      time: { type: "timestamp", optional: true },
      up: { type: "number", min: 0 },
    },
    {
      default: inlineTable({ machine: [], up: [] }),
      doc: "Recorded availability: from `t` seconds on (or from a `time`; the earliest is the start) a machine is up (1) or down (0). Up before its first row; a machine with rows does not fail at random.",
      source: FOR_THE_SCENARIO,
    },
  ),
};
const hardware = {
  tdpWatts: watts({
    default: 350,
    doc: "Thermal design power of a GPU for which the table gives none.",
    source: "NVIDIA, GeForce RTX 3090 specifications",
  }),
  ambient: number("°C", {
    default: 22,
    doc: "Air around machines where a region gives none.",
    range: [15, 35],
  }),
  operatingUsdPerGpuHour: usdPerGpuHour({
    default: 0.05,
    doc: "Operating cost of a GPU-hour online for which the table gives none.",
    range: [0.02, 0.08],
  }),
  life: number("y", {
    default: 4,
    min: 0.1,
    max: 20,
    doc: "Years over which a GPU's price is written off, evenly.",
    range: [3, 6],
  }),
  resaleShare: ratio({
    default: 0.1,
    doc: "Share of the price that is left at the end of its life.",
    range: [0.05, 0.2],
  }),
  spanPenalty: ratio({
    default: 0,
    max: 10,
    doc: "Longer running time of a job whose GPUs span machines.",
    source: "Orrery: running times as they were measured; 0.1 is what supply/cohorts assumes",
  }),
};
const maintenance = {
  maintenancePeriod: seconds({
    default: 0,
    doc: "Time from one maintenance of a machine to the next; 0: none.",
    source: "Orrery: none unless asked for",
  }),
  maintenanceDuration: seconds({
    default: 4 * HOUR,
    min: 1,
    doc: "Time that maintenance takes from when the machine is empty.",
    range: [HOUR, 24 * HOUR],
  }),
  maintenanceDrain: choice(["finish", "interrupt"], {
    default: "finish",
    doc: "What becomes of jobs when maintenance is due: the machine takes no more and waits until they finish, or they are interrupted.",
    source: "Kubernetes, Safely Drain a Node: pods end in their own time or are evicted",
  }),
};
const decisions = {
  patience: { ...patience, doc: "Days that a provider bears unpaid bills before it leaves." },
  reprice: choice(["fixed", "cost-plus", "utilisation"], {
    default: "fixed",
    doc: "How machines' lowest prices move, daily: not at all; avoidable cost of a rented hour with a markup; up and down with the provider's own utilisation, not below that cost.",
    source: "Orrery: a design",
  }),
  markup: ratio({ default: 0.2, max: 10, doc: "Markup over avoidable cost.", range: [0.05, 0.5] }),
  repriceRate: number("1/d", {
    default: 0.2,
    min: 0,
    max: 5,
    doc: "k of p ← p·exp(k (u − u*)).",
    range: [0.05, 2],
  }),
  repriceTarget: ratio({
    default: 0.5,
    doc: "Utilisation u* at which a price stays.",
    range: [0.4, 0.8],
  }),
  repriceCeiling: number("", {
    default: 5,
    min: 1,
    doc: "Highest price, in multiples of the table's.",
    range: [2, 10],
  }),
  uses: choice(["rent", "rent or mine", "any"], {
    default: "rent",
    doc: "What owners do with a machine, as far as somebody offers it: only rent it out; or mine; or serve inference, volunteer and switch it off, too.",
    source: "Orrery: a design",
  }),
  usesEvery: count({
    default: 7,
    min: 1,
    max: 365,
    doc: "Days between decisions on what to do with a machine; machines take turns.",
    range: [1, 30],
  }),
  useSwitchingUsdPerGpu: usd({
    default: 1,
    doc: "Cost of putting a GPU to another use: set-up, and the hours that it takes.",
    range: [0, 5],
  }),
  useSwitchingHorizon: seconds({
    default: 30 * DAY,
    min: HOUR,
    doc: "Time over which another use must earn that back.",
    range: [7 * DAY, 90 * DAY],
  }),
  byRegion: flag({
    default: false,
    doc: "Whether supply, utilisation, income, energy and carbon are measured by region, too.",
    source: FOR_THE_SCENARIO,
  }),
  byKind: flag({
    default: false,
    doc: "Whether supply, utilisation, income and energy are measured by kind of GPU, too.",
    source: FOR_THE_SCENARIO,
  }),
};

export const params = { ...tables, ...hardware, ...common, ...maintenance, ...decisions };

export const reads = {
  // Who publishes it settles the day's contracts, and a publisher comes before its readers.
  marketFee: { otherwise: 0 },
  usdPerToken: { otherwise: 0 },
  miningUsdPerGpuHour: { otherwise: 0 },
  servingUsdPerGpuHour: { otherwise: 0 },
  volunteeringUsdPerGpuHour: { otherwise: 0 },
} as const;

const timer = <const F extends object>(doc: string, fields: F) =>
  ({ doc, priority: -5, private: true, fields }) as const;
export const emits = {
  jobStarted: shared,
  jobFinished: shared,
  jobInterrupted: shared,
  jobPaused: shared,
  gpusFreed: shared,
  machineOffered: shared,
  machineWithdrawn: shared,
  swapRequested: shared,
  machineBroke: timer("A machine stops working; `k` counts its failures.", {
    machine: "number",
    k: "number",
  }),
  machineMended: timer("A machine works again.", { machine: "number" }),
  maintenanceDue: timer("Maintenance number `k` of a machine is due.", { machine: "number", k: "number" }),
  machineMaintained: timer("Maintenance of a machine is done.", { machine: "number" }),
  powerReturned: timer("An outage of a region (every region where it is empty) may be over.", {
    region: "text",
  }),
  availabilityRecorded: timer(
    "The record of availability goes on at its line number `line` in order of time.",
    {
      line: "number",
    },
  ),
} as const;
