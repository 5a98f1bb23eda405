/**
 * A recorded cluster replayed on a pool of another one's size, beside what was measured there. Microsoft's virtual
 * cluster b436b2 offers 27 % of 208 GPUs; SenseTime's Helios cluster vc6YE has 208 and used 90 % of them. So the record
 * is scaled until it offers 90 %: in rate (more copies of the record, each played back more slowly), or in size.
 *
 * What comes out: utilisation follows from the load and is Helios's within one and a half points, whatever the scaling.
 * The queue is not: it is 20 to 500 times as long. Half of the record's work was submitted in its first ten days of 93,
 * and jobs take days; four copies smooth that a little, twenty more. Letting jobs overtake halves the queue. What brings
 * it down to Helios's is only that jobs leave it, and then more than a third of the pool idles: Helios's users saw the
 * queue that they joined and worked on what fitted; those of a replay do not.
 */
import {
  type ContextOf,
  defineMechanism,
  defineScenario,
  fields,
  inlineTable,
  numberColumn,
  type Use,
} from "orrery";
import { firstCome } from "../sim/mechanisms/pricing/first-come.ts";

const use = (mechanism: string, params: object = {}): Use => ({ mechanism, params });

const SERVERS = 26;
const GPUS = SERVERS * 8;

/** Offered GPU-time of the record over that of the pool: 56.6 of 208 GPUs. Helios's utilisation over it. */
const OFFERED = 0.2721;
const FACTOR = 0.9026 / OFFERED;
/** Rounded to whole GPUs, jobs that are so many times as wide offer as much. */
const SIZE_FACTOR = 3.334;

/** Sums of the pool's queue and of the jobs that run, as the Helios series counts them. */
interface Pool {
  running: number;
  waitingGpus: number;
  /** ∫ running jobs dt and ∫ GPUs waited for dt, up to `integrated`. */
  runningSeconds: number;
  waitingGpuSeconds: number;
  integrated: number;
}

const GPUS_WAITING = {
  unit: "GPUs",
  kind: "level",
  words: "GPUs waited for",
  noun: "GPUs that queued jobs wait for",
  says: { verb: "keeps", after: " waited for on average", less: "fewer" },
  better: "less",
  doc: "GPUs that queued jobs wait for, mean over time.",
} as const;
const JOBS_RUNNING = {
  unit: "jobs",
  kind: "level",
  words: "Jobs running",
  better: "neither",
  doc: "Jobs that run, mean over time.",
} as const;

const likeHelios = defineMechanism({
  name: "records/like-helios",
  summary: "Measures a pool as the Helios series does.",
  source: "Hu et al., SC 2021: columns pending_gpu_num and running_gpujob_num",
  params: {},
  init: (): Pool => ({ running: 0, waitingGpus: 0, runningSeconds: 0, waitingGpuSeconds: 0, integrated: 0 }),
  on: {
    jobSubmitted: (context, { gpus }) => change(context, 0, gpus),
    jobStarted: (context, { gpus }) => change(context, 1, -gpus),
    jobFinished: (context) => change(context, -1, 0),
    jobLeft: (context, { gpus }) => change(context, 0, -gpus),
  },
  ownMetrics: {
    "gpu.waiting": {
      ...GPUS_WAITING,
      totals: ({ state, now }) => [
        state.waitingGpuSeconds + state.waitingGpus * (now - state.integrated),
        now,
      ],
    },
    "jobs.running": {
      ...JOBS_RUNNING,
      totals: ({ state, now }) => [state.runningSeconds + state.running * (now - state.integrated), now],
    },
  },
  example: () => ({ world: [], until: "1h" }),
});

function change({ state, now }: ContextOf<{}, Pool>, running: number, gpus: number): void {
  state.runningSeconds += state.running * (now - state.integrated);
  state.waitingGpuSeconds += state.waitingGpus * (now - state.integrated);
  state.integrated = now;
  state.running += running;
  state.waitingGpus += gpus;
}

const HOUR = 3_600;
const record = {
  series: fields.table(
    {
      gpus: { type: "number", unit: "GPUs", min: 0 },
      running_gpus: { type: "number", unit: "GPUs", min: 0 },
      pending_gpus: { type: "number", unit: "GPUs", min: 0 },
      running_jobs: { type: "number", unit: "jobs", min: 0 },
      pending_jobs: { type: "number", unit: "jobs", min: 0 },
    },
    { doc: "Means of an hour; the record is repeated." },
  ),
};

/** What was measured, under the names that the other designs are measured by. It handles no event. */
const helios = defineMechanism({
  name: "records/helios",
  summary: "Publishes a recorded month of a cluster, again and again.",
  source: "Hu et al., Characterization and Prediction of Deep Learning Workloads, SC 2021: vc6YE, May 2020",
  params: record,
  init: () => ({}),
  on: {},
  metrics: {
    "gpu.supply": {
      totals: ({ params, now }) => [integral(params, "gpus", now), now],
    },
    "gpu.utilisation": {
      totals: ({ params, now }) => [integral(params, "running_gpus", now), integral(params, "gpus", now)],
    },
    "gpu.delivered": {
      total: ({ params, now }) => integral(params, "running_gpus", now) / HOUR,
    },
    "jobs.waiting": {
      totals: ({ params, now }) => [integral(params, "pending_jobs", now), now],
    },
  },
  ownMetrics: {
    "gpu.waiting": {
      ...GPUS_WAITING,
      totals: ({ params, now }) => [integral(params, "pending_gpus", now), now],
    },
    "jobs.running": {
      ...JOBS_RUNNING,
      totals: ({ params, now }) => [integral(params, "running_jobs", now), now],
    },
  },
  example: () => ({ world: [], until: "1h" }),
});

