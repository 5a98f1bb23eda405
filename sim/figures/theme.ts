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
/** Designs that lines of one panel can tell apart: the control and one a colour. */
export const MOST_OVERLAID = 1 + DESIGN_COLORS.length;

const isCompared = (scenario: ResolvedScenario) => scenario.designs.length > 1;

/** Designs other than the control, in the scenario's order; a design alone is one of them. */
export function comparedDesigns(scenario: ResolvedScenario): string[] {
  const names = scenario.designs.map((design) => design.name);
  return isCompared(scenario) ? names.filter((name) => name !== scenario.control) : names;
}

/** "PoW" of "PoW, halving, burn": the leading part of a design's name. */
const leadingPart = (design: string): string => design.split(", ")[0]!;

/**
 * What a design's colour stands for: itself, or the leading part of its name where a factorial has more designs than
 * colours; the same for all where that is still too many.
 */
function colorGroups(scenario: ResolvedScenario): string[] {
  const designs = comparedDesigns(scenario);
  if (designs.length < MOST_OVERLAID) return designs;
  const parts = [...new Set(designs.map(leadingPart))];
  return parts.length < MOST_OVERLAID ? parts : [];
}

/** A design's colour, the same in all figures of a scenario. */
export function designColor(scenario: ResolvedScenario, design: string): string {
  const designs = comparedDesigns(scenario);
  if (!designs.includes(design)) return CONTROL_COLOR;
  const groups = colorGroups(scenario);
  return (
    DESIGN_COLORS[groups.indexOf(groups.length === designs.length ? design : leadingPart(design))] ??
    DESIGN_COLORS[0]
  );
}

/** One item a colour, the control's first where it is told from others; none where there is nothing to tell apart. */
export function designLegend(scenario: ResolvedScenario): LegendItem[] {
  if (!isCompared(scenario)) return [];
  const control = { label: `${scenario.control} (control)`, color: CONTROL_COLOR };
  const designs = comparedDesigns(scenario);
  const groups = colorGroups(scenario);
  if (groups.length < designs.length)
    return [control, ...groups.map((label, index) => ({ label, color: DESIGN_COLORS[index]! }))];
  return scenario.designs.map(({ name }) =>
    name === scenario.control ? control : { label: name, color: designColor(scenario, name) },
  );
}

/** The legend without the control, for figures of differences from it. */
export const comparedLegend = (scenario: ResolvedScenario): LegendItem[] =>
  designLegend(scenario).filter(({ color }) => color !== CONTROL_COLOR);
