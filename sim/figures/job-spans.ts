import type { Index } from "../indexed.ts";
import { OUTCOMES, type Outcome, type RecordedJobs } from "../model/recorded-jobs.ts";
import type { Seconds } from "../units.ts";

/** A job as it is drawn: it waits until it starts, then runs until it ends. */
export interface JobSpan {
  readonly class: string;
  readonly gpus: number;
  readonly submitted: Seconds;
  /** The end, where it never ran. */
  readonly started: Seconds;
  /** When it finished, was interrupted or left; the horizon where it did not. */
  readonly end: Seconds;
  /** Of the time from start to end, the share in which it ran: below 1 where it was stopped in between. */
  readonly running: number;
  readonly outcome: Outcome;
  /** NaN: none is named. */
  readonly machine: number;
}

/** The jobs of a run in order of submission. */
export function jobSpans(jobs: RecordedJobs, horizon: Seconds): JobSpan[] {
  return Array.from(jobs.job, (_, row: Index): JobSpan => {
    const outcome = OUTCOMES[jobs.outcome[row]]!;
    const submitted = jobs.submitted[row];
    const end = endOf(jobs, row, outcome, horizon);
    const started = Number.isNaN(jobs.started[row]) ? end : jobs.started[row];
    return {
      class: jobs.classes[jobs.class[row]]!,
      gpus: jobs.gpus[row],
      submitted,
      started,
      end,
      running: end > started ? Math.min(1, jobs.executionTime[row] / (end - started)) : 0,
      outcome,
      machine: jobs.provider[row],
    };
  });
}

function endOf(jobs: RecordedJobs, row: Index, outcome: Outcome, horizon: Seconds): Seconds {
  if (outcome === "running" || outcome === "waiting") return horizon;
  if (outcome === "left") return jobs.submitted[row] + jobs.waitingTime[row] + jobs.executionTime[row];
  return jobs.finished[row];
}

/** GPUs that run jobs and that waiting jobs ask for, means over a bin of time. */
export interface GpuUse {
  readonly t: Seconds;
  readonly running: number;
  readonly waiting: number;
}

/** Use over [0, horizon] in so many bins: exact but for jobs that were stopped and went on, whose stops are spread evenly. */
export function gpuUse(spans: readonly JobSpan[], horizon: Seconds, bins: number): GpuUse[] {
  const width = horizon / bins;
  const running = new Float64Array(bins);
  const waiting = new Float64Array(bins);
  const add = (column: Float64Array, from: Seconds, to: Seconds, gpus: number): void => {
    for (let bin: Index = Math.floor(from / width); bin < bins && bin * width < to; bin++) {
      const overlap = Math.min(to, (bin + 1) * width) - Math.max(from, bin * width);
      column[bin] += (gpus * overlap) / width;
    }
  };
  for (const { gpus, submitted, started, end, running: share } of spans) {
    add(waiting, submitted, started, gpus);
    add(running, started, end, gpus * share);
    if (share < 1) add(waiting, started, end, gpus * (1 - share));
  }
  return Array.from(running, (value, bin: Index) => ({
    t: bin * width,
    running: value,
    waiting: waiting[bin],
  }));
}

/** Lanes of spans that overlap in time: each takes the first lane that is free when it starts. Spans start in order. */
export function lanesOf(spans: readonly JobSpan[]): {
  readonly lane: readonly number[];
  readonly count: number;
} {
  const until: Seconds[] = [];
  const lane = spans.map(({ started, end }) => {
    const free = until.findIndex((each) => each <= started);
    const taken = free < 0 ? until.length : free;
    until[taken] = end;
    return taken;
  });
  return { lane, count: until.length };
}

/** The jobs that are drawn one by one, and the time that they are drawn in. */
export interface JobWindow {
  /** In order of submission. */
  readonly spans: readonly JobSpan[];
  readonly from: Seconds;
  readonly to: Seconds;
  readonly isWhole: boolean;
  /** How many jobs one that is drawn stands for. */
  readonly every: number;
  readonly byMachine: boolean;
}

/** Jobs whose rows are still told apart. */
const MOST_ROWS = 240;
/** Machines whose rows are, and their jobs. */
const MOST_MACHINES = 60;
const MOST_JOBS = 2_000;

/**
 * The whole run where its jobs can be told apart, else the tenth of it in which most GPUs were waited for; of its jobs
 * every so many that their rows are. Where few machines run them all, the rows are machines, and the window shrinks
 * until it holds every job.
 */
export function windowOf(spans: readonly JobSpan[], use: readonly GpuUse[], horizon: Seconds): JobWindow {
  const machines = new Set(spans.filter(({ started, end }) => end > started).map(({ machine }) => machine));
  const byMachine = machines.size > 0 && machines.size <= MOST_MACHINES && !machines.has(Number.NaN);
  const most = byMachine ? MOST_JOBS : MOST_ROWS;
  if (spans.length <= most) return { spans, from: 0, to: horizon, isWhole: true, every: 1, byMachine };
  for (let bins = Math.max(1, Math.floor(use.length / 10)); ; bins = Math.floor(bins / 2)) {
    const first = busiest(use, bins);
    const from = use[first]!.t;
    const to = use[first + bins]?.t ?? horizon;
    const own = spans.filter(({ submitted, end }) => submitted < to && end > from);
    const every = byMachine && bins > 1 ? 1 : Math.ceil(own.length / most);
    if (own.length > most && byMachine && bins > 1) continue;
    return { spans: own.filter((_, at) => at % every === 0), from, to, isWhole: false, every, byMachine };
  }
}

/** The first of so many bins in a row in which most is waited for; of equal ones the earliest. */
function busiest(use: readonly GpuUse[], bins: number): number {
  let sum = 0;
  let most = Number.NEGATIVE_INFINITY;
  let first = 0;
  use.forEach(({ waiting }, bin) => {
    sum += waiting - (use[bin - bins]?.waiting ?? 0);
    if (bin < bins - 1 || sum <= most) return;
    most = sum;
    first = bin - bins + 1;
  });
  return first;
}
