import { sum } from "../../formulas/sum.ts";
import type { Index } from "../../indexed.ts";
import { customerClaims, customerMetrics } from "../../kit/demand/customer-measures.ts";
import {
  type Customers,
  choose,
  customerParams,
  customerReads,
  customers,
  disappoint,
  fade,
} from "../../kit/demand/customers.ts";
import { firstJob } from "../../kit/demand/job-number.ts";
import { sourceHandlers } from "../../kit/demand/job-source.ts";
import { close, open, type Unfinished, unfinished } from "../../kit/demand/unfinished.ts";
import { crowdedWorld, spotWorld } from "../../kit/examples.ts";
import { grown } from "../../model/columns.ts";
import { atOnce, BYTES_OF_A_JOB } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { count, number, seconds, table, type Values } from "../../schema/fields.ts";
import { inlineTable, numberColumn, sizes, type Table } from "../../schema/table.ts";
import { instant, WEEK } from "../../units.ts";

// A potential job: arrives → (does not exist at this level of demand | priced out | goes to the cloud | jobSubmitted → jobStarted → (jobFinished | jobInterrupted | jobPaused → jobStarted …), or jobLeft)

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
      num_gpus: sizes({ max: 1e6 }),
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
  ...customerParams,
  coolDown: seconds({
    default: 0,
    reaches: "time",
    doc: "No job is submitted so long before the horizon.",
    source: "Orrery: for the scenario to set",
  }),
};
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
  customers: Customers;
  unfinished: Unfinished;
}
type Demand = ContextOf<typeof params, State, typeof customerReads, typeof emits>;

export const bootstrapTrace = defineMechanism({
  name: "demand/bootstrap-trace",
  summary:
    "Draws potential jobs from a recorded cluster by a stationary bootstrap of whole weeks; each goes where it costs it least, or nowhere.",
  source:
    "Politis and Romano, The stationary bootstrap, 1994; trace format of Microsoft Philly (Jeon et al. 2019)",
  params,
  reads: customerReads,
  emits,
  init: ({ trace, replicas }: Values<typeof params>): State => ({
    weekStarts: weekStarts(trace),
    source: new Int32Array(replicas).fill(-1),
    offset: new Float64Array(0),
    row: new Int32Array(0),
    arrivals: 0,
    first: 0,
    began: 0,
    customers: customers(),
    unfinished: unfinished(),
  }),
  estimate: ({ trace, replicas, patience, patienceShare }, ahead) => {
    const weekly = (replicas * trace.rows) / Math.max(1, weekStarts(trace).length - 1);
    const weeks = ahead.horizon / WEEK + 1;
    const jobs = weekly * weeks;
    const mean = sum(numberColumn(trace, "duration")) / Math.max(1, trace.rows);
    const pending = atOnce(jobs, patience + (1 + patienceShare) * mean, ahead);
    return {
      events: { week: weeks, arrival: jobs, jobSubmitted: jobs },
      sums: { running: (jobs * mean) / ahead.horizon, pending },
      bytes: (weekly + pending) * BYTES_OF_A_JOB,
    };
  },
  on: {
    ...sourceHandlers,
    opened({ emit }) {
      emit.week({ week: 0 });
    },
    week(context, { week }) {
      const { state, emit } = context;
      drawWeek(context, week);
      emit.week.at({ week: week + 1 }, (week + 1) * WEEK);
      if (state.arrivals > 0) emit.arrival.at({ at: 0 }, week * WEEK + state.offset[0]);
    },
    arrival: arrive,
    // Nobody here submits a job again.
    jobInterrupted: ({ state, now }, { job }) =>
      disappoint(state.customers, job, close(state.unfinished, now, job).paidUsd),
    day: ({ state, params }) => fade(state.customers, params),
  },
  metrics: customerMetrics,
  invariants: customerClaims,
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 12 } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 3 } },
    ],
    until: "30d",
  }),
  examples: () => [
    crowdedWorld([
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 20 } },
    ]),
    spotWorld([{ mechanism: "demand/bootstrap-trace", params: { replicas: 3 } }]),
  ],
});

/** Instant of a row since the record began: a job that the calendar rounds into the next week is that week's. */
function recordedAt(trace: Table, row: Index): number {
  const times = numberColumn(trace, "timestamp");
  return instant(times[row] - times[0]);
}

/** Whole recorded weeks only: a part of a week would thin demand out. */
function weekStarts(trace: Table): Int32Array {
  const { rows } = trace;
  const weeks = Math.max(1, Math.floor(rows > 0 ? recordedAt(trace, rows - 1) / WEEK : 0));
  const starts = new Int32Array(weeks + 1);
  for (let row = 0; row < rows; row++) {
    const week = Math.floor(recordedAt(trace, row) / WEEK);
    for (let later: Index = week + 1; later <= weeks; later++) starts[later]++;
  }
  return starts;
}

/** Every replica goes on to the next recorded week, or, once in `block` weeks, to a new one. Does not depend on the horizon. */
function drawWeek({ params, state, random }: Demand, week: number): void {
  const weeks = state.weekStarts.length - 1;
  state.first += state.arrivals;
  state.began = week * WEEK;
  const drawn: { offset: number; row: number }[] = [];
  for (let replica: Index = 0; replica < params.replicas; replica++) {
    const draw = random.at(replica, "recorded week", week);
    const jump = draw.uniform() * params.block < 1;
    const fresh = draw.integer(weeks);
    const source: Index = state.source[replica] === -1 || jump ? fresh : (state.source[replica] + 1) % weeks;
    state.source[replica] = source;
    for (let row = state.weekStarts[source]; row < state.weekStarts[source + 1]!; row++)
      drawn.push({ offset: instant(recordedAt(params.trace, row) - source * WEEK), row });
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

function arrive(context: Demand, { at }: { at: Index }): void {
  const { state, params, now, horizon, emit } = context;
  if (at + 1 < state.arrivals) emit.arrival.at({ at: at + 1 }, state.began + state.offset[at + 1]!);
  if (now > horizon - params.coolDown) return;
  const row: Index = state.row[at];
  const gpus = numberColumn(params.trace, "num_gpus")[row];
  const seconds = numberColumn(params.trace, "duration")[row] / params.speedUp;
  const ordinal = state.first + at;
  const job = firstJob(context.instance) + ordinal;
  const terms = choose(state.customers, context, ordinal, job, { gpus, seconds });
  if (!terms) return;
  const { usdPerGpuHour, patience } = terms;
  open(state.unfinished, now, job, {
    gpus,
    seconds,
    patience,
    limit: usdPerGpuHour,
    deadline: Number.POSITIVE_INFINITY,
    checkpoint: 0,
  });
  emit.jobSubmitted({ job, gpus, seconds, usdPerGpuHour, patience });
}
