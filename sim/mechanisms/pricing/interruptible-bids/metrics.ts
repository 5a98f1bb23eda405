import { orderMetrics } from "../../../kit/market/order-measures.ts";
import type { Metrics } from "../../../model/measures/metric.ts";
import { DAY, HOUR } from "../../../units.ts";
import { integrals, type Market } from "./state.ts";
import { storageOwed } from "./work.ts";

export const metrics: Metrics<Market> = {
  "gpu.usdPerGpuHour": { value: ({ state }) => state.cheapest },
  "gpu.paidUsdPerGpuHour": {
    totals: (context) => {
      const { usd, gpuSeconds } = integrals(context);
      return [usd, gpuSeconds / HOUR];
    },
  },
  "market.bidShare": {
    totals: (context) => {
      const { bidGpuSeconds, gpuSeconds } = integrals(context);
      return [bidGpuSeconds, gpuSeconds];
    },
  },
  "market.pausesPerGpuDay": {
    totals: (context) => [context.state.pauses, integrals(context).bidGpuSeconds / DAY],
  },
  "market.storageUsd": { total: (context) => context.state.storageUsd + storageOwed(context) },
  ...orderMetrics((context: Market) => integrals(context).waitingSeconds),
};
