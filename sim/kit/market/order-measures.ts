import type { Distribution } from "../../formulas/distribution.ts";
/** Measures of the jobs of markets where who runs may have to make room, and waits again. */
import type { Metric } from "../../model/mechanism.ts";

interface Counted {
  readonly state: { readonly submitted: number; readonly gaveUp: number; readonly waits: Distribution };
  readonly now: number;
}

/**
 * @param waitingSeconds integral over time of the jobs that wait or are paused
 * @param counted which waits the market counts
 */
export const orderMetrics = <C extends Counted>(
  waitingSeconds: (context: C) => number,
  counted: "for each start" | "of the jobs that started",
): Readonly<Record<string, Metric<C>>> => ({
  "jobs.submitted": {
    unit: "jobs",
    kind: "flow",
    doc: "Jobs that asked the network for GPUs; one that comes back with lost work counts again.",
    total: ({ state }) => state.submitted,
  },
  "jobs.waiting": {
    unit: "jobs",
    kind: "level",
    doc: "Jobs that wait or are paused, mean over time.",
    totals: (context) => [waitingSeconds(context), context.now],
  },
  "jobs.gaveUp": {
    unit: "jobs",
    kind: "flow",
    doc: "Jobs that left the queue without running, or without running on.",
    total: ({ state }) => state.gaveUp,
  },
  "jobs.waitP50": {
    unit: "s",
    kind: "duration",
    doc: `Median wait ${counted}.`,
    quantile: 0.5,
    distribution: ({ state }) => state.waits,
  },
  "jobs.waitP95": {
    unit: "s",
    kind: "duration",
    doc: `95th percentile of the wait ${counted}.`,
    quantile: 0.95,
    distribution: ({ state }) => state.waits,
  },
});
