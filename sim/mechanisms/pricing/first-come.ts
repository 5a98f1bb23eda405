import { add, histogramBins } from "../../formulas/histogram.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { grown } from "../../model/rows.ts";
import { count } from "../../schema/fields.ts";

// A job: jobSubmitted → (matched at once | waits → (matched | its patience runs out, or the price passes what it pays → jobLeft))

const params = {
  lookahead: count({
    default: 16,
    min: 1,
    doc: "How many of the waiting jobs, from the front, are tried: 1 is strictly first come, first served.",
    range: [1, 64],
  }),
};
const reads = { gpusFree: {}, gpusOnline: {}, usdPerGpuHour: {} };
const emits = {
  jobMatched: shared,
  jobLeft: shared,
  patienceOver: {
    doc: "A waiting job has waited as long as it will.",
    private: true,
    fields: { row: "number" },
  },
} as const;

/** Jobs that wait, as rows in a doubly linked list in order of arrival; free rows form a list of their own. */
interface State {
  job: Float64Array;
  gpus: Float64Array;
  seconds: Float64Array;
  limit: Float64Array;
  since: Float64Array;
  timer: Float64Array;
  next: Int32Array;
  previous: Int32Array;
  first: number;
  last: number;
  free: number;
  used: number;
  waiting: number;
  gpusWaiting: number;
  gpuSecondsWaiting: number;
  /** GPUs of jobs matched in this instant that supply has not placed yet. */
  committed: number;
  submitted: number;
  left: number;
  waits: Float64Array;
  /** ∫ waiting jobs dt up to `integrated`. */
  integral: number;
  integrated: number;
}
type Queue = ContextOf<typeof params, State, typeof reads, typeof emits>;

export const firstCome = defineMechanism({
  name: "pricing/first-come",
  summary: "Matches jobs to free GPUs in order of arrival; the first few that fit may overtake a wide one.",
  source: "First come, first served with bounded backfill: Feitelson et al., Parallel job scheduling, 1997",
  params,
  reads,
  emits,
  init: (): State => ({
    ...columns(64),
    first: -1,
    last: -1,
    free: -1,
    used: 0,
    waiting: 0,
    gpusWaiting: 0,
    gpuSecondsWaiting: 0,
    committed: 0,
    submitted: 0,
    left: 0,
    waits: histogramBins(),
    integral: 0,
    integrated: 0,
  }),
  on: {
    jobSubmitted(context, { job, gpus, seconds, usdPerGpuHour, patience }) {
      const { state, params, read } = context;
      state.submitted++;
      if (state.waiting === 0 && gpus <= read.gpusFree() - state.committed) {
        add(state.waits, 0);
        match(context, job, gpus, seconds);
      } else {
        enqueue(context, job, gpus, seconds, usdPerGpuHour, patience);
        if (state.waiting <= params.lookahead) serve(context);
      }
    },
    jobMatched({ state }, { gpus }) {
      state.committed -= gpus;
    },
    jobFinished: serve,
    jobInterrupted: serve,
    gpusFreed: serve,
    patienceOver: (context, { row }) => leave(context, row),
    end(context) {
      while (context.state.first !== -1) leave(context, context.state.first);
    },
  },
  signals: {
    gpusWaiting: ({ state }) => state.gpusWaiting,
    expectedWait: ({ state, read }) => state.gpuSecondsWaiting / Math.max(1, read.gpusOnline()),
  },
  metrics: {
    "jobs.submitted": {
      unit: "jobs",
      kind: "flow",
      doc: "Jobs that asked the network for GPUs.",
      total: ({ state }) => state.submitted,
    },
    "jobs.waiting": {
      unit: "jobs",
      kind: "level",
      doc: "Jobs that wait, mean over time.",
      totals: ({ state, now }) => [state.integral + state.waiting * (now - state.integrated), now],
    },
    "jobs.gaveUp": {
      unit: "jobs",
      kind: "flow",
      doc: "Jobs that left the queue without running: their wait is censored.",
      total: ({ state }) => state.left,
    },
    "jobs.waitP50": {
      unit: "s",
      kind: "duration",
      doc: "Median wait of the jobs that started.",
      quantile: 0.5,
      counts: ({ state }) => state.waits,
    },
    "jobs.waitP95": {
      unit: "s",
      kind: "duration",
      doc: "95th percentile of the wait of the jobs that started.",
      quantile: 0.95,
      counts: ({ state }) => state.waits,
    },
  },
  invariants: {
    "a queue without jobs waits for no GPUs": ({ state }) =>
      state.waiting > 0 || (state.gpusWaiting === 0 && state.first === -1),
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 4 } },
      { mechanism: "pricing/utilisation-indexed", params: {} },
      { mechanism: "pricing/first-come", params: {} },
    ],
    until: "10d",
  }),
});

