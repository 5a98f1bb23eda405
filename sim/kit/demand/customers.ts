/**
 * The customer's side of a job, for whatever mechanism of demand sends it: what its result is worth, whether the network,
 * the cloud or nobody runs it, and what those whose jobs failed remember. Plain data; mechanisms keep it in their state.
 *
 * A job that exists: → (goes to the cloud | priced out | admitted → (served | failed | left the queue))
 */
import type { Index } from "../../indexed.ts";
import { pow } from "../../math.ts";
import { type ColumnsById, columnsById, removeById, takeById } from "../../model/columns.ts";
import type { Random } from "../../random.ts";
import { number, ratio, seconds, type Values } from "../../schema/fields.ts";
import { HOUR } from "../../units.ts";

export const customerParams = {
  willingness: number("", {
    default: 1,
    min: 0,
    max: 1e3,
    doc: "Median willingness to pay, as a multiple of the cloud's price.",
    range: [0.7, 1.5],
  }),
  dispersion: number("", {
    default: 0.5,
    min: 0,
    max: 3,
    doc: "Standard deviation of ln(willingness to pay) over jobs.",
    range: [0.3, 0.8],
  }),
  reliabilityDiscount: ratio({
    default: 0.1,
    doc: "A job pays at most the cloud's price less this: the cloud is more reliable.",
    range: [0, 0.3],
  }),
  delayCost: ratio({
    default: 0.1,
    max: 10,
    doc: "Cost of waiting as long as the job runs, as a share of its willingness to pay.",
    range: [0, 0.5],
  }),
  patience: seconds({
    default: 6 * HOUR,
    doc: "Mean patience of a job that takes no time; exponential over jobs.",
    range: [HOUR, 24 * HOUR],
  }),
  patienceShare: ratio({
    default: 0.5,
    max: 100,
    doc: "Patience added for each second that a job will run.",
    range: [0.1, 1],
  }),
  reputationMemory: number("d", {
    default: 30,
    min: 0.1,
    doc: "Half-life of the experience of failed jobs.",
    range: [7, 90],
  }),
};

/** Assumed where nobody publishes what clouds ask. */
const CLOUD_USD_PER_GPU_HOUR = 1;
export const customerReads = {
  usdPerGpuHour: {},
  expectedWait: {},
  cloudUsdPerGpuHour: { otherwise: CLOUD_USD_PER_GPU_HOUR },
  demandLevel: { otherwise: 1 },
} as const;

/** A job that is alive at the network. */
const JOB = {
  /** What its result is worth to its customer, in USD. */
  value: "number",
  gpuHours: "number",
  /** 1 where the customer would pay the cloud's price rather than go without. */
  cloudWilling: "flag",
} as const;

export interface Customers {
  jobs: ColumnsById<typeof JOB>;
  reputation: { failed: number; served: number };
  totals: {
    jobs: number;
    gpuHours: number;
    toCloud: number;
    toCloudGpuHours: number;
    pricedOut: number;
    surplusUsd: number;
    failed: number;
    finished: number;
    finishedGpuHours: number;
  };
}

export const customers = (): Customers => ({
  jobs: columnsById(JOB),
  reputation: { failed: 0, served: 1 },
  totals: {
    jobs: 0,
    gpuHours: 0,
    toCloud: 0,
    toCloudGpuHours: 0,
    pricedOut: 0,
    surplusUsd: 0,
    failed: 0,
    finished: 0,
    finishedGpuHours: 0,
  },
});

/** What a potential job needs, and what all of it may cost at most. */
export interface Wish {
  readonly gpus: number;
  readonly seconds: number;
  readonly budgetUsd?: number;
  /** Jobs' worth of good experience that is never forgotten: who stays away comes back as the bad one fades. */
  readonly goodwill?: number;
}
/** What a job brings to the market. */
export interface Terms {
  readonly usdPerGpuHour: number;
  readonly patience: number;
}
interface Surroundings {
  readonly params: Values<typeof customerParams>;
  readonly random: Random;
  readonly read: { readonly [signal in keyof typeof customerReads]: () => number };
}

