import { choice, count, flag, number, ratio, seconds, text, usd } from "../../schema/fields.ts";
import { DAY, HOUR, MINUTE } from "../../units.ts";

/** Parameters of whoever runs GPUs for others, machine by machine or in cohorts. */
export const providerFields = {
  load: ratio({ default: 0.8, doc: "Share of the TDP that a rented GPU draws.", range: [0.6, 1] }),
  idleLoad: ratio({
    default: 0.12,
    doc: "Share of the TDP that an idle GPU draws: 10 to 15 %.",
    range: [0.1, 0.15],
  }),
  pue: number("", {
    default: 1.3,
    min: 1,
    doc: "Energy of the building over that of the machines; small sites without a cooling plant.",
    range: [1.1, 1.58],
  }),
  patience: count({
    default: 7,
    min: 1,
    doc: "Days that a provider bears a margin below its outside option, or unpaid bills.",
    range: [3, 30],
  }),
  memory: number("d", { default: 14, min: 0.1, doc: "Half-life of adaptive expectations.", range: [7, 28] }),
  keep: ratio({ default: 0.3, doc: "Share of received tokens kept after bills are paid.", range: [0, 0.7] }),
  workingCapital: number("d", {
    default: 30,
    min: 0,
    doc: "Days of bills that a provider starts with in cash.",
    range: [7, 90],
  }),
  mtbf: seconds({
    default: 50_677 * HOUR,
    min: HOUR,
    doc: "Mean time between unexpected interruptions of a GPU.",
    source: "Llama 3 (2024): 419 in 54 days on 16,384 GPUs",
  }),
  mttr: seconds({
    default: 24 * HOUR,
    min: MINUTE,
    doc: "Mean time to repair.",
    range: [6 * HOUR, 72 * HOUR],
  }),
  asset: text({ default: "token", doc: "Asset in which emission is paid.", source: "Orrery" }),
  uses: choice(["rent", "rent or mine", "any"], {
    default: "rent",
    doc: "What owners do with their GPUs, as far as somebody offers it: only rent them out; or mine; or serve inference, volunteer and idle, too.",
    source: "Orrery: a design",
  }),
  usesEvery: count({
    default: 7,
    min: 1,
    max: 365,
    doc: "Days between decisions on what to do with a GPU.",
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
    source: "Orrery: for the scenario to set",
  }),
};
