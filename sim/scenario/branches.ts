import type { Problem } from "../errors.ts";
import { durationText, parseDuration, type Seconds } from "../units.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Branch, Branches, ResolvedBranches, ResolvedDesign } from "./scenario.ts";
import { settingProblems } from "./vary.ts";

/** Branches with every setting accepted and a time within the horizon, or what is wrong with them. */
export function resolveBranches(
  given: Branches | undefined,
  { own, until }: { readonly own: Seconds; readonly until: Seconds },
  designs: readonly ResolvedDesign[],
  catalogue: Catalogue,
): { branches: ResolvedBranches | null; problems: Problem[]; notes: string[] } {
  if (given === undefined) return { branches: null, problems: [], notes: [] };
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return { branches: null, problems: [{ path: "branches", message: EXPECTED }], notes: [] };
  const { at: time, ...named } = given;
  const names = Object.keys(named);
  const problems: Problem[] = [];
  const at = typeof time === "string" ? parseDuration(time) : time;
  if (names.length === 0) problems.push({ path: "branches", message: EXPECTED });
  if (typeof at !== "number" || !(at > 0))
    problems.push({
      path: "branches › at",
      message: `Expected a time such as 365d, got ${JSON.stringify(time)}.`,
    });
  else if (at >= own)
    problems.push({
      path: "branches › at",
      message: `Expected a time before the horizon of ${durationText(own)}, got ${durationText(at)}.`,
    });
  for (const name of names)
    problems.push(...branchProblems(`branches › ${JSON.stringify(name)}`, named[name], designs, catalogue));
  if (problems.length > 0) return { branches: null, problems, notes: [] };
  if (at! >= until)
    return { branches: null, problems, notes: [`The branches at ${durationText(at!)} do not happen.`] };
  const branches = names.map((name) => ({ name, set: (named[name] as Branch).set ?? {} }));
  return { branches: { at: at!, branches }, problems, notes: [] };
}

const EXPECTED =
  'Expected a time and at least one branch, such as { at: "365d", "none": {}, "shock": { set: { "shocks/demand.factor": 0.5 } } }.';

function branchProblems(
  path: string,
  branch: unknown,
  designs: readonly ResolvedDesign[],
  catalogue: Catalogue,
): Problem[] {
  if (path.endsWith('""')) return [{ path, message: "A branch needs a name." }];
  const isBranch = typeof branch === "object" && branch !== null && !Array.isArray(branch);
  const strange = isBranch ? Object.keys(branch).filter((name) => name !== "set") : [];
  const set = isBranch ? ((branch as Branch).set ?? {}) : undefined;
  if (typeof set !== "object" || strange.length > 0)
    return [{ path, message: 'Expected {}, or { set: { "shocks/demand.factor": 0.5 } }.' }];
  return Object.entries(set).flatMap(([name, value]) =>
    settingProblems(designs, catalogue, `${path} › set`, name, value),
  );
}
