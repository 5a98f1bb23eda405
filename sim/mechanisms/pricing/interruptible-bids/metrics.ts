import type { Metric } from "../../../model/mechanism.ts";
import { DAY, HOUR } from "../../../units.ts";
import { integrals, type Market } from "./state.ts";

export const metrics: Readonly<Record<string, Metric<Market>>> = {
  "gpu.usdPerGpuHour": {
    unit: "USD/GPU h",
    kind: "level",
    doc: "What a GPU-hour that ran cost its customer, on demand and by bid together, without storage.",
    totals: (context) => {
      const { usd, gpuSeconds } = integrals(context);
      return [usd, gpuSeconds / HOUR];
    },
  },
  "market.bidShare": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of the GPU-time that ran which ran for bids.",
    totals: (context) => {
      const { bidGpuSeconds, gpuSeconds } = integrals(context);
      return [bidGpuSeconds, gpuSeconds];
    },
  },
  "market.pausesPerGpuDay": {
    unit: "1/(GPU d)",
    kind: "ratio",
    doc: "Jobs that were paused for a higher bid or a customer on demand, for a day of a GPU that ran for bids.",
    totals: (context) => [context.state.pauses, integrals(context).bidGpuSeconds / DAY],
  },
  "market.storageUsd": {
    unit: "USD",
    kind: "flow",
    doc: "What customers paid to keep the data of paused jobs.",
    total: ({ state }) => state.storageUsd,
  },
  "jobs.submitted": {
    unit: "jobs",
    kind: "flow",
    doc: "Jobs that asked the network for GPUs; one that comes back with lost work counts again.",
    total: ({ state }) => state.submitted,
  },
  "jobs.waiting": {
    unit: "jobs",
    kind: "level",
    doc: "Jobs that wait or are paused, mean over time.",
    totals: (context) => [integrals(context).waitingSeconds, context.now],
  },
  "jobs.gaveUp": {
    unit: "jobs",
    kind: "flow",
    doc: "Jobs that left without running, or were deleted while they were paused.",
    total: ({ state }) => state.gaveUp,
  },
  "jobs.waitP50": {
    unit: "s",
    kind: "duration",
    doc: "Median wait of the jobs that started.",
    quantile: 0.5,
    counts: ({ state }) => state.waits,
  },
  "jobs.waitP95": {
    unit: "s",
    kind: "duration",
    doc: "95th percentile of the wait of the jobs that started.",
    quantile: 0.95,
    counts: ({ state }) => state.waits,
  },
};
