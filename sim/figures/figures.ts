import { WORLD } from "../model/place.ts";
import { branchEffects } from "./branch-effects.ts";
import { differences } from "./differences.ts";
import { energyAndCarbon } from "./energy-and-carbon.ts";
import { fans } from "./fans.ts";
import type { Drawing, Figure, FigureInput, NamedDrawing, View } from "./figure.ts";
import { frontier } from "./frontier.ts";
import { featuredFuture } from "./future.ts";
import { gantt } from "./gantt.ts";
import { gpusOnline } from "./gpus-online.ts";
import { headline } from "./headline.ts";
import { jobsWaiting } from "./jobs-waiting.ts";
import { fullName, hasValues } from "./measure-catalogue.ts";
import { measures } from "./measures.ts";
import { overview } from "./overview.ts";
import { paths } from "./paths.ts";
import { asSeenIn, placesOf } from "./places.ts";
import { pricePerGpuHour } from "./price-per-gpu-hour.ts";
import { profitAndLoss } from "./profit-and-loss.ts";
import { recordedWaits } from "./recorded-waits.ts";
import { securityBudget } from "./security-budget.ts";
import { sensitivity } from "./sensitivity.ts";
import { sourcesAndSinks } from "./sources-and-sinks.ts";
import { supplyAndEmission } from "./supply-and-emission.ts";
import { sweep } from "./sweep.ts";
import { waits } from "./waits.ts";

/** All figures, in the order of a report. */
export const figures: readonly Figure[] = [
  differences,
  headline,
  branchEffects,
  frontier,
  sweep,
  paths,
  sensitivity,
  profitAndLoss,
  overview,
  measures,
  gpusOnline,
  pricePerGpuHour,
  jobsWaiting,
  waits,
  recordedWaits,
  gantt,
  supplyAndEmission,
  sourcesAndSinks,
  fans,
  securityBudget,
  energyAndCarbon,
];

/** Whether the runs have a value of every measure that the figure needs. */
function canDraw(figure: Figure, input: FigureInput): boolean {
  if (input.runs.length === 0) return false;
  if (figure.mostDesigns !== undefined && input.scenario.designs.length > figure.mostDesigns) return false;
  const hasAll = figure.needs.every((need) => {
    const measure = fullName(input, need);
    return measure !== undefined && hasValues(input, measure);
  });
  return hasAll && (figure.applies?.(input) ?? true);
}

/** A figure that the runs allow, before it is drawn. */
export interface Planned {
  readonly name: string;
  /** Undefined where there is nothing to be seen in it. */
  readonly draw: (view: View) => Drawing | undefined;
}

/** The figures that the scenario names, or all where it names none, as far as the runs allow them. */
export function plannedFigures(input: FigureInput): Planned[] {
  const { figures: named } = input.scenario;
  const chosen = named.length === 0 ? figures : figures.filter((figure) => named.includes(figure.name));
  const future = featuredFuture(input);
  const missing = missingText(input);
  const places = placesOf(input.scenario);
  return chosen.flatMap((figure) => {
    const shown = figure.shows === "one future" ? future : input;
    const views =
      figure.ofPlaces && places.length > 0
        ? [WORLD, ...places].map((place) => ({ place, seen: asSeenIn(shown, place) }))
        : [{ place: WORLD, seen: shown }];
    return views.flatMap(({ place, seen }) =>
      canDraw(figure, seen)
        ? [{ name: nameIn(place, figure), draw: drawnIn(place, figure, seen, missing) }]
        : [],
    );
  });
}

const nameIn = (place: string, { name }: Figure): string => (place === WORLD ? name : `${name}-${place}`);

const drawnIn =
  (place: string, figure: Figure, seen: FigureInput, missing: string): Planned["draw"] =>
  (view) => {
    const sheet = view.width === undefined ? {} : { width: view.width };
    const drawing = { ...figure.plot({ ...seen, ...view }), ...sheet };
    if (drawing.panels.length === 0) return undefined;
    const caption = [drawing.caption ?? "", missing].filter((text) => text !== "").join(" ");
    const whole = missing === "" ? drawing : { ...drawing, caption };
    return place === WORLD ? whole : titledFor(place, whole);
  };

/** All of them, drawn. */
export function drawings(input: FigureInput): NamedDrawing[] {
  const view = input.width === undefined ? {} : { width: input.width };
  return plannedFigures(input).flatMap(({ name, draw }) => {
    const drawing = draw(view);
    return drawing ? [{ name, drawing }] : [];
  });
}

/** A figure of one place says whose it is. */
const titledFor = (place: string, drawing: Drawing): Drawing => ({
  ...drawing,
  title: `${place}: ${drawing.title}`,
  description: `${place}: ${drawing.description}`,
});

/** Designs that have fewer runs than others: all were to have as many. */
function missingText({ scenario, runs }: FigureInput): string {
  const counts = scenario.designs.map(({ name }) => ({
    name,
    count: runs.filter(({ design }) => design === name).length,
  }));
  const most = Math.max(...counts.map(({ count }) => count));
  const lacking = counts.filter(({ count }) => count < most);
  const told = lacking.map(
    ({ name, count }) => `${name} has ${count === 0 ? "none" : `${count} of ${most}`}`,
  );
  return told.length === 0 ? "" : `Some runs came to nothing: ${told.join(", ")}.`;
}
