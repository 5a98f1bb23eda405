import { breakEvenUtilisation } from "../../../formulas/own-or-rent.ts";
import type { Metric } from "../../../model/mechanism.ts";
import { HOUR } from "../../../units.ts";
import { costUsd, fixedUsdPerHour, variableUsdPerHour } from "./cost.ts";
import { allWork, CLOUD, type Firm, MARKET, OWN, SPOT, worked } from "./state.ts";
import { burstPrice } from "./work.ts";

export const metrics: Readonly<Record<string, Metric<Firm>>> = {
  "firm.costUsd": {
    unit: "USD",
    kind: "flow",
    doc: "What the firm's work cost it: own GPUs, reserved ones, the cloud and the market.",
    total: costUsd,
  },
  "firm.usdPerGpuHour": {
    unit: "USD/GPU h",
    kind: "level",
    doc: "Cost of a GPU-hour of work.",
    totals: (context) => [costUsd(context), allWork(context) / HOUR],
  },
  "firm.ownUtilisation": {
    unit: "ratio",
    kind: "ratio",
    doc: "Busy over all GPU-time of what the firm owns.",
    totals: (context) => [worked(context, OWN), context.state.room[OWN]! * context.now],
  },
  "firm.burstShare": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of the GPU-time of work that ran neither on own nor on reserved GPUs.",
    totals: (context) => [
      worked(context, CLOUD) + worked(context, SPOT) + worked(context, MARKET),
      allWork(context),
    ],
  },
  "firm.marketShare": {
    unit: "ratio",
    kind: "ratio",
    doc: "Share of the GPU-time of work that the market ran.",
    totals: (context) => [worked(context, MARKET), allWork(context)],
  },
  "firm.gpuHours": {
    unit: "GPU h",
    kind: "flow",
    doc: "GPU-hours that the firm's work ran, wherever; at the market counted when they end.",
    total: (context) => allWork(context) / HOUR,
  },
  "firm.breakEvenUtilisation": {
    unit: "ratio",
    kind: "level",
    doc: "Utilisation of an owned GPU from which it is cheaper than what the firm would rent now; above 1: never.",
    value: (context) =>
      breakEvenUtilisation(fixedUsdPerHour(context), variableUsdPerHour(context), burstPrice(context)),
  },
};
