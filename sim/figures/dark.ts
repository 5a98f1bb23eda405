import { CONTROL_COLOR, DESIGN_COLORS, INK, MUTED, PAPER, RULE, SHADE } from "./theme.ts";

/** The theme's neutrals in the dark. */
export const DARK = {
  ink: "#e6edf3",
  muted: "#9aa4af",
  rule: "#3d444d",
  paper: "#14181d",
  shade: "#212830",
  control: "#b8c0c8",
} as const;

/** What becomes of the theme's neutrals in the dark; designs keep their colours. */
export const DARKENED: readonly (readonly [light: string, dark: string])[] = [
  [INK, DARK.ink],
  [MUTED, DARK.muted],
  [RULE, DARK.rule],
  [SHADE, DARK.shade],
  [PAPER, DARK.paper],
  [CONTROL_COLOR, DARK.control],
];

/** Words in a design's colour, of its hue and with a contrast of 4.5 at least (WCAG 2.2, 1.4.3), on paper and in the dark. */
export const LEGIBLE: readonly (readonly [color: string, onPaper: string, inTheDark: string])[] = [
  [DESIGN_COLORS[0], "#0072b2", "#4ba3dc"],
  [DESIGN_COLORS[1], "#b34f00", "#ea7a2c"],
  [DESIGN_COLORS[2], "#007a59", "#1fb58a"],
  [DESIGN_COLORS[3], "#a8487f", "#cc79a7"],
  [DESIGN_COLORS[4], "#8a5f00", "#e69f00"],
  [DESIGN_COLORS[5], "#1f74a8", "#56b4e9"],
  [DESIGN_COLORS[6], "#6b6400", "#f0e442"],
];
