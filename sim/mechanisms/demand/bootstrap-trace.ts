import { pow } from "../../math.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { addRow, grown, type Rows, removeRow, rows } from "../../model/rows.ts";
import { count, number, ratio, seconds, table, type Values } from "../../schema/fields.ts";
import { inlineTable, numberColumn, type Table } from "../../schema/table.ts";
import { HOUR, WEEK } from "../../units.ts";

// A potential job: arrives → (does not exist at this level of demand | priced out | goes to the cloud | jobSubmitted → jobStarted → (jobFinished | jobInterrupted), or jobLeft)

const EXAMPLE = inlineTable({
  timestamp: [0, 20_000, 90_000, 200_000, 300_000, 420_000, 610_000, 700_000, 900_000, 1_150_000],
  duration: [3_600, 600, 86_400, 7_200, 1_800, 40_000, 900, 3_600, 172_800, 1_200],
  num_gpus: [1, 2, 4, 8, 1, 16, 1, 4, 2, 1],
});

const params = {
  trace: table(
    {
      timestamp: { type: "timestamp", unit: "s", sorted: true },
      duration: { type: "number", unit: "s", min: 0 },
      num_gpus: { type: "number", unit: "GPUs", min: 1 },
    },
    {
      default: EXAMPLE,
      doc: "Jobs as recorded: submission, duration, GPUs.",
      source: "Orrery: for the scenario to set",
    },
  ),
  replicas: count({
    default: 10,
    max: 10_000,
    doc: "Independent copies of the recorded cluster, each with its own sequence of weeks.",
    source: "Orrery: for the scenario to set",
  }),
  block: number("weeks", {
    default: 2,
    min: 1,
    max: 1_000,
    doc: "Mean number of recorded weeks that follow one another before a new start is drawn.",
    range: [1, 6],
  }),
  speedUp: number("", {
    default: 1,
    min: 1e-3,
    max: 1e3,
    doc: "Throughput of the network's GPU over that of the recorded one: durations are divided by it.",
    source: "Orrery: for the scenario to set",
  }),
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
  coolDown: seconds({
    default: 0,
    doc: "No job is submitted so long before the horizon.",
    source: "Orrery: for the scenario to set",
  }),
};
/** Assumed where nobody publishes what clouds ask. */
const CLOUD_USD_PER_GPU_HOUR = 1;
const reads = {
  usdPerGpuHour: {},
  expectedWait: {},
  cloudUsdPerGpuHour: { otherwise: CLOUD_USD_PER_GPU_HOUR },
  demandLevel: { otherwise: 1 },
} as const;
const emits = {
  jobSubmitted: shared,
  week: {
    doc: "A week of potential jobs is drawn for each replica.",
    priority: -20,
    private: true,
    fields: { week: "number" },
  },
  arrival: {
    doc: "The next potential job of the drawn weeks arrives.",
    private: true,
    fields: { at: "number" },
  },
} as const;

