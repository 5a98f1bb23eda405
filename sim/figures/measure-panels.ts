import type { FigureInput, Panel } from "./figure.ts";
import { columnsOn, panelWidth } from "./layout.ts";
import { fullName, hasValues, isZero, phraseIn } from "./measure-catalogue.ts";
import { thinningNote, timePanel } from "./time-panel.ts";

/** Points of a line in a panel that takes a whole row, a half, a third, a fourth. */
const POINTS = [370, 250, 180, 120];
const HEIGHTS = [340, 260, 190, 150];

export const pointsFor = (columns: number): number => POINTS[columns - 1] ?? POINTS.at(-1)!;

/** What stands below such panels: what a point is, and which of the measures are 0 throughout and have none. */
export function panelsNote(input: FigureInput, names: readonly string[], columns: number): string {
  const zero = names.flatMap((name) => {
    const measure = fullName(input, name);
    const isShown = measure === undefined || !hasValues(input, measure) || !isZero(input, measure);
    return isShown ? [] : [phraseIn(input, measure).label];
  });
  const noughts = zero.length === 0 ? "" : `0 throughout: ${zero.join(", ")}.`;
  return [thinningNote(input, pointsFor(columns)), noughts].filter((text) => text !== "").join(" ");
}

/** One panel a measure that the runs have values of other than 0, titled with its label; in rows of so many where there is room. */
export function measurePanels(input: FigureInput, names: readonly string[], wanted: number): Panel[] {
  const columns = columnsOn(input, wanted);
  return names.flatMap((name) => {
    const measure = fullName(input, name);
    if (measure === undefined || !hasValues(input, measure) || isZero(input, measure)) return [];
    const height = HEIGHTS[wanted - 1] ?? HEIGHTS.at(-1)!;
    const options = {
      title: phraseIn(input, measure).label,
      width: panelWidth(input, columns),
      height,
      points: pointsFor(wanted),
    };
    return [timePanel(input, [{ measure }], options)];
  });
}
