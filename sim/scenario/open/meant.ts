import type { Problem } from "../../errors.ts";
import { textFlaw } from "../../schema/names.ts";
import { shown } from "../../schema/shown.ts";
import { namedParts } from "../named.ts";

/** Open points that are meant, by their names, and why. */
export function resolveMeant(given: unknown, problems: Problem[]): Map<string, string> {
  const expected =
    'reasons by the names of open points, such as { "price of token": "only tokens are compared" }';
  const meant = new Map<string, string>();
  for (const [name, reason] of namedParts(given, "meant", expected, problems, false)) {
    const flaw =
      typeof reason !== "string" || reason.trim() === ""
        ? `Expected a reason in words, got ${shown(reason)}.`
        : textFlaw(reason);
    if (flaw === undefined) meant.set(name, reason as string);
    else problems.push({ path: `meant › ${name}`, message: flaw });
  }
  return meant;
}
