import type { Problem } from "../errors.ts";
import { shown } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";

/** The figures that there are, in the order of a report; figures/figures.ts draws them. */
export const FIGURE_NAMES: readonly string[] = [
  "differences",
  "headline",
  "branch-effects",
  "frontier",
  "sweep",
  "paths",
  "sensitivity",
  "profit-and-loss",
  "overview",
  "measures",
  "gpus-online",
  "price-per-gpu-hour",
  "jobs-waiting",
  "waits",
  "recorded-waits",
  "gantt",
  "supply-and-emission",
  "sources-and-sinks",
  "fans",
  "security-budget",
  "energy-and-carbon",
];

/** The figures that a scenario asks for. */
export function resolveFigures(given: unknown, problems: Problem[]): string[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) {
    problems.push({
      path: "figures",
      message: `Expected a list of names, such as ["differences", "waits"], got ${shown(given)}.`,
    });
    return [];
  }
  given.forEach((name: unknown, at) => {
    if (typeof name === "string" && FIGURE_NAMES.includes(name)) return;
    const listed = `There are: ${FIGURE_NAMES.join(", ")}.`;
    const message =
      typeof name === "string"
        ? `There is no figure ${shown(name)}.${didYouMean(name, FIGURE_NAMES) || ` ${listed}`}`
        : `Expected the name of a figure, got ${shown(name)}. ${listed}`;
    problems.push({ path: `figures[${at}]`, message });
  });
  return [...given];
}
