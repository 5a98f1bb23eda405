import { machineWorld } from "../../kit/examples.ts";
import { bookSignals, list, machines, offer, onlineGpus, withdraw } from "../../kit/market/machines.ts";
import { sortedRows } from "../../kit/market/sorted-rows.ts";
import { leaveAll, queueMetrics, queueSignals } from "../../kit/market/waiting.ts";
import { matchesJobs } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import type { Values } from "../../schema/fields.ts";
import { inlineTable } from "../../schema/table.ts";
import { customers } from "./scheduler/customers.ts";
import { breakPromises, end, pause, queueFor, submit } from "./scheduler/jobs.ts";
import { checkUnchecked, leave, serve } from "./scheduler/matching.ts";
import { firstInOrder } from "./scheduler/order.ts";
import { emits, params, reads } from "./scheduler/params.ts";
import { begun, running } from "./scheduler/running.ts";
import type { Scheduler, State } from "./scheduler/state.ts";

// A job: jobSubmitted → waits → (matched | gives up → jobLeft); matched → (done | evicted → jobPaused → waits …)

export const scheduler = defineMechanism({
  name: "pricing/scheduler",
  summary:
    "Queues jobs for machines known by name, in an order, with backfill, placement, gangs and preemption.",
  source:
    "Mu'alem and Feitelson, Utilization, predictability, workloads, and user runtime estimates in scheduling the IBM SP2 with backfilling, IEEE TPDS 12(6), 2001",
  params,
  settable: { usdPerGpuHour: [0, 1e4] },
  reads,
  emits,
  init: ({ order, backfill }: Values<typeof params>): State => ({
    order,
    backfill,
    queue: queueFor(order),
    sorted: sortedRows(),
    customers: customers(),
    book: machines(),
    running: running(),
    byEnd: sortedRows(),
    offersPending: false,
    unchecked: false,
    reservation: null,
    plan: [],
    stale: false,
    evictions: 0,
    refused: -1,
    preempted: 0,
    backfilled: 0,
  }),
  estimate: (params, ahead) => {
    const { events, bytes = 0 } = matchesJobs(params, ahead);
    return {
      events: {
        ...events,
        machinesChanged: ahead.count("machineOffered"),
        jobEvicted: params.preempt ? ahead.count("jobSubmitted") / 2 : 0,
      },
      bytes,
    };
  },
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
    machineListed(context, event) {
      list(context.state.book, event);
      awaitOffers(context);
    },
    machineOffered(context, event) {
      offer(context.state.book, event);
      breakPromises(context.state);
      awaitOffers(context);
    },
    machinesChanged(context) {
      context.state.offersPending = false;
      context.state.refused = -1;
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
    end: (context) => leaveAll(context, leave),
  },
  signals: {
    ...queueSignals(({ state }: Scheduler) => onlineGpus(state.book)),
    ...bookSignals,
  },
  metrics: {
    ...queueMetrics,
    "jobs.backfilled": { total: ({ state }) => state.backfilled },
    "jobs.preempted": { total: ({ state }) => state.preempted },
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
  examples: () => [
    machineWorld({ mechanism: "pricing/scheduler", params: { preempt: true, order: "priority" } }, [
      { mechanism: "demand/jobs", params: { class: "batch", rate: 100, priority: 10 }, as: "urgent" },
      { mechanism: "pricing/utilisation-indexed", params: {} },
    ]),
  ],
});

/** What a machine that is new changes is decided when all of this instant are known. */
function awaitOffers({ state, emit }: Scheduler): void {
  if (state.offersPending) return;
  state.offersPending = true;
  emit.machinesChanged({});
}
