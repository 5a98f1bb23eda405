import { durationText } from "../units.ts";
import { replicationCount, sentenceStart } from "./comparison.ts";
import type { Drawing, FigureInput, LegendItem, Panel } from "./figure.ts";
import { futureText, momentText, partingOf } from "./future.ts";
import { columnsOn } from "./layout.ts";
import { lineLegend } from "./theme.ts";

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** "after day 365: demand halves" begins a sentence; empty where no futures part. */
export function futureSentence(input: FigureInput): string {
  const future = futureText(input);
  return future === "" ? "" : `${sentenceStart(future)}. `;
}

/** "; grey: warm-up (30 d), left out of summaries", or from where on summaries count. */
function shadingText(input: FigureInput): string {
  const { warmUp } = input.scenario;
  const parting = partingOf(input);
  if (parting !== undefined) {
    const grey = warmUp > 0 ? `grey: warm-up (${durationText(warmUp)}); ` : "";
    return `; ${grey}rule: ${momentText(parting)}, from which summaries count`;
  }
  return warmUp > 0 ? `; grey: warm-up (${durationText(warmUp)}), left out of summaries` : "";
}

/** "4 designs; line: mean of 8 replications, band: 10–90 %; grey: warm-up (30 d), left out of summaries." */
export function seriesSubtitle(input: FigureInput, what: string): string {
  const { designs } = input.scenario;
  // Of very many runs only some are held with their series.
  const drawn = { ...input, runs: input.runs.filter(({ t }) => t.length > 0) };
  const replications = replicationCount(drawn);
  const shown =
    replications > 1
      ? `line: mean of ${counted(replications, "replication")}, band: 10–90 %`
      : "one replication";
  return `${futureSentence(input)}${what}; ${counted(designs.length, "design")}; ${shown}${shadingText(input)}.`;
}

/** The title, what is shown and by which designs: what a screen reader says. */
export function descriptionOf({ scenario }: FigureInput, title: string, what: string): string {
  return `${title}. ${what}, by design: ${scenario.designs.map(({ name }) => name).join(", ")}.`;
}

interface SeriesWords {
  readonly title: string;
  /** Completes the subtitle: "GPUs online over time". */
  readonly what: string;
  readonly caption?: string;
}

/** Designs that any of the panels draws, in the scenario's order. */
function drawnIn({ scenario }: FigureInput, panels: readonly Panel[]): string[] {
  const drawn = new Set(panels.flatMap(({ designs = [] }) => designs));
  return scenario.designs.map(({ name }) => name).filter((name) => drawn.has(name));
}

/** The legend of lines, of the designs that the panels draw. */
export const overlaidLegend = (input: FigureInput, panels: readonly Panel[]): LegendItem[] =>
  lineLegend(input.scenario, drawnIn(input, panels));

/** A drawing of panels over time, with the designs' legend. */
export function seriesDrawing(
  input: FigureInput,
  words: SeriesWords,
  panels: readonly Panel[],
  wanted: number,
): Drawing {
  const columns = columnsOn(input, wanted);
  return {
    title: words.title,
    subtitle: seriesSubtitle(input, words.what),
    ...(words.caption ? { caption: words.caption } : {}),
    legend: overlaidLegend(input, panels),
    panels,
    columns,
    description: descriptionOf(input, words.title, words.what),
  };
}
