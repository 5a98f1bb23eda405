import { type Phrase, phraseOf, rankOf } from "../metrics/known-measures.ts";
import { withoutKey } from "../model/measures/names.ts";
import type { Measure } from "../run/result.ts";
import type { FigureInput } from "./figure.ts";

/** US dollars come into a world and leave it; their stock says nothing of a network. */
const isOfDollars = (name: string) => name.endsWith("[usd]");

/** All measures of the runs by name, well-known ones first, then in the runs' own order; those of the USD ledger left out. */
export function measuresOf({ scenario, runs }: FigureInput): Map<string, Measure> {
  const found = new Map<string, Measure>();
  for (const run of runs) {
    for (const [name, measure] of Object.entries(run.measures)) {
      if (!isOfDollars(name) && !found.has(name)) found.set(name, measure);
    }
  }
  const ranked = [...found].map(([name, measure], position) => ({
    name,
    measure,
    rank: rankOf(name, scenario.measures),
    position,
  }));
  ranked.sort((a, b) => (a.rank === b.rank ? a.position - b.position : a.rank - b.rank));
  return new Map(ranked.map(({ name, measure }) => [name, measure]));
}

/** The full name of a measure that is asked for without its asset (`ledger.supply` finds `ledger.supply[token]`); undefined: no run has it. */
export function fullName(input: FigureInput, name: string): string | undefined {
  const names = [...measuresOf(input).keys()];
  return names.includes(name) ? name : names.find((candidate) => withoutKey(candidate) === name);
}

/** Every name of a measure by key: `chain.attackCostUsd[third of stake]`, … */
export const keyedNames = (input: FigureInput, stem: string): string[] =>
  [...measuresOf(input).keys()].filter((name) => name !== stem && withoutKey(name) === stem).sort();

/** Whether any replication of any design has a value of the measure at any sample. */
export function hasValues({ runs }: FigureInput, measure: string): boolean {
  return runs.some((run) => run.series[measure]?.some((value) => !Number.isNaN(value)) ?? false);
}

/** Whether all that the runs say of the measure is 0: a chart of it would show its axis. */
export function isZero({ runs }: FigureInput, measure: string): boolean {
  return runs.every(
    (run) => run.series[measure]?.every((value) => value === 0 || Number.isNaN(value)) ?? true,
  );
}

/** Whether any replication of a design has a summary of the measure. */
export function hasSummary({ runs }: FigureInput, measure: string, design: string): boolean {
  return runs.some((run) => run.design === design && !Number.isNaN(run.summary[measure] ?? Number.NaN));
}

/** What a measure is, by the first run that has it. */
export const definitionOf = ({ runs }: FigureInput, measure: string): Measure | undefined =>
  runs.find((run) => run.measures[measure])?.measures[measure];

/** Words for a measure of these runs. */
export const phraseIn = (input: FigureInput, measure: string): Phrase =>
  phraseOf(measure, definitionOf(input, measure));
