import { added } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { machineWorld } from "../../kit/examples.ts";
import { jobRow } from "../../kit/market/assignments.ts";
import {
  bookSignals,
  cardsTold,
  couldFit,
  fastestOf,
  list,
  machines,
  occupy,
  offer,
  onlineGpus,
  release,
  setReputation,
  withdraw,
} from "../../kit/market/machines.ts";
import {
  bePatient,
  join,
  leave,
  leaveAll,
  patienceOf,
  queueMetrics,
  queueSignals,
  takeUp,
  waiting,
} from "../../kit/market/waiting.ts";
import { grown, rowOf } from "../../model/columns.ts";
import { matchesJobs } from "../../model/estimate.ts";
import type { Events } from "../../model/events.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { inlineTable } from "../../schema/table.ts";
import { choose } from "./posted/choice.ts";
import { askOf, emits, type Market, params, reads, type State } from "./posted/terms.ts";

// A job: jobSubmitted → waits while all that suits it is busy → chooses once → (matched | goes outside → jobLeft); or its patience runs out → jobLeft

export const posted = defineMechanism({
  name: "pricing/posted",
  summary:
    "Lets customers choose among machines at posted prices, and the cloud, by a logit over price, speed, reliability and reputation.",
  source:
    "McFadden, Conditional logit analysis of qualitative choice behavior, 1974; Train, Discrete Choice Methods with Simulation, 2009, chapter 3",
  params,
  reads,
  emits,
  init: (): State => ({
    queue: waiting("memory", "region", "deadline"),
    count: new Float64Array(16),
    book: machines(),
    offersPending: false,
    unchecked: false,
    wentOutside: 0,
    surplusUsd: 0,
    letGpus: 0,
    letUsd: 0,
    letSeconds: 0,
    letUsdSeconds: 0,
    counted: 0,
    offeredUsd: 0,
    usdPerGpuHour: 0,
  }),
  estimate: (params, ahead) => {
    const { events, bytes = 0 } = matchesJobs(params, ahead);
    return { events: { ...events, machinesChanged: ahead.count("machineOffered") }, bytes };
  },
  on: {
    jobSubmitted: submit,
    jobFinished: end,
    jobInterrupted: end,
    jobPaused: end,
    machineListed(context, event) {
      list(context.state.book, event);
      awaitOffers(context);
    },
    machineOffered(context, event) {
      const { state } = context;
      const { book } = state;
      state.offeredUsd -= askedFor(state, event.machine);
      offer(book, event);
      state.offeredUsd += askedFor(state, event.machine);
      notePrice(state);
      awaitOffers(context);
    },
    machinesChanged(context) {
      const { state } = context;
      state.offersPending = false;
      if (state.unchecked) leaveWhereNoneWillDo(context);
      serve(context);
    },
    machineWithdrawn({ state }, { machine }) {
      state.offeredUsd -= askedFor(state, machine);
      withdraw(state.book, machine);
      if (state.book.online === 0) state.offeredUsd = 0;
    },
    reputationChanged: ({ state }, event) => setReputation(state.book, event),
    patienceOver: (context, { row }) => leave(context, row),
    end: (context) => leaveAll(context),
  },
  signals: {
    usdPerGpuHour: ({ state }) => state.usdPerGpuHour,
    ...queueSignals(({ state }: Market) => onlineGpus(state.book)),
    ...bookSignals,
  },
  metrics: {
    ...queueMetrics,
    "gpu.usdPerGpuHour": { value: ({ state }) => state.usdPerGpuHour },
    "gpu.paidUsdPerGpuHour": {
      totals: ({ state, now }) => {
        const span = now - state.counted;
        return [state.letUsdSeconds + state.letUsd * span, state.letSeconds + state.letGpus * span];
      },
    },
    "jobs.choseOutside": { total: ({ state }) => state.wentOutside },
    "customers.choiceSurplusUsd": { total: ({ state }) => state.surplusUsd },
  },
  invariants: {
    "a queue without jobs waits for no GPUs": ({ state: { queue } }) =>
      queue.count > 0 || (queue.gpusWaiting === 0 && queue.first === -1),
    "GPUs are let only while jobs run": ({ state: { book, letGpus } }) =>
      book.running.rows.count > 0 ? letGpus >= 0 : letGpus === 0,
    "a choice is never worth less than none": ({ state }) => state.surplusUsd >= 0,
  },
  example: () => ({
    world: [
      {
        mechanism: "supply/fleet",
        params: {
          machines: inlineTable({
            provider: ["alice", "bob", "carol"],
            count: [8, 8, 8],
            gpus: [8, 8, 8],
            kind: ["A100", "A100", "A100"],
            memory_gb: [80, 80, 80],
            throughput: [1, 1, 1.5],
            region: ["US", "DE", "US"],
            usd_per_gpu_hour: [0.3, 0.4, 0.6],
          }),
          mtbf: "60d",
        },
      },
      { mechanism: "pricing/posted", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
    ],
    until: "10d",
  }),
  examples: () => [
    machineWorld({ mechanism: "pricing/posted", params: {} }, [
      { mechanism: "verification/spot-checks", params: { check: 1, cheaters: 0.5 } },
    ]),
  ],
  unreached: {
    jobPaused: "No shipped mechanism evicts a job from this market with its data kept.",
  },
});

/** What a machine that is new changes is decided when all of this instant are known. */
function awaitOffers({ state, emit }: Market): void {
  if (state.offersPending) return;
  state.offersPending = true;
  emit.machinesChanged({});
}

function submit(context: Market, event: Events["jobSubmitted"]): void {
  const { state } = context;
  const { queue, book } = state;
  const row = join(context, event);
  state.count = grown(state.count, queue.job.length);
  state.count[row] = queue.submitted - 1;
  if (book.rows.count === 0 || state.offersPending) state.unchecked = true;
  else if (!couldFit(book, askOf(state, row))) {
    leave(context, row);
    return;
  }
  if (state.offersPending || !settle(context, row))
    bePatient(context, row, patienceOf(event, fastestOf(book)));
}

/** The job of a row chooses, where there is a choice. Whether it waits no longer. */
function settle(context: Market, row: Index): boolean {
  const { state, now, emit } = context;
  const { queue, book } = state;
  const choice = choose(context, row);
  if (choice === null) return false;
  state.surplusUsd += choice.surplusUsd;
  if (choice.alternative === null) {
    state.wentOutside++;
    leave(context, row);
    return true;
  }
  const { usdPerGpuHour, machines, parts } = choice.alternative;
  const gpus = queue.gpus[row];
  takeUp(context, row);
  const shares = { machines, parts };
  countLet(context);
  const running = occupy(book, queue.job[row], shares, usdPerGpuHour, now);
  state.letGpus = added(state.letGpus, gpus);
  state.letUsd += gpus * usdPerGpuHour;
  notePrice(state);
  const seconds = queue.seconds[row];
  const cards = cardsTold(book, running);
  emit.jobMatched({ job: queue.job[row], gpus, seconds, usdPerGpuHour, ...shares, ...cards });
  return true;
}

/** The first who wait choose, as far as there is room. */
function serve(context: Market): void {
  const { state, params } = context;
  const { queue, book } = state;
  for (
    let row: Index = queue.first, tried = 0;
    row !== -1 && tried < params.lookahead && book.free > 0;
    tried++
  ) {
    const next = queue.next[row];
    settle(context, row);
    row = next;
  }
}

function end(context: Market, { job }: Events["jobFinished"]): void {
  const { state } = context;
  const { running } = state.book;
  const at: Index = jobRow(running, job);
  if (at === -1) return;
  countLet(context);
  state.letGpus = added(state.letGpus, -running.gpus[at]);
  state.letUsd -= running.gpus[at] * running.price[at];
  release(state.book, job);
  notePrice(state);
  serve(context);
}

function leaveWhereNoneWillDo(context: Market): void {
  const { state } = context;
  state.unchecked = false;
  for (let row: Index = state.queue.first; row !== -1; ) {
    const next = state.queue.next[row];
    if (!couldFit(state.book, askOf(state, row))) leave(context, row);
    row = next;
  }
}

/** Price × GPUs of a machine that is on offer. */
function askedFor({ book }: State, machine: number): number {
  const row = rowOf(book, machine);
  return row !== -1 && book.offered[row] === 1 ? book.gpus[row] * book.usdPerGpuHour[row] : 0;
}

/** Brings the integrals of what is let to now, before it changes. */
function countLet({ state, now }: Market): void {
  const span = now - state.counted;
  state.letSeconds += state.letGpus * span;
  state.letUsdSeconds += state.letUsd * span;
  state.counted = now;
}

function notePrice(state: State): void {
  const { book } = state;
  if (book.running.rows.count === 0) {
    // Sums of prices start afresh, so that what rounding leaves does not add up.
    state.letGpus = 0;
    state.letUsd = 0;
  }
  if (state.letGpus > 0) state.usdPerGpuHour = state.letUsd / state.letGpus;
  else if (book.online > 0) state.usdPerGpuHour = Math.max(0, state.offeredUsd) / onlineGpus(book);
}
