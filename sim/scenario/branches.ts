import type { Problem } from "../errors.ts";
import { shown } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import { durationText, parseDuration, type Seconds } from "../units.ts";
import type { Catalogue } from "./catalogue.ts";
import { isRecord, namedParts, namesOf, partOf } from "./named.ts";
import { overlaps } from "./overlaps.ts";
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
  if (!isRecord(given) && !(given instanceof Map))
    return { branches: null, problems: [{ path: "branches", message: EXPECTED }], notes: [] };
  const problems: Problem[] = [];
  const time = partOf(given, "at");
  const parts = namedParts(given, "branches", "", problems).filter(([name]) => name !== "at");
  const names = namesOf(given).filter((name) => name !== "at");
  const parting = secondsOf(time);
  if (names.length === 0) problems.push({ path: "branches", message: EXPECTED });
  if (parting === undefined || !(parting > 0))
    problems.push({
      path: "branches › at",
      message: `Expected a time such as 365d, got ${shown(time)}.`,
    });
  else if (parting >= own)
    problems.push({
      path: "branches › at",
      message: `Expected a time before the horizon of ${durationText(own)}, got ${durationText(parting)}.`,
    });
  for (const [name, branch] of parts)
    problems.push(...branchProblems(`branches › ${JSON.stringify(name)}`, branch, designs, catalogue));
  if (problems.length > 0) return { branches: null, problems, notes: [] };
  if (parting! >= until)
    return { branches: null, problems, notes: [`The branches at ${durationText(parting!)} do not happen.`] };
  const branches = parts.map(([name, branch]) => ({ name, set: (branch as Branch).set ?? {} }));
  return { branches: { at: parting!, branches }, problems, notes: [] };
}

const secondsOf = (time: unknown): Seconds | undefined =>
  typeof time === "string" ? parseDuration(time) : typeof time === "number" ? time : undefined;

const EXPECTED =
  'Expected a time and at least one branch, such as { at: "365d", "none": {}, "shock": { set: { "shocks/demand.factor": 0.5 } } }.';

const A_BRANCH = 'Expected {}, or { set: { "shocks/demand.factor": 0.5 } }.';

function branchProblems(
  path: string,
  branch: unknown,
  designs: readonly ResolvedDesign[],
  catalogue: Catalogue,
): Problem[] {
  if (!isRecord(branch)) return [{ path, message: A_BRANCH }];
  const strange = Object.keys(branch).filter((name) => name !== "set");
  const { set = {} } = branch;
  return [
    ...strange.map((name) => ({
      path: `${path} › ${name}`,
      message: `There is no such field.${didYouMean(name, ["set"])} ${A_BRANCH}`,
    })),
    ...(isRecord(set)
      ? Object.entries(set).flatMap(([name, value]) =>
          settingProblems(designs, catalogue, `${path} › set`, name, value),
        )
      : [{ path: `${path} › set`, message: A_BRANCH }]),
    ...(isRecord(set) ? overlaps(designs, Object.keys(set), `${path} › set › `) : []),
  ];
}
