import { type BranchEffect, branchEffects as effectsOfBranches } from "../comparison/effects.ts";
import { designsIn } from "../comparison/outcomes.ts";
import { phraseOf } from "../metrics/known-measures.ts";
import { sentenceStart } from "./comparison.ts";
import { axisScale, sizeText } from "./effect-words.ts";
import type { Figure, FigureInput } from "./figure.ts";
import { type ForestColumn, type ForestRow, forestColumns, forestPanels } from "./forest-panel.ts";
import { momentText } from "./future.ts";
import { headlineMeasures } from "./headline-measures.ts";
import { numberText } from "./number-text.ts";
import { designColor, designLegend, isShown, MOST_OVERLAID } from "./theme.ts";
import { descriptionOf } from "./wording.ts";

const MEASURES = 5;

const unswept = (input: FigureInput): FigureInput => ({
  ...input,
  runs: input.runs.filter(({ point }) => point < 0),
});

/** "300 GPUs fewer", "0.06 USD per GPU-hour more" */
function moveText(found: BranchEffect): string {
  const { effect, unit } = found;
  const { more, less } = phraseOf(found.measure, found);
  return `${sizeText(effect.mean, unit)} ${effect.mean < 0 ? less : more}`;
}

/** What the first shock does to the first measure: to the control, and to the design where that differs most. */
function titleOf(input: FigureInput, all: readonly BranchEffect[]): string {
  const first = all[0]!;
  const own = all.filter(({ branch, measure }) => branch === first.branch && measure === first.measure);
  const { label, noun } = phraseOf(first.measure, first);
  if (own.every(({ effect }) => effect.verdict === "undecided"))
    return sentenceStart(`${first.branch}: no clear effect on ${noun} under any design`);
  // Runs of the control may have come to nothing.
  const onControl = own.find(({ design }) => design === input.scenario.control) ?? first;
  const [most] = own
    .filter(({ beyondControl }) => beyondControl && beyondControl.verdict !== "undecided")
    .sort((a, b) => Math.abs(b.beyondControl!.mean) - Math.abs(a.beyondControl!.mean));
  const under = (effect: BranchEffect) => `${moveText(effect)} under ${effect.design}`;
  const others = most ? under(most) : "under no design clearly more or less";
  const subject = label.startsWith(first.unit) ? "" : `${label} `;
  return sentenceStart(`${first.branch}: ${subject}${under(onControl)}, ${others}`);
}

interface Group {
  readonly branch: string;
  readonly designs: readonly string[];
}

function columnOf(
  input: FigureInput,
  effects: readonly BranchEffect[],
  groups: readonly Group[],
): ForestColumn {
  const { measure, unit } = effects[0]!;
  const scale = axisScale(unit, Math.max(...effects.map(({ effect }) => Math.abs(effect.mean) || 0)));
  const rows = groups.flatMap(({ branch, designs }): ForestRow[] => {
    const own = designs.flatMap((design): ForestRow[] => {
      const found = effects.find((effect) => effect.branch === branch && effect.design === design);
      if (!found) return [];
      const { mean, low, high, verdict } = found.effect;
      const inUnit = (value: number) => value / scale.factor;
      const estimate = { mean: inUnit(mean), low: inUnit(low), high: inUnit(high) };
      const look = { color: designColor(input.scenario, design), isClear: verdict !== "undecided" };
      return [{ key: `${branch}/${design}`, label: design, estimate: { ...estimate, ...look } }];
    });
    return groups.length === 1 ? own : [{ key: branch, label: branch }, ...own];
  });
  return { title: phraseOf(measure, effects[0]).label, unit: scale.unit, rows };
}

function captionOf(all: readonly BranchEffect[]): string {
  const { confidence, family } = all[0]!.effect;
  if (!all.some(({ effect }) => Number.isFinite(effect.low))) return "One replication has no interval.";
  return `Lines: ${numberText(confidence * 100)} % intervals that hold for all ${family} effects together (Bonferroni); filled: established (Holm), hollow: not told from no effect. Both futures go on from the same run.`;
}

/** What each branch does to each design, less what the reference branch does. */
export const branchEffects: Figure = {
  name: "branch-effects",
  shows: "the experiment",
  needs: [],
  applies: (input) => {
    const own = unswept(input);
    if (new Set(own.runs.map(({ branch }) => branch)).size < 2) return false;
    return effectsOfBranches(own, { measures: headlineMeasures(own, MEASURES) }).length > 0;
  },
  plot: (input) => {
    const own = unswept(input);
    const all = effectsOfBranches(own, { measures: headlineMeasures(own, MEASURES) });
    const designs = designsIn(own);
    const branches = [...new Set(all.map(({ branch }) => branch))];
    const shown = designs.filter((design) => isShown(input, design));
    const groups = branches.map((branch) => ({ branch, designs: shown }));
    const measures = [...new Set(all.map(({ measure }) => measure))];
    const rows = branches.length * (designs.length + 1);
    const columns = forestColumns(input, rows, measures.length);
    const { at: parting } = input.scenario.branches!;
    const title = titleOf(own, all);
    const what = `Effect from ${momentText(parting)} on of ${branches.join(", ")}, each less ${all[0]!.reference}`;
    const panels = measures.map((measure) =>
      columnOf(
        own,
        all.filter((effect) => effect.measure === measure),
        groups,
      ),
    );
    return {
      title,
      subtitle: `${what}; mean of ${Math.max(...all.map(({ effect }) => effect.count))} replications.`,
      caption: captionOf(all),
      ...(input.scenario.designs.length > MOST_OVERLAID ? { legend: designLegend(input.scenario) } : {}),
      panels: forestPanels(input, panels, columns),
      columns,
      description: descriptionOf(input, title, what),
    };
  },
};
