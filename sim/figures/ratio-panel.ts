import { axisX, axisY, dot, gridX, gridY, link, type Markish, ruleX, text } from "@observablehq/plot";
import type { Spread } from "./comparison.ts";
import type { FigureInput, Panel } from "./figure.ts";
import { contentWidth, isNarrow } from "./layout.ts";
import { numberText } from "./number-text.ts";
import { clipText } from "./text-width.ts";
import { CONTROL_COLOR, comparedDesigns, designColor, INK, MUTED, RULE } from "./theme.ts";

export interface RatioRow {
  readonly label: string;
  /** The control's own value, with its unit. */
  readonly controlText: string;
  /** Ratios to the control; one a design that has any. */
  readonly ratios: readonly Spread[];
}

/** Ratios beyond this stand at the edge, with their value: the rest would be squeezed. */
const WIDEST = 16;
const NARROWEST = 1.05;
/** Up to here ticks are evenly spaced, beyond they are powers of two. */
const EVEN_UP_TO = 2.5;
const ROW = 24;

/** Pixels beside the axis: for the measures' names, ratios beyond the axis and the control's own values. */
interface Sides {
  readonly labels: number;
  readonly beyond: number;
  readonly values: number;
}
const SIDES: Sides = { labels: 190, beyond: 96, values: 180 };
/** The values are in the tables: a telephone has no room for them. */
const NARROW_SIDES: Sides = { labels: 128, beyond: 74, values: 0 };

interface Domain {
  readonly low: number;
  readonly high: number;
}

function domainOf(rows: readonly RatioRow[]): Domain {
  const ratios = rows.flatMap((row) => row.ratios);
  const low = ratios.reduce((least, ratio) => Math.min(least, ratio.low), 1 / NARROWEST);
  const high = ratios.reduce((most, ratio) => Math.max(most, ratio.high), NARROWEST);
  return { low: Math.max(1 / WIDEST, low / 1.03), high: Math.min(WIDEST, high * 1.03) };
}

const isEven = ({ low, high }: Domain) => low >= 1 / EVEN_UP_TO && high <= EVEN_UP_TO;

function ticksOf(domain: Domain): number[] {
  const { low, high } = domain;
  const inside = (tick: number) => tick >= low && tick <= high;
  if (!isEven(domain)) return [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16].filter(inside);
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((size) => (high - low) / size <= 8) ?? 0.5;
  const steps = Array.from({ length: 2 * Math.ceil(EVEN_UP_TO / step) + 1 }, (_, index) => index);
  return steps.map((index) => 1 + (index - Math.ceil(EVEN_UP_TO / step)) * step).filter(inside);
}

/** Factors, not percentages: a share that changes by so many per cent of itself is easily read as points. */
function tickText(ratio: number, domain: Domain): string {
  if (ratio === 1) return "as control";
  return ratio > 1 || isEven(domain) ? `× ${numberText(ratio)}` : `÷ ${numberText(1 / ratio)}`;
}

/** "× 41" or "× 41 to 138" of the ratios that lie beyond one end of the axis; empty where none does. */
function beyondText({ ratios }: RatioRow, isBeyond: (ratio: number) => boolean): string {
  const beyond = ratios.map(({ mean }) => mean).filter(isBeyond);
  if (beyond.length === 0) return "";
  const [nearest, farthest] = beyond
    .map((ratio) => Math.max(ratio, 1 / ratio))
    .reduce(
      ([least, most], factor) => [Math.min(least!, factor), Math.max(most!, factor)],
      [Number.POSITIVE_INFINITY, 0],
    );
  const sign = beyond[0]! > 1 ? "×" : "÷";
  const [from, to] = [numberText(nearest!, 2), numberText(farthest!, 2)];
  return from === to ? `${sign} ${from}` : `${sign} ${from} to ${to}`;
}

/** "bonded ratio: × 1.24 (1.2 to 1.3)" */
const pointerText = ({ design, mean, low, high, count }: Spread): string =>
  `${design}: × ${numberText(mean)}${count > 1 ? ` (${numberText(low)} to ${numberText(high)})` : ""}`;

