import { reachesPrototype } from "../schema/names.ts";
import type { ResolvedDesign, ResolvedUse } from "./scenario.ts";

/** A path taken apart: `supply/cohorts.providers`. Undefined where it has no such form. */
export function parsePath(path: string): { target: string; param: string } | undefined {
  const match = /^(.+)\.([A-Za-z_]\w*)$/s.exec(path);
  return match && !reachesPrototype(match[2]!) ? { target: match[1]!, param: match[2]! } : undefined;
}

export const isTarget = (use: ResolvedUse, target: string): boolean =>
  use.mechanism === target || use.as === target;

/** The uses that a path sets, of all designs. */
export function usesOfPath(designs: readonly ResolvedDesign[], path: string): ResolvedUse[] {
  const target = parsePath(path)?.target;
  return target === undefined
    ? []
    : designs.flatMap(({ uses }) => uses.filter((use) => isTarget(use, target)));
}
