import { ASKED_FIRST } from "../metrics/known-measures.ts";
import type { FigureInput } from "./figure.ts";
import { fullName, hasSummary, measuresOf } from "./measure-catalogue.ts";

/** Panels of a figure. */
const MOST = 6;

/**
 * Up to `most` measures that a comparison leads with: of those that people ask for first the ones that the control
 * has, else the first of all. Few, for what is read together needs wider intervals.
 */
export function headlineMeasures(input: FigureInput, most = MOST): string[] {
  const compared = (name: string) => hasSummary(input, name, input.scenario.control);
  const { measures } = input.scenario;
  const asked = (measures.length > 0 ? measures : ASKED_FIRST.slice(0, MOST))
    .flatMap((name) => fullName(input, name) ?? [])
    .filter(compared);
  const all = asked.length > 0 ? asked : [...measuresOf(input).keys()].filter(compared);
  return all.slice(0, most);
}
