import { KernelError } from "../errors.ts";
import type { Metric } from "../model/measures/metric.ts";
import type { Seconds } from "../units.ts";

/** A measure by `value`, whose mean over time the run takes. */
export type LevelMetric = Exclude<Extract<Metric<any>, { value: unknown }>, { integral: unknown }>;
export const isLevel = (metric: Metric<any>): metric is LevelMetric =>
  "value" in metric && !("integral" in metric);

/** A measure ready to be sampled. */
export interface Probe {
  readonly name: string;
  readonly publisher: string;
  readonly metric: Metric<any>;
  readonly context: any;
  /** Whether there is anything to measure, asked when results are read; always, where it is left out. */
  readonly exists?: () => boolean;
}

/**
 * Only a duration may have no value (nobody waited); anything else that is not finite is a defect of its mechanism.
 *
 * @throws KernelError with the measure and who recorded it
 */
export function requireFinite({ name, publisher, metric }: Probe, value: number, now: Seconds): void {
  if (Number.isFinite(value) || (metric.kind === "duration" && Number.isNaN(value))) return;
  throw new KernelError(`${publisher} recorded ${value} for ${name} at ${now} s.`, [
    "A measure is a finite number, always.",
  ]);
}
