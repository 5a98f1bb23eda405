import { table } from "../../../schema/fields.ts";
import { inlineTable, sizes } from "../../../schema/table.ts";

export const FOR_THE_SCENARIO = "Orrery: for the scenario to set";

export const tables = {
  machines: table(
    {
      provider: { type: "text" },
      count: { type: "number", min: 1, max: 10_000_000, whole: true },
      gpus: sizes({ max: 1_024 }),
      kind: { type: "text" },
      memory_gb: { type: "number", unit: "GB", min: 0 },
      throughput: { type: "number", min: 1e-6 },
      region: { type: "text" },
      usd_per_gpu_hour: { type: "number", unit: "USD/GPU h", min: 0 },
      tdp_watts: { type: "number", unit: "W", min: 0, optional: true },
      cooling: { type: "text", optional: true },
      operating_usd_per_gpu_hour: { type: "number", unit: "USD/GPU h", min: 0, optional: true },
      capital_usd: { type: "number", unit: "USD/GPU", min: 0, optional: true },
      age_years: { type: "number", unit: "y", min: 0, optional: true },
    },
    {
      default: inlineTable({
        provider: ["alice", "bob"],
        count: [2, 1],
        gpus: [8, 4],
        kind: ["RTX3090", "A100"],
        memory_gb: [24, 80],
        throughput: [1, 2],
        region: ["US", "DE"],
        usd_per_gpu_hour: [0.1, 0.8],
        tdp_watts: [350, 400],
      }),
      doc: "Machines: `count` alike of one provider, each with `gpus` GPUs (whole cards, or a part of one), at no less than a price. May be left out or empty: thermal design power and operating cost (then those below), cooling class (then it never throttles), price of a GPU when new and its age (then nothing is written off). Machines are numbered from 0, row by row.",
      source: FOR_THE_SCENARIO,
    },
  ),
  regions: table(
    {
      region: { type: "text" },
      usd_per_kwh: { type: "number", unit: "USD/kWh", min: 0 },
      gco2e_per_kwh: { type: "number", unit: "g/kWh", min: 0 },
      pue: { type: "number", min: 1, optional: true },
      ambient: { type: "number", unit: "°C", optional: true },
      daily_swing: { type: "number", unit: "K", optional: true },
      yearly_swing: { type: "number", unit: "K", optional: true },
    },
    {
      default: inlineTable({
        region: ["US", "DE", "NO", "CN"],
        usd_per_kwh: [0.12, 0.2, 0.08, 0.09],
        gco2e_per_kwh: [384, 381, 30, 582],
      }),
      doc: "Where machines are, a row for each jurisdiction: electricity price, carbon intensity; where given, PUE and the mean temperature of the air around machines with its swings within a day and a year.",
      source: FOR_THE_SCENARIO,
    },
  ),
  cooling: table(
    { class: { type: "text" }, rise: { type: "number", unit: "K", min: 0 } },
    {
      default: inlineTable({ class: ["air", "liquid"], rise: [70, 35] }),
      doc: "Cooling classes: kelvin above the air that a GPU at its full TDP settles at.",
      source:
        "assumed: 0.08 to 0.12 K/W for a GPU of 700 W in air, so 56 to 84 K; coolers of other GPUs are sized alike; half of it for liquid",
    },
  ),
  availability: table(
    {
      machine: { type: "number", min: 0, whole: true },
      t: { type: "number", unit: "s", min: 0, optional: true },
      time: { type: "timestamp", optional: true },
      up: { type: "number", min: 0, max: 1, whole: true },
    },
    {
      default: inlineTable({ machine: [], up: [] }),
      doc: "Recorded availability: from `t` seconds on (or from a `time`; the earliest is the start) a machine is up (1) or down (0). Up before its first row; a machine with rows does not fail at random. See docs/availability.md.",
      source: FOR_THE_SCENARIO,
    },
  ),
};
