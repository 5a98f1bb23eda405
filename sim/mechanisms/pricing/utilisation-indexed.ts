import { OrreryError } from "../../errors.ts";
import { utilisationPrice } from "../../formulas/price-index.ts";
import { rings } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { number, ratio, seconds, usdPerGpuHour } from "../../schema/fields.ts";
import { HOUR, MINUTE } from "../../units.ts";

export const utilisationIndexed = defineMechanism({
  name: "pricing/utilisation-indexed",
  summary:
    "Moves one price per GPU-hour with the utilisation of the period before: p ← p · exp(k (u − u*)), bounded.",
  source:
    "EIP-1559's controller on utilisation; Leonardos et al., Optimality despite chaos in fee markets, 2022",
  params: {
    initial: usdPerGpuHour({
      default: 1,
      min: 1e-6,
      doc: "Price at the start.",
      source: "Orrery: for the scenario to set",
    }),
    target: ratio({
      default: 0.65,
      doc: "Utilisation at which the price stands still (u*).",
      range: [0.5, 0.8],
    }),
    sensitivity: number("1/period", {
      default: 0.05,
      min: 0,
      max: 2,
      doc: "Rise of ln(price) in a period per unit of utilisation above the target (k).",
      range: [0.02, 0.1],
    }),
    period: seconds({
      default: 6 * HOUR,
      reaches: "time",
      min: MINUTE,
      doc: "Time between two changes of the price.",
      range: [3 * HOUR, 12 * HOUR],
    }),
    hold: seconds({
      default: 0,
      reaches: "time",
      doc: "How long the first price stands, while an empty network fills.",
      source: "Orrery: for the scenario to set",
    }),
    minimum: usdPerGpuHour({
      default: 0.01,
      min: 1e-9,
      doc: "Lowest price.",
      source: "Orrery: for the scenario to set",
    }),
    maximum: usdPerGpuHour({
      default: 100,
      min: 1e-9,
      doc: "Highest price; it holds where the lowest comes to lie above it.",
      source: "Orrery: for the scenario to set",
    }),
  },
  settable: { target: [0, 1], sensitivity: [0, 2], minimum: [1e-9, 1e4], maximum: [1e-9, 1e4] },
  reads: { gpuHoursDelivered: {}, gpuHoursOnline: {} },
  emits: {
    reprice: { doc: "The price of GPU time is set anew.", private: true, fields: { step: "number" } },
  },
  init: ({ initial, minimum, maximum }) => {
    if (initial < minimum || initial > maximum)
      throw new OrreryError(
        `pricing/utilisation-indexed cannot start at ${initial} USD/GPU h: its price stays within ${minimum} and ${maximum}.`,
        [],
        "Set initial from minimum to maximum.",
      );
    return { price: initial, delivered: 0, online: 0 };
  },
  estimate: ({ period }, ahead) => ({ events: { reprice: rings(ahead, period) } }),
  on: {
    opened: ({ params, emit }) => {
      emit.reprice.at({ step: 1 }, params.period);
    },
    reprice({ now, params, state, read, emit }, { step }) {
      const delivered = read.gpuHoursDelivered();
      const online = read.gpuHoursOnline();
      const utilisation = online > state.online ? (delivered - state.delivered) / (online - state.online) : 1;

      if (now >= params.hold) state.price = utilisationPrice(state.price, utilisation, params);
      state.delivered = delivered;
      state.online = online;

      emit.reprice.at({ step: step + 1 }, (step + 1) * params.period);
    },
  },
  adopt({ params: { minimum, maximum }, state }) {
    state.price = Math.min(Math.max(state.price, minimum), maximum);
  },
  signals: { usdPerGpuHour: ({ state }) => state.price },
  metrics: {
    "gpu.usdPerGpuHour": { value: ({ state }) => state.price },
  },
  invariants: {
    "the price stays within its bounds": ({ params: { minimum, maximum }, state: { price } }) =>
      price >= Math.min(minimum, maximum) && price <= maximum,
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: {} },
      { mechanism: "pricing/utilisation-indexed", params: {} },
    ],
    until: "10d",
  }),
});
