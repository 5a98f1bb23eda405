import type { Metric } from "../../model/mechanism.ts";
import { DAY, HOUR } from "../../units.ts";
import { orderMetrics } from "./order-measures.ts";
import { integrals, type SpotContext } from "./spot-state.ts";

export const spotSignals = {
  usdPerGpuHour: ({ state }: SpotContext) => state.usdPerGpuHour,
  gpusWaiting: ({ state }: SpotContext) => state.gpusWaiting,
};

export const spotMetrics: Readonly<Record<string, Metric<SpotContext>>> = {
  "market.spotUsdPerGpuHour": {
    unit: "USD/GPU h",
    kind: "level",
    doc: "Price of spare capacity, mean over time.",
    totals: (context) => [integrals(context).priceSeconds, context.now],
  },
  "gpu.usdPerGpuHour": {
    unit: "USD/GPU h",
    kind: "level",
    doc: "What a GPU-hour that ran cost its customer, on demand and spot together.",
    totals: (context) => {
      const { usd, spotGpuSeconds, onDemandGpuSeconds } = integrals(context);
      return [usd, (spotGpuSeconds + onDemandGpuSeconds) / HOUR];
    },
  },
  "market.spotShare": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of the GPU-time that ran which ran on spare capacity.",
    totals: (context) => {
      const { spotGpuSeconds, onDemandGpuSeconds } = integrals(context);
      return [spotGpuSeconds, spotGpuSeconds + onDemandGpuSeconds];
    },
  },
  "market.evictionsPerGpuDay": {
    unit: "1/(GPU d)",
    kind: "ratio",
    doc: "Spot jobs told to stop, for a day of a GPU that ran spot.",
    totals: (context) => [context.state.evictions, integrals(context).spotGpuSeconds / DAY],
  },
  "market.onDemandRefused": {
    unit: "ratio",
    kind: "ratio",
    doc: "Of the customers on demand who pay the list price, the share who found no capacity.",
    totals: ({ state }) => [state.onDemandRefused, state.onDemandAsked],
  },
  ...orderMetrics((context: SpotContext) => integrals(context).waitingSeconds, "for each start"),
};
