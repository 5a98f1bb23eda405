import { measuresIn } from "../../comparison/outcomes.ts";
import { OrreryError, UsageError } from "../../errors.ts";
import { ASKED_FIRST, rankOf } from "../../metrics/known-measures.ts";
import type { Run } from "../../run/result.ts";
import { catalogueOf } from "../../scenario/catalogue.ts";
import { type LoadOptions, loadScenario } from "../../scenario/load.ts";
import { meantMeasure, measureNames } from "../../scenario/measure-names.ts";
import { measuresOfDesign } from "../../scenario/measures-of-design.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Outcome } from "../folders/run-and-store.ts";
import type { RunningOptions } from "./options.ts";

/** Measures that a table shows where none are named and none of these is there. */
const SHOWN = 8;

/** Parameters that are set decide on measures, too: those of each region, of each class. */
type MeasuredOptions = LoadOptions & Pick<RunningOptions, "set">;

/** Every measure that some design of these scenarios may have, before anything has been run. */
async function knownMeasures(scenarios: readonly string[], options: MeasuredOptions): Promise<string[]> {
  const known = new Set<string>();
  for (const name of scenarios) {
    const { scenario, name: called } = await loadScenario(name, options);
    const catalogue = catalogueOf(scenario);
    const resolved = resolve(scenario, catalogue, {
      name: called,
      ...(options.set && { set: options.set }),
      allowLong: true,
    });
    for (const design of resolved.designs)
      for (const measure of measuresOfDesign(resolved.assets, catalogue, design)) known.add(measure);
  }
  return [...known].sort();
}

/** Refuses measures that nobody publishes before the runs that would show it. */
export async function requireMeasures(
  named: readonly string[] | undefined,
  scenarios: readonly string[],
  options: MeasuredOptions,
): Promise<void> {
  if (named === undefined) return;
  const names = [...measureNames(await knownMeasures(scenarios, options)).keys()];
  for (const measure of named) {
    if (names.includes(measure)) continue;
    throw new UsageError(
      `There is no measure "${measure}".${meantMeasure(measure, names)}`,
      [],
      "List them: orrery explain --measures",
    );
  }
}

/** What a table shows where the command line names nothing. */
interface Asked {
  readonly all: boolean;
  /** Shown in any case where there are such measures. */
  readonly first: readonly string[];
  /** The scenario's own; empty: what people ask for first. */
  readonly asked: readonly string[];
}

/** What a headline is made of, and what the scenario asks for. */
export const askedOf = ({ plan: { resolved }, allMeasures }: Outcome): Asked => ({
  all: allMeasures,
  first: resolved.headline.flatMap(({ cost, gain }) => [cost, gain]),
  asked: resolved.measures,
});

/**
 * The measures to show, by their full names: those named, else what a headline is made of and what the scenario or
 * people in general ask for first, else the first of all.
 */
export function chosenMeasures(
  runs: readonly Run[],
  named: readonly string[] | undefined,
  { all, first, asked }: Asked = { all: false, first: [], asked: [] },
): string[] {
  const measures = [...measuresIn(runs).keys()];
  const names = measureNames(measures);
  if (named !== undefined) {
    const missing = named.find((name) => !names.has(name));
    if (missing !== undefined) throw new OrreryError(`No run has the measure "${missing}".`);
    return [...new Set(named.map((name) => names.get(name)!))];
  }
  if (all) return measures;
  const own = measures
    .filter((measure) => rankOf(measure, asked) < 0)
    .sort((one, other) => rankOf(one, asked) - rankOf(other, asked));
  const rest = asked.length > 0 ? own : ASKED_FIRST.flatMap((name) => names.get(name) ?? []);
  const wanted = [...first.flatMap((name) => names.get(name) ?? []), ...rest];
  const known = measures.filter((measure) => Number.isFinite(rankOf(measure)));
  const chosen = [wanted, known, measures].find((some) => some.length > 0) ?? [];
  return [...new Set(wanted.length > 0 ? chosen : chosen.slice(0, SHOWN))];
}
