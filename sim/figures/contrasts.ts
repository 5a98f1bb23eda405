/** Gains and losses: what each design has more or less of than the control, measure by measure, as sentences. */

import { type DesignEffect, designEffects, type MeasureEffects } from "../comparison/effects.ts";
import { betterOf, phraseOf } from "../metrics/known-measures.ts";
import { intervalText, isTold, sizeText } from "./effect-words.ts";
import type { FigureInput } from "./figure.ts";
import { headlineMeasures } from "./headline-measures.ts";
import { quantityText } from "./number-text.ts";

/** Designs that a sentence tells of, the most different first: the table has all. */
const MOST_TOLD = 4;

function partText(row: MeasureEffects, { design, difference }: DesignEffect): string {
  const { more, less } = phraseOf(row.measure, row);
  const better = betterOf(row.measure, row);
  const isMore = difference.mean > 0;
  const worth = better === undefined ? [] : [isMore === (better === "higher") ? "better" : "worse"];
  const interval = Number.isFinite(difference.low) ? [intervalText(difference, row.unit)] : [];
  const notes = [...worth, ...interval].join("; ");
  const size = `${sizeText(difference.mean, row.unit)} ${isMore ? more : less} under ${design}`;
  return notes === "" ? size : `${size} (${notes})`;
}

function sentenceOf(row: MeasureEffects): string | undefined {
  const told = row.effects
    .filter(isTold)
    .sort((one, other) => Math.abs(other.difference.mean) - Math.abs(one.difference.mean));
  if (told.length === 0) return undefined;
  const { label } = phraseOf(row.measure, row);
  const parts = told.slice(0, MOST_TOLD).map((effect) => partText(row, effect));
  const rest = told.length - parts.length;
  const more = rest > 0 ? [`${rest} more ${rest === 1 ? "design differs" : "designs differ"}`] : [];
  return `${label}, against ${quantityText(row.reference.mean, row.unit)} under ${row.control}: ${[...parts, ...more].join("; ")}`;
}

/** One sentence a measure in which a design is told from the control, the scenario's own measures first. */
export function contrasts(future: FigureInput, branch: string): string[] {
  return designEffects(future, { branch, measures: headlineMeasures(future) }).flatMap(
    (row) => sentenceOf(row) ?? [],
  );
}
