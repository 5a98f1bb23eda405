import { meet, ownEach } from "../../../model/accounts.ts";
import { choice, number, ratio, seconds, table } from "../../../schema/fields.ts";
import { inlineTable } from "../../../schema/table.ts";
import { DAY, HOUR, MINUTE } from "../../../units.ts";

const SPLITWISE =
  "Patel et al., Splitwise, ISCA 2024, data/perf_model.csv of splitwise-sim: Llama 2 70B on two GPUs, prompts of 1,024 tokens, batches of 1 to 32";

/** So that what a request is charged is a whole number of pico-USD. */
const MOST_USD_PER_MILLION = 1_000;

export const accounts = {
  world: meet("world"),
  customers: meet("customers"),
  treasury: meet("treasury"),
  provider: ownEach("providers"),
};
export const assets = { usd: "usd" } as const;
export const params = {
  endpoints: table(
    {
      provider: { type: "text" },
      gpu: { type: "text" },
      gpus: { type: "number", unit: "GPUs", min: 1, whole: true },
      usd_per_million_in: { type: "number", unit: "USD/M tokens", min: 0, max: MOST_USD_PER_MILLION },
      usd_per_million_out: { type: "number", unit: "USD/M tokens", min: 0, max: MOST_USD_PER_MILLION },
      prefill_tokens_per_second: { type: "number", unit: "tokens/s", min: 1 },
      decode_tokens_per_second: { type: "number", unit: "tokens/s", min: 1e-3 },
      slowdown: { type: "number", min: 0 },
      slots: { type: "number", min: 1, whole: true },
      prefill_batch: { type: "number", unit: "tokens", min: 1, optional: true },
      kv_tokens: { type: "number", unit: "tokens", min: 1, optional: true },
      queue: { type: "number", unit: "requests", min: 0, whole: true },
      fewest: { type: "number", unit: "replicas", min: 1, whole: true },
      replicas: { type: "number", unit: "replicas", min: 1, whole: true },
      most: { type: "number", unit: "replicas", min: 1, whole: true },
      usd_per_gpu_hour: { type: "number", unit: "USD/GPU h", min: 0 },
      tdp_watts: { type: "number", unit: "W", min: 0 },
      mtbf_hours: { type: "number", unit: "h", min: 1e-3 },
      mttr_minutes: { type: "number", unit: "min", min: 1e-3 },
    },
    {
      default: inlineTable({
        provider: ["A", "B"],
        gpu: ["A100 SXM4 80 GB", "H100 SXM"],
        gpus: [2, 2],
        usd_per_million_in: [0.6, 0.8],
        usd_per_million_out: [0.8, 1],
        prefill_tokens_per_second: [2_714, 6_489],
        decode_tokens_per_second: [17.3, 26.9],
        slowdown: [0.0082, 0.0124],
        slots: [32, 32],
        queue: [64, 64],
        fewest: [1, 1],
        replicas: [1, 1],
        most: [4, 4],
        usd_per_gpu_hour: [1.2, 2],
        tdp_watts: [400, 700],
        mtbf_hours: [200, 200],
        mttr_minutes: [10, 10],
      }),
      doc: "Endpoints: replicas of a model on `gpus` GPUs each; what they charge, how fast a replica reads prompts and writes each of up to `slots` answers, of how many tokens prompts are read at once (one prompt after another where that is left out), of how many tokens it can keep keys and values (of any number), how many requests may wait, what a GPU costs by the hour with its electricity, how often the endpoint fails.",
      source: SPLITWISE,
    },
  ),
  prefillStall: ratio({
    default: 0.5,
    doc: "Share of its writing that a replica loses while it reads a prompt: 0 where the phases run on machines of their own, 1 where prompts go first.",
    range: [0, 1],
  }),
  timeout: seconds({
    default: 30,
    min: 0.1,
    doc: "Longest wait in the queue of an endpoint.",
    range: [10, 120],
  }),
  autoscale: choice(["none", "reactive", "forecast"], {
    default: "none",
    doc: "Whether replicas follow load: that of the period before, or what a seasonal forecast expects when new replicas will be ready.",
    source: "Knative Pod Autoscaler: mean concurrency over target concurrency",
  }),
  period: seconds({
    default: MINUTE,
    min: 1,
    doc: "Time between two decisions of the autoscaler, and between two observations of load.",
    source: "Knative Pod Autoscaler: stable window of 60 s",
  }),
  season: seconds({
    default: 24 * HOUR,
    min: 1,
    doc: "After how long load repeats itself.",
    source: "Orrery: for the scenario to set",
  }),
  targetLoad: ratio({
    default: 0.7,
    min: 0.01,
    doc: "Load of a replica that the autoscaler aims at: the share of its slots that are filled or of its time that it reads prompts, whichever is more.",
    source: "Knative Pod Autoscaler: target utilisation of 70 %",
    range: [0.5, 0.9],
  }),
  scaleUpDelay: seconds({
    default: 5 * MINUTE,
    max: DAY,
    doc: "Time until an ordered replica serves: a machine, its image, the weights.",
    range: [MINUTE, 15 * MINUTE],
  }),
  levelSmoothing: ratio({
    default: 0.3,
    doc: "α of the forecast: weight of the latest load in the level.",
    range: [0.1, 0.6],
  }),
  trendSmoothing: ratio({
    default: 0,
    doc: "β* of the forecast: weight of the latest rise in the trend.",
    range: [0, 0.05],
  }),
  seasonSmoothing: ratio({
    default: 0.2,
    doc: "γ of the forecast: weight of the latest season.",
    range: [0.05, 0.5],
  }),
  fee: ratio({
    default: 0.05,
    doc: "Share of the payment that the network keeps.",
    source: "rendernetwork/RNPs RNP-006: a fee of 5 %",
    range: [0, 0.2],
  }),
  idleLoad: ratio({
    default: 0.12,
    doc: "Share of the TDP that a GPU draws without a sequence: 10 to 15 %.",
    range: [0.1, 0.15],
  }),
  load: ratio({
    default: 0.74,
    doc: "Share of the TDP that a GPU draws while it serves.",
    source: "splitwise-sim, data/perf_model.csv: average power of Llama 2 70B on A100",
    range: [0.6, 0.8],
  }),
  pue: number("", {
    default: 1.3,
    min: 1,
    doc: "Energy of the building over that of the machines.",
    range: [1.1, 1.58],
  }),
};
