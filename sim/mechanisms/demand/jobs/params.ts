import { customerParams, customerReads } from "../../../kit/demand/customers.ts";
import { shared } from "../../../model/mechanism.ts";
import { choice, count, gpuSizes, number, numbers, ratio, seconds, text } from "../../../schema/fields.ts";
import { DAY, HOUR } from "../../../units.ts";
import { CLASS_NAMES, CLASS_VALUES } from "./classes.ts";

const SCENARIO = "Orrery: for the scenario to set";
export const ANYWHERE = "anywhere";
const CLASS = "Orrery: below 0, that of the class (docs/traces.md)";

export const params = {
  class: choice(CLASS_NAMES, {
    default: "training",
    doc: "What the jobs are: fills in sizes, memory, durations, deadline, checkpoints and priority.",
    source: SCENARIO,
    fills: CLASS_VALUES,
  }),
  rate: number("jobs/d", {
    default: 100,
    min: 0,
    max: 1e7,
    doc: "Potential jobs a day, in the mean over a year without growth.",
    source: SCENARIO,
  }),
  daily: numbers("", {
    default: Array.from({ length: 24 }, () => 1),
    min: 0,
    length: 24,
    doc: "Relative rates of the hours of a day, from midnight.",
    source: "Poisson: a level rate",
  }),
  weekly: numbers("", {
    default: Array.from({ length: 7 }, () => 1),
    min: 0,
    length: 7,
    doc: "Relative rates of the days of a week; the run begins on a Monday.",
    source: "Poisson: a level rate",
  }),
  season: ratio({
    default: 0,
    doc: "Swing of the rate over a year, as a share of the mean.",
    source: "Poisson: a level rate",
  }),
  seasonPeak: number("d", {
    default: 0,
    min: 0,
    max: 365,
    doc: "Day of the year on which the season peaks.",
    source: "Poisson: a level rate",
  }),
  growth: ratio({
    default: 0,
    min: -0.99,
    max: 100,
    doc: "Growth of the rate a year: 1 doubles it.",
    source: "Poisson: a level rate",
  }),
  branching: ratio({
    default: 0,
    max: 0.999,
    doc: "Arrivals that one arrival brings about on average; the mean rate stays.",
    source: "Poisson: nobody excites anybody",
  }),
  excitementMemory: seconds({
    default: HOUR,
    min: 1,
    max: 365 * DAY,
    doc: "Mean time from an arrival to one that it brings about.",
    range: [600, 12 * HOUR],
  }),
  batch: number("jobs", {
    default: 1,
    min: 1,
    max: 1e4,
    doc: "Mean number of jobs that arrive together, geometric from 1; the mean rate stays.",
    source: "Poisson: one by one",
  }),
  gpus: gpuSizes({
    default: [],
    doc: "Sizes of jobs: whole cards, or a part of one, such as 0.25. Empty: those of the class.",
    source: CLASS,
  }),
  gpuWeights: numbers("", {
    default: [],
    min: 0,
    doc: "How many jobs have each of these sizes. Empty: all the same.",
    source: CLASS,
  }),
  memory: number("GB", {
    default: -1,
    min: -1,
    max: 1e4,
    doc: "Memory that a GPU must have; 0: any.",
    source: CLASS,
  }),
  law: choice(["of the class", "lognormal", "exponential", "pareto", "constant"], {
    default: "of the class",
    doc: "Law of the durations.",
    source: CLASS,
  }),
  duration: number("s", {
    default: -1,
    min: -1,
    max: 1e9,
    doc: "Mean duration on the GPU that jobs are measured on.",
    source: CLASS,
  }),
  spread: number("", {
    default: -1,
    min: -1,
    max: 100,
    doc: "Standard deviation of ln(duration) where it is lognormal, shape where it is Pareto; 1 and 1.5 where the law is not the class's.",
    source: CLASS,
  }),
  longest: seconds({
    default: 60 * DAY,
    min: 1,
    doc: "No job takes longer: a heavy tail ends here.",
    range: [7 * DAY, 365 * DAY],
  }),
  region: text({
    default: ANYWHERE,
    doc: "Region in which its latency or the law lets it run.",
    source: SCENARIO,
  }),
  deadline: number("s", {
    default: -1,
    min: -1,
    max: 1e9,
    doc: "The result is worthless so long after the submission; 0: never.",
    source: CLASS,
  }),
  checkpoint: number("s", {
    default: -1,
    min: -1,
    max: 1e9,
    doc: "Work between two checkpoints that outlive an interruption; 0: none.",
    source: CLASS,
  }),
  priority: number("", {
    default: -1e3,
    min: -1e3,
    max: 1e3,
    doc: "Priority where the market knows any.",
    source: "Orrery: at its lowest, that of the class (docs/traces.md)",
  }),
  ...customerParams,
  goodwill: number("jobs", {
    default: 10,
    min: 0,
    max: 1e6,
    doc: "Good experience that customers take for granted, in jobs: who stays away comes back as the bad one fades.",
    range: [1, 100],
  }),
  budgetUsd: number("USD", {
    default: 1e12,
    min: 0,
    max: 1e12,
    doc: "A job that costs more at the price of the day does not come.",
    standsFor: "no limit",
    source: SCENARIO,
  }),
  customers: count({
    default: 1_000,
    min: 1,
    max: 10_000_000,
    doc: "Customers among whom the jobs are.",
    range: [100, 10_000],
  }),
  customerSkew: number("", {
    default: 1,
    min: 0,
    max: 4,
    doc: "Customer of rank r has jobs in proportion to r^−skew: few have most of them.",
    range: [0.5, 1.5],
  }),
  coolDown: seconds({
    default: 0,
    doc: "No job is submitted so long before the horizon.",
    source: SCENARIO,
  }),
};

/** A market that publishes neither price nor wait is judged by what jobs are matched at. */
export const reads = {
  ...customerReads,
  usdPerGpuHour: { otherwise: 0 },
  expectedWait: { otherwise: 0 },
} as const;

export const emits = {
  jobSubmitted: shared,
  sourceOpened: { doc: "The source begins to send jobs.", private: true, fields: {} },
  arrival: { doc: "The next potential jobs arrive.", private: true, fields: {} },
} as const;
