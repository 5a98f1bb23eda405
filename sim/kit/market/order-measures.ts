import type { Distribution } from "../../formulas/distribution.ts";
/** Measures of the jobs of markets where who runs may have to make room, and waits again. */
import type { Metrics } from "../../model/measures/metric.ts";

interface Counted {
  readonly state: { readonly submitted: number; readonly gaveUp: number; readonly waits: Distribution };
  readonly now: number;
}

/** @param waitingSeconds integral over time of the jobs that wait or are paused */
export const orderMetrics = <C extends Counted>(waitingSeconds: (context: C) => number): Metrics<C> => ({
  "jobs.submitted": { total: ({ state }) => state.submitted },
  "jobs.waiting": { totals: (context) => [waitingSeconds(context), context.now] },
  "jobs.gaveUp": { total: ({ state }) => state.gaveUp },
  "jobs.waitP50": { distribution: ({ state }) => state.waits },
  "jobs.waitP95": { distribution: ({ state }) => state.waits },
});
