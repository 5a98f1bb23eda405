/**
 * Small worlds in which much happens: for mechanisms whose smallest example does not reach all that they handle. Those
 * who stand in them are named, not imported: kit knows no mechanism.
 */
import type { Use, World } from "../model/mechanism.ts";
import { inlineTable } from "../schema/table.ts";

const outages: Use = {
  mechanism: "shocks/region-outage",
  params: { outages: inlineTable({ t: [30_000, 113_000], region: ["US", ""], seconds: [7_200, 3_600] }) },
};

const POOL: Use = {
  mechanism: "supply/cohorts",
  params: { providers: 3, candidatesPerWeek: 0, mtbf: "10d" },
};

/** Three machines that fail, one of them down from the start. */
const MACHINES: Use = {
  mechanism: "supply/fleet",
  params: {
    machines: inlineTable({
      provider: ["alice", "bob"],
      count: [2, 1],
      gpus: [8, 8],
      kind: ["A100", "A100"],
      memory_gb: [80, 80],
      throughput: [1, 1],
      region: ["US", "DE"],
      usd_per_gpu_hour: [0.1, 0.1],
    }),
    availability: inlineTable({ machine: [2, 2], t: [0, 7_200], up: [0, 1] }),
    mtbf: "20d",
  },
};

const SPOT: Use = {
  mechanism: "pricing/spot-smoothed",
  params: { notice: 60, saving: 30, patience: "30m", largest: 0.2, speed: 1 },
};

/** Each day jobs with checkpoints want more GPUs than there are, and others without want them at once. */
const waves = (): Use => {
  const days = [0, 1, 2, 3];
  const trace = inlineTable({
    submitted: days.flatMap((day) => [0, 0, 600, 3_000, 3_000].map((after) => day * 86_400 + 20_000 + after)),
    seconds: days.flatMap(() => [20_000, 20_000, 20_000, 3_600, 3_600]),
    gpus: days.flatMap(() => [8, 8, 16, 16, 30]),
    checkpoint: days.flatMap(() => [600, 600, 600, Number.NaN, Number.NaN]),
  });
  return { mechanism: "demand/trace", params: { usdPerGpuHour: 1, patience: "30m", trace } };
};

/** A spot market: jobs are evicted, paused, repriced and interrupted, or give up. */
export const spotWorld = (
  more: readonly Use[] = [],
  { supply = POOL, market = SPOT }: { readonly supply?: Use | "machines"; readonly market?: Use } = {},
): World => ({
  world: [supply === "machines" ? MACHINES : supply, market, waves(), outages, ...more],
  until: "5d",
});

/** A market of machines by name, with more jobs than they can run. */
export const machineWorld = (market: Use, more: readonly Use[] = []): World => ({
  world: [
    MACHINES,
    market,
    { mechanism: "demand/jobs", params: { class: "batch", rate: 400 } },
    outages,
    ...more,
  ],
  until: "5d",
});

/** A pool that is too small for its jobs. */
export const crowdedWorld = (more: readonly Use[]): World => ({
  world: [
    { mechanism: "supply/cohorts", params: { providers: 2, candidatesPerWeek: 0, mtbf: "10d" } },
    outages,
    ...more,
  ],
  until: "5d",
});

/** A token and its pool, so that what is paid in it can be sold. */
export const TOKEN_MARKET: readonly Use[] = [
  { mechanism: "issuance/genesis", params: {} },
  { mechanism: "defi/constant-product", params: {} },
];

/** A market whose customers' USD go to a desk that buys tokens with it. */
export const burningWorld = (desk: Use): World => ({
  world: [
    ...TOKEN_MARKET,
    { mechanism: "supply/cohorts", params: { providers: 12, candidatesPerWeek: 1 } },
    { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
    { mechanism: "pricing/first-come", params: {} },
    { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
    { mechanism: "contracts/escrow", params: { payment: "burn" } },
    desk,
  ],
  until: "30d",
});

/** Two small endpoints that fail every few hours, and a day and more of requests, too many for them now and then. */
export const failingEndpoints = (): World => ({
  world: [
    { mechanism: "demand/inference", params: { arrivals: "poisson", arrivalRate: 0.05 } },
    { mechanism: "pricing/price-routing", params: {} },
    {
      mechanism: "supply/endpoints",
      params: {
        autoscale: "reactive",
        endpoints: inlineTable({
          provider: ["A", "B"],
          gpu: ["A100", "A100"],
          gpus: [1, 1],
          usd_per_million_in: [0.6, 0.8],
          usd_per_million_out: [0.8, 1],
          prefill_tokens_per_second: [2_714, 2_714],
          decode_tokens_per_second: [17, 17],
          slowdown: [0.01, 0.01],
          slots: [4, 1],
          prefill_batch: [2_048, Number.NaN],
          kv_tokens: [2_500, Number.NaN],
          queue: [4, 4],
          fewest: [1, 1],
          replicas: [1, 1],
          most: [2, 2],
          usd_per_gpu_hour: [1.2, 1.2],
          tdp_watts: [400, 400],
          mtbf_hours: [3, 3],
          mttr_minutes: [10, 10],
        }),
      },
    },
  ],
  until: "25h",
});
