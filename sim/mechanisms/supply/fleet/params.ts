import { accruedReads } from "../../../kit/supply/accrued-income.ts";
import { useReads } from "../../../kit/supply/gpu-uses.ts";
import { providerFields } from "../../../kit/supply/provider-fields.ts";
import { shared } from "../../../model/mechanism.ts";
import { choice, count, flag, number, ratio, seconds, usdPerGpuHour, watts } from "../../../schema/fields.ts";
import { HOUR } from "../../../units.ts";
import { FOR_THE_SCENARIO, tables } from "./tables.ts";

const { patience, usesEvery, ...common } = providerFields;

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
  failureShape: number("", {
    default: 1,
    min: 0.5,
    max: 10,
    doc: "Weibull shape of the time from one failure of a machine to the next, whose mean stays: 1 is chance at any age, above 1 a machine ages until it is mended, below 1 it fails early or late.",
    source: "Orrery: chance unless asked for",
  }),
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
  patience: {
    ...patience,
    doc: "Days that a provider bears unpaid bills before it leaves; nobody does before anybody has been paid, as in a design without contracts.",
  },
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
  usesEvery: {
    ...usesEvery,
    doc: "Days between decisions on what to do with a machine; machines take turns.",
  },
  smallGpus: count({
    default: 8,
    min: 1,
    doc: "GPUs up to which a provider counts as small, in measures alone: those of one server.",
    range: [1, 16],
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
  ...accruedReads,
  ...useReads,
  gpusWaiting: { otherwise: 0, lagged: true },
} as const;

const timer = <const F extends object>(doc: string, fields: F) =>
  ({ doc, priority: -5, private: true, fields }) as const;
export const emits = {
  jobStarted: shared,
  jobFinished: shared,
  jobInterrupted: shared,
  jobPaused: shared,
  gpusFreed: shared,
  machineListed: shared,
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
