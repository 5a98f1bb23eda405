import type { ResolvedScenario } from "../scenario/scenario.ts";
import type { Wanting } from "./expectations.ts";
import { type Plan, plan } from "./plan.ts";

/** Number of replications by design and branch; the branch of a scenario that has none is empty. */
export type Replications = ReadonlyMap<string, ReadonlyMap<string, number>>;

const branchesOf = ({ branches }: ResolvedScenario): readonly string[] =>
  branches === null ? [""] : branches.branches.map(({ name }) => name);

/** What a plan makes. */
export const replicationsOf = ({ resolved, replications }: Plan): Replications =>
  new Map(
    resolved.designs.map(({ name }) => [
      name,
      new Map(branchesOf(resolved).map((branch) => [branch, replications])),
    ]),
  );

/**
 * Plans the runs that are wanted and have not been made: no design, no branch and no replication more. Designs that
 * lack the same branches stand in one plan.
 *
 * @returns no plan where nothing is missing; `made`: what will then have been made
 */
export function furtherRuns(
  { resolved, code }: Plan,
  made: Replications,
  wanting: readonly Wanting[],
): { plans: Plan[]; made: Replications } {
  const plans: Plan[] = [];
  const after = new Map([...made].map(([design, byBranch]) => [design, new Map(byBranch)]));
  for (const [branch, designs] of missing(made, wanting)) {
    const narrowed = narrowedTo(resolved, JSON.parse(branch) as string[]);
    const last = Math.max(...designs.map(({ to }) => to));
    const whole = plan(narrowed, code, { replications: last });
    const jobs = whole.jobs.filter(({ design, replication }) =>
      designs.some(({ name, from, to }) => name === design && replication >= from && replication < to),
    );
    plans.push({ ...whole, jobs });
    for (const { name, to } of designs)
      for (const own of branchesOf(narrowed))
        after.get(name)!.set(own, Math.max(to, after.get(name)!.get(own)!));
  }
  return { plans, made: after };
}

interface Missing {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Designs with the replications that they lack, by the list of branches in which they lack some. */
function missing(made: Replications, wanting: readonly Wanting[]): Map<string, Missing[]> {
  const groups = new Map<string, Missing[]>();
  for (const [name, byBranch] of made) {
    const lacking = [...byBranch].flatMap(([branch, from]) => {
      const own = wanting.filter((each) => each.branch === branch && each.designs.includes(name));
      const to = Math.max(0, ...own.map(({ replications }) => replications));
      return to > from ? [{ branch, from, to }] : [];
    });
    if (lacking.length === 0) continue;
    const key = JSON.stringify(lacking.map(({ branch }) => branch));
    const from = Math.min(...lacking.map((each) => each.from));
    const to = Math.max(...lacking.map((each) => each.to));
    groups.set(key, [...(groups.get(key) ?? []), { name, from, to }]);
  }
  return groups;
}

const narrowedTo = (resolved: ResolvedScenario, names: readonly string[]): ResolvedScenario =>
  resolved.branches === null
    ? resolved
    : {
        ...resolved,
        branches: {
          ...resolved.branches,
          branches: resolved.branches.branches.filter(({ name }) => names.includes(name)),
        },
      };
