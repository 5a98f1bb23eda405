import { designEffects, type MeasureEffects } from "../comparison/effects.ts";
import { phraseOf } from "../metrics/known-measures.ts";
import { replicationCaution, sentenceStart, tiedWith } from "./comparison.ts";
import { axisScale, effectText, isTold, namesText, tieText } from "./effect-words.ts";
import type { Figure, FigureInput } from "./figure.ts";
import { type ForestColumn, type ForestRow, forestColumns, forestPanels } from "./forest-panel.ts";
import { headlineMeasures } from "./headline-measures.ts";
import { numberText, quantityText } from "./number-text.ts";
import { comparedLegend, designColor, isShown, MOST_OVERLAID } from "./theme.ts";
import { descriptionOf, futureSentence } from "./wording.ts";

/** Of the measures in which something can be compared: runs of the control or of all others may have come to nothing. */
const effectsOf = (input: FigureInput): MeasureEffects[] =>
  designEffects(input, { branch: input.runs[0]!.branch, measures: headlineMeasures(input) }).filter(
    ({ effects }) => effects.length > 0,
  );

/** The designs in the scenario's order, or by their first difference where they are many. */
function orderOf({ scenario }: FigureInput, [first]: readonly MeasureEffects[]): string[] {
  const effects = first!.effects.map(({ design, difference }) => ({ design, mean: difference.mean }));
  if (scenario.designs.length > MOST_OVERLAID) effects.sort((a, b) => b.mean - a.mean);
  return effects.map(({ design }) => design);
}

/** The design that differs most from the control in the first measure in which any differs. */
function titleOf(input: FigureInput, all: readonly MeasureEffects[]): string {
  const { control } = input.scenario;
  for (const row of all) {
    const told = row.effects
      .filter(isTold)
      .sort((a, b) => Math.abs(b.difference.mean) - Math.abs(a.difference.mean));
    const [most] = told;
    if (!most) continue;
    const effect = effectText(row, most.mean.mean, most.difference, control);
    const tie = tieText(tiedWith(input, row.measure, told));
    return sentenceStart(`${replicationCaution(input)}${most.design} ${effect}${tie}`);
  }
  const designs = all[0]!.effects.map(({ design }) => design);
  const isSingle = replicationCaution(input) !== "";
  return isSingle
    ? `In one replication, ${namesText([control, ...designs])} are equal in all of these measures`
    : `${sentenceStart(namesText([control, ...designs]))} are not told apart in any of these measures`;
}

function columnOf(input: FigureInput, row: MeasureEffects, designs: readonly string[]): ForestColumn {
  const { measure, unit, effects, reference, control } = row;
  const largest = Math.max(...effects.map(({ difference }) => Math.abs(difference.mean) || 0));
  const scale = axisScale(unit, largest);
  const rows = designs.map((design): ForestRow => {
    const { mean, low, high, verdict } = effects.find((effect) => effect.design === design)!.difference;
    const inUnit = (value: number) => value / scale.factor;
    const color = designColor(input.scenario, design);
    const estimate = { mean: inUnit(mean), low: inUnit(low), high: inUnit(high) };
    return { key: design, label: design, estimate: { ...estimate, color, isClear: verdict !== "undecided" } };
  });
  return {
    title: phraseOf(measure, row).label,
    note: [control, quantityText(reference.mean, unit)],
    unit: scale.unit,
    rows,
  };
}

/** Whether every design has the very value of the control: nothing to draw. */
const isSame = ({ effects }: MeasureEffects): boolean =>
  effects.every(({ difference: { mean, low, high } }) => mean === 0 && !(low < 0) && !(high > 0));

function captionOf(all: readonly MeasureEffects[], same: readonly MeasureEffects[]): string {
  const names = same.map((row) => phraseOf(row.measure, row).label);
  const rest = names.length === 0 ? "" : ` The same under all designs: ${names.join(", ")}.`;
  return readingOf(all) + rest;
}

function readingOf(all: readonly MeasureEffects[]): string {
  const differences = all.flatMap(({ effects }) => effects.map(({ difference }) => difference));
  const { confidence, family } = differences[0]!;
  if (!differences.some(({ low }) => Number.isFinite(low)))
    return "One replication has no interval: a difference may be luck.";
  const percent = numberText(confidence * 100);
  const together = family === 1 ? "" : ` that hold for all ${family} differences together (Bonferroni)`;
  return `Lines: ${percent} % intervals${together}; filled: established (Holm), hollow: not told from the control. Replications share their luck between designs.`;
}

/** How each design differs from the control in the measures that people ask for first, with intervals. */
export const differences: Figure = {
  name: "differences",
  shows: "one future",
  needs: [],
  applies: (input) => input.scenario.designs.length > 1 && effectsOf(input).length > 0,
  plot: (input) => {
    const all = effectsOf(input);
    const designs = orderOf(input, all);
    const shown = designs.filter((design) => isShown(input, design));
    const telling = all.filter((row) => !isSame(row));
    const rows = telling.length === 0 ? all : telling;
    const columns = forestColumns(input, designs.length, rows.length);
    const title = titleOf(input, all);
    const what = `Mean difference from ${input.scenario.control}`;
    const count = Math.max(
      ...all.flatMap(({ effects }) => effects.map(({ difference }) => difference.count)),
    );
    return {
      title,
      subtitle: `${futureSentence(input)}${what}, the same replication with the same luck; ${count === 1 ? "one pair" : `${count} pairs`}.`,
      caption: captionOf(
        all,
        all.filter((row) => !rows.includes(row)),
      ),
      ...(input.scenario.designs.length > MOST_OVERLAID ? { legend: comparedLegend(input.scenario) } : {}),
      panels: forestPanels(
        input,
        rows.map((row) => columnOf(input, row, shown)),
        columns,
      ),
      columns,
      description: descriptionOf(input, title, what),
    };
  },
};