/** ∫ column dt from the start to `now`, the record repeated. */
function integral({ series }: ContextOf<typeof record, {}>["params"], name: string, now: number): number {
  const values = numberColumn(series, name);
  let sum = 0;
  for (let hour = 0; hour * HOUR < now; hour++)
    sum += values[hour % values.length]! * Math.min(HOUR, now - hour * HOUR);
  return sum;
}

const philly = (scale: object): Use =>
  use("demand/trace", { trace: "data/philly-b436b2.csv", largest: GPUS, ...scale });
/** Strictly first come, first served. */
const inOrder = firstCome({ lookahead: 1 });
/** Whatever of the first 64 that wait fits may go first. */
const overtaking = firstCome({ lookahead: 64 });

const moreJobs = philly({ copies: 4, rateScale: FACTOR / 4 });
/** Twenty copies, each spread over five years: bursts of one meet lulls of others. */
const MANY = { copies: 20, rateScale: FACTOR / 20 };

const pool = [
  use("supply/fleet", {
    machines: inlineTable({
      provider: ["pool"],
      count: [SERVERS],
      gpus: [8],
      kind: ["P100"],
      memory_gb: [16],
      throughput: [1],
      region: ["US"],
      usd_per_gpu_hour: [0],
    }),
    // Always up: the record's durations hold whatever failed there.
    availability: inlineTable({
      machine: Array.from({ length: SERVERS }, (_, machine) => machine),
      t: Array<number>(SERVERS).fill(0),
      up: Array<number>(SERVERS).fill(1),
    }),
  }),
  // Nobody pays within a company; the price stands still.
  use("pricing/utilisation-indexed", { initial: 1, sensitivity: 0 }),
  likeHelios(),
];

export default defineScenario({
  title: "A recorded cluster on another one's GPUs",
  question:
    "Microsoft's jobs, scaled to the load of a Helios cluster, first come, first served on as many GPUs: how close do utilisation and queue come to what Helios measured, and why not closer?",
  seed: 1,
  // Three times the 31 days of Helios's record; the first fills the pool.
  until: "93d",
  warmUp: "31d",
  sample: "1d",
  replications: 3,
  world: [],
  designs: {
    "Helios, measured": [helios({ series: "data/helios-vc6ye-hourly.csv" })],
    "as recorded": [...pool, philly({}), inOrder],
    "wider jobs": [...pool, philly({ sizeScale: SIZE_FACTOR }), inOrder],
    "more jobs": [...pool, moreJobs, inOrder],
    "many clusters": [...pool, philly(MANY), inOrder],
    overtaking: [...pool, philly(MANY), overtaking],
    "overtaking and leaving": [...pool, philly({ ...MANY, patience: "6h" }), overtaking],
  },
  measures: [
    "gpu.utilisation",
    "gpu.waiting",
    "jobs.waiting",
    "jobs.running",
    "jobs.waitP50",
    "jobs.waitP95",
    "gpu.delivered",
  ],
  meant: {
    "revenue/providers": "a queue is compared, and nobody pays",
    "demand/trace.trace": "where the record is played more slowly, its end comes after the horizon",
  },
  expect: {
    "the record as it is leaves most of the pool idle": {
      summary: "gpu.utilisation <= 0.3",
      design: "as recorded",
    },
    ...Object.fromEntries(
      ["wider jobs", "more jobs", "many clusters", "overtaking"].flatMap((design) => [
        [
          `${design}: as busy as Helios, to three points`,
          { compare: `abs([${design}].gpu.utilisation - [Helios, measured].gpu.utilisation) <= 0.03` },
        ],
        [
          `${design}: but the queue is more than ten times as long`,
          { compare: `[${design}].gpu.waiting >= 10 * [Helios, measured].gpu.waiting` },
        ],
      ]),
    ),
    "smoother arrivals and overtaking shorten the queue": {
      compare:
        "[wider jobs].gpu.waiting > [more jobs].gpu.waiting && [more jobs].gpu.waiting > [many clusters].gpu.waiting && [many clusters].gpu.waiting > [overtaking].gpu.waiting",
    },
    "with jobs that leave, the queue is Helios's to a half": {
      compare: "abs([overtaking and leaving].gpu.waiting / [Helios, measured].gpu.waiting - 1) <= 0.5",
    },
    "but then a quarter of what Helios used is idle": {
      compare: "[overtaking and leaving].gpu.utilisation <= 0.75 * [Helios, measured].gpu.utilisation",
    },
    ...Object.fromEntries(
      ["wider jobs", "more jobs", "many clusters", "overtaking and leaving"].map((design) => [
        `${design}: nothing fails and nothing is lost`,
        { atEnd: "machines.failures == 0 && jobs.restarted == 0 && jobs.lostGpuHours == 0", design },
      ]),
    ),
  },
});
