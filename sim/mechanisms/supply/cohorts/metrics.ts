import { gpuMetrics } from "../../../kit/supply/gpu-time.ts";
import { providerMetrics } from "../../../kit/supply/provider-measures.ts";
import type { Metric } from "../../../model/mechanism.ts";
import { awayUsd, earnings, footprint } from "./accrued.ts";
import { ONLINE, type Supply, worthSeconds } from "./state.ts";

export const metrics: Readonly<Record<string, Metric<Supply>>> = {
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
  "gpu.failures": {
    unit: "failures",
    kind: "flow",
    doc: "GPUs that stopped working at random; outages of a region are none.",
    total: ({ state }) => state.failures,
  },
  "gpu.switches": {
    unit: "GPUs",
    kind: "flow",
    doc: "GPUs that were put to another use: from renting to mining, and so on.",
    total: ({ state }) => state.switches,
  },
  "jobs.spanning": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of jobs whose GPUs span providers.",
    totals: ({ state: { totals } }) => [totals.spanning, totals.started],
  },
  "providers.entered": {
    unit: "providers",
    kind: "flow",
    doc: "Providers whose hardware was delivered after the start.",
    total: ({ state }) => state.entered,
  },
  "providers.writeOffUsd": {
    unit: "USD",
    kind: "flow",
    doc: "What hardware that was sold was worth in the books, depreciated evenly over its life, beyond what it brought.",
    total: ({ state }) => state.totals.writeOffUsd,
  },
};
