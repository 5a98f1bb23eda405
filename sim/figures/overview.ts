import {
  differing,
  findingOf,
  referenceOf,
  replicationCaution,
  sentenceStart,
  summarySpreads,
} from "./comparison.ts";
import type { Figure, FigureInput } from "./figure.ts";
import { hasValues, isZero, measuresOf, phraseIn } from "./measure-catalogue.ts";
import { measurePanels, panelsNote } from "./measure-panels.ts";
import { comparedDesigns, MOST_OVERLAID } from "./theme.ts";
import { seriesDrawing } from "./wording.ts";

const PANELS = 12;

/** The measures of the overview: well-known ones first, without those that no run has a value of. */
const shownMeasures = (input: FigureInput): string[] =>
  [...measuresOf(input).keys()]
    .filter((measure) => hasValues(input, measure) && !isZero(input, measure))
    .slice(0, PANELS);

function comparisonFinding(input: FigureInput, measures: readonly string[]): string {
  const { control } = input.scenario;
  const apart = measures.flatMap((measure) => differing(input, measure, control).map(({ design }) => design));
  const counts = comparedDesigns(input.scenario)
    .map((design) => ({ design, count: apart.filter((other) => other === design).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  if (counts.length === 0) return `No design differs clearly from ${control} in any of these measures`;
  const [first, ...rest] = counts;
  const others = rest.map(({ design, count }) => `, ${design} in ${count}`).join("");
  return `${first!.design} differs clearly from ${control} in ${first!.count} of ${measures.length} measures${others}`;
}

/** The best-known measure tells the finding where designs differ in it; else in how many measures they differ. */
function titleOf(input: FigureInput, measures: readonly string[]): string {
  const first = measures[0];
  if (first === undefined) return `${input.scenario.title}: no measure has a value`;
  const rows = summarySpreads(input, first);
  const reference = referenceOf(rows, input.scenario.control);
  const isTold =
    // Runs of all other designs may have come to nothing.
    rows.length === 1 || (reference !== undefined && differing(input, first, reference.design).length > 0);
  if (isTold && phraseIn(input, first).label !== first) return findingOf(input, first);
  if (input.scenario.designs.length === 1) return `${input.scenario.title}. ${findingOf(input, first)}`;
  return sentenceStart(replicationCaution(input) + comparisonFinding(input, measures));
}

/** Small multiples of up to twelve measures, designs overlaid. */
export const overview: Figure = {
  name: "overview",
  shows: "one future",
  mostDesigns: MOST_OVERLAID,
  needs: [],
  plot: (input) => {
    const measures = shownMeasures(input);
    const columns = Math.min(3, Math.max(1, measures.length));
    const words = {
      title: titleOf(input, measures),
      what: `${measures.length} of ${measuresOf(input).size} measures over time`,
      caption: panelsNote(input, [...measuresOf(input).keys()], columns),
    };
    return seriesDrawing(input, words, measurePanels(input, measures, columns), columns);
  },
};
