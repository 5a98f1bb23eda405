import { summariesFrom } from "../../figures/future.ts";
import { waitCurve, waitFinding } from "../../figures/wait-curves.ts";
import type { Outcome } from "../folders/run-and-store.ts";
import { bullets } from "./compare-words.ts";

/** How long jobs waited under each design, where they were recorded. */
export function waitsText({ plan, runs }: Outcome, branch: string): string[] {
  const { resolved } = plan;
  const own = runs.filter((run) => run.branch === branch && run.jobs);
  const from = summariesFrom({ scenario: resolved, runs: own, points: [] });
  const lines = resolved.designs.flatMap(({ name }) => {
    const curve = waitCurve(
      own.filter(({ design }) => design === name),
      from,
    );
    return curve.count === 0 ? [] : [`${name}: ${waitFinding(curve)}`];
  });
  if (lines.length === 0) return [];
  return [bullets("Waits of single jobs, those that left counted as longer", lines), ""];
}

/** What was asked for and is not there. */
export const emptyTablesText = ({ runs, manifest: { format } }: Outcome): string[] => [
  ...(runs.some(({ jobs }) => jobs) && runs.every(({ jobs }) => !jobs?.job.length)
    ? [`No job was submitted: jobs.${format} has no rows.`]
    : []),
  ...(runs.some(({ providers }) => providers) && runs.every(({ providers }) => !providers?.t.length)
    ? [`No mechanism of this scenario tells of its providers: providers.${format} has no rows.`]
    : []),
];
