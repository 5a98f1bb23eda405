import { isPart } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { jobRow } from "../../../kit/market/assignments.ts";
import { couldFit, fastestOf, release } from "../../../kit/market/machines.ts";
import { bePatient, isWaiting, join, patienceOf, waitAgain, waiting } from "../../../kit/market/waiting.ts";
import type { Events } from "../../../model/events.ts";
import { charge } from "./customers.ts";
import { leave, serve, serveNew } from "./matching.ts";
import { fallIn } from "./order.ts";
import { forget } from "./running.ts";
import { askOf, type Order, placing, type Scheduler, type State } from "./state.ts";

/** The waiting jobs, with what the order needs to know of them. */
export function queueFor(order: Order): State["queue"] {
  if (order === "priority") return waiting("memory", "region", "deadline", "requested", "priority");
  if (order === "fair-share") return waiting("memory", "region", "deadline", "requested", "customer");
  return waiting("memory", "region", "deadline", "requested");
}

/** A job joins the queue, starts where it can, and leaves where no machine will ever do. */
export function submit(context: Scheduler, event: Events["jobSubmitted"]): void {
  const { state } = context;
  const { queue, book } = state;
  const row = join(context, event);
  if (context.params.estimates === "actual") queue.requested[row] = event.seconds;
  fallIn(state, row);
  if (book.rows.count === 0 || state.offersPending) state.unchecked = true;
  else if (!couldFit(book, askOf(state, row), placing(context))) {
    leave(context, row);
    return;
  }
  serveNew(context, row);
  if (isWaiting(queue, row)) bePatient(context, row, patienceOf(event, fastestOf(book)));
}

/** A job runs no longer. False where it was none of this market's. */
export function end({ state, params, now }: Scheduler, { job, seconds }: Events["jobFinished"]): boolean {
  const { book, running, customers } = state;
  const run: Index = jobRow(book.running, job);
  if (run === -1) return false;
  if (running.evicted[run] === 1) state.evictions--;
  const rest = restOf(state, run, seconds);
  if (state.order === "fair-share" && rest > 0) {
    const gpuSeconds = book.running.gpus[run] * rest;
    charge(customers, running.customer[run], -gpuSeconds, book.running.started[run], params.halfLife);
  }
  const unforeseen = Math.abs(running.ends[run] - now) > 1e-6;
  // Where a part was, another that waits may have room.
  if (unforeseen || (isPart(book.running.gpus[run]) && state.queue.partsWaiting > 0)) breakPromises(state);
  forget(state, run);
  release(book, job);
  return true;
}

/** Work that is left of a job after it ran so many seconds. */
const restOf = ({ running }: State, run: Index, seconds: number): number => {
  const rest = running.seconds[run] - seconds * running.speed[run];
  return rest > 1e-6 ? rest : 0;
};

/** A job that was told to stop has stopped, and waits for the rest. */
export function pause(context: Scheduler, event: Events["jobPaused"]): void {
  const { state, now } = context;
  const { book, running, queue } = state;
  const run: Index = jobRow(book.running, event.job);
  if (run === -1) return;
  const rest = restOf(state, run, event.seconds);
  end(context, event);
  state.preempted++;
  const deadline = running.deadline[run];
  const row = waitAgain(context, {
    job: event.job,
    gpus: event.gpus,
    seconds: rest,
    requested: Math.max(0, running.requested[run] - (running.seconds[run] - rest)),
    usdPerGpuHour: running.limit[run],
    memory: running.memory[run],
    region: queue.regions[running.region[run]]!,
    priority: running.priority[run],
    customer: running.customer[run],
    ...(deadline < Number.POSITIVE_INFINITY ? { deadline: deadline - now } : {}),
  });
  fallIn(state, row);
  serve(context);
}

/** Something happened that no promise has foreseen. */
export function breakPromises(state: State): void {
  state.reservation = null;
  state.stale = true;
}
