import { shared } from "../../../model/mechanism.ts";
import { choice, count, number, seconds, table, usdPerGpuHour } from "../../../schema/fields.ts";
import { inlineTable, sizes } from "../../../schema/table.ts";

const MOST_GPUS = 1_000_000;
const SCENARIO = "Orrery: for the scenario to set";

export const params = {
  trace: table(
    {
      submitted: { type: "time", unit: "s", min: 0, sorted: true },
      seconds: { type: "number", unit: "s", min: 0, unknown: true },
      gpus: sizes({ max: MOST_GPUS, unknown: true }),
      class: { type: "text", optional: true },
      customer: { type: "number", min: 0, whole: true, optional: true, names: true },
      memory_gb: { type: "number", unit: "GB", min: 0, optional: true },
      region: { type: "text", optional: true },
      deadline: { type: "number", unit: "s", min: 0, optional: true },
      checkpoint: { type: "number", unit: "s", min: 0, optional: true },
      priority: { type: "number", optional: true },
      requested: { type: "number", unit: "s", min: 0, optional: true },
      wait: { type: "number", unit: "s", min: 0, optional: true },
      id: { type: "text", optional: true },
      usd_per_gpu_hour: { type: "number", unit: "USD/GPU h", min: 0, optional: true },
    },
    {
      default: inlineTable({
        submitted: [0, 600, 600, 7_200, 40_000, 90_000],
        seconds: [3_600, 600, 86_400, 7_200, 1_800, 40_000],
        gpus: [1, 2, 4, 8, 1, 16],
      }),
      doc: "Jobs as recorded: a CSV of ours, that of Philly, Helios, Acme or Alibaba, the Standard Workload Format, or any other under a mapping of its columns (docs/traces.md).",
      source: SCENARIO,
    },
  ),
  origin: choice(["start", "first job"], {
    default: "start",
    doc: "What the record's seconds count from: the start of the run, or its first job, which then comes at the start.",
    source: SCENARIO,
  }),
  rateScale: number("", {
    default: 1,
    min: 1e-6,
    max: 1e6,
    doc: "Jobs come so many times as fast: times of submission are divided by it, durations are not.",
    source: SCENARIO,
  }),
  sizeScale: number("", {
    default: 1,
    min: 1e-6,
    max: 1e6,
    doc: "Jobs are so many times as wide: GPUs are multiplied by it and rounded, to 1 at least; parts of one to whole hundredths below one GPU.",
    source: SCENARIO,
  }),
  speedUp: number("", {
    default: 1,
    min: 1e-6,
    max: 1e6,
    doc: "Throughput of the GPU that jobs are measured on over that of the recorded one: durations are divided by it.",
    source: SCENARIO,
  }),
  copies: count({
    default: 1,
    min: 1,
    max: 10_000,
    doc: "Copies of the record side by side. Each begins as much later in the record than the one before as spreads them evenly, and goes round to its beginning.",
    source: SCENARIO,
  }),
  largest: count({
    default: MOST_GPUS,
    min: 1,
    max: MOST_GPUS,
    doc: "GPUs of the widest job that there is room for; a wider one is an error of the trace.",
    source: SCENARIO,
  }),
  usdPerGpuHour: usdPerGpuHour({
    default: 1e9,
    doc: "What a job pays at most where the record does not say.",
    standsFor: "any price",
    source: SCENARIO,
  }),
  patience: seconds({
    default: 1e9,
    doc: "How long a job waits, lost work included.",
    standsFor: "for ever",
    source: SCENARIO,
  }),
};
export const reads = { demandLevel: { otherwise: 1 } } as const;
export const emits = {
  jobSubmitted: shared,
  arrival: {
    doc: "The jobs of a copy of the record are due, from its number `at` on.",
    private: true,
    fields: { copy: "number", at: "number" },
  },
} as const;
