import { nameIn } from "../model/place.ts";
import { reachesPrototype } from "../schema/names.ts";
import type { ResolvedDesign, ResolvedUse } from "./scenario.ts";

/** A path taken apart: `supply/cohorts.providers`. Undefined where it has no such form. */
export function parsePath(path: string): { target: string; param: string } | undefined {
  const match = /^(.+)\.([A-Za-z_]\w*)$/s.exec(path);
  return match && !reachesPrototype(match[2]!) ? { target: match[1]!, param: match[2]! } : undefined;
}

/** Whether a path means a use: by its mechanism or its name, wherever it stands, or with its place before either. */
export const isTarget = (use: Omit<ResolvedUse, "params">, target: string): boolean =>
  targetsOf(use).includes(target);

/** All that a use is called in paths. */
export const targetsOf = ({ mechanism, as, place, id }: Omit<ResolvedUse, "params">): string[] => [
  mechanism,
  as,
  nameIn(place, mechanism),
  id,
];

/** The uses that a path sets, of all designs. */
export function usesOfPath(designs: readonly ResolvedDesign[], path: string): ResolvedUse[] {
  const target = parsePath(path)?.target;
  return target === undefined
    ? []
    : designs.flatMap(({ uses }) => uses.filter((use) => isTarget(use, target)));
}
