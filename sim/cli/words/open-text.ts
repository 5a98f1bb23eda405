import type { OpenPoint, ResolvedScenario } from "../../scenario/scenario.ts";
import { oneLine } from "../../text/visible.ts";

/** Points that nobody has called meant. */
export const unmeant = ({ open }: Pick<ResolvedScenario, "open">): OpenPoint[] =>
  open.filter(({ meant }) => meant === "");

/** A point as a sentence, with the reason where it is meant. */
export const openSentence = ({ path, message, meant }: OpenPoint): string =>
  `${path}: ${message}${meant === "" ? "" : ` Meant: ${meant}`}`;

/** What a scenario leaves open and nobody has called meant, and how to say that it is; empty where there is nothing. */
export function openText(resolved: Pick<ResolvedScenario, "name" | "open">): string {
  const points = unmeant(resolved);
  if (points.length === 0) return "";
  return [
    `${oneLine(resolved.name)} leaves ${points.length === 1 ? "1 point" : `${points.length} points`} open.`,
    "",
    ...points.flatMap(({ path, message }) => [`  ${oneLine(path)}`, `    ${oneLine(message)}`]),
    "",
    `Where that is meant, the scenario says why: meant: { ${JSON.stringify(points[0]!.path)}: "…" }`,
  ].join("\n");
}
