import { ASKED_FIRST } from "../metrics/known-measures.ts";
import { withoutKey } from "../model/measures/names.ts";
import type { FigureInput } from "./figure.ts";
import { definitionOf, fullName, hasSummary, measuresOf } from "./measure-catalogue.ts";

/** Panels of a figure. */
const MOST = 6;

/**
 * Up to `most` measures that a comparison leads with, of those that the control has: what the scenario asks for, else
 * what people ask for first, else measures of the scenario's own mechanisms of which one end is better, then the first of
 * all. One that is 0 in every run has nothing to tell, and one that is the same in all designs only where all are. Few, for what is read together needs wider intervals.
 */
export function headlineMeasures(input: FigureInput, most = MOST): string[] {
  const { measures, control } = input.scenario;
  const tells = (name: string) => hasSummary(input, name, control) && !isNought(input, name);
  const names = [...measuresOf(input).keys()];
  const found = (asked: readonly string[]) => asked.flatMap((name) => fullName(input, name) ?? []);
  const asked = measures.flatMap((name) => (name.endsWith("[*]") ? everyOf(names, name) : found([name])));
  const known = found(ASKED_FIRST.slice(0, MOST));
  const own = names.filter((name) => (definitionOf(input, name)?.own?.better ?? "neither") !== "neither");
  const differs = (name: string) => !isSame(input, name);
  const chosen = [asked, known.filter(differs), [...own, ...names].filter(differs), known, names].map(
    (some) => [...new Set(some)].filter(tells),
  );
  return (chosen.find((some) => some.length > 0) ?? []).slice(0, most);
}

/** Those of all regions or instances: what `gpu.supply[*]` stands for. */
const everyOf = (names: readonly string[], asked: string): string[] =>
  names.filter((name) => name.endsWith("]") && withoutKey(name) === withoutKey(asked));

/** Whether no run has anything of it but nought. */
const isNought = ({ runs }: FigureInput, measure: string): boolean =>
  runs.every((run) => (run.summary[measure] || 0) === 0);

/** Whether designs are compared and all have the same value in every replication: there is nothing to compare. */
function isSame({ runs, scenario }: FigureInput, measure: string): boolean {
  const first = new Map(
    runs
      .filter(({ design }) => design === scenario.control)
      .map((run) => [run.replication, run.summary[measure]]),
  );
  const others = runs.filter(({ design }) => design !== scenario.control);
  return (
    others.length > 0 && others.every((run) => Object.is(run.summary[measure], first.get(run.replication)))
  );
}
