import type { Measure, Run } from "../../run/result.ts";

/** What a claim's verdict is computed from: of each run the measures that its tests read. */
export interface ClaimRun {
  readonly point: number;
  readonly design: string;
  readonly replication: number;
  /** Digest of the run. */
  readonly digest: string;
  /** By measure; null where it has no value. */
  readonly values: Readonly<Record<string, number | null>>;
}

export interface ClaimRuns {
  /** By measure. */
  readonly units: Readonly<Record<string, string>>;
  /** In the order of the plan. */
  readonly runs: readonly ClaimRun[];
}

/** What runs say of some measures, and nothing else of them. */
export function claimRuns(runs: readonly Run[], measures: ReadonlySet<string>): ClaimRuns {
  const known: Record<string, Measure> = Object.assign({}, ...runs.map((run) => run.measures));
  const units = [...measures].sort().flatMap((name) => (known[name] ? [[name, known[name].unit]] : []));
  return {
    units: Object.fromEntries(units),
    runs: runs.map(({ point, design, replication, digest, summary }) => ({
      point: Math.max(point, 0),
      design,
      replication,
      digest,
      values: Object.fromEntries(
        [...measures]
          .sort()
          .filter((name) => Object.hasOwn(summary, name))
          .map((name) => [name, Number.isFinite(summary[name]) ? summary[name]! : null]),
      ),
    })),
  };
}
