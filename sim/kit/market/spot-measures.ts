import type { Metrics } from "../../model/measures/metric.ts";
import { DAY, HOUR } from "../../units.ts";
import { orderMetrics } from "./order-measures.ts";
import { integrals, type SpotContext } from "./spot-state.ts";

export const spotSignals = {
  usdPerGpuHour: ({ state }: SpotContext) => state.usdPerGpuHour,
  gpusWaiting: ({ state }: SpotContext) => state.gpusWaiting,
};

export const spotMetrics: Metrics<SpotContext> = {
  "market.spotUsdPerGpuHour": { totals: (context) => [integrals(context).priceSeconds, context.now] },
  "gpu.usdPerGpuHour": { totals: (context) => [integrals(context).priceSeconds, context.now] },
  "gpu.paidUsdPerGpuHour": {
    totals: (context) => {
      const { usd, spotGpuSeconds, onDemandGpuSeconds } = integrals(context);
      return [usd, (spotGpuSeconds + onDemandGpuSeconds) / HOUR];
    },
  },
  "market.spotShare": {
    totals: (context) => {
      const { spotGpuSeconds, onDemandGpuSeconds } = integrals(context);
      return [spotGpuSeconds, spotGpuSeconds + onDemandGpuSeconds];
    },
  },
  "market.evictionsPerGpuDay": {
    totals: (context) => [context.state.evictions, integrals(context).spotGpuSeconds / DAY],
  },
  "market.onDemandRefused": { totals: ({ state }) => [state.onDemandRefused, state.onDemandAsked] },
  "jobs.startWaitP50": { distribution: ({ state }) => state.startWaits },
  "jobs.startWaitP95": { distribution: ({ state }) => state.startWaits },
  ...orderMetrics((context: SpotContext) => integrals(context).waitingSeconds),
};
