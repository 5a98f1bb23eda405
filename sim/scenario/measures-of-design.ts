import { OrreryError, type Problem } from "../errors.ts";
import { ledgerMeasures } from "../model/ledger/measure-names.ts";
import { measuresOf } from "../model/measures.ts";
import { quoted } from "../schema/shown.ts";
import type { Catalogue } from "./catalogue.ts";
import { ownMeasureProblems } from "./own-measures.ts";
import type { Measured } from "./readable.ts";
import type { ResolvedDesign, ResolvedScenario } from "./scenario.ts";

type Assets = ResolvedScenario["assets"];

/** Every measure that a design may have, before it has been run: those of its mechanisms and of the ledger. */
export function measuresOfDesign(assets: Assets, catalogue: Catalogue, { uses }: ResolvedDesign): string[] {
  const published = uses.flatMap((use) =>
    measuresOf(catalogue.get(use.mechanism)!, use.params, use).map(({ name }) => name),
  );
  // US dollars are not issued.
  const issued = assets.filter(({ name }) => name !== "usd");
  return [...published, ...issued.flatMap(({ name }) => ledgerMeasures(name))];
}

/** The same of all designs; undefined, with a problem, where a mechanism's measures cannot be named. */
export function measuredBy(
  designs: readonly ResolvedDesign[],
  assets: Assets,
  catalogue: Catalogue,
  problems: Problem[],
): Measured | undefined {
  const flawed = ownMeasureProblems(designs, catalogue);
  problems.push(...flawed);
  if (flawed.length > 0) return undefined;
  const measured = new Map<string, readonly string[]>();
  for (const design of designs) {
    try {
      measured.set(design.name, measuresOfDesign(assets, catalogue, design));
    } catch (error) {
      if (!(error instanceof OrreryError)) throw error;
      problems.push({ path: `designs[${quoted(design.name)}]`, message: error.message });
    }
  }
  return measured.size === designs.length ? measured : undefined;
}
