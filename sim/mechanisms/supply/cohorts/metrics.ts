import { gpuMetrics } from "../../../kit/supply/gpu-time.ts";
import { providerMetrics } from "../../../kit/supply/provider-measures.ts";
import type { Metrics } from "../../../model/measures/metric.ts";
import { awayUsd, earnings, footprint } from "./accrued.ts";
import { ONLINE, type Supply, worthSeconds } from "./state.ts";

export const metrics: Metrics<Supply> = {
  ...gpuMetrics,
  ...providerMetrics<Supply>({
    present: ({ state }) => {
      let online = 0;
      for (let provider = 0; provider < state.count; provider++)
        if (state.status[provider] === ONLINE) online++;
      return online;
    },
    presentChangedBy: ["hardwareDelivered", "day"],
    left: ({ state }) => state.left,
    worthSeconds,
    joules: (context) => footprint(context).joules,
    grams: (context) => footprint(context).grams,
    billsUsd: (context) => footprint(context).usd,
    earnings,
    awayUsd,
  }),
  "gpu.failures": { total: ({ state }) => state.failures },
  "gpu.switches": { total: ({ state }) => state.switches },
  "jobs.spanningProviders": { totals: ({ state: { totals } }) => [totals.spanning, totals.started] },
  "providers.entered": { total: ({ state }) => state.entered },
  "providers.writeOffUsd": { total: ({ state }) => state.totals.writeOffUsd },
};
