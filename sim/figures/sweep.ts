/*
 * Above 200 lines: one figure that is lines, maps or draws, by what was swept; each shape is drawn in a file of its own,
 * and titled here.
 */

import { isSampled } from "../scenario/scenario.ts";
import { pairedDifference } from "../statistics/paired.ts";
import { replicationCount, sentenceStart, spreadOf } from "./comparison.ts";
import { namesText } from "./effect-words.ts";
import type { Figure, FigureInput, Point } from "./figure.ts";
import { columnsOn, panelWidth } from "./layout.ts";
import { definitionOf, phraseIn } from "./measure-catalogue.ts";
import { quantityText } from "./number-text.ts";
import { drawShape } from "./sweep-draws.ts";
import { sweepLines } from "./sweep-lines.ts";
import { sweepMaps } from "./sweep-maps.ts";
import { type SweptValue, sweptFuture, sweptMeasures, sweptValues } from "./sweep-values.ts";
import { parameterName, pathsOf, pointLabels, sweepText } from "./sweep-words.ts";
import { MOST_OVERLAID } from "./theme.ts";
import { descriptionOf, futureSentence, overlaidLegend } from "./wording.ts";

/** Designs that have maps of their own, and measures that are mapped: the table has all. */
const MOST_MAPS = 4;
const MOST_MAPPED = 3;
/** Parameters along which a sample is strewn. */
const MOST_DRAWN = 9;

/** Whether the points are a grid over two parameters or more, which lines along one cannot show. */
const isMap = ({ scenario: { sweep }, points }: FigureInput): boolean =>
  sweep?.kind === "grid" && pathsOf(points).length > 1;

/** Starts have a figure of their own. */
const isFollowed = ({ scenario: { sweep }, points }: FigureInput): boolean =>
  points.length > 1 && sweep !== null && sweep.kind !== "list";

interface Move {
  readonly design: string;
  readonly from: SweptValue;
  readonly to: SweptValue;
  /** Whether the replications tell the two ends apart; of one replication, whether they are other numbers. */
  readonly isClear: boolean;
}

/** What becomes of a measure from the first point to the last, design by design. */
function movesOf(future: FigureInput, measure: string): Move[] {
  const values = sweptValues(future, measure);
  const [first, last] = [future.points[0]!, future.points.at(-1)!];
  const sample = (design: string, point: Point) =>
    new Map(
      future.runs
        .filter((run) => run.design === design && run.point === point.index)
        .map((run) => [run.replication, run.summary[measure] ?? Number.NaN]),
    );
  return future.scenario.designs.flatMap(({ name }) => {
    const at = (point: Point) => values.find((value) => value.design === name && value.point === point);
    const [from, to] = [at(first), at(last)];
    if (!from || !to) return [];
    const { count, mean, low, high } = pairedDifference(sample(name, last), sample(name, first));
    return [{ design: name, from, to, isClear: count > 1 ? low > 0 || high < 0 : mean !== 0 }];
  });
}

function titleOfLines(future: FigureInput, measure: string): string {
  const moves = movesOf(future, measure);
  const labels = pointLabels(future);
  const { label, noun } = phraseIn(future, measure);
  const along = sweepText(future);
  const size = ({ from, to }: Move) => Math.abs(to.mean - from.mean);
  const clear = moves.filter(({ isClear }) => isClear).sort((one, other) => size(other) - size(one));
  const [most] = clear;
  if (!most) return sentenceStart(`no clear change in ${noun} along ${along}`);
  const text = (value: SweptValue) => quantityText(value.mean, definitionOf(future, measure)?.unit ?? "");
  const verb = most.to.mean > most.from.mean ? "rises" : "falls";
  const alike = clear
    .slice(1)
    .filter((move) => text(move.from) === text(most.from) && text(move.to) === text(most.to));
  const under = namesText([most.design, ...alike.map(({ design }) => design)]);
  const still = moves.filter(({ isClear }) => !isClear).map(({ design }) => design);
  const isAlone = clear.length === 1 + alike.length;
  const others = still.length > 0 ? `; no clear change under ${namesText(still)}` : "";
  const whose = moves.length > 1 ? `${isAlone ? "" : ", most"} under ${under}${others}` : "";
  return sentenceStart(
    `${label} ${verb} from ${text(most.from)} at ${labels[0]} to ${text(most.to)} at ${labels.at(-1)}${whose}`,
  );
}

function titleOfMaps(future: FigureInput, measure: string, designs: readonly string[]): string {
  const labels = new Map(pointLabels(future).map((label, at) => [future.points[at]!.index, label]));
  const values = sweptValues(future, measure).filter(({ design }) => designs.includes(design));
  const { label } = phraseIn(future, measure);
  if (values.length === 0) return `${label}: no value at any point`;
  const text = ({ mean }: SweptValue) => quantityText(mean, definitionOf(future, measure)?.unit ?? "");
  const by = (better: (one: number, other: number) => boolean) =>
    values.reduce((one, other) => (better(other.mean, one.mean) ? other : one));
  const where = (best: SweptValue): string => {
    const alike = values.filter((value) => text(value) === text(best));
    if (alike.length > 1) return `${text(best)} at ${alike.length} of ${values.length} places`;
    const whose = designs.length > 1 ? ` under ${best.design}` : "";
    return `${text(best)} at ${labels.get(best.point.index)}${whose}`;
  };
  const [most, least] = [by((one, other) => one > other), by((one, other) => one < other)];
  return text(most) === text(least)
    ? `${label}: ${text(most)} at every point`
    : `${label}: most, ${where(most)}; least, ${where(least)}`;
}

