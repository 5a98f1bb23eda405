// A recorded job: its time comes → jobSubmitted → jobStarted → (jobFinished | jobInterrupted → jobSubmitted again), or jobLeft

import { type Problem, ScenarioError } from "../../errors.ts";
import { potential } from "../../kit/demand/customers.ts";
import { firstJob } from "../../kit/demand/job-number.ts";
import {
  afterInterruption,
  type JobSource,
  jobSource,
  sourceClaims,
  sourceHandlers,
  sourceMetrics,
  submitUnvalued,
} from "../../kit/demand/job-source.ts";
import { spotWorld } from "../../kit/examples.ts";
import { rowOf } from "../../model/columns.ts";
import { submitsJobs } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { numberColumn } from "../../schema/table.ts";
import { HOUR } from "../../units.ts";
import { emits, params, reads } from "./trace/params.ts";
import {
  details,
  known,
  meanSeconds,
  recordedJobs,
  recordedWithin,
  rowAt,
  secondsOf,
  timeOf,
  widthOf,
} from "./trace/record.ts";
import { type ComparedWaits, comparedMetrics, comparedWaits, compareWait } from "./trace/waits.ts";

interface State extends JobSource {
  /** Rows that cannot be replayed: the record does not know how long they ran, or on how much. */
  skipped: number;
  waits: ComparedWaits;
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
  init: (): State => ({ ...jobSource(), skipped: 0, waits: comparedWaits() }),
  recorded: recordedWithin,
  estimate: (params, ahead) => {
    const jobs = recordedJobs(params, ahead.horizon);
    const mean = meanSeconds(params);
    const { events, ...rest } = submitsJobs(jobs, mean, params.patience + mean, ahead);
    return { ...rest, events: { ...events, arrival: jobs } };
  },
  on: {
    ...sourceHandlers,
    opened(context) {
      refuseTooWide(context);
      for (let copy = 0; copy < context.params.copies; copy++) schedule(context, copy, 0, 0);
    },
    arrival(context, { copy, at }) {
      const { rows } = context.params.trace;
      let next = at;
      while (next < rows && next - at < AT_ONCE && timeOf(context.params, copy, next) <= context.now)
        submit(context, copy, next++);
      schedule(context, copy, next, context.now + NEXT_INSTANT);
    },
    jobStarted(context, event) {
      const { state, params, now } = context;
      const number = event.job - firstJob(context.instance);
      if (rowOf(state.unfinished, event.job) !== -1) {
        const recorded = numberColumn(params.trace, "wait")[rowOfJob(context, event.job)]!;
        compareWait(state.waits, state.unfinished, { job: event.job, number, now, recorded });
      }
      sourceHandlers.jobStarted(context, event);
    },
    jobInterrupted(context, event) {
      const restart = afterInterruption(context, event);
      if (!restart) return;
      const { again, deadline, delay } = restart;
      const row = rowOfJob(context, event.job);
      const done = secondsOf(context.params, row) - again.seconds;
      context.emit.jobSubmitted(
        { job: event.job, ...again, ...details(context.params, row, deadline, done) },
        delay,
      );
    },
  },
  metrics: {
    ...sourceMetrics,
    "jobs.skipped": { total: ({ state }) => state.skipped },
    ...comparedMetrics,
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
  examples: () => [spotWorld()],
});

function rowOfJob({ params, instance }: Replay, job: number): number {
  const of = job - firstJob(instance);
  return rowAt(params, of % params.copies, Math.floor(of / params.copies));
}

function schedule(context: Replay, copy: number, at: number, notBefore: number): void {
  const { params, horizon, emit } = context;
  if (at >= params.trace.rows) return;
  const time = Math.max(notBefore, timeOf(params, copy, at));
  if (time <= horizon) emit.arrival.at({ copy, at }, time);
}

function submit(context: Replay, copy: number, at: number): void {
  const { state, params, random, read, instance, emit } = context;
  const row = rowAt(params, copy, at);
  const gpus = widthOf(params, row);
  const seconds = secondsOf(params, row);
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
    ...details(params, row, deadline),
  });
}

const NAMED_PROBLEMS = 5;

/** A job for which there is no room anywhere would wait for ever. */
function refuseTooWide(context: Replay): void {
  const { params, instance } = context;
  const problems: Problem[] = [];
  let wide = 0;
  for (let row = 0; row < params.trace.rows; row++) {
    const gpus = widthOf(params, row);
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
