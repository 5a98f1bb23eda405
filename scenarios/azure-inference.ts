import { defineScenario, inlineTable, type Use } from "orrery";

/*
 * An hour of conversations with a language model at Azure, again and again over three days whose rate swings by the
 * hour, as it does for what people use while they are awake. Four providers serve it on rented GPUs. Designs differ in
 * how many replicas they keep and in who gets a request; requests and failures are the same in all. The first two days
 * are left out: a forecast of days needs two of them.
 *
 * Rates: Llama 2 70B on two GPUs, measured by Patel et al. (Splitwise, ISCA 2024): prompts of 1,024 tokens at 2,714
 * (A100) and 6,489 (H100) tokens a second; a step of a batch of b takes 57.9 + 0.476 (b − 1) ms and 37.1 + 0.461 (b − 1)
 * ms (least squares over batches of 1 to 32). GPU-hours: medians of single providers of data/gpu-offers.csv (A100 80 GB:
 * Hyperstack 1.35, RunPod 1.63 USD; H100: Vast 2.00, RunPod 2.79 USD). Prices per token, slots, queues, failures and the
 * daily swing are assumptions.
 */
const use = (mechanism: string, params: object = {}): Use => ({ mechanism, params });

const A100 = { gpu: "A100 SXM4 80 GB", prefill: 2_714, decode: 17.26, slowdown: 0.00822, watts: 400 };
const H100 = { gpu: "H100 SXM", prefill: 6_489, decode: 26.95, slowdown: 0.01243, watts: 700 };

/** What a provider rents, for how much an hour, and what it asks for a million tokens. */
const PROVIDERS = [
  { provider: "A100 at 0.80", hardware: A100, rent: 1.35, price: 0.8 },
  { provider: "H100 at 0.90", hardware: H100, rent: 2, price: 0.9 },
  { provider: "A100 at 1.00", hardware: A100, rent: 1.63, price: 1 },
  { provider: "H100 at 1.10", hardware: H100, rent: 2.79, price: 1.1 },
] as const;

/** The providers' endpoints, with so many replicas at the start. */
function endpoints(replicas: readonly number[]) {
  const each = <T>(value: (provider: (typeof PROVIDERS)[number]) => T): T[] => PROVIDERS.map(value);
  return inlineTable({
    provider: each(({ provider }) => provider),
    gpu: each(({ hardware }) => hardware.gpu),
    gpus: each(() => 2),
    usd_per_million_in: each(({ price }) => price),
    usd_per_million_out: each(({ price }) => price),
    prefill_tokens_per_second: each(({ hardware }) => hardware.prefill),
    decode_tokens_per_second: each(({ hardware }) => hardware.decode),
    slowdown: each(({ hardware }) => hardware.slowdown),
    slots: each(() => 32),
    queue: each(() => 64),
    fewest: each(() => 1),
    replicas: [...replicas],
    most: each(() => 16),
    usd_per_gpu_hour: each(({ rent }) => rent),
    tdp_watts: each(({ hardware }) => hardware.watts),
    mtbf_hours: each(() => 48),
    mttr_minutes: each(() => 10),
  });
}

/**
 * As many replicas as a fixed fleet needs to carry its share of the mean load at 70 % of what each can, and of the peak:
 * 1.6 × 1.35 times as much, by the daily swing and within the recorded hour.
 */
const FOR_THE_MEAN = [2, 1, 1, 1];
const FOR_THE_PEAK = [3, 2, 2, 1];

const design = (replicas: readonly number[], autoscale: string, policy = "inverse-square"): Use[] => [
  use("pricing/price-routing", { policy }),
  use("supply/endpoints", { endpoints: endpoints(replicas), autoscale, season: "1d" }),
];

export default defineScenario({
  title: "Serving an hour of Azure's conversations, day after day",
  question:
    "Which capacity and which routing keep the latency objective at the lowest price of a million tokens, and who earns?",
  seed: 1,
  until: "3d",
  warmUp: "2d",
  sample: "15m",
  replications: 2,
  world: [use("demand/inference", { trace: "data/azure-llm-2023-conversations.csv", swing: 0.6 })],
  designs: {
    "fixed for the mean": design(FOR_THE_MEAN, "none"),
    "fixed for the peak": design(FOR_THE_PEAK, "none"),
    reactive: design(FOR_THE_MEAN, "reactive"),
    forecast: design(FOR_THE_MEAN, "forecast"),
    "reactive, least loaded": design(FOR_THE_MEAN, "reactive", "least-loaded"),
    "forecast, least loaded": design(FOR_THE_MEAN, "forecast", "least-loaded"),
    "forecast, cheapest first": design(FOR_THE_MEAN, "forecast", "cheapest"),
  },
  control: "fixed for the peak",
  measures: [
    "requests.withinObjective",
    "tokens.usdPerMillion",
    "tokens.costUsdPerMillion",
    "providers.profitUsd",
    "providers.nakamoto",
    "requests.firstTokenP95",
    "requests.refused",
    "endpoints.gpus",
    "endpoints.utilisation",
  ],
  expect: {
    "a fleet for the peak serves 99 % within the objective": {
      summary: "requests.withinObjective >= 0.99",
      design: "fixed for the peak",
    },
    "one for the mean fails a fifth of its customers and more": {
      summary: "requests.withinObjective <= 0.8",
      design: "fixed for the mean",
    },
    "by the inverse square of the price, who forecasts fails fewer than who reacts": {
      compare: "1 - [forecast].requests.withinObjective <= 0.75 * (1 - [reactive].requests.withinObjective)",
    },
    "sent to the least loaded, 97 % are served within the objective, whatever fails": {
      summary: "requests.withinObjective >= 0.97",
      design: "forecast, least loaded",
    },
    "… that is at most half of the failures of routing by price": {
      compare:
        "1 - [forecast, least loaded].requests.withinObjective <= 0.5 * (1 - [forecast].requests.withinObjective)",
    },
    "… on GPUs that cost at least a tenth less than those for the peak": {
      compare:
        "[forecast, least loaded].tokens.costUsdPerMillion <= 0.9 * [fixed for the peak].tokens.costUsdPerMillion",
    },
    "the cheapest first is the lowest price": {
      compare:
        "[forecast, cheapest first].tokens.usdPerMillion <= 0.9 * [forecast, least loaded].tokens.usdPerMillion",
    },
    "… but below what the GPUs cost: it cannot last": {
      summary: "providers.profitUsd < 0",
      design: "forecast, cheapest first",
    },
    "where nobody pays for missing the objective, the fleet that misses it most earns most": {
      compare: "[fixed for the mean].providers.profitUsd > [forecast, least loaded].providers.profitUsd",
    },
  },
});
