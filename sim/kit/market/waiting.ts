import { type Distribution, distribution, observe } from "../../formulas/distribution.ts";
import { gpusOf, type Hundredths, hundredths, isPart, sizeOf } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import type { Handle } from "../../kernel/kernel.ts";
import { grown } from "../../model/columns.ts";
import type { Events } from "../../model/events.ts";
import type { Metrics } from "../../model/measures/metric.ts";
import { type Emitter, shared } from "../../model/mechanism.ts";

/**
 * The jobs that wait in a market, as rows in a doubly linked list in order of arrival; free rows form a list of their
 * own. Typed arrays: memory of the longest queue there was, not of the jobs that have been. What not every market asks
 * of a job stands in columns that a market names when it makes its queue. Plain data. One file, so that a market finds
 * its queue, the timers of its jobs and their measures in one place.
 */
export interface Queue {
  job: Float64Array;
  gpus: Float64Array;
  seconds: Float64Array;
  /** The most that the job pays. */
  limit: Float64Array;
  since: Float64Array;
  timer: Float64Array;
  /** 1 where the job has run before: it was paused, and its first wait has been counted. */
  again: Uint8Array;
  next: Int32Array;
  previous: Int32Array;
  first: number;
  last: number;
  free: number;
  used: number;
  count: number;
  /** Hundredths of a GPU that are waited for. */
  gpusWaiting: Hundredths;
  gpuSecondsWaiting: number;
  /** Jobs of a part of a GPU. */
  partsWaiting: number;
  submitted: number;
  gaveUp: number;
  /** Histogram of the waits of the jobs that started. */
  waits: Distribution;
  /** ∫ waiting jobs dt up to `integrated`. */
  integral: number;
  integrated: number;
  /** Names of regions, in order of first appearance; the first is "", anywhere. */
  regions: string[];
  readonly optional: readonly OptionalColumn[];
}
export type OptionalColumn =
  /** GB a GPU. */
  | "memory"
  /** Index into `regions`. */
  | "region"
  /** Time at which the result is worthless; ∞: never. */
  | "deadline"
  | "priority"
  /** −1: nobody known. */
  | "customer"
  /** Seconds of work between checkpoints; 0: none. */
  | "checkpoint"
  /** Seconds that its customer says it takes at most; where that is not said, those that it takes. */
  | "requested";
export type Waiting<C extends OptionalColumn = never> = Queue & { [Column in C]: Float64Array };
type AnyWaiting = Queue & { [Column in OptionalColumn]?: Float64Array };

/** What a market declares beside `jobMatched`, to keep its jobs waiting. */
export const waitingEmits = {
  jobLeft: shared,
  patienceOver: {
    doc: "A waiting job has waited as long as it will.",
    private: true,
    fields: { row: "number" },
  },
} as const;
/** What the functions here see of a market. */
interface Market {
  readonly state: { readonly queue: AnyWaiting };
  readonly now: number;
  readonly emit: {
    readonly jobLeft: Emitter<Events["jobLeft"]>;
    readonly patienceOver: Emitter<{ readonly row: number }>;
  };
  cancel(handle: Handle): boolean;
}

const FLOATS = ["job", "gpus", "seconds", "limit", "since", "timer"] as const;
const LINKS = ["next", "previous"] as const;
const CAPACITY = 64;
const NO_TIMER = -1;
const GONE = -2;

/** An empty queue that keeps of its jobs what is named beside what every market needs. */
export function waiting<const C extends OptionalColumn = never>(...optional: C[]): Waiting<C> {
  const column = () => new Float64Array(CAPACITY);
  const link = () => new Int32Array(CAPACITY);
  return {
    job: column(),
    gpus: column(),
    seconds: column(),
    limit: column(),
    since: column(),
    timer: column(),
    again: new Uint8Array(CAPACITY),
    next: link(),
    previous: link(),
    ...(Object.fromEntries(optional.map((name) => [name, column()])) as { [Column in C]: Float64Array }),
    first: -1,
    last: -1,
    free: -1,
    used: 0,
    count: 0,
    gpusWaiting: 0,
    gpuSecondsWaiting: 0,
    partsWaiting: 0,
    submitted: 0,
    gaveUp: 0,
    waits: distribution(),
    integral: 0,
    integrated: 0,
    regions: [""],
    optional,
  };
}