function mapsOf(
  future: FigureInput,
): Pick<ReturnType<Figure["plot"]>, "title" | "panels" | "columns" | "caption"> {
  const measures = sweptMeasures(future, MOST_MAPPED);
  const { designs: all, control } = future.scenario;
  const names = all.map(({ name }) => name);
  const designs = [control, ...names.filter((name) => name !== control)].slice(0, MOST_MAPS);
  const columns = columnsOn(future, Math.max(2, designs.length));
  const others = pathsOf(future.points).slice(2).map(parameterName);
  const notes = [
    ...(others.length > 0 ? [`Each field is the mean over the values of ${namesText(others)}.`] : []),
    ...(names.length > designs.length
      ? [`The table has the other ${names.length - designs.length} designs.`]
      : []),
    "The maps of a measure have one scale of shades, pale for the least and dark for the most.",
  ];
  return {
    title: titleOfMaps(future, measures[0]!, designs),
    caption: notes.join(" "),
    panels: sweepMaps(future, measures, designs, panelWidth(future, columns)),
    columns,
  };
}

function linesOf(future: FigureInput): Pick<ReturnType<Figure["plot"]>, "title" | "panels" | "columns"> {
  const measures = sweptMeasures(future);
  const columns = columnsOn(future, Math.min(3, measures.length));
  const width = panelWidth(future, columns);
  return {
    title: titleOfLines(future, measures[0]!),
    panels: measures.map((measure) =>
      sweepLines(future, measure, { width, height: measures.length > 1 ? 230 : 320 }),
    ),
    columns,
  };
}

/** Draws of the first measure along each parameter: which one it follows is seen. */
function drawsOf(
  future: FigureInput,
): Pick<ReturnType<Figure["plot"]>, "title" | "panels" | "columns" | "caption"> {
  const [measure] = sweptMeasures(future, 1) as [string];
  const paths = pathsOf(future.points).slice(0, MOST_DRAWN);
  const columns = columnsOn(future, Math.min(3, paths.length));
  const unit = definitionOf(future, measure)?.unit ?? "";
  const ranges = future.scenario.designs.flatMap(({ name }) => {
    const own = sweptValues(future, measure).filter(({ design }) => design === name);
    const { low, high, count } = spreadOf(
      name,
      own.map(({ mean }) => mean),
    );
    const under = future.scenario.designs.length > 1 ? ` under ${name}` : "";
    return count === 0 ? [] : [`${quantityText(low, unit)} to ${quantityText(high, unit)}${under}`];
  });
  const names = future.scenario.designs.map(({ name }) => name);
  const shapes =
    names.length > 1 ? ` ${names.map((name) => `${name}: ${drawShape(future, name)}`).join("; ")}.` : "";
  const rest = ranges.length > MOST_MAPS ? ["and so on"] : [];
  return {
    title: `${phraseIn(future, measure).label} over ${future.points.length} draws (10–90 %): ${[...ranges.slice(0, MOST_MAPS), ...rest].join(", ")}`,
    caption: `Each dot is a draw: ${phraseIn(future, measure).label}.${shapes}`,
    panels: paths.map((path) => ({
      ...sweepLines(future, measure, { width: panelWidth(future, columns), height: 230, draws: path }),
      title: parameterName(path),
    })),
    columns,
  };
}

/** What each measure comes to along a sweep: lines over one parameter, maps over two. */
export const sweep: Figure = {
  name: "sweep",
  shows: "the experiment",
  needs: [],
  applies: (input) => {
    const future = sweptFuture(input);
    const fits = isMap(input) || input.scenario.designs.length <= MOST_OVERLAID;
    return isFollowed(input) && fits && future.runs.length > 0 && sweptMeasures(future).length > 0;
  },
  plot: (input) => {
    const future = sweptFuture(input);
    const drawn = isMap(input)
      ? mapsOf(future)
      : isSampled(input.scenario.sweep)
        ? drawsOf(future)
        : linesOf(future);
    const replications = Math.max(
      1,
      ...input.points.map(({ index }) => replicationCount(atPoint(future, index))),
    );
    const what = `Summaries at ${input.points.length} points: ${pathsOf(input.points).map(parameterName).join(" and ")}`;
    const shown = isMap(input)
      ? replications > 1
        ? `means over ${replications} replications`
        : "one replication"
      : replications > 1
        ? `dot: mean of ${replications} replications, band: 10–90 %`
        : "one replication";
    return {
      ...drawn,
      subtitle: `${futureSentence(future)}${what}; ${shown}.`,
      ...(isMap(input) ? {} : { legend: overlaidLegend(future, drawn.panels) }),
      description: descriptionOf(input, drawn.title, what),
    };
  },
};

const atPoint = (future: FigureInput, point: number): FigureInput => ({
  ...future,
  runs: future.runs.filter((run) => run.point === point),
});