/**
 * Potential job number `count` of its source, `job` in the market, takes what costs it least: price, waiting and the
 * risk of failure here, or the cloud, or nothing. Its terms where it comes; the job is then admitted.
 */
export function choose(
  of: Customers,
  { params, random, read }: Surroundings,
  count: number,
  job: number,
  { gpus, seconds, budgetUsd = Number.POSITIVE_INFINITY, goodwill = 0 }: Wish,
): Terms | undefined {
  const draw = random.at(count, "job");
  if (draw.uniform() >= read.demandLevel()) return undefined;
  const cloud = read.cloudUsdPerGpuHour();
  const worth = cloud * params.willingness * draw.lognormal(0, params.dispersion);
  const gpuHours = (gpus * seconds) / HOUR;
  const affordable = gpuHours > 0 ? budgetUsd / gpuHours : Number.POSITIVE_INFINITY;
  const limit = Math.min(worth, cloud * (1 - params.reliabilityDiscount), affordable);
  const cloudWilling = worth >= cloud && affordable >= cloud;
  potential(of, gpuHours);

  const price = read.usdPerGpuHour();
  const delay = (params.delayCost * worth * read.expectedWait()) / Math.max(60, seconds);
  const { failed, served } = of.reputation;
  const risk = failed > 0 ? (failed / (failed + served + goodwill)) * price : 0;
  if (price + delay + risk <= limit) {
    admit(of, job, gpuHours, Math.min(worth, cloud) * gpuHours, cloudWilling);
    const patience =
      random.at(count, "patience").exponential(params.patience) + params.patienceShare * seconds;
    return { usdPerGpuHour: limit, patience };
  }
  if (cloudWilling) {
    of.totals.toCloud++;
    of.totals.toCloudGpuHours += gpuHours;
  } else of.totals.pricedOut++;
  return undefined;
}

/** Counts a job that exists, wherever it will run. */
export function potential({ totals }: Customers, gpuHours: number): void {
  totals.jobs++;
  totals.gpuHours += gpuHours;
}

/** A job is alive at the network. */
export function admit(
  of: Customers,
  job: number,
  gpuHours: number,
  valueUsd: number,
  cloudWilling: boolean,
): void {
  const row = takeById(of.jobs, job);
  of.jobs.value[row] = valueUsd;
  of.jobs.gpuHours[row] = gpuHours;
  of.jobs.cloudWilling[row] = Number(cloudWilling);
}

/** A job has its result, for which its customer paid `paidUsd`. */
export function serve(of: Customers, job: number, paidUsd: number): void {
  const row = removeById(of.jobs, job);
  if (row === -1) return;
  of.totals.finished++;
  of.totals.finishedGpuHours += of.jobs.gpuHours[row];
  of.reputation.served++;
  of.totals.surplusUsd += of.jobs.value[row] - paidUsd;
}

/** A job gets no result, though its customer paid `paidUsd`; the customer remembers. */
export function disappoint(of: Customers, job: number, paidUsd: number): void {
  if (forget(of, job) !== -1) of.totals.surplusUsd -= paidUsd;
}

/** A job leaves the queue: to the cloud, where that is worth its price. `paidUsd`: for work that was lost before. */
export function desert(of: Customers, job: number, paidUsd = 0): void {
  const row = forget(of, job);
  if (row === -1) return;
  of.totals.surplusUsd -= paidUsd;
  if (of.jobs.cloudWilling[row] === 1) of.totals.toCloudGpuHours += of.jobs.gpuHours[row];
}

/** Returns the row that was the job's, or −1 where it is nobody's here. */
function forget(of: Customers, job: number): Index {
  const row = removeById(of.jobs, job);
  if (row === -1) return row;
  of.totals.failed++;
  of.reputation.failed++;
  return row;
}

/** A day passes: experience fades. */
export function fade({ reputation }: Customers, { reputationMemory }: Values<typeof customerParams>): void {
  const keep = pow(0.5, 1 / reputationMemory);
  reputation.failed *= keep;
  reputation.served *= keep;
}
