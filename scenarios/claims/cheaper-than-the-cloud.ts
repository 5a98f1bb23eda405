import { defineClaim } from "orrery";
import { cloud, jobs, machines, use } from "./parts/market.ts";

const GPUS = 16;
const HOURS = 8;

export default defineClaim({
  claim: "A marketplace cuts prices below the cloud's.",
  sources: [
    {
      text: "io.net (2024): Documentation, IO Cloud: up to 90 % below the cloud's price",
      secondary: true,
      unchecked: true,
    },
    {
      text: "Einav, L., Farronato, C. and Levin, J. (2016): Peer-to-Peer Markets, Annual Review of Economics 8, 615–635",
      url: "https://doi.org/10.1146/annurev-economics-080315-015334",
    },
  ],
  setUp:
    "Sixteen GPUs stand in a market whose one price follows use; customers pay at most their worth of a result, and never more than the cloud less a tenth for its reliability. Compared is what an hour of finished work costs, lost work counted, with half of the cloud's price.",
  whoPays:
    "Hosts, who own GPUs that are paid for: the price may lie below what a new one costs. With scarce supply customers pay nearly the cloud's price, and hosts keep the difference.",
  scenario: {
    title: "A marketplace beside the cloud",
    seed: 4,
    until: "100d",
    warmUp: "40d",
    sample: "5d",
    replications: 6,
    world: [
      cloud,
      use("supply/fleet", {
        machines: machines([{ provider: "host", count: 4, gpus: 4, usdPerGpuHour: 0 }]),
      }),
      jobs(HOURS),
      use("contracts/escrow"),
    ],
    designs: {
      market: [
        use("pricing/utilisation-indexed", { initial: 0.2, minimum: 0.08, maximum: 5, sensitivity: 0.1 }),
        use("pricing/first-come"),
      ],
    },
    measures: [
      "customers.paidUsd",
      "jobs.finishedGpuHours",
      "market.cloudUsdPerGpuHour",
      "gpu.usdPerGpuHour",
      "gpu.utilisation",
    ],
  },
  tests: {
    "an hour of finished work costs less than half of the cloud's": {
      less: "[market].customers.paidUsd / [market].jobs.finishedGpuHours",
      than: "0.5 * [market].market.cloudUsdPerGpuHour",
    },
  },
  condition: {
    words: "the work that exists over the GPUs on offer",
    unit: "ratio",
    values: [0.4, 0.6, 0.8, 1.2],
    set: (load) => ({ "demand/jobs.rate": (load * GPUS * 24) / HOURS }),
  },
  worlds: {
    "results worth half as much": { "demand/jobs.willingness": 0.5 },
    "hosts who aim at 85 % use": { "pricing/utilisation-indexed.target": 0.85 },
    "machines that fail every ten days": { "supply/fleet.mtbf": "10d" },
  },
  values: {
    "pricing/outside-offers.offers":
      "SkyPilot catalogue: median of the clouds' own medians for an RTX 3090, 0.43 USD per GPU-hour",
    "pricing/utilisation-indexed.minimum": "assumed: 0.08 USD, about electricity and operation of an hour",
    "pricing/utilisation-indexed.target": "assumed: 0.5 to 0.8",
    "demand/jobs.willingness": "assumed: median worth of a GPU-hour 0.7 to 1.5 times the cloud's price",
  },
  notEstablished: [
    "That the two are the same good: support, network, storage and guarantees of the cloud are one tenth here.",
    "Entry: with a year's time hosts come or go until a GPU earns its cost, and scarcity ends; scenario flagship has that.",
    "The cloud's answer: its price stands still.",
  ],
});
