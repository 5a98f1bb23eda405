// A recorded job: its time comes → jobSubmitted → jobStarted → (jobFinished | jobInterrupted → jobSubmitted again), or jobLeft
import { type Problem, ScenarioError } from "../../errors.ts";
import { potential } from "../../model/customers.ts";
import { firstJob } from "../../model/job-number.ts";
import {
  afterInterruption,
  type JobSource,
  jobSource,
  sourceClaims,
  sourceHandlers,
  sourceMetrics,
  submitUnvalued,
} from "../../model/job-source.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { count, number, seconds, table, usdPerGpuHour } from "../../schema/fields.ts";
import { inlineTable, numberColumn, type Table, textColumn } from "../../schema/table.ts";
import { HOUR } from "../../units.ts";

const MOST_GPUS = 1_000_000;
const SCENARIO = "Orrery: for the scenario to set";

const params = {
  trace: table(
    {
      submitted: { type: "time", unit: "s", min: 0, sorted: true },
      seconds: { type: "number", unit: "s", min: 0 },
      gpus: { type: "number", unit: "GPUs", min: 1, max: MOST_GPUS, whole: true },
      class: { type: "text", optional: true },
      customer: { type: "number", min: 0, whole: true, optional: true },
      memory_gb: { type: "number", unit: "GB", min: 0, optional: true },
      region: { type: "text", optional: true },
      deadline: { type: "number", unit: "s", min: 0, optional: true },
      checkpoint: { type: "number", unit: "s", min: 0, optional: true },
      priority: { type: "number", optional: true },
      usd_per_gpu_hour: { type: "number", unit: "USD/GPU h", min: 0, optional: true },
    },
    {
      default: inlineTable({
        submitted: [0, 600, 600, 7_200, 40_000, 90_000],
        seconds: [3_600, 600, 86_400, 7_200, 1_800, 40_000],
        gpus: [1, 2, 4, 8, 1, 16],
      }),
      doc: "Jobs as recorded: a CSV, Microsoft Philly's, or the Standard Workload Format (docs/traces.md).",
      source: SCENARIO,
    },
  ),
  rateScale: number("", {
    default: 1,
    min: 1e-6,
    max: 1e6,
    doc: "Jobs come so many times as fast: times of submission are divided by it, durations are not.",
    source: SCENARIO,
  }),
  sizeScale: number("", {
    default: 1,
    min: 1e-6,
    max: 1e6,
    doc: "Jobs are so many times as wide: GPUs are multiplied by it and rounded, to 1 at least.",
    source: SCENARIO,
  }),
  speedUp: number("", {
    default: 1,
    min: 1e-6,
    max: 1e6,
    doc: "Throughput of the GPU that jobs are measured on over that of the recorded one: durations are divided by it.",
    source: SCENARIO,
  }),
  copies: count({
    default: 1,
    min: 1,
    max: 10_000,
    doc: "Copies of the record side by side. Each begins as much later in the record than the one before as spreads them evenly, and goes round to its beginning.",
    source: SCENARIO,
  }),
  largest: count({
    default: MOST_GPUS,
    min: 1,
    max: MOST_GPUS,
    doc: "GPUs of the widest job that there is room for; a wider one is an error of the trace.",
    source: SCENARIO,
  }),
  usdPerGpuHour: usdPerGpuHour({
    default: 1e9,
    doc: "What a job pays at most where the record does not say. By default any price.",
    source: SCENARIO,
  }),
  patience: seconds({
    default: 1e9,
    doc: "How long a job waits, lost work included. By default for ever.",
    source: SCENARIO,
  }),
};
const reads = { demandLevel: { otherwise: 1 } } as const;
const emits = {
  jobSubmitted: shared,
  arrival: {
    doc: "The jobs of a copy of the record are due, from its number `at` on.",
    private: true,
    fields: { copy: "number", at: "number" },
  },
} as const;

interface State extends JobSource {
  /** Rows that cannot be replayed: the record does not know how long they ran, or on how much. */
  skipped: number;
}
type Replay = ContextOf<typeof params, State, typeof reads, typeof emits>;

/** More jobs than this at one instant come a microsecond later each time: time must go on (the kernel's limit is 10^6 events). */
const AT_ONCE = 100_000;
const NEXT_INSTANT = 1e-6;

export const trace = defineMechanism({
  name: "demand/trace",
  summary: "Replays a recorded list of jobs: each comes at its time, asks for its GPUs and takes its time.",
  source: "Feitelson, Workload Modeling for Computer Systems Performance Evaluation, 2015, section 1.3",
  params,
  reads,
  emits,
  init: (): State => ({ ...jobSource(), skipped: 0 }),
  on: {
    ...sourceHandlers,
    opened(context) {
      refuseTooWide(context);
      for (let copy = 0; copy < context.params.copies; copy++) schedule(context, copy, 0, 0);
    },
    arrival(context, { copy, at }) {
      const { rows } = context.params.trace;
      const due = timeOf(context, copy, at);
      let next = at;
      while (next < rows && next - at < AT_ONCE && timeOf(context, copy, next) <= due)
        submit(context, copy, next++);
      schedule(context, copy, next, context.now + NEXT_INSTANT);
    },
    jobInterrupted(context, event) {
      const restart = afterInterruption(context, event);
      if (!restart) return;
      const { again, deadline, delay } = restart;
      const row = rowOfJob(context, event.job);
      context.emit.jobSubmitted({ job: event.job, ...again, ...details(context, row, deadline) }, delay);
    },
  },
  metrics: {
    ...sourceMetrics,
    "jobs.skipped": {
      unit: "jobs",
      kind: "flow",
      doc: "Recorded jobs that cannot be replayed: duration or GPUs are unknown.",
      total: ({ state }) => state.skipped,
    },
  },
  invariants: sourceClaims,
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 3, mtbf: "30d" } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: { lookahead: 1 } },
      { mechanism: "demand/trace", params: { copies: 3 } },
    ],
    until: "5d",
  }),
});

