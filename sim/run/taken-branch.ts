import type { Problem } from "../errors.ts";
import { parsePath, usesOfPath } from "../scenario/paths.ts";
import type { ResolvedDesign, ResolvedScenario, Settings } from "../scenario/scenario.ts";
import type { Seconds } from "../units.ts";
import type { Change } from "./parameters.ts";
import type { Part } from "./parts.ts";

/** A branch, with its parameters and the time from which its summaries count. */
export interface TakenBranch {
  readonly name: string;
  readonly set: Settings;
  readonly from: Seconds;
}

/** The scenario as a branch has it: its parameters are part of the run that goes on. */
export function taken(resolved: ResolvedScenario, branch: TakenBranch | null): ResolvedScenario {
  if (branch === null) return resolved;
  return Object.freeze({ ...resolved, warmUp: Math.max(branch.from, resolved.warmUp) });
}

/** The parameters of a design's instances that are others in a varied one. */
export const changesOf = ({ uses }: ResolvedDesign, varied: ResolvedDesign): Change[] =>
  uses.flatMap(({ id: instance, params }) =>
    Object.entries(varied.uses.find(({ id }) => id === instance)!.params)
      .filter(([name, value]) => !Object.is((params as Record<string, unknown>)[name], value))
      .map(([parameter, value]) => ({ instance, parameter, value })),
  );

/**
 * Why a run cannot take a branch.
 *
 * @param varied the run's design with the branch's parameters
 * @param parts the run's instances, in order of delivery
 */
export function branchProblems(
  varied: ResolvedDesign,
  parts: readonly Part[],
  name: string,
  settings: Settings,
): Problem[] {
  const branch = `branches › ${JSON.stringify(name)}`;
  const isSettled = (path: string): boolean => {
    const { param } = parsePath(path)!;
    const instances = new Set(usesOfPath([varied], path).map(({ id }) => id));
    return parts.some(({ context }) => instances.has(context.instance) && context.settled.has(param));
  };
  const problems = Object.keys(settings)
    .filter(isSettled)
    .map((path) => ({
      path: `${branch} › set › ${path}`,
      message: "It is read while a run begins: a branch cannot change it. Sweep it instead.",
    }));
  if (varied.uses.some(({ id }, at) => id !== parts[at]!.context.instance))
    problems.push({
      path: branch,
      message: "It changes who hears of an event first: a branch cannot do that. Sweep it instead.",
    });
  return problems;
}