/** A job that has just been submitted need not wait. */
export function passThrough({ queue }: { readonly queue: Queue }): void {
  queue.submitted++;
  observe(queue.waits, 0);
}

/** A submitted job joins the queue for as long as its patience lasts, or less. Returns its row. */
export function wait(context: Market, event: Events["jobSubmitted"], patience = event.patience): number {
  const row = join(context, event);
  bePatient(context, row, patience);
  return row;
}

/** A submitted job joins the queue, and has yet to say for how long. Returns its row. */
export function join(
  { state: { queue }, now }: Pick<Market, "state" | "now">,
  event: Events["jobSubmitted"],
): number {
  queue.submitted++;
  return enter(queue, event, now);
}

/** The job of a row waits so many more seconds at most. */
export function bePatient(
  { state: { queue }, emit }: Pick<Market, "state" | "emit">,
  row: number,
  patience: number,
): void {
  queue.timer[row] = emit.patienceOver({ row }, patience);
}

/** How long a job waits where the fastest machine works `fastest` times as fast as it asks: no longer than it can be in time. */
export const patienceOf = (
  { patience, deadline, seconds }: Events["jobSubmitted"],
  fastest: number,
): number =>
  deadline === undefined ? patience : Math.max(0, Math.min(patience, deadline - seconds / fastest));

/** Whether the job of a row, which has joined in this very event, waits still. */
export const isWaiting = ({ previous }: Queue, row: number): boolean => previous[row] !== GONE;

/** A job that was paused waits for the rest of its work, however long that takes. Returns its row. */
export function waitAgain(
  { state: { queue }, now }: Pick<Market, "state" | "now">,
  rest: Omit<Events["jobSubmitted"], "patience">,
): number {
  const row = enter(queue, rest, now);
  queue.again[row] = 1;
  return row;
}

/** The job of a row gives up. */
export function leave(context: Market, row: Index): void {
  const { queue } = context.state;
  if (queue.timer[row] !== NO_TIMER) context.cancel(queue.timer[row]);
  remove(queue, row, context.now);
  queue.gaveUp++;
  context.emit.jobLeft({
    job: queue.job[row],
    gpus: queue.gpus[row],
    waited: context.now - queue.since[row],
  });
}

/** All who still wait give up: the horizon. `goes`: how one does, where the market keeps more of them than the queue. */
export function leaveAll<C extends Market>(
  context: C,
  goes: (context: C, row: number) => void = leave,
): void {
  while (context.state.queue.first !== -1) goes(context, context.state.queue.first);
}

/** The job of a row starts: it waits no longer. Its columns can be read until the next one joins. */
export function takeUp(context: Pick<Market, "state" | "now" | "cancel">, row: Index): void {
  const {
    state: { queue },
    now,
  } = context;
  if (queue.timer[row] !== NO_TIMER) context.cancel(queue.timer[row]);
  if (queue.again[row] === 0) observe(queue.waits, now - queue.since[row]);
  remove(queue, row, now);
}

function enter(queue: AnyWaiting, job: Omit<Events["jobSubmitted"], "patience">, now: number): number {
  integrate(queue, now);
  let row: Index = queue.free;
  if (row === -1) {
    row = queue.used++;
    if (row === queue.job.length) grow(queue, row * 2);
  } else queue.free = queue.next[row];
  queue.job[row] = job.job;
  queue.gpus[row] = job.gpus;
  queue.seconds[row] = job.seconds;
  queue.limit[row] = job.usdPerGpuHour;
  queue.since[row] = now;
  queue.timer[row] = NO_TIMER;
  queue.again[row] = 0;
  if (queue.optional.length > 0) fillOptional(queue, row, job, now);
  append(queue, row);
  queue.count++;
  queue.gpusWaiting += sizeOf(job.gpus);
  if (isPart(job.gpus)) queue.partsWaiting++;
  queue.gpuSecondsWaiting += job.gpus * job.seconds;
  return row;
}

