import type { Handle } from "../../kernel/kernel.ts";
import type { Events } from "../../model/events.ts";
import type { Emitter } from "../../model/mechanism.ts";

interface Emits {
  readonly jobStarted: Emitter<Events["jobStarted"]>;
  readonly jobFinished: Emitter<Events["jobFinished"]>;
}

/**
 * A job begins to run: whoever supplies its machines says so, and schedules its end. Events of one instant are delivered
 * in the order in which they were emitted: the end of a job that takes no time, or less than the clock tells apart, is
 * due at once and must not overtake its start.
 *
 * @param watts what a GPU of it draws with its building; left out where that is not known of single jobs
 * @returns the end, to be taken back where the job stops before it
 */
export function beginStretch(emit: Emits, stretch: Events["jobFinished"], watts?: number): Handle {
  emit.jobStarted(watts === undefined ? stretch : startOf(stretch, watts));
  return emit.jobFinished(stretch, stretch.seconds);
}

/** In literals: spreading the stretch into one takes longer than all else that a start does (Node 20). */
function startOf(stretch: Events["jobFinished"], watts: number): Events["jobStarted"] {
  const { job, gpus, seconds, usdPerGpuHour, machine } = stretch;
  return machine === undefined
    ? { job, gpus, seconds, usdPerGpuHour, watts }
    : { job, gpus, seconds, usdPerGpuHour, machine, watts };
}
