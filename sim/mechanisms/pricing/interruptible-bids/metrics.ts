import { orderMetrics } from "../../../kit/market/order-measures.ts";
import type { Metric } from "../../../model/mechanism.ts";
import { DAY, HOUR } from "../../../units.ts";
import { integrals, type Market } from "./state.ts";
import { storageOwed } from "./work.ts";

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
    total: (context) => context.state.storageUsd + storageOwed(context),
  },
  ...orderMetrics((context: Market) => integrals(context).waitingSeconds, "of the jobs that started"),
};
