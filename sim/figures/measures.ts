import { sum } from "d3-array";
import {
  differing,
  replicationCaution,
  replicationCount,
  type Spread,
  sentenceStart,
  spreadOf,
  summarySpreads,
} from "./comparison.ts";
import type { Figure, FigureInput, LegendItem } from "./figure.ts";
import { measuresOf, phraseIn } from "./measure-catalogue.ts";
import { quantityText } from "./number-text.ts";
import { type RatioRow, ratioPanel } from "./ratio-panel.ts";
import { comparedDesigns, designLegend, isShown, MOST_OVERLAID } from "./theme.ts";
import { descriptionOf } from "./wording.ts";

/**
 * Ratio of a design's mean to the control's, and the range of the ratios within a replication, which had the same luck;
 * pairs without a ratio left out.
 */
function ratioOf({ scenario, runs }: FigureInput, measure: string, design: string): Spread {
  const controls = new Map(
    runs
      .filter((run) => run.design === scenario.control)
      .map((run) => [run.replication, run.summary[measure]]),
  );
  const pairs = runs
    .filter((run) => run.design === design)
    .map((run) => [run.summary[measure] ?? Number.NaN, controls.get(run.replication) ?? Number.NaN] as const)
    .filter(([own, control]) => own / control > 0 && Number.isFinite(own / control));
  const ratios = spreadOf(
    design,
    pairs.map(([own, control]) => own / control),
  );
  return { ...ratios, mean: sum(pairs, ([own]) => own) / sum(pairs, ([, control]) => control) };
}

function rowOf(input: FigureInput, measure: string, unit: string): RatioRow {
  const control = summarySpreads(input, measure).find((row) => row.design === input.scenario.control);
  const ratios = comparedDesigns(input.scenario)
    .map((design) => ratioOf(input, measure, design))
    .filter((spread) => spread.count > 0);
  return {
    label: phraseIn(input, measure).label,
    controlText: control ? quantityText(control.mean, unit) : "",
    ratios,
  };
}

function titleOf(input: FigureInput, names: readonly string[]): string {
  const { control } = input.scenario;
  const apart = names.flatMap((measure) => differing(input, measure, control).map(({ design }) => design));
  const counts = comparedDesigns(input.scenario)
    .map((design) => ({ design, count: apart.filter((other) => other === design).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const caution = replicationCaution(input);
  const [first, ...rest] = counts;
  if (!first) return sentenceStart(`${caution}no design differs clearly from ${control} in any measure`);
  const others = rest.map(({ design, count }) => `, ${design} in ${count}`).join("");
  return sentenceStart(
    `${caution}${first.design} differs from ${control} in ${first.count} of ${names.length} measures${others}`,
  );
}

/** The control is the rule that the others are read from: it cannot be hidden. */
const legendOf = ({ scenario }: FigureInput, designs: readonly string[]): LegendItem[] =>
  designLegend(scenario, [scenario.control, ...designs]).map(({ designs: own, ...item }) =>
    own === undefined || own.includes(scenario.control) ? item : { ...item, designs: own },
  );

/** All measures by design, each relative to the control. */
export const measures: Figure = {
  name: "measures",
  shows: "one future",
  mostDesigns: MOST_OVERLAID,
  needs: [],
  applies: ({ runs }) => new Set(runs.map(({ design }) => design)).size > 1,
  plot: (input) => {
    const rows = [...measuresOf(input)].map(([name, { unit }]) => ({ name, ...rowOf(input, name, unit) }));
    const shown = rows.filter((row) => row.ratios.length > 0);
    const left = rows.filter((row) => row.ratios.length === 0).map((row) => row.label);
    const title = titleOf(
      input,
      shown.map(({ name }) => name),
    );
    const what = "Each measure after the warm-up as a ratio to the control's";
    const replications = replicationCount(input);
    const ranges =
      replications > 1
        ? `; dot: ratio of means over ${replications} replications, line: 10–90 % of the ratios within one`
        : "; one replication";
    const order = comparedDesigns(input.scenario);
    const inRows = order.length > 1 ? `; in each row from top to bottom: ${order.join(", ")}` : "";
    const missing = `Without a ratio, for a value is zero, negative or missing: ${left.join(", ")}.`;
    return {
      title,
      subtitle: `${what}${ranges}${inRows}.`,
      ...(left.length > 0 ? { caption: missing } : {}),
      legend: legendOf(
        input,
        shown.flatMap(({ ratios }) => ratios.map(({ design }) => design)),
      ),
      panels: [
        ratioPanel(
          input,
          shown.map((row) => ({ ...row, ratios: row.ratios.filter(({ design }) => isShown(input, design)) })),
        ),
      ],
      columns: 1,
      description: descriptionOf(input, title, what),
    };
  },
};
