import { inlineTable, type Use } from "orrery";

/** Shared by claims that need a market for GPU time, small enough to be run hundreds of times. */

export const use = (mechanism: string, params: object = {}, as?: string): Use => ({
  mechanism,
  params,
  ...(as === undefined ? {} : { as }),
});

/** A row of a fleet's table. */
export interface Hosts {
  readonly provider: string;
  readonly count: number;
  readonly gpus: number;
  readonly region?: string;
  readonly throughput?: number;
  readonly usdPerGpuHour?: number;
  readonly watts?: number;
}

export const machines = (hosts: readonly Hosts[]) =>
  inlineTable({
    provider: hosts.map(({ provider }) => provider),
    count: hosts.map(({ count }) => count),
    gpus: hosts.map(({ gpus }) => gpus),
    kind: hosts.map(() => "RTX3090"),
    memory_gb: hosts.map(() => 24),
    throughput: hosts.map(({ throughput = 1 }) => throughput),
    region: hosts.map(({ region = "US" }) => region),
    usd_per_gpu_hour: hosts.map(({ usdPerGpuHour = 0.05 }) => usdPerGpuHour),
    tdp_watts: hosts.map(({ watts = 350 }) => watts),
  });

/** The cloud's price of the same GPU. */
export const cloud = use("pricing/outside-offers", { offers: "../data/gpu-offers.csv", gpu: "RTX3090" });

/** Jobs of one GPU that take `hours` in the mean, exponential; nobody gives up waiting for a day. */
export const jobs = (hours: number, params: object = {}): Use =>
  use("demand/jobs", {
    class: "batch",
    law: "exponential",
    duration: hours * 3_600,
    deadline: 0,
    priority: 0,
    patience: "1d",
    coolDown: "2d",
    ...params,
  });

/** Each job takes the cheapest machine that suits, whoever owns it, and never goes to the cloud for the sake of it. */
export const cheapest = use("pricing/posted", {
  priceSensitivity: 100,
  speedWeight: 0,
  reliabilityWeight: 0,
  reputationWeight: 0,
  outsideWeight: -100,
});

/** One price, for whoever comes first. */
export const atPrice = (price: number): Use[] => [
  use("pricing/utilisation-indexed", { initial: price, minimum: price, maximum: price }),
  use("pricing/first-come"),
];