function fillOptional(
  queue: AnyWaiting,
  row: number,
  job: Omit<Events["jobSubmitted"], "patience">,
  now: number,
): void {
  if (queue.memory) queue.memory[row] = job.memory ?? 0;
  if (queue.region) queue.region[row] = regionOf(queue, job.region ?? "");
  if (queue.deadline)
    queue.deadline[row] = job.deadline === undefined ? Number.POSITIVE_INFINITY : now + job.deadline;
  if (queue.priority) queue.priority[row] = job.priority ?? 0;
  if (queue.customer) queue.customer[row] = job.customer ?? -1;
  if (queue.checkpoint) queue.checkpoint[row] = job.checkpoint ?? 0;
  if (queue.requested) queue.requested[row] = job.requested ?? job.seconds;
}

function regionOf({ regions }: Queue, name: string): number {
  const known = regions.indexOf(name);
  return known === -1 ? regions.push(name) - 1 : known;
}

function append(queue: Queue, row: number): void {
  queue.previous[row] = queue.last;
  queue.next[row] = -1;
  if (queue.last === -1) queue.first = row;
  else queue.next[queue.last] = row;
  queue.last = row;
}

function remove(queue: Queue, row: Index, now: number): void {
  integrate(queue, now);
  const before = queue.previous[row];
  const after = queue.next[row];
  if (before === -1) queue.first = after;
  else queue.next[before] = after;
  if (after === -1) queue.last = before;
  else queue.previous[after] = before;
  queue.previous[row] = GONE;
  queue.next[row] = queue.free;
  queue.free = row;
  queue.count--;
  queue.gpusWaiting -= hundredths(queue.gpus[row]);
  if (isPart(queue.gpus[row])) queue.partsWaiting--;
  queue.gpuSecondsWaiting =
    queue.count === 0 ? 0 : queue.gpuSecondsWaiting - queue.gpus[row] * queue.seconds[row];
}

function integrate(queue: Queue, now: number): void {
  queue.integral += queue.count * (now - queue.integrated);
  queue.integrated = now;
}

function grow(queue: AnyWaiting, capacity: number): void {
  for (const name of FLOATS) queue[name] = grown(queue[name], capacity);
  for (const name of LINKS) queue[name] = grown(queue[name], capacity);
  for (const name of queue.optional) queue[name] = grown(queue[name]!, capacity);
  queue.again = grown(queue.again, capacity);
}

/** What a market publishes of its queue; `online`: GPUs that share the work that waits. */
export const queueSignals = <C extends { readonly state: { readonly queue: Queue } }>(
  online: (context: C) => number,
) => ({
  gpusWaiting: ({ state }: C) => gpusOf(state.queue.gpusWaiting),
  expectedWait: (context: C) => context.state.queue.gpuSecondsWaiting / Math.max(1, online(context)),
});

/** The measures of a market whose state has a `queue`. */
export const queueMetrics = {
  "jobs.submitted": { total: ({ state }) => state.queue.submitted },
  "jobs.waiting": {
    totals: ({ state: { queue }, now }) => [queue.integral + queue.count * (now - queue.integrated), now],
  },
  "jobs.gaveUp": { total: ({ state }) => state.queue.gaveUp },
  "jobs.waitP50": { distribution: ({ state }) => state.queue.waits },
  "jobs.waitP95": { distribution: ({ state }) => state.queue.waits },
} satisfies Metrics<{ readonly state: { readonly queue: Queue }; readonly now: number }>;
