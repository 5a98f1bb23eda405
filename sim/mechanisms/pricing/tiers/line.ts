import { OrreryError } from "../../../errors.ts";
import { type Distribution, distribution, observe } from "../../../formulas/distribution.ts";
import { credits, octaneBenchHours } from "../../../formulas/work-tiers.ts";
import type { Index } from "../../../indexed.ts";
import {
  type Committed,
  commit,
  fits,
  isFull,
  nothingCommitted,
  type Room,
  roomNow,
} from "../../../kit/market/pooled-room.ts";
import { deleteRow, insertRow, type SortedRows, sortedRows } from "../../../kit/market/sorted-rows.ts";
import { leave, takeUp, type Waiting, wait, waiting } from "../../../kit/market/waiting.ts";
import type { Events } from "../../../model/events.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import { HOUR } from "../../../units.ts";
import type { emits, params, reads } from "./params.ts";

export interface State {
  /** `priority` is the tier, from 0. */
  queue: Waiting<"priority">;
  /** Rows of the queue by tier, the earlier first. */
  line: SortedRows;
  /** Jobs matched in this instant that supply has not placed yet. */
  committed: Committed;
  /** By tier: jobs and GPU-seconds that wait, GPU-seconds that started, and the waits of who started. */
  jobs: Float64Array;
  ahead: Float64Array;
  started: Float64Array;
  waits: Distribution[];
  credits: number;
  soldUsd: number;
  tooDear: number;
}
export type Tiers = ContextOf<typeof params, State, typeof reads, typeof emits>;

export function firstState({ workPerCredit }: { workPerCredit: readonly number[] }): State {
  checkTiers(workPerCredit);
  return {
    queue: waiting("priority"),
    line: sortedRows(),
    committed: nothingCommitted(),
    jobs: new Float64Array(workPerCredit.length),
    ahead: new Float64Array(workPerCredit.length),
    started: new Float64Array(workPerCredit.length),
    waits: workPerCredit.map(() => distribution()),
    credits: 0,
    soldUsd: 0,
    tooDear: 0,
  };
}

function checkTiers(workPerCredit: readonly number[]): void {
  const descends = workPerCredit.some((work, tier) => tier > 0 && work <= workPerCredit[tier - 1]!);
  if (workPerCredit.length > 0 && !descends) return;
  throw new OrreryError(
    "Tiers come in order, the dearest first: each buys more work for a credit than the one before.",
    [`workPerCredit: ${workPerCredit.join(", ") || "none"}`],
  );
}

/** USD of a GPU-hour in a tier. */
export function priceOf({ params }: Pick<Tiers, "params">, tier: number): number {
  return (
    credits(octaneBenchHours(params.octaneBench, 1, 1), params.workPerCredit[tier]!) * params.usdPerCredit
  );
}

/** Seconds until what waits in a tier and in dearer ones has run. */
export function waitIn({ state, read }: Pick<Tiers, "state" | "read">, tier: number): number {
  let gpuSeconds = 0;
  for (let each: Index = 0; each <= tier; each++) gpuSeconds += state.ahead[each];
  return gpuSeconds / Math.max(1, read.gpusOnline());
}

/**
 * The cheapest tier that is expected to start the job within its patience; where none is, the dearest that it pays for;
 * −1 where each is too dear.
 */
function tierFor(context: Tiers, { usdPerGpuHour: limit, patience }: Events["jobSubmitted"]): number {
  let dearest = -1;
  for (let tier = context.state.ahead.length - 1; tier >= 0 && priceOf(context, tier) <= limit; tier--) {
    if (waitIn(context, tier) <= patience) return tier;
    dearest = tier;
  }
  return dearest;
}

export function arrive(context: Tiers, event: Events["jobSubmitted"]): void {
  const { state } = context;
  const tier: Index = tierFor(context, event);
  const row = wait(context, { ...event, priority: tier });
  if (tier === -1) {
    state.tooDear++;
    leave(context, row);
    return;
  }
  insertRow(state.line, row, tier);
  state.jobs[tier]++;
  state.ahead[tier] += event.gpus * event.seconds;
  serve(context);
}

/** Starts what fits among the first `lookahead` jobs in line. */
export function serve(context: Tiers): void {
  const { state, params } = context;
  const { queue, line } = state;
  const room = roomNow(context);
  for (let row: Index = line.first[0], passed = 0; row !== -1 && passed < params.lookahead; ) {
    if (isFull(context, room)) return;
    const next = line.next[0]![row];
    if (fits(context, room, queue.gpus[row])) start(context, room, row);
    else passed++;
    row = next;
  }
}

function start(context: Tiers, room: Room, row: Index): void {
  const { state, params, now, emit } = context;
  const { queue } = state;
  const tier: Index = queue.priority[row];
  const gpus = queue.gpus[row];
  const seconds = queue.seconds[row];
  stepAside(state, row);
  takeUp(context, row);
  observe(state.waits[tier]!, now - queue.since[row]);
  state.started[tier] += gpus * seconds;
  const spent = credits(
    octaneBenchHours(params.octaneBench, gpus, seconds / HOUR),
    params.workPerCredit[tier]!,
  );
  state.credits += spent;
  state.soldUsd += spent * params.usdPerCredit;
  commit(context, room, gpus);
  emit.jobMatched({ job: queue.job[row], gpus, seconds, usdPerGpuHour: priceOf(context, tier) });
}

export function stepAside({ queue, line, jobs, ahead }: State, row: Index): void {
  const tier: Index = queue.priority[row];
  deleteRow(line, row);
  jobs[tier]--;
  ahead[tier] = jobs[tier] === 0 ? 0 : ahead[tier] - queue.gpus[row] * queue.seconds[row];
}
