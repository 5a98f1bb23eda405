import type { Problem } from "../errors.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import { parsePath, usesOfPath } from "../scenario/paths.ts";
import type { ResolvedDesign, ResolvedScenario, ResolvedUse, Settings } from "../scenario/scenario.ts";
import { vary } from "../scenario/vary.ts";
import { placedOf, publishersFor, standsIn } from "../scenario/wiring.ts";
import type { Seconds } from "../units.ts";
import type { Part } from "./parts.ts";

/** A branch, with its parameters and the time from which its summaries count. */
export interface TakenBranch {
  readonly name: string;
  readonly set: Settings;
  readonly from: Seconds;
}

/** The scenario as a branch has it from its time on. */
export function taken(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  branch: TakenBranch | null,
): ResolvedScenario {
  if (branch === null) return resolved;
  const { set, from } = branch;
  return Object.freeze({
    ...vary(resolved, catalogue, set),
    warmUp: Math.max(from, resolved.warmUp),
  });
}

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

/**
 * Instances to which a branch makes a difference at once: whose parameters it changes, and who reads their signals,
 * directly or through others.
 *
 * @param varied the run's design with the branch's parameters
 */
export function touchedBy(design: ResolvedDesign, varied: ResolvedDesign, catalogue: Catalogue): Set<string> {
  const placed = placedOf(design, catalogue);
  const touched = new Set(
    placed.filter(({ use }) => differs(use, varied.uses.find(({ id }) => id === use.id)!)),
  );
  for (let before = -1; before < touched.size; ) {
    before = touched.size;
    for (const reader of placed)
      for (const signal of Object.keys(reader.mechanism.reads ?? {}))
        for (const place of standsIn(reader))
          if (publishersFor(placed, reader, signal, place).some((publisher) => touched.has(publisher)))
            touched.add(reader);
  }
  return new Set([...touched].map(({ use }) => use.id));
}

const differs = ({ params }: ResolvedUse, other: ResolvedUse): boolean =>
  Object.entries(other.params).some(
    ([name, value]) => !Object.is((params as Record<string, unknown>)[name], value),
  );