/** Time of the `at`-th job of a copy. A copy that begins later in the record comes to the part before it at the end. */
function timeOf({ params }: Replay, copy: number, at: number): number {
  const { trace, copies, rateScale } = params;
  const submitted = numberColumn(trace, "submitted");
  const period = periodOf(trace);
  const shift = (copy * period) / copies;
  const row = firstRow(trace, shift) + at;
  const time = row < trace.rows ? submitted[row]! - shift : submitted[row - trace.rows]! + period - shift;
  return time / rateScale;
}

/** A record's length: to its last job, and the mean gap after it. */
function periodOf(trace: Table): number {
  const last = numberColumn(trace, "submitted")[trace.rows - 1] ?? 0;
  return trace.rows > 1 ? (last * trace.rows) / (trace.rows - 1) : last;
}

/** The first row that was submitted at `time` or later. */
function firstRow(trace: Table, time: number): number {
  const submitted = numberColumn(trace, "submitted");
  let low = 0;
  let high = trace.rows;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (submitted[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The row of the `at`-th job of a copy. */
function rowAt({ trace, copies }: Replay["params"], copy: number, at: number): number {
  return (firstRow(trace, (copy * periodOf(trace)) / copies) + at) % trace.rows;
}

function rowOfJob({ params, instance }: Replay, job: number): number {
  const of = job - firstJob(instance);
  return rowAt(params, of % params.copies, Math.floor(of / params.copies));
}

function schedule(context: Replay, copy: number, at: number, notBefore: number): void {
  const { params, horizon, emit } = context;
  if (at >= params.trace.rows) return;
  const time = Math.max(notBefore, timeOf(context, copy, at));
  if (time <= horizon) emit.arrival.at({ copy, at }, time);
}

const widthOf = ({ params }: Replay, row: number): number =>
  Math.max(1, Math.round(numberColumn(params.trace, "gpus")[row]! * params.sizeScale));

function submit(context: Replay, copy: number, at: number): void {
  const { state, params, random, read, instance, emit } = context;
  const row = rowAt(params, copy, at);
  const gpus = widthOf(context, row);
  const seconds = numberColumn(params.trace, "seconds")[row]! / params.speedUp;
  if (Number.isNaN(gpus) || Number.isNaN(seconds)) {
    state.skipped++;
    return;
  }
  const of = at * params.copies + copy;
  if (random.at(of, "job").uniform() >= read.demandLevel()) return;
  potential(state.customers, (gpus * seconds) / HOUR);
  const job = firstJob(instance) + of;
  const limit = known(params.trace, "usd_per_gpu_hour", row) ?? params.usdPerGpuHour;
  const deadline = known(params.trace, "deadline", row) ?? Number.POSITIVE_INFINITY;
  const checkpoint = known(params.trace, "checkpoint", row) ?? 0;
  const { patience } = params;
  submitUnvalued(context, job, { gpus, seconds, limit, patience, deadline, checkpoint });
  emit.jobSubmitted({
    job,
    gpus,
    seconds,
    usdPerGpuHour: limit,
    patience,
    ...details(context, row, deadline),
  });
}

/** What the record says beyond size and time. */
function details({ params: { trace } }: Replay, row: number, deadline: number) {
  const named = (detail: string, value: number | string | undefined) =>
    value === undefined || value === "" ? {} : { [detail]: value };
  return {
    ...named("class", textColumn(trace, "class")[row]),
    ...named("customer", known(trace, "customer", row)),
    ...named("memory", known(trace, "memory_gb", row)),
    ...named("region", textColumn(trace, "region")[row]),
    ...named("deadline", deadline < Number.POSITIVE_INFINITY ? deadline : undefined),
    ...named("checkpoint", known(trace, "checkpoint", row)),
    ...named("priority", known(trace, "priority", row)),
  };
}

function known(trace: Table, name: string, row: number): number | undefined {
  const value = numberColumn(trace, name)[row]!;
  return Number.isNaN(value) ? undefined : value;
}

const NAMED_PROBLEMS = 5;

/** A job for which there is no room anywhere would wait for ever. */
function refuseTooWide(context: Replay): void {
  const { params, instance } = context;
  const problems: Problem[] = [];
  let wide = 0;
  for (let row = 0; row < params.trace.rows; row++) {
    const gpus = widthOf(context, row);
    if (!(gpus > params.largest) || ++wide > NAMED_PROBLEMS) continue;
    problems.push({
      path: `${params.trace.path} › job ${row + 1} › gpus`,
      message: `Expected at most ${params.largest} GPUs, the largest there is room for, got ${gpus}.`,
    });
  }
  if (wide > NAMED_PROBLEMS)
    problems.push({ path: params.trace.path, message: `… and ${wide - NAMED_PROBLEMS} more jobs.` });
  if (problems.length > 0) throw new ScenarioError(instance, problems);
}