interface State {
  /** First row of the trace by recorded week, and one past the last. */
  weekStarts: Int32Array;
  /** Recorded week that each replica repeats now. */
  source: Int32Array;
  /** The jobs of this week, by arrival: seconds since its start, row of the trace, number. */
  offset: Float64Array;
  row: Int32Array;
  arrivals: number;
  /** Number of the week's first job. */
  first: number;
  /** When the week began. */
  began: number;
  /** Jobs alive at the network, and what their result is worth to their customers in USD. */
  jobs: Rows;
  value: Float64Array;
  gpuHours: Float64Array;
  /** 1 where the customer would pay the cloud's price rather than go without. */
  cloudWilling: Uint8Array;
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
type Demand = ContextOf<typeof params, State, typeof reads, typeof emits>;

export const bootstrapTrace = defineMechanism({
  name: "demand/bootstrap-trace",
  summary:
    "Draws potential jobs from a recorded cluster by a stationary bootstrap of whole weeks; each goes where it costs it least, or nowhere.",
  source:
    "Politis and Romano, The stationary bootstrap, 1994; trace format of Microsoft Philly (Jeon et al. 2019)",
  params,
  reads,
  emits,
  init: ({ trace, replicas }: Values<typeof params>): State => ({
    weekStarts: weekStarts(trace),
    source: new Int32Array(replicas).fill(-1),
    offset: new Float64Array(0),
    row: new Int32Array(0),
    arrivals: 0,
    first: 0,
    began: 0,
    jobs: rows(),
    value: new Float64Array(64),
    gpuHours: new Float64Array(64),
    cloudWilling: new Uint8Array(64),
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
  }),
  on: {
    opened({ emit }) {
      emit.week({ week: 0 });
    },
    week(context, { week }) {
      const { state, emit } = context;
      drawWeek(context, week);
      emit.week.at({ week: week + 1 }, (week + 1) * WEEK);
      if (state.arrivals > 0) emit.arrival.at({ at: 0 }, week * WEEK + state.offset[0]!);
    },
    arrival: arrive,
    jobFinished(context, { job, gpus, seconds, usdPerGpuHour }) {
      const { state } = context;
      const row = removeRow(state.jobs, job);
      if (row === -1) return;
      state.totals.finished++;
      state.totals.finishedGpuHours += state.gpuHours[row]!;
      state.reputation.served++;
      state.totals.surplusUsd += state.value[row]! - (usdPerGpuHour * gpus * seconds) / HOUR;
    },
    jobInterrupted(context, { job, gpus, seconds, usdPerGpuHour }) {
      if (disappoint(context, job) !== -1)
        context.state.totals.surplusUsd -= (usdPerGpuHour * gpus * seconds) / HOUR;
    },
    jobLeft(context, { job }) {
      const { state } = context;
      const row = disappoint(context, job);
      if (row !== -1 && state.cloudWilling[row] === 1) state.totals.toCloudGpuHours += state.gpuHours[row]!;
    },
    day({ params, state }) {
      const keep = pow(0.5, 1 / params.reputationMemory);
      state.reputation.failed *= keep;
      state.reputation.served *= keep;
    },
  },
  metrics: {
    "jobs.potential": {
      unit: "jobs",
      kind: "flow",
      doc: "Jobs that exist, wherever they run.",
      total: ({ state }) => state.totals.jobs,
    },
    "jobs.potentialGpuHours": {
      unit: "GPU h",
      kind: "flow",
      doc: "GPU-hours of the jobs that exist.",
      total: ({ state }) => state.totals.gpuHours,
    },
    "jobs.lostToCloud": {
      unit: "ratio",
      kind: "ratio",
      doc: "Of the GPU-hours that customers had run, here or at the cloud, the share at the cloud.",
      totals: ({ state: { totals } }) => [
        totals.toCloudGpuHours,
        totals.toCloudGpuHours + totals.finishedGpuHours,
      ],
    },
    "jobs.cloudGpuHours": {
      unit: "GPU h",
      kind: "flow",
      doc: "GPU-hours that went to the cloud, at once or from the queue.",
      total: ({ state }) => state.totals.toCloudGpuHours,
    },
    "jobs.pricedOut": {
      unit: "ratio",
      kind: "ratio",
      doc: "Share of potential jobs that ran nowhere.",
      totals: ({ state: { totals } }) => [totals.pricedOut, totals.jobs],
    },
    "jobs.finished": {
      unit: "jobs",
      kind: "flow",
      doc: "Jobs that got their result from the network.",
      total: ({ state }) => state.totals.finished,
    },
    "jobs.finishedGpuHours": {
      unit: "GPU h",
      kind: "flow",
      doc: "GPU-hours that customers asked for and got a result of: without lost work and without the longer run of a job that spans providers.",
      total: ({ state }) => state.totals.finishedGpuHours,
    },
    "jobs.failed": {
      unit: "ratio",
      kind: "ratio",
      doc: "Share of jobs given to the network that got no result.",
      totals: ({ state: { totals } }) => [totals.failed, totals.failed + totals.finished],
    },
    "customers.surplusUsd": {
      unit: "USD",
      kind: "flow",
      doc: "What the results of finished jobs were worth to customers, at most the cloud's price, less what customers paid, for lost work too.",
      total: ({ state }) => state.totals.surplusUsd,
    },
  },
  invariants: {
    "no more jobs get a result than exist": ({ state: { totals } }) =>
      totals.finished + totals.failed + totals.toCloud + totals.pricedOut <= totals.jobs,
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 12 } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 3 } },
    ],
    until: "30d",
  }),
});

/** Whole recorded weeks only: a part of a week would thin demand out. */
function weekStarts(trace: Table): Int32Array {
  const times = numberColumn(trace, "timestamp");
  const origin = times[0] ?? 0;
  const weeks = Math.max(1, Math.floor(((times.at(-1) ?? origin) - origin) / WEEK));
  const starts = new Int32Array(weeks + 1);
  for (let row = 0; row < times.length; row++) {
    const week = Math.floor((times[row]! - origin) / WEEK);
    for (let later = week + 1; later <= weeks; later++) starts[later]!++;
  }
  return starts;
}

