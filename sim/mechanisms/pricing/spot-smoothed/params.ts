import { spotEmits } from "../../../kit/market/spot-state.ts";
import { count, number, ratio, seconds, usdPerGpuHour } from "../../../schema/fields.ts";
import { DAY, HOUR, MINUTE } from "../../../units.ts";

export const params = {
  onDemandUsdPerGpuHour: usdPerGpuHour({
    default: 0.5,
    min: 1e-6,
    doc: "List price of capacity that is not taken back; a job that keeps no checkpoints asks for it.",
    source: "Orrery: for the scenario to set",
  }),
  initial: ratio({
    default: 0.3,
    min: 1e-3,
    doc: "First price of spare capacity, as a share of the list price: discounts of 70 to 90 % are typical.",
    range: [0.1, 0.5],
  }),
  floor: ratio({
    default: 0.1,
    min: 1e-3,
    doc: "Share of the list price that spare capacity costs where nothing is used.",
    range: [0.05, 0.3],
  }),
  steepness: number("", {
    default: 4,
    min: 0.1,
    max: 50,
    doc: "How late the price rises with use: the exponent of utilisation.",
    range: [2, 8],
  }),
  speed: ratio({
    default: 0.02,
    doc: "Share of the gap to its target that the price closes in a period.",
    range: [0.005, 0.1],
  }),
  largest: ratio({
    default: 0.02,
    doc: "Largest change of the price in a period, as a share of it.",
    range: [0.005, 0.1],
  }),
  period: seconds({
    default: HOUR,
    min: MINUTE,
    doc: "Time between two changes of the price.",
    range: [HOUR / 2, DAY],
  }),
  notice: seconds({
    default: 120,
    doc: "Warning before spare capacity is taken back.",
    source: "AWS EC2 documentation, Spot instance interruption notices: two minutes",
  }),
  saving: seconds({
    default: 60,
    doc: "Time that a job needs to save its state; with a shorter notice what came after its last checkpoint is lost.",
    range: [10, 600],
  }),
  patience: seconds({
    default: DAY,
    doc: "How long a job whose capacity was taken back waits for more.",
    range: [HOUR, 7 * DAY],
  }),
  lookahead: count({
    default: 64,
    min: 1,
    doc: "How many of the waiting jobs that would pay the price are tried, from the front, before one that is too wide is waited for.",
    range: [1, 256],
  }),
};
export const emits = {
  ...spotEmits,
  repricing: {
    doc: "The price of spare capacity moves, after what ends or comes at this instant.",
    priority: 15,
    private: true,
    fields: { step: "number" },
  },
  noticeOver: {
    doc: "A job that was warned must stop now.",
    private: true,
    fields: { job: "number" },
  },
} as const;
