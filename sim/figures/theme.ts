import type { ResolvedScenario } from "../scenario/scenario.ts";
import type { LegendItem, View } from "./figure.ts";

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
/** Dash and gap of the lines of designs in the order of the colours: told apart in grey, and where one lies on another. */
const DESIGN_DASHES = ["", "7 3", "2 3", "10 3 2 3", "4 2", "12 4", "1 2"] as const;

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

/** How a design's line is dashed; undefined: it is solid, as the control's is. */
export function designDash(scenario: ResolvedScenario, design: string): string | undefined {
  const dash = DESIGN_DASHES[comparedDesigns(scenario).indexOf(design)];
  return dash === "" ? undefined : dash;
}

/**
 * One item a colour, the control's first where it is told from others; none where there is nothing to tell apart.
 *
 * @param drawn the designs that are drawn; all by default
 */
export function designLegend(scenario: ResolvedScenario, drawn?: readonly string[]): LegendItem[] {
  if (!isCompared(scenario)) return [];
  const isDrawn = (design: string) => drawn === undefined || drawn.includes(design);
  const control = {
    label: `${scenario.control} (control)`,
    color: CONTROL_COLOR,
    designs: [scenario.control],
  };
  const designs = comparedDesigns(scenario);
  const groups = colorGroups(scenario);
  if (groups.length < designs.length)
    return [
      control,
      ...groups.map((label, index) => ({
        label,
        color: DESIGN_COLORS[index]!,
        designs: designs.filter((design) => leadingPart(design) === label),
      })),
    ];
  return scenario.designs
    .filter(({ name }) => isDrawn(name))
    .map(({ name }) =>
      name === scenario.control
        ? control
        : { label: name, color: designColor(scenario, name), designs: [name] },
    );
}

/** Whether a reader sees a design. */
export const isShown = ({ shown }: View, design: string): boolean =>
  shown === undefined || shown.includes(design);

/** The legend of lines: in the designs' dashes. */
export const lineLegend = (scenario: ResolvedScenario, drawn?: readonly string[]): LegendItem[] =>
  designLegend(scenario, drawn).map((item) => {
    const dash = designDash(scenario, item.label);
    return dash === undefined ? item : { ...item, dash };
  });

/** The legend without the control, for figures of differences from it. */
export const comparedLegend = (scenario: ResolvedScenario): LegendItem[] =>
  designLegend(scenario).filter(({ color }) => color !== CONTROL_COLOR);