/** Every replica goes on to the next recorded week, or, once in `block` weeks, to a new one. Does not depend on the horizon. */
function drawWeek({ params, state, random }: Demand, week: number): void {
  const weeks = state.weekStarts.length - 1;
  const times = numberColumn(params.trace, "timestamp");
  const origin = times[0]!;
  state.first += state.arrivals;
  state.began = week * WEEK;
  const drawn: { offset: number; row: number }[] = [];
  for (let replica = 0; replica < params.replicas; replica++) {
    const draw = random.at(replica, "recorded week", week);
    const jump = draw.uniform() * params.block < 1;
    const fresh = draw.integer(weeks);
    const source = state.source[replica] === -1 || jump ? fresh : (state.source[replica]! + 1) % weeks;
    state.source[replica] = source;
    for (let row = state.weekStarts[source]!; row < state.weekStarts[source + 1]!; row++)
      drawn.push({ offset: times[row]! - origin - source * WEEK, row });
  }
  drawn.sort((a, b) => a.offset - b.offset || a.row - b.row);
  state.arrivals = drawn.length;
  state.offset = grown(state.offset, drawn.length);
  state.row = grown(state.row, drawn.length);
  drawn.forEach(({ offset, row }, at) => {
    state.offset[at] = offset;
    state.row[at] = row;
  });
}

function arrive(context: Demand, { at }: { at: number }): void {
  const { state, params, now, horizon, emit } = context;
  if (at + 1 < state.arrivals) emit.arrival.at({ at: at + 1 }, state.began + state.offset[at + 1]!);
  if (now > horizon - params.coolDown) return;
  const row = state.row[at]!;
  const gpus = numberColumn(params.trace, "num_gpus")[row]!;
  const seconds = numberColumn(params.trace, "duration")[row]! / params.speedUp;
  choose(context, state.first + at, gpus, seconds);
}

/** The job takes what costs it least: price, waiting and the risk of failure here, or the cloud, or nothing. */
function choose(context: Demand, job: number, gpus: number, seconds: number): void {
  const { state, params, random, read, emit } = context;
  const draw = random.at(job, "job");
  if (draw.uniform() >= read.demandLevel()) return;
  const cloud = read.cloudUsdPerGpuHour();
  const ceiling = cloud * (1 - params.reliabilityDiscount);
  const worth = cloud * params.willingness * draw.lognormal(0, params.dispersion);
  const limit = Math.min(worth, ceiling);
  const { totals, reputation } = state;
  totals.jobs++;
  totals.gpuHours += (gpus * seconds) / HOUR;

  const price = read.usdPerGpuHour();
  const delay = (params.delayCost * worth * read.expectedWait()) / Math.max(60, seconds);
  const risk = (reputation.failed / (reputation.failed + reputation.served)) * price;
  if (price + delay + risk <= limit) {
    remember(state, job, (gpus * seconds) / HOUR, Math.min(worth, cloud), worth >= cloud);
    const patience = random.at(job, "patience").exponential(params.patience) + params.patienceShare * seconds;
    emit.jobSubmitted({ job, gpus, seconds, usdPerGpuHour: limit, patience });
  } else if (worth >= cloud) goToCloud(state, gpus, seconds);
  else totals.pricedOut++;
}

function goToCloud({ totals }: State, gpus: number, seconds: number): void {
  totals.toCloud++;
  totals.toCloudGpuHours += (gpus * seconds) / HOUR;
}

function remember(state: State, job: number, gpuHours: number, usdPerGpuHour: number, cloud: boolean): void {
  const row = addRow(state.jobs, job);
  const capacity = state.jobs.ids.length;
  state.value = grown(state.value, capacity);
  state.gpuHours = grown(state.gpuHours, capacity);
  state.cloudWilling = grown(state.cloudWilling, capacity);
  state.value[row] = usdPerGpuHour * gpuHours;
  state.gpuHours[row] = gpuHours;
  state.cloudWilling[row] = cloud ? 1 : 0;
}

/** A job without a result: its customer remembers. Returns its row, or −1 where it is nobody's here. */
function disappoint({ state }: Demand, job: number): number {
  const row = removeRow(state.jobs, job);
  if (row === -1) return row;
  state.totals.failed++;
  state.reputation.failed++;
  return row;
}
