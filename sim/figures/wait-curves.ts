import type { Index } from "../indexed.ts";
import type { Run } from "../run/result.ts";
import { kaplanMeier, type Survival, survivalAt, waitQuantile } from "../statistics/censored.ts";
import type { Seconds } from "../units.ts";
import { quantityText } from "./number-text.ts";

/**
 * How long jobs wait until they first run, by Kaplan and Meier: a job that left, or that still waits when its run ends,
 * waits at least as long as it was seen to.
 *
 * @param from jobs that were submitted before it are left out
 */
export function waitCurve(runs: readonly Run[], from: Seconds): Survival {
  const ended: number[] = [];
  const censored: number[] = [];
  for (const { jobs } of runs)
    for (let row: Index = 0; jobs && row < jobs.job.length; row++) {
      const { submitted, started, waitingTime } = jobs;
      if (submitted[row] < from) continue;
      if (Number.isNaN(started[row])) censored.push(waitingTime[row]);
      else ended.push(started[row] - submitted[row]);
    }
  return kaplanMeier(ended, censored);
}

/** "72 % of jobs start at once; one in twenty waits longer than 3.4 h", as far as the waits that were seen tell. */
export function waitFinding(curve: Survival): string {
  const share = (ratio: number) => quantityText(ratio, "ratio", 2);
  const atOnce = `${share(1 - survivalAt(curve, 0))} of jobs start at once`;
  const longest = waitQuantile(curve, 0.95);
  if (longest === 0) return `${atOnce}, fewer than one in twenty wait`;
  if (Number.isFinite(longest))
    return `${atOnce}, one in twenty waits longer than ${quantityText(longest, "s", 2)}`;
  const last = curve.time.at(-1);
  if (last === undefined) return "no job starts";
  return `${atOnce}, ${share(curve.share.at(-1)!)} wait longer than ${quantityText(last, "s", 2)}`;
}

/** Of the jobs of one design. */
export interface DesignCurve {
  readonly design: string;
  readonly curve: Survival;
  /** One a replication. */
  readonly each: readonly Survival[];
}