/** Dots and ranges of one design, shifted so that designs of a row stand side by side. */
function designMarks(
  rows: readonly RatioRow[],
  design: string,
  color: string,
  dy: number,
  domain: Domain,
): Markish[] {
  const own = rows.flatMap(({ label, ratios }) =>
    ratios.filter((ratio) => ratio.design === design).map((ratio) => ({ label, ...ratio })),
  );
  const within = (ratio: number) => Math.min(domain.high, Math.max(domain.low, ratio));
  const range = { x1: (mark: Spread) => within(mark.low), x2: (mark: Spread) => within(mark.high) };
  return [
    link(own, { ...range, y1: "label", y2: "label", dy, stroke: color, strokeWidth: 1.5 }),
    dot(own, {
      x: (mark: Spread) => within(mark.mean),
      y: "label",
      dy,
      fill: color,
      r: 3.5,
      title: pointerText,
    }),
  ];
}

function valueMarks(rows: readonly RatioRow[], control: string, domain: Domain, sides: Sides): Markish[] {
  const atRight = { textAnchor: "start", fontSize: 11, dx: sides.beyond } as const;
  if (sides.values === 0) return [];
  return [
    text(rows, { ...atRight, y: "label", x: domain.high, text: "controlText", fill: INK }),
    text([clipText(control, sides.values, 11)], {
      ...atRight,
      frameAnchor: "top-right",
      dy: -16,
      fill: MUTED,
    }),
  ];
}

function beyondMarks(rows: readonly RatioRow[], domain: Domain): Markish[] {
  const beyond = { y: "label", textAnchor: "start", fill: MUTED, fontSize: 11, dx: 8 } as const;
  return [
    text(rows, {
      ...beyond,
      x: domain.high,
      text: (row: RatioRow) => beyondText(row, (ratio) => ratio > domain.high),
    }),
    text(rows, {
      ...beyond,
      x: domain.low,
      text: (row: RatioRow) => beyondText(row, (ratio) => ratio < domain.low),
    }),
  ];
}

/** A row a measure: the designs' ratios to the control on a log scale, and the control's own value at the right. */
export function ratioPanel(input: FigureInput, rows: readonly RatioRow[]): Panel {
  const { scenario } = input;
  const sides = isNarrow(input) ? NARROW_SIDES : SIDES;
  const designs = comparedDesigns(scenario);
  const domain = domainOf(rows);
  const ticks = ticksOf(domain);
  const spacing = Math.min(5, (ROW - 8) / designs.length);
  const offset = (index: number) => (index - (designs.length - 1) / 2) * spacing;
  return {
    options: {
      width: contentWidth(input),
      height: 70 + rows.length * ROW,
      marginLeft: sides.labels,
      marginRight: sides.beyond + sides.values,
      marginTop: 26,
      marginBottom: 44,
      x: { type: "log", domain: [domain.low, domain.high] },
      y: { type: "point", domain: rows.map((row) => row.label), padding: 0.5 },
      marks: [
        gridY({ stroke: RULE, strokeOpacity: 0.6 }),
        gridX(ticks, { stroke: RULE, strokeOpacity: 1 }),
        axisX(ticks, {
          // Not tickFormat: on a log scale Plot would keep the words of some ticks only.
          text: (ratio: number) => tickText(ratio, domain),
          tickSize: 0,
          color: MUTED,
          label: "ratio to the control (log scale)",
          labelArrow: "none",
          labelAnchor: "center",
        }),
        axisY({
          tickSize: 0,
          fontSize: 11,
          label: null,
          tickFormat: (label: string) => clipText(label, sides.labels - 12, 11),
        }),
        ruleX([1], { stroke: CONTROL_COLOR, strokeWidth: 1.5 }),
        ...designs.flatMap((design, index) =>
          designMarks(rows, design, designColor(scenario, design), offset(index), domain),
        ),
        ...beyondMarks(rows, domain),
        ...valueMarks(rows, scenario.control, domain, sides),
      ],
    },
  };
}
