import { rankOf } from "../metrics/known-measures.ts";
import { withoutKey } from "../model/measures/names.ts";
import type { Measure, Run } from "../run/result.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";
import { pairMeans } from "../statistics/antithetic.ts";
import type { Sample } from "../statistics/paired.ts";

/** What is compared: the runs of all designs and replications, in any order, and what the scenario says of them. */
export interface Outcomes {
  readonly scenario: Pick<
    ResolvedScenario,
    "designs" | "control" | "antithetic" | "branches" | "headline" | "measures"
  >;
  readonly runs: readonly Run[];
}

/** Which of the runs: those of one branch, and of one point of a sweep. */
export interface Future {
  /** By default the reference branch where there are branches. */
  readonly branch?: string;
  /** By default −1: nothing is swept. */
  readonly point?: number;
}

/** The branches in their order, the reference first; one empty name where the scenario has none. */
export const branchesOf = ({ scenario }: Outcomes): string[] =>
  scenario.branches?.branches.map(({ name }) => name) ?? [""];

/** The outcomes of one future alone. */
export function ofFuture(outcomes: Outcomes, { branch, point = -1 }: Future = {}): Outcomes {
  const wanted = branch ?? branchesOf(outcomes)[0]!;
  return {
    ...outcomes,
    runs: outcomes.runs.filter((run) => run.branch === wanted && run.point === point),
  };
}

/** Designs that have runs, in the scenario's order. */
export function designsIn({ scenario, runs }: Outcomes): string[] {
  const run = new Set(runs.map(({ design }) => design));
  return scenario.designs.map(({ name }) => name).filter((name) => run.has(name));
}

/** Every measure that some run has: the well-known ones in their usual order, then the others by name. */
export function measuresIn(runs: readonly Run[]): Map<string, Measure> {
  const all = new Map(runs.flatMap(({ measures }) => Object.entries(measures)));
  const rank = (measure: string): number => Math.min(rankOf(measure), Number.MAX_SAFE_INTEGER);
  return new Map([...all].sort(([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1)));
}

/** What the scenario's own mechanism says of a measure, to be kept beside its name. */
export const ownOf = ({ own }: Measure): Pick<Measure, "own"> => (own === undefined ? {} : { own });

/** The measure that a name means: its own, or `ledger.supply` for the one `ledger.supply[token]`; else undefined. */
export function measureNamed(measures: Iterable<string>, name: string): string | undefined {
  const all = [...measures];
  if (all.includes(name)) return name;
  const meant = all.filter((measure) => withoutKey(measure) === name);
  return meant.length === 1 ? meant[0] : undefined;
}

/**
 * Summaries of a measure in one design, by replication; NaN where a replication has no value. Of antithetic
 * replications the means of pairs: they are what is independent.
 *
 * @param outcomes of one future
 */
export function summariesOf(outcomes: Outcomes, design: string, measure: string): Sample {
  return sampleOf(outcomes, design, (run) => run.summary[measure] ?? Number.NaN);
}

/** A number of each run of one design, by replication or antithetic pair. */
export function sampleOf(
  { scenario, runs }: Outcomes,
  design: string,
  valueIn: (run: Run) => number,
): Sample {
  const sample = new Map(
    runs.filter((run) => run.design === design).map((run) => [run.replication, valueIn(run)] as const),
  );
  return scenario.antithetic ? pairMeans(sample) : sample;
}
