import type { ResolvedScenario } from "../scenario/scenario.ts";
import type { LegendItem } from "./figure.ts";

/** Bundled for PNG; Verdana has nearly the same widths where a browser lacks it. */
export const FONT_FAMILY = "DejaVu Sans, Verdana, sans-serif";

export const INK = "#1f2328";
export const MUTED = "#59636e";
export const RULE = "#d1d9e0";
export const PAPER = "#ffffff";
export const SHADE = "#eef1f4";
/** Of the design that the others are compared with. */
export const CONTROL_COLOR = "#4d4d4d";

/**
 * Colours that colour-blind readers tell apart: Okabe and Ito, "Color Universal Design" (2008), without black and
 * with the yellow last, for it is faint on white.
 */
export const DESIGN_COLORS = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#f0e442",
] as const;
/** Dashes tell designs apart from the eighth on, where colours repeat. */
const REPEATED_DASH = "6 3";

const isCompared = (scenario: ResolvedScenario) => scenario.designs.length > 1;

/** Designs other than the control, in the scenario's order; a design alone is one of them. */
export function comparedDesigns(scenario: ResolvedScenario): string[] {
  const names = scenario.designs.map((design) => design.name);
  return isCompared(scenario) ? names.filter((name) => name !== scenario.control) : names;
}

/** A design's colour, the same in all figures of a scenario. */
export function designColor(scenario: ResolvedScenario, design: string): string {
  const position = comparedDesigns(scenario).indexOf(design);
  return position < 0 ? CONTROL_COLOR : DESIGN_COLORS[position % DESIGN_COLORS.length]!;
}

/** A design's dash; undefined: a solid line. */
export function designDash(scenario: ResolvedScenario, design: string): string | undefined {
  return comparedDesigns(scenario).indexOf(design) >= DESIGN_COLORS.length ? REPEATED_DASH : undefined;
}

/** One item a design, in the scenario's order; none where there is nothing to tell apart. */
export function designLegend(scenario: ResolvedScenario): LegendItem[] {
  if (!isCompared(scenario)) return [];
  return scenario.designs.map(({ name }) => {
    const label = name === scenario.control ? `${name} (control)` : name;
    const dash = designDash(scenario, name);
    return { label, color: designColor(scenario, name), ...(dash === undefined ? {} : { dash }) };
  });
}
