/**
 * A recorded cluster replayed on a pool of another one's size, beside what was measured there. Microsoft's virtual
 * cluster b436b2 offers 27 % of 208 GPUs; SenseTime's Helios cluster vc6YE has 208 and used 90 % of them. So the record
 * is scaled until it offers 90 %: in rate (more copies of the record, each played back more slowly), or in size.
 *
 * What comes out: utilisation follows from the load and is Helios's within five points, whatever the scaling. The queue
 * is not: it is 20 to 450 times as long. Half of the record's work was submitted in its first ten days of 93, and jobs
 * take days; four copies smooth that a little, twenty more. Letting jobs overtake halves the queue. What brings it down
 * to Helios's is only that jobs leave it, and then a third of the pool idles: Helios's users saw the queue that they
 * joined and worked on what fitted; those of a replay do not.
 */
import { type ContextOf, defineMechanism, defineScenario, fields, inlineTable, type Use } from "orrery";
import { firstCome } from "../sim/mechanisms/pricing/first-come.ts";

const use = (mechanism: string, params: object = {}): Use => ({ mechanism, params });

const SERVERS = 26;
const GPUS = SERVERS * 8;

/** Offered GPU-time of the record over that of the pool: 56.6 of 208 GPUs. Helios's utilisation over it. */
const OFFERED = 0.2721;
const FACTOR = 0.9026 / OFFERED;
/** Rounded to whole GPUs, jobs that are so many times as wide offer as much. */
const SIZE_FACTOR = 3.334;

const params = {
  helios: fields.table(
    {
      gpus: { type: "number", unit: "GPUs", min: 1 },
      running_gpus: { type: "number", unit: "GPUs", min: 0 },
      pending_gpus: { type: "number", unit: "GPUs", min: 0 },
      running_jobs: { type: "number", unit: "jobs", min: 0 },
    },
    { doc: "The Helios series: GPUs that run and that jobs wait for." },
  ),
};
interface State {
  running: number;
  waitingGpus: number;
  /** ∫ running jobs dt, ∫ GPUs waited for dt, up to `integrated`. */
  runningSeconds: number;
  waitingGpuSeconds: number;
  integrated: number;
}
type Pool = ContextOf<typeof params, State>;

/** What both clusters are compared by: the GPUs that jobs wait for and the jobs that run; and what Helios had. */
const besideHelios = defineMechanism({
  name: "records/beside-helios",
  summary: "Measures the pool as the Helios series does, and publishes the means of that series.",
  source:
    "Hu et al., Characterization and Prediction of Deep Learning Workloads, SC 2021: cluster vc6YE, May 2020",
  params,
  init: (): State => ({ running: 0, waitingGpus: 0, runningSeconds: 0, waitingGpuSeconds: 0, integrated: 0 }),
  on: {
    jobSubmitted: (context, { gpus }) => change(context, 0, gpus),
    jobStarted: (context, { gpus }) => change(context, 1, -gpus),
    jobFinished: (context) => change(context, -1, 0),
    jobLeft: (context, { gpus }) => change(context, 0, -gpus),
  },
  metrics: {
    "cluster.gpusWaiting": {
      kind: "level",
      unit: "GPUs",
      doc: "GPUs that queued jobs wait for, mean over time.",
      totals: ({ state, now }) => [
        state.waitingGpuSeconds + state.waitingGpus * (now - state.integrated),
        now,
      ],
    },
    "cluster.jobsRunning": {
      kind: "level",
      unit: "jobs",
      doc: "Jobs that run, mean over time.",
      totals: ({ state, now }) => [state.runningSeconds + state.running * (now - state.integrated), now],
    },
    "helios.utilisation": {
      kind: "ratio",
      unit: "ratio",
      doc: "Busy over all GPUs, as measured in Helios.",
      value: ({ params }) => recorded(params, "running_gpus") / recorded(params, "gpus"),
    },
    "helios.gpusWaiting": {
      kind: "level",
      unit: "GPUs",
      doc: "GPUs that queued jobs waited for, as measured in Helios.",
      value: ({ params }) => recorded(params, "pending_gpus"),
    },
    "helios.jobsRunning": {
      kind: "level",
      unit: "jobs",
      doc: "Jobs that ran, as measured in Helios.",
      value: ({ params }) => recorded(params, "running_jobs"),
    },
  },
  example: () => ({ world: [], until: "1h" }),
});

function change({ state, now }: Pool, running: number, gpus: number): void {
  state.runningSeconds += state.running * (now - state.integrated);
  state.waitingGpuSeconds += state.waitingGpus * (now - state.integrated);
  state.integrated = now;
  state.running += running;
  state.waitingGpus += gpus;
}

/** Mean of a column; a table's numbers are typed arrays. */
function recorded({ helios }: Pool["params"], name: string): number {
  const values = helios.columns[name] as Float64Array;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
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

export default defineScenario({
  title: "A recorded cluster on another one's GPUs",
  question:
    "Microsoft's jobs, scaled to the load of a Helios cluster, first come, first served on as many GPUs: how close do utilisation and queue come to what Helios measured, and why not closer?",
  seed: 1,
  until: "92d",
  warmUp: "20d",
  sample: "6h",
  world: [
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
      // The record's durations hold whatever failed there.
      mtbf: 9e9,
    }),
    // Nobody pays within a company; the price stands still.
    use("pricing/utilisation-indexed", { initial: 1, sensitivity: 0 }),
    besideHelios({ helios: "data/helios-vc6ye-hourly.csv" }),
  ],
  designs: {
    "as recorded": [philly({}), inOrder],
    "wider jobs": [philly({ sizeScale: SIZE_FACTOR }), inOrder],
    "more jobs": [moreJobs, inOrder],
    "many clusters": [philly(MANY), inOrder],
    "many, overtaking": [philly(MANY), overtaking],
    "many, overtaking, leaving": [philly({ ...MANY, patience: "6h" }), overtaking],
  },
  control: "many clusters",
  expect: {
    "the record as it is leaves most of the pool idle": {
      summary: "gpu.utilisation <= 0.3",
      design: "as recorded",
    },
    ...Object.fromEntries(
      ["wider jobs", "more jobs", "many clusters", "many, overtaking"].flatMap((design) => [
        [
          `${design}: as busy as Helios, to five points`,
          { summary: "abs(gpu.utilisation - helios.utilisation) <= 0.05", design },
        ],
        [
          `${design}: but the queue is more than ten times as long`,
          { summary: "cluster.gpusWaiting >= 10 * helios.gpusWaiting", design },
        ],
      ]),
    ),
    "smoother arrivals and overtaking shorten the queue": {
      compare:
        "[wider jobs].cluster.gpusWaiting > [more jobs].cluster.gpusWaiting && [more jobs].cluster.gpusWaiting > [many clusters].cluster.gpusWaiting && [many clusters].cluster.gpusWaiting > [many, overtaking].cluster.gpusWaiting",
    },
    "with jobs that leave, the queue is Helios's to a half": {
      summary: "abs(cluster.gpusWaiting / helios.gpusWaiting - 1) <= 0.5",
      design: "many, overtaking, leaving",
    },
    "but then a quarter of what Helios used is idle": {
      summary: "gpu.utilisation <= 0.75 * helios.utilisation",
      design: "many, overtaking, leaving",
    },
    "nothing fails and nothing is lost": { atEnd: "jobs.restarted == 0 && jobs.lostGpuHours == 0" },
  },
});
