import type { Problem } from "../errors.ts";
import type { Field, Fields } from "../schema/fields.ts";
import { textFlaw } from "../schema/names.ts";
import { shown } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import { parseDuration } from "../units.ts";
import type { Catalogue } from "./catalogue.ts";
import { isRecord, namedParts } from "./named.ts";
import { overlaps } from "./overlaps.ts";
import { parsePath, usesOfPath } from "./paths.ts";
import type { ResolvedDesign, ResolvedWhatIf } from "./scenario.ts";
import { settingProblems } from "./vary.ts";

const EXPECTED =
  'Expected [low, high] with low below high, or { low, high, label }, such as [0, 0.2] or ["1d", "30d"].';
const FIELDS = ["low", "high", "label"];
/** Kinds of parameters that lie between two ends. */
export const NUMERIC: readonly Field["kind"][] = ["number", "integer", "duration", "amount"];

/** The parameters that a reader of the scenario's page may move, or what is wrong with them. */
export function resolveWhatIf(
  given: unknown,
  designs: readonly ResolvedDesign[],
  catalogue: Catalogue,
  problems: Problem[],
): ResolvedWhatIf[] {
  const parts = namedParts(given, "whatIf", "ranges by parameter", problems, false);
  const resolved = parts.flatMap(([path, part]) => {
    const before = problems.length;
    const range = rangeOf(part, `whatIf › ${path}`, problems);
    if (range === undefined) return [];
    const wrong = [range.low, range.high].flatMap((end) =>
      settingProblems(designs, catalogue, "whatIf", path, end),
    );
    problems.push(...new Map(wrong.map((problem) => [problem.message, problem])).values());
    if (problems.length > before) return [];
    const field = fieldOf(designs, catalogue, path);
    if (NUMERIC.includes(field.kind)) return [{ path, ...range }];
    problems.push({ path: `whatIf › ${path}`, message: "It is no number: a slider cannot move it." });
    return [];
  });
  const paths = resolved.map(({ path }) => path);
  problems.push(...overlaps(designs, paths, "whatIf › "));
  return resolved;
}

function rangeOf(part: unknown, path: string, problems: Problem[]): Omit<ResolvedWhatIf, "path"> | undefined {
  const given = Array.isArray(part) && part.length === 2 ? { low: part[0], high: part[1] } : part;
  if (!isRecord(given)) {
    problems.push({ path, message: EXPECTED });
    return undefined;
  }
  const strange = Object.keys(given).filter((name) => !FIELDS.includes(name));
  for (const name of strange)
    problems.push({
      path: `${path} › ${name}`,
      message: `There is no such field.${didYouMean(name, FIELDS)} ${EXPECTED}`,
    });
  const { label = "" } = given;
  const flaw = typeof label === "string" ? textFlaw(label) : `Expected text, got ${shown(label)}.`;
  if (flaw !== undefined) problems.push({ path: `${path} › label`, message: flaw });
  const [low, high] = [given["low"], given["high"]].map(endOf);
  if (low === undefined || high === undefined || !(low < high)) {
    problems.push({ path, message: EXPECTED });
    return undefined;
  }
  return strange.length > 0 || flaw !== undefined ? undefined : { low, high, label: label as string };
}

const endOf = (given: unknown): number | undefined => {
  const end = typeof given === "string" ? parseDuration(given) : given;
  return typeof end === "number" && Number.isFinite(end) ? end : undefined;
};

/** What the mechanism says of a parameter that is known to be there. */
export function fieldOf(designs: readonly ResolvedDesign[], catalogue: Catalogue, path: string): Field {
  const { mechanism } = usesOfPath(designs, path)[0]!;
  return (catalogue.get(mechanism)!.params as Fields)[parsePath(path)!.param]!;
}
