import type { Problem } from "../errors.ts";
import { measuresOf } from "../model/measures.ts";
import { didYouMean } from "../schema/suggest.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ResolvedDesign } from "./scenario.ts";

/** `gpu.supply[US]` is one of `gpu.supply[*]`. */
const ofAllKeys = (measure: string): string => measure.replace(/\[[^\]]*\]$/, "[*]");

/** The measures that a scenario asks for; each is one that some design records, or `gpu.supply[*]` for those of all keys. */
export function resolveMeasures(
  given: unknown,
  designs: readonly ResolvedDesign[],
  catalogue: Catalogue,
  problems: Problem[],
): string[] {
  if (given === undefined) return [];
  if (!Array.isArray(given) || given.some((name) => typeof name !== "string")) {
    problems.push({
      path: "measures",
      message: 'Expected a list of names, such as ["gpu.supply", "jobs.waitP95"].',
    });
    return [];
  }
  const recorded = designs.flatMap(({ uses }) =>
    uses.flatMap(({ mechanism, as, params }) =>
      measuresOf(catalogue.get(mechanism)!, params, as).flatMap(({ name }) => [name, ofAllKeys(name)]),
    ),
  );
  // Those of the ledger are recorded for every asset.
  const known = [...new Set(recorded)];
  given.forEach((name: string, at) => {
    if (name.startsWith("ledger.") || known.includes(name)) return;
    problems.push({
      path: `measures[${at}]`,
      message: `No design records "${name}".${didYouMean(name, known)}`,
    });
  });
  return [...given];
}
