/**
 * One seller, 64 GPUs, three ways to sell what customers on demand leave: not at all, in AWS's auction of before 2018,
 * and at the price that AWS has moved slowly since. Services without checkpoints rent on demand; training and batch
 * jobs, worth less an hour to their owners, can be stopped. Prices are those of a V100 in us-east-1, and recorded ones
 * stand beside the simulated.
 *
 * Where the model differs from the record: it knows one pool and its use of the hour, and lets a price go where use
 * goes; AWS spreads its price over many pools and weeks. So with its default speed the model moves several times as
 * much in a day as AWS did; at a twentieth of that speed it moves as the record does. How deep the discount is follows
 * from how busy the pool is, which AWS does not publish.
 */
import { type ContextOf, defineMechanism, defineScenario, fields, inlineTable, type Use } from "orrery";

const use = (mechanism: string, params: object = {}, as?: string): Use => ({
  mechanism,
  params,
  ...(as === undefined ? {} : { as }),
});

/** p3.2xlarge on demand in us-east-1, USD an hour for one V100. */
const ON_DEMAND = 3.06;
/** Who is turned away rents elsewhere at a quarter more: assumed. It bounds what a GPU-hour is worth to anybody. */
const ELSEWHERE = 1.25 * ON_DEMAND;

const params = {
  onDemand: fields.number("USD/GPU h", { doc: "Price on demand.", source: "AWS price list", min: 0.01 }),
};
interface Series {
  last: number;
  days: number;
  changes: number;
  largest: number;
  discounts: number;
}
interface State {
  market: Series;
  aws: Series;
}
const reads = { usdPerGpuHour: {}, cloudSpotUsdPerGpuHour: {} } as const;
type Beside = ContextOf<typeof params, State, typeof reads>;
const series = (): Series => ({ last: 0, days: 0, changes: 0, largest: 0, discounts: 0 });

function follow(at: Series, price: number, onDemand: number, counts: boolean): void {
  if (counts && at.last > 0) {
    const change = Math.abs(price / at.last - 1);
    at.days++;
    at.changes += change;
    at.largest = Math.max(at.largest, change);
    at.discounts += 1 - price / onDemand;
  }
  at.last = price;
}

const dailyMeasures = (of: "market" | "aws", whose: string) => ({
  [`${of}.dailyChange`]: {
    kind: "ratio" as const,
    unit: "ratio",
    doc: `Mean size of the change of ${whose} price from one day to the next, as a share of it.`,
    totals: ({ state }: Beside) => [state[of].changes, state[of].days] as const,
  },
  [`${of}.largestDailyChange`]: {
    kind: "level" as const,
    unit: "ratio",
    doc: `Largest change of ${whose} price from one day to the next so far.`,
    value: ({ state }: Beside) => state[of].largest,
  },
  [`${of}.discount`]: {
    kind: "ratio" as const,
    unit: "ratio",
    doc: `How far ${whose} price is below that on demand.`,
    totals: ({ state }: Beside) => [state[of].discounts, state[of].days] as const,
  },
});

/** Takes the same daily readings of the simulated price and of the recorded one. */
const besideAws = defineMechanism({
  name: "records/beside-aws",
  summary: "Measures the daily changes of the market's price and of a recorded one.",
  source: "Spot prices of p3.2xlarge, December 2019 to March 2020",
  params,
  reads,
  init: (): State => ({ market: series(), aws: series() }),
  on: {
    day({ state, params, read, now, warmUp }) {
      follow(state.market, read.usdPerGpuHour(), params.onDemand, now > warmUp);
      follow(state.aws, read.cloudSpotUsdPerGpuHour(), params.onDemand, now > warmUp);
    },
  },
  signals: { cloudUsdPerGpuHour: () => ELSEWHERE },
  metrics: { ...dailyMeasures("market", "the market's"), ...dailyMeasures("aws", "the recorded") },
  example: () => ({ world: [], until: "1d" }),
});

/** More is asked for by day. */
const BY_DAY = [4, 3, 3, 3, 3, 4, 5, 7, 9, 11, 12, 12, 12, 12, 12, 12, 11, 11, 10, 9, 8, 7, 6, 5];
const worth = { reliabilityDiscount: 0 };

export default defineScenario({
  title: "What is spare capacity worth?",
  question:
    "A seller who keeps GPUs free for customers on demand can leave them idle, auction them every few minutes, or let them at a price that hardly moves: what do price, interruptions, utilisation, customers and providers make of it?",
  seed: 1,
  until: "60d",
  warmUp: "10d",
  sample: "1d",
  replications: 4,
  world: [
    use("supply/fleet", {
      machines: inlineTable({
        provider: ["seller"],
        count: [8],
        gpus: [8],
        kind: ["V100"],
        memory_gb: [16],
        throughput: [1],
        region: ["US"],
        usd_per_gpu_hour: [0],
        tdp_watts: [300],
      }),
    }),
    use("pricing/recorded-spot", {
      prices: "data/aws-spot-p3.csv",
      instanceType: "p3.2xlarge",
      zone: "us-east-1b",
      gpus: 1,
    }),
    besideAws({ onDemand: ON_DEMAND }),
    use(
      "demand/jobs",
      {
        class: "inference",
        checkpoint: 0,
        duration: 4 * 3_600,
        rate: 75,
        daily: BY_DAY,
        willingness: 2,
        dispersion: 0,
        ...worth,
      },
      "services",
    ),
    use(
      "demand/jobs",
      { class: "training", rate: 200, longest: "7d", willingness: 0.5, ...worth },
      "training",
    ),
    use("demand/jobs", { class: "batch", rate: 750, willingness: 0.3, ...worth }, "batch"),
    use("contracts/escrow", { fee: 0 }),
  ],
  designs: {
    "on demand only": [
      use("pricing/utilisation-indexed", {
        initial: ON_DEMAND,
        sensitivity: 0,
        minimum: 0.01,
        maximum: ON_DEMAND,
      }),
      use("pricing/first-come", { lookahead: 64 }),
    ],
    "highest losing bid": [
      use("pricing/spot-highest-losing-bid", { onDemandUsdPerGpuHour: ON_DEMAND, reserve: 0.3 }),
    ],
    smoothed: [use("pricing/spot-smoothed", { onDemandUsdPerGpuHour: ON_DEMAND })],
    "smoothed, as slow as recorded": [
      use("pricing/spot-smoothed", { onDemandUsdPerGpuHour: ON_DEMAND, speed: 0.002, largest: 0.0012 }),
    ],
  },
  control: "on demand only",
  measures: [
    "market.spotUsdPerGpuHour",
    "market.dailyChange",
    "aws.dailyChange",
    "market.discount",
    "aws.discount",
    "market.evictionsPerGpuDay",
    "gpu.utilisation",
    "customers.surplusUsd[*]",
    "customers.paidUsd",
    "market.onDemandRefused",
    "jobs.lostGpuHours[*]",
    "providers.margin",
  ],
  expect: {
    "escrow is empty at the end": { atEnd: "contracts.escrowUsd == 0" },
  },
});
