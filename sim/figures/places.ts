import type { Index } from "../indexed.ts";
import { placesAmong, WORLD } from "../model/place.ts";
import type { Run } from "../run/result.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";
import type { FigureInput } from "./figure.ts";

/** The places of a scenario, in order; empty where everything stands in the world. */
export const placesOf = ({ designs }: Pick<ResolvedScenario, "designs">): string[] =>
  placesAmong(designs.flatMap(({ uses }) => uses.map(({ place }) => place)));

/**
 * The same runs as one place sees them: its own measures by the names that they have there, its asset's as the ledger
 * has them, and its jobs.
 */
export function asSeenIn(input: FigureInput, place: string): FigureInput {
  const { scenario } = input;
  const assets = scenario.assets.filter((asset) => asset.place === place || asset.name === "usd");
  const named = namesIn(place, assets);
  return {
    ...input,
    scenario: { ...scenario, assets, measures: scenario.measures.flatMap((name) => named(name) ?? []) },
    runs: input.runs.map((run) => runIn(run, place, named)),
  };
}

type Named = (measure: string) => string | undefined;

/** What a measure is called in a place; undefined where it is another's. */
const namesIn = (place: string, assets: ResolvedScenario["assets"]): Named => {
  const start = place === WORLD ? "" : `${place}.`;
  const ends = assets.map(({ name }) => `[${name}]`);
  return (measure) => {
    if (ofLedger(measure)) return ends.some((end) => measure.endsWith(end)) ? measure : undefined;
    return measure.startsWith(start) ? measure.slice(start.length) : undefined;
  };
};

const ofLedger = (measure: string): boolean => /^(?:ledger\.|token\.inflation\[)/.test(measure);

function runIn(run: Run, place: string, named: Named): Run {
  const own = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(values).flatMap(([measure, value]): [string, T][] => {
        const name = named(measure);
        return name === undefined ? [] : [[name, value]];
      }),
    );
  const { jobs, ...rest } = run;
  return {
    ...rest,
    series: own(run.series),
    summary: own(run.summary),
    atEnd: own(run.atEnd),
    measures: own(run.measures),
    ...(jobs ? { jobs: jobsIn(jobs, place) } : {}),
  };
}

function jobsIn(jobs: NonNullable<Run["jobs"]>, place: string): NonNullable<Run["jobs"]> {
  const rows = Array.from(jobs.place.keys()).filter((row: Index) => jobs.places[jobs.place[row]] === place);
  const columns = Object.entries(jobs).map(([name, column]) => [
    name,
    ArrayBuffer.isView(column)
      ? (column.constructor as Float64ArrayConstructor).from(
          rows,
          (row: Index) => (column as Float64Array)[row],
        )
      : column,
  ]);
  return Object.fromEntries(columns) as NonNullable<Run["jobs"]>;
}
