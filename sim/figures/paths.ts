import { type Paths, paths as pathsOf } from "../comparison/paths.ts";
import { phraseOf } from "../metrics/known-measures.ts";
import type { Run } from "../run/result.ts";
import { spreadOf } from "../statistics/spread.ts";
import { bandOf, type DrawnBand } from "./bands.ts";
import { sentenceStart } from "./comparison.ts";
import { namesText, sizeText } from "./effect-words.ts";
import type { Figure, FigureInput, LegendItem, Panel } from "./figure.ts";
import { featuredBranch, momentText } from "./future.ts";
import { columnsOn, panelWidth } from "./layout.ts";
import { linePanel } from "./line-panel.ts";
import { definitionOf, fullName, hasValues, phraseIn } from "./measure-catalogue.ts";
import { quantityText } from "./number-text.ts";
import { clipText } from "./text-width.ts";
import { timeUnit } from "./time-unit.ts";
import { descriptionOf } from "./wording.ts";

/** One hue from dark to light, so that a start is not taken for a design. */
const START_COLORS = ["#08306b", "#2171b5", "#6baed6", "#a63603", "#e6550d", "#fd9f4f"] as const;
/** Of the second hue, which is as dark in a grey print. */
const START_DASH = "6 3";
const MEASURES = ["gpu.supply", "token.usd"];
const MOST_COLUMNS = 4;
const POINTS = 150;
const HEIGHT = 190;

/** Measures that starts are followed in: one where many designs leave no room for more. */
function measuresOf(input: FigureInput): string[] {
  const found = MEASURES.flatMap((name) => fullName(input, name) ?? []).filter((name) =>
    hasValues(input, name),
  );
  return found.slice(0, input.scenario.designs.length > MOST_COLUMNS ? 1 : MEASURES.length);
}

const futureOf = (input: FigureInput, measures: readonly string[]): Paths[] =>
  pathsOf(input, input.points, { measures, branch: featuredBranch(input) });

function lookOf(start: number): Pick<DrawnBand, "color" | "dash"> {
  const place = start % START_COLORS.length;
  return { color: START_COLORS[place]!, dash: place < START_COLORS.length / 2 ? undefined : START_DASH };
}

const legendLook = ({ color, dash }: Pick<DrawnBand, "color" | "dash">): Omit<LegendItem, "label"> =>
  dash === undefined ? { color } : { color, dash };

function bandsOfStarts(input: FigureInput, { design, measure }: Paths): DrawnBand[] {
  const branch = featuredBranch(input);
  const isFlow = definitionOf(input, measure)?.kind === "flow";
  const options = isFlow
    ? { points: POINTS, rateOver: timeUnit(input.scenario.until).seconds }
    : { points: POINTS };
  return input.points.map(({ index }, start) => {
    const isOwn = (run: Run) => run.design === design && run.point === index && run.branch === branch;
    const runs = input.runs.filter((run) => isOwn(run) && run.series[measure] !== undefined);
    const look = { ...lookOf(start), width: 1.6 };
    return { ...bandOf(design, runs, measure, options), ...look, isReference: true, isUnderlay: false };
  });
}

/** "1,048 GPUs, 0.15 USD": what a start looks like at the first sample, in the mean of all its runs. */
function startText(input: FigureInput, measures: readonly string[], index: number): string {
  const runs = input.runs.filter(({ point }) => point === index);
  return measures
    .map((measure) => {
      const first = spreadOf(runs.map((run) => run.series[measure]?.[0] ?? Number.NaN)).mean;
      return quantityText(first, definitionOf(input, measure)?.unit ?? "", 2);
    })
    .join(", ");
}

function outcomeText({ outcome, metAt, farthest, unit }: Paths): string {
  if (outcome === "meet") return metAt === undefined ? "meet" : `meet from ${momentText(Math.round(metAt))}`;
  if (outcome === "undecided") return "meeting is not established";
  return `${sizeText(farthest.difference.mean, unit)} apart`;
}

function titleOf(all: readonly Paths[], starts: number): string {
  const first = all[0]!;
  const own = all.filter(({ measure }) => measure === first.measure);
  const under = (outcome: Paths["outcome"]) =>
    own.filter((path) => path.outcome === outcome).map(({ design }) => design);
  const [meet, apart, open] = [under("meet"), under("apart"), under("undecided")];
  const { noun } = phraseOf(first.measure, first);
  if (meet.length === own.length)
    return sentenceStart(`from ${starts} starts, ${noun} end up the same under every design`);
  const parts = [
    ...(meet.length > 0 ? [`meet under ${namesText(meet)}`] : []),
    ...(apart.length > 0 ? [`stay apart under ${namesText(apart)}`] : []),
    ...(open.length > 0 ? [`may or may not meet under ${namesText(open)}`] : []),
  ];
  return sentenceStart(`${noun} from ${starts} starts ${parts.join(", ")}`);
}

/** One row of panels a measure; a design that lacks it leaves its place empty, so that designs stand in columns. */
function panelsOf(
  input: FigureInput,
  all: readonly Paths[],
  designs: readonly string[],
  columns: number,
): Panel[] {
  const width = panelWidth(input, columns);
  const measures = [...new Set(all.map(({ measure }) => measure))];
  return measures.flatMap((measure) => {
    const own = all.filter((path) => path.measure === measure);
    const sharing = own.flatMap((path) => bandsOfStarts(input, path));
    return designs.map((design): Panel => {
      const found = own.find((path) => path.design === design);
      const size = { width, height: HEIGHT };
      if (!found) return { options: { ...size, marks: [] } };
      const words: Pick<Panel, "title" | "note"> = {
        title: clipText(design, width, 13),
        note: [phraseIn(input, measure).label, outcomeText(found)],
      };
      const panel = linePanel(input, bandsOfStarts(input, found), definitionOf(input, measure), {
        ...size,
        sharing,
      });
      return { ...panel, ...words };
    });
  });
}

/** Whether runs that start differently come to the same. */
export const paths: Figure = {
  name: "paths",
  shows: "the experiment",
  needs: [],
  applies: (input) => input.scenario.sweep?.kind === "list" && futureOf(input, measuresOf(input)).length > 0,
  plot: (input) => {
    const measures = measuresOf(input);
    const all = futureOf(input, measures);
    const labels = input.points.map(({ index }) => startText(input, measures, index));
    const designs = [...new Set(all.map(({ design }) => design))];
    const columns = columnsOn(input, Math.min(MOST_COLUMNS, designs.length));
    const title = titleOf(all, input.points.length);
    const names = measures.map((measure) => phraseIn(input, measure).label).join(", then ");
    const what = `${names}, from ${input.points.length} starts`;
    const legend: LegendItem[] = labels.map((label, start) => ({
      label,
      ...legendLook(lookOf(start)),
    }));
    return {
      title,
      subtitle: `${what}; line: mean over replications of one start, told by its first values.`,
      caption:
        "Starts meet where, over the last quarter, each lies within one standard deviation over replications of every other (1 % of the mean at least), at 95 % confidence.",
      legend,
      panels: panelsOf(input, all, designs, columns),
      columns,
      description: descriptionOf(input, title, what),
    };
  },
};
