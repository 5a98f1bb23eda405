import { jobRow } from "../../model/assignments.ts";
import type { Events } from "../../model/events.ts";
import { couldFit, machines, offer, release, withdraw } from "../../model/machines.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { sortedRows } from "../../model/sorted-rows.ts";
import {
  bePatient,
  isWaiting,
  join,
  patienceOf,
  queueMetrics,
  waitAgain,
  waiting,
} from "../../model/waiting.ts";
import type { Values } from "../../schema/fields.ts";
import { inlineTable } from "../../schema/table.ts";
import { charge, customers } from "./scheduler/customers.ts";
import { checkUnchecked, leave, serve, serveNew } from "./scheduler/matching.ts";
import { fallIn, firstInOrder } from "./scheduler/order.ts";
import { begun, running } from "./scheduler/running.ts";
import { askOf, emits, params, placing, reads, type Scheduler, type State } from "./scheduler/terms.ts";

// A job: jobSubmitted → waits → (matched | gives up → jobLeft); matched → (done | evicted → jobPaused → waits …)

export const scheduler = defineMechanism({
  name: "pricing/scheduler",
  summary:
    "Queues jobs for machines known by name, in an order, with backfill, placement, gangs and preemption.",
  source:
    "Mu'alem and Feitelson, Utilization, predictability, workloads, and user runtime estimates in scheduling the IBM SP2 with backfilling, IEEE TPDS 12(6), 2001",
  params,
  reads,
  emits,
  init: ({ order, backfill }: Values<typeof params>): State => ({
    order,
    backfill,
    queue: waiting("memory", "region", "deadline", "priority", "customer"),
    sorted: sortedRows(),
    customers: customers(),
    book: machines(),
    running: running(),
    offersPending: false,
    unchecked: false,
    reservation: null,
    plan: [],
    stale: false,
    evictions: 0,
    preempted: 0,
    backfilled: 0,
  }),
  on: {
    jobSubmitted: submit,
    jobStarted(context, { job, seconds }) {
      const { state, now } = context;
      if (!begun(state, job, seconds, now)) breakPromises(state);
      if (context.params.preempt) serve(context);
    },
    jobFinished(context, event) {
      if (end(context, event)) serve(context);
    },
    jobInterrupted(context, event) {
      if (end(context, event)) serve(context);
    },
    jobPaused: pause,
    machineOffered({ state, emit }, event) {
      offer(state.book, event);
      breakPromises(state);
      if (state.offersPending) return;
      state.offersPending = true;
      emit.machinesChanged({});
    },
    machinesChanged(context) {
      context.state.offersPending = false;
      checkUnchecked(context);
      serve(context);
    },
    machineWithdrawn(context, { machine }) {
      withdraw(context.state.book, machine);
      breakPromises(context.state);
      serve(context);
    },
    patienceOver(context, { row }) {
      const wasFirst = firstInOrder(context.state) === row;
      leave(context, row);
      if (wasFirst || context.state.stale) serve(context);
    },
    end(context) {
      while (context.state.queue.first !== -1) leave(context, context.state.queue.first);
    },
  },
  signals: {
    gpusWaiting: ({ state }) => state.queue.gpusWaiting,
    expectedWait: ({ state }) => state.queue.gpuSecondsWaiting / Math.max(1, state.book.online),
  },
  metrics: {
    ...queueMetrics,
    "jobs.backfilled": {
      unit: "jobs",
      kind: "flow",
      doc: "Jobs that started before one that stood before them, by EASY backfill.",
      total: ({ state }) => state.backfilled,
    },
    "jobs.preempted": {
      unit: "jobs",
      kind: "flow",
      doc: "Times that a running job was paused for one of higher priority.",
      total: ({ state }) => state.preempted,
    },
  },
  invariants: {
    "a queue without jobs waits for no GPUs": ({ state: { queue } }) =>
      queue.count > 0 || (queue.gpusWaiting === 0 && queue.first === -1),
    "whoever waits stands in the order": ({ state }) =>
      state.queue.count > 0 === (state.sorted.first[0] !== -1),
    "no more GPUs are free than on offer": ({ state: { book } }) =>
      book.free >= 0 && book.free <= book.online,
    "everybody is promised at most one time": ({ state }) => state.plan.length <= state.queue.count,
  },
  example: () => ({
    world: [
      {
        mechanism: "supply/fleet",
        params: {
          machines: inlineTable({
            provider: ["cluster"],
            count: [16],
            gpus: [8],
            kind: ["A100"],
            memory_gb: [80],
            throughput: [1],
            region: ["US"],
            usd_per_gpu_hour: [1],
          }),
          mtbf: "60d",
        },
      },
      { mechanism: "pricing/scheduler", params: {} },
      { mechanism: "pricing/utilisation-indexed", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
    ],
    until: "10d",
  }),
});

function submit(context: Scheduler, event: Events["jobSubmitted"]): void {
  const { state } = context;
  const { queue, book } = state;
  const row = join(context, event);
  fallIn(state, row);
  if (book.known.count === 0 || state.offersPending) state.unchecked = true;
  else if (!couldFit(book, askOf(state, row), placing(context))) {
    leave(context, row);
    return;
  }
  serveNew(context, row);
  if (isWaiting(queue, row)) bePatient(context, row, patienceOf(event, book.fastest));
}

/** A job runs no longer. False where it was none of this market's. */
function end({ state, params, now }: Scheduler, { job, seconds }: Events["jobFinished"]): boolean {
  const { book, running, customers } = state;
  const at = jobRow(book.running, job);
  if (at === -1) return false;
  if (running.evicted[at] === 1) state.evictions--;
  const rest = restOf(state, at, seconds);
  if (state.order === "fair-share" && rest > 0) {
    const gpuSeconds = book.running.gpus[at]! * rest;
    charge(customers, running.customer[at]!, -gpuSeconds, book.running.started[at]!, params.halfLife);
  }
  if (Math.abs(running.ends[at]! - now) > 1e-6) breakPromises(state);
  release(book, job);
  return true;
}

/** Work that is left of a job after it ran so many seconds. */
const restOf = ({ running }: State, at: number, seconds: number): number => {
  const rest = running.seconds[at]! - seconds * running.speed[at]!;
  return rest > 1e-6 ? rest : 0;
};

function pause(context: Scheduler, event: Events["jobPaused"]): void {
  const { state, now } = context;
  const { book, running, queue } = state;
  const at = jobRow(book.running, event.job);
  if (at === -1) return;
  const rest = restOf(state, at, event.seconds);
  end(context, event);
  state.preempted++;
  const deadline = running.deadline[at]!;
  const row = waitAgain(context, {
    job: event.job,
    gpus: event.gpus,
    seconds: rest,
    usdPerGpuHour: running.limit[at]!,
    memory: running.memory[at]!,
    region: queue.regions[running.region[at]!]!,
    priority: running.priority[at]!,
    customer: running.customer[at]!,
    ...(deadline < Number.POSITIVE_INFINITY ? { deadline: deadline - now } : {}),
  });
  fallIn(state, row);
  serve(context);
}

function breakPromises(state: State): void {
  state.reservation = null;
  state.stale = true;
}
