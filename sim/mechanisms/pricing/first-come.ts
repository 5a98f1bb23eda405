import type { Gpus } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { crowdedWorld } from "../../kit/examples.ts";
import {
  type Committed,
  commit,
  fits,
  isFull,
  nothingCommitted,
  placed,
  type Room,
  roomNow,
  roomReads,
} from "../../kit/market/pooled-room.ts";
import {
  leave,
  leaveAll,
  passThrough,
  queueMetrics,
  queueSignals,
  takeUp,
  type Waiting,
  wait,
  waiting,
  waitingEmits,
} from "../../kit/market/waiting.ts";
import { matchesJobs } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
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
const reads = { ...roomReads, gpusOnline: {}, usdPerGpuHour: {} };
const emits = { jobMatched: shared, ...waitingEmits } as const;

interface State {
  queue: Waiting;
  /** Jobs matched in this instant that supply has not placed yet. */
  committed: Committed;
}
type Queue = ContextOf<typeof params, State, typeof reads, typeof emits>;

export const firstCome = defineMechanism({
  name: "pricing/first-come",
  summary: "Matches jobs to free GPUs in order of arrival; the first few that fit may overtake a wide one.",
  source: "First come, first served with bounded backfill: Feitelson et al., Parallel job scheduling, 1997",
  params,
  reads,
  emits,
  init: (): State => ({ queue: waiting(), committed: nothingCommitted() }),
  estimate: matchesJobs,
  on: {
    jobSubmitted(context, event) {
      const { state, params, read } = context;
      const room = roomNow(context);
      const pays = event.usdPerGpuHour >= read.usdPerGpuHour();
      if (pays && state.queue.count === 0 && fits(context, room, event.gpus)) {
        passThrough(state);
        match(context, room, event.job, event.gpus, event.seconds);
      } else {
        wait(context, event);
        if (state.queue.count <= params.lookahead) serve(context);
      }
    },
    jobMatched(context, event) {
      if (placed(context, event)) serve(context);
    },
    jobFinished: serve,
    jobInterrupted: serve,
    gpusFreed: serve,
    patienceOver: (context, { row }) => leave(context, row),
    end: (context) => leaveAll(context),
  },
  signals: {
    ...queueSignals(({ read }: Queue) => read.gpusOnline()),
  },
  metrics: queueMetrics,
  invariants: {
    "a queue without jobs waits for no GPUs": ({ state: { queue } }) =>
      queue.count > 0 || (queue.gpusWaiting === 0 && queue.first === -1),
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 4 } },
      { mechanism: "pricing/utilisation-indexed", params: {} },
      { mechanism: "pricing/first-come", params: {} },
    ],
    until: "10d",
  }),
  examples: () => [
    crowdedWorld([
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/jobs", params: { class: "batch", rate: 400 } },
    ]),
  ],
});

/** Starts what fits among the first `lookahead` jobs; one that starts or leaves makes room for the next. */
function serve(context: Queue): void {
  const { state, params, read } = context;
  const { queue } = state;
  if (queue.count === 0) return;
  const price = read.usdPerGpuHour();
  const room = roomNow(context);
  for (let row: Index = queue.first, passed = 0; row !== -1 && passed < params.lookahead; ) {
    if (isFull(context, room)) return;
    const next = queue.next[row];
    const gpus = queue.gpus[row];
    if (queue.limit[row] < price) leave(context, row);
    else if (fits(context, room, gpus)) {
      takeUp(context, row);
      match(context, room, queue.job[row], gpus, queue.seconds[row]);
    } else passed++;
    row = next;
  }
}

function match(context: Queue, room: Room, job: number, gpus: Gpus, seconds: number): void {
  const { read, emit } = context;
  commit(context, room, gpus);
  emit.jobMatched({ job, gpus, seconds, usdPerGpuHour: read.usdPerGpuHour() });
}