/** Starts what fits among the first `lookahead` jobs; one that starts or leaves makes room for the next. */
function serve(context: Queue): void {
  const { state, params, read } = context;
  if (state.waiting === 0) return;
  const price = read.usdPerGpuHour();
  let free = read.gpusFree() - state.committed;
  for (let row = state.first, passed = 0; row !== -1 && passed < params.lookahead && free > 0; ) {
    const next = state.next[row]!;
    const gpus = state.gpus[row]!;
    if (state.limit[row]! < price) leave(context, row);
    else if (gpus <= free) {
      free -= gpus;
      start(context, row);
    } else passed++;
    row = next;
  }
}

function start(context: Queue, row: number): void {
  const { state, now } = context;
  context.cancel(state.timer[row]!);
  add(state.waits, now - state.since[row]!);
  remove(context, row);
  match(context, state.job[row]!, state.gpus[row]!, state.seconds[row]!);
}

function match({ state, read, emit }: Queue, job: number, gpus: number, seconds: number): void {
  state.committed += gpus;
  emit.jobMatched({ job, gpus, seconds, usdPerGpuHour: read.usdPerGpuHour() });
}

function leave(context: Queue, row: number): void {
  const { state, now, emit } = context;
  context.cancel(state.timer[row]!);
  remove(context, row);
  state.left++;
  emit.jobLeft({ job: state.job[row]!, gpus: state.gpus[row]!, waited: now - state.since[row]! });
}

function enqueue(
  context: Queue,
  job: number,
  gpus: number,
  seconds: number,
  limit: number,
  patience: number,
): void {
  const { state, now, emit } = context;
  integrate(context);
  let row = state.free;
  if (row === -1) {
    row = state.used++;
    if (row === state.job.length) Object.assign(state, columns(row * 2, state));
  } else state.free = state.next[row]!;
  state.job[row] = job;
  state.gpus[row] = gpus;
  state.seconds[row] = seconds;
  state.limit[row] = limit;
  state.since[row] = now;
  state.timer[row] = emit.patienceOver({ row }, patience);
  state.previous[row] = state.last;
  state.next[row] = -1;
  if (state.last === -1) state.first = row;
  else state.next[state.last] = row;
  state.last = row;
  state.waiting++;
  state.gpusWaiting += gpus;
  state.gpuSecondsWaiting += gpus * seconds;
}

function remove(context: Queue, row: number): void {
  const { state } = context;
  integrate(context);
  const before = state.previous[row]!;
  const after = state.next[row]!;
  if (before === -1) state.first = after;
  else state.next[before] = after;
  if (after === -1) state.last = before;
  else state.previous[after] = before;
  state.next[row] = state.free;
  state.free = row;
  state.waiting--;
  state.gpusWaiting -= state.gpus[row]!;
  state.gpuSecondsWaiting =
    state.waiting === 0 ? 0 : state.gpuSecondsWaiting - state.gpus[row]! * state.seconds[row]!;
}

function integrate({ state, now }: Queue): void {
  state.integral += state.waiting * (now - state.integrated);
  state.integrated = now;
}

const FLOAT_COLUMNS = ["job", "gpus", "seconds", "limit", "since", "timer"] as const;
const LINK_COLUMNS = ["next", "previous"] as const;
type Columns = { [C in (typeof FLOAT_COLUMNS)[number]]: Float64Array } & {
  [C in (typeof LINK_COLUMNS)[number]]: Int32Array;
};

/** Columns of the waiting jobs, fresh or grown from those there are. */
function columns(capacity: number, from?: Columns): Columns {
  const floats = FLOAT_COLUMNS.map((name) => [
    name,
    from ? grown(from[name], capacity) : new Float64Array(capacity),
  ]);
  const links = LINK_COLUMNS.map((name) => [
    name,
    from ? grown(from[name], capacity) : new Int32Array(capacity),
  ]);
  return Object.fromEntries([...floats, ...links]) as Columns;
}
