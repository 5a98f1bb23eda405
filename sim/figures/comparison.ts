import { type DesignEffect, designEffects } from "../comparison/effects.ts";
import { type Phrase, phraseOf } from "../metrics/known-measures.ts";
import type { MetricKind } from "../model/measures/entry.ts";
import type { Measure, Run } from "../run/result.ts";
import { type Spread as SpreadOfValues, spreadOf as spreadOfValues } from "../statistics/spread.ts";
import { isTold, namesText, sizeText, tieText } from "./effect-words.ts";
import type { FigureInput } from "./figure.ts";
import { headlineMeasures } from "./headline-measures.ts";
import { definitionOf, fullName } from "./measure-catalogue.ts";
import { numberText, quantityText, unitScale } from "./number-text.ts";

/** A quantity of one design over its replications: those without a value are left out. */
export interface Spread extends SpreadOfValues {
  readonly design: string;
}

/** Mean, median and 10–90 % range of values, NaN left out. */
export function spreadOf(design: string, values: readonly number[]): Spread {
  return { design, ...spreadOfValues(values) };
}

/** One spread a design that has a value, in the scenario's order. */
export function spreads(
  { scenario, runs }: FigureInput,
  valueIn: (run: Run) => number | undefined,
): Spread[] {
  return scenario.designs
    .map(({ name }) => {
      const own = runs.filter((run) => run.design === name);
      return spreadOf(
        name,
        own.map((run) => valueIn(run) ?? Number.NaN),
      );
    })
    .filter((spread) => spread.count > 0);
}

/** Spreads of a measure's summary: mean, total or quantile after the warm-up. */
export const summarySpreads = (input: FigureInput, measure: string): Spread[] =>
  spreads(input, (run) => run.summary[measure]);

/** The design that others are compared with: the control, or the first that has a value where the control has none. */
export const referenceOf = (rows: readonly Spread[], control: string): Spread | undefined =>
  rows.find((row) => row.design === control) ?? rows[0];

/**
 * The designs that differ from the reference, the most different first: those told from it when all that a comparison
 * leads with is read together, as everywhere else. Of one replication, which tells nothing apart, all that differ.
 */
export function differing(input: FigureInput, measure: string, reference: string): DesignEffect[] {
  const scenario = { ...input.scenario, control: reference };
  const measures = [...new Set([...headlineMeasures(input), measure])];
  const branch = input.runs[0]?.branch ?? "";
  const found = designEffects({ ...input, scenario }, { branch, measures }).find(
    (row) => row.measure === measure,
  );
  return (found?.effects ?? [])
    .filter(isTold)
    .sort((one, other) => Math.abs(other.difference.mean) - Math.abs(one.difference.mean));
}

/**
 * Of designs that differ from a reference those that cannot be told from the one that differs most, and lie on its side:
 * it does not lead alone. Of one replication, those with the very same value.
 */
export function tiedWith(input: FigureInput, measure: string, told: readonly DesignEffect[]): string[] {
  const [most, ...others] = told;
  if (!most || others.length === 0) return [];
  const scenario = { ...input.scenario, control: most.design };
  const [row] = designEffects(
    { ...input, scenario },
    { branch: input.runs[0]?.branch ?? "", measures: [measure] },
  );
  const isSameSide = (effect: DesignEffect) => effect.difference.mean * most.difference.mean > 0;
  const apart = new Set(row?.effects.filter(isTold).map(({ design }) => design));
  return others
    .filter((effect) => isSameSide(effect) && !apart.has(effect.design))
    .map(({ design }) => design);
}

/** "14 % more than no token", "3.1 times that of no token", "against none under no token". */
export function differenceText(
  value: number,
  reference: Spread,
  unit: string,
  { more, less }: Phrase,
): string {
  const other = reference.design;
  const difference = value - reference.mean;
  const word = difference > 0 ? more : less;
  if (reference.mean === 0) return `against none under ${other}`;
  if (unit.startsWith("ratio")) {
    return `${sizeText(difference, unit)} ${word} than ${other}`;
  }
  const ratio = value / reference.mean;
  if (ratio < 0) return `${quantityText(Math.abs(difference), unit, 2)} ${word} than ${other}`;
  if (ratio >= 2) return `${numberText(ratio, 2)} times that of ${other}`;
  return `${numberText(Math.abs(ratio - 1) * 100, 2)} % ${word} than ${other}`;
}

/** Starts a sentence: a first word in small letters gets a capital. */
export const sentenceStart = (text: string): string =>
  /^[a-z]+\b/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;

/** The most replications that any design has. */
export function replicationCount({ scenario, runs }: FigureInput): number {
  return Math.max(0, ...scenario.designs.map(({ name }) => runs.filter((run) => run.design === name).length));
}

/** "In one replication, " where one is all there is, for it shows no range. */
export const replicationCaution = (input: FigureInput): string =>
  input.scenario.designs.length > 1 && replicationCount(input) === 1 ? "in one replication, " : "";

function rangeOfMeans(rows: readonly Spread[], unit: string): string {
  const means = rows.map((row) => row.mean);
  const [least, most] = [Math.min(...means), Math.max(...means)];
  const scale = unitScale(unit, Math.max(Math.abs(least), Math.abs(most)));
  const [low, high] = [numberText(least / scale.factor), numberText(most / scale.factor)];
  const inWords = low === high ? `means of ${low}` : `means from ${low} to ${high}`;
  return `${inWords} ${scale.unit}`.trimEnd();
}

/** Designs that a title names one by one. */
const MOST_TIED = 4;

const SUMMARY_WORDS: Readonly<Record<MetricKind, string>> = {
  level: " on average",
  ratio: " on average",
  flow: " in total",
  duration: "",
};

function findingOfOne(row: Spread, measure: string, definition: Measure | undefined): string {
  const text = (value: number) => quantityText(value, definition?.unit ?? "");
  const range = row.count > 1 ? ` (10–90 %: ${text(row.low)} to ${text(row.high)})` : "";
  return `${phraseOf(measure, definition).label}: ${text(row.mean)}${SUMMARY_WORDS[definition?.kind ?? "duration"]}${range}`;
}

/**
 * What the summaries of a measure say, as a sentence without a full stop: the design that differs most from the
 * control, or that none is told from it. Means over replications.
 */
export function findingOf(input: FigureInput, name: string): string {
  const measure = fullName(input, name) ?? name;
  const definition = definitionOf(input, measure);
  const words = phraseOf(measure, definition);
  const unit = definition?.unit ?? "";
  const rows = summarySpreads(input, measure);
  const reference = referenceOf(rows, input.scenario.control);
  if (!reference) return sentenceStart(`no value of ${words.noun} in any run`);
  if (rows.length === 1) return findingOfOne(reference, measure, definition);
  const told = differing(input, measure, reference.design);
  const [most] = told;
  const caution = replicationCaution(input);
  if (!most) {
    const among = rows.length > MOST_TIED ? "" : ` between ${namesText(rows.map(({ design }) => design))}`;
    return sentenceStart(
      `${caution}no clear difference in ${words.noun}${among}: ${rangeOfMeans(rows, unit)}`,
    );
  }
  const value = `${quantityText(most.mean.mean, unit)}${words.after ?? ""}`;
  const difference = differenceText(most.mean.mean, reference, unit, words);
  const tie = tieText(tiedWith(input, measure, told));
  return sentenceStart(`${caution}${most.design} ${words.verb} ${value}, ${difference}${tie}`);
}
