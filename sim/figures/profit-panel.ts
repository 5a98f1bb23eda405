import { axisX, barX, dot, gridX, link, type Markish, ruleX, text } from "@observablehq/plot";
import type { Panel } from "./figure.ts";
import { columnText } from "./forest-panel.ts";
import { contentWidth, GAP, type Sheet } from "./layout.ts";
import { numberText, type UnitScale, unitScale } from "./number-text.ts";
import { totalOf } from "./profit.ts";
import type { Books, SectorProfit } from "./profit-shifts.ts";
import { clipText, textWidth } from "./text-width.ts";
import { INK, MUTED, PAPER, RULE } from "./theme.ts";

/** Parts of a profit; none of them in a design's colour. */
export const PARTS = [
  { part: "usd", label: "USD earned less spent", color: "#44546a" },
  { part: "tokens", label: "tokens received less given, at the price of the month", color: "#b98b2f" },
  { part: "revaluation", label: "revaluation of tokens held", color: "#cbbf9f" },
] as const;
const WORDS: Readonly<Record<string, string>> = {
  world: "outside world",
  issuance: "issuance of tokens",
  users: "others on the chain",
};
const ROW = 21;
const FONT = 11;
const VALUE_WIDTH = 48;

/** Profits of one future as they are drawn. */
export interface Statement {
  readonly books: Books;
  readonly designs: readonly string[];
  /** Those who gain most on top. */
  readonly sectors: readonly string[];
  readonly cells: readonly SectorProfit[];
}

const sectorText = (sector: string): string => WORDS[sector] ?? sector;
export const largestPart = ({ usd, tokens, revaluation }: SectorProfit): number =>
  Math.max(Math.abs(usd), Math.abs(tokens), Math.abs(revaluation));

interface Bar {
  readonly sector: string;
  readonly label: string;
  readonly color: string;
  readonly value: number;
}

/** As many ticks as have room for their words: of those asked for, an axis may draw half as many again. */
function ticksWithin(width: number, domain: readonly [number, number]): number {
  const widest = Math.max(...domain.map((end) => textWidth(tickText(Math.round(end)), FONT)));
  return Math.max(2, Math.floor(width / Math.max(45, 1.5 * (widest + FONT))));
}

const tickText = (value: number): string => numberText(value, 6);

interface Layout {
  readonly width: number;
  readonly labels: number;
  readonly domain: readonly [number, number];
  readonly scale: UnitScale;
}

/** Room for the stacks of all designs, to both sides, and for the intervals. */
function domainOf(cells: readonly SectorProfit[], scale: UnitScale): [number, number] {
  const sides = cells.flatMap((cell) => {
    const parts = PARTS.map(({ part }) => cell[part]);
    const sum = (sign: number) => parts.filter((value) => value * sign > 0).reduce((a, b) => a + b, 0);
    return [sum(1), sum(-1), ...[cell.low, cell.high].filter(Number.isFinite)];
  });
  return [Math.min(0, ...sides) / scale.factor, Math.max(0, ...sides) / scale.factor];
}

function totalMarks(own: readonly SectorProfit[], scale: UnitScale): Markish[] {
  const y = "sector";
  const total = (cell: SectorProfit) => totalOf(cell) / scale.factor;
  const bounded = own.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const range = {
    x1: ({ low }: SectorProfit) => low / scale.factor,
    x2: ({ high }: SectorProfit) => high / scale.factor,
  };
  return [
    link(bounded, { ...range, y1: y, y2: y, stroke: INK, strokeWidth: 1.4 }),
    dot(own, { x: total, y, r: 3.4, fill: INK, stroke: PAPER, strokeWidth: 1 }),
    text(own, {
      y,
      frameAnchor: "right",
      textAnchor: "end",
      dx: VALUE_WIDTH - 4,
      fontSize: FONT,
      fill: INK,
      text: (cell: SectorProfit) => columnText(totalOf(cell) / scale.factor, scale.factor > 1 ? 2 : 0),
    }),
  ];
}

function designPanel(
  design: string,
  { cells, sectors }: Statement,
  { width, labels, domain, scale }: Layout,
): Panel {
  const own = cells.filter((cell) => cell.design === design && sectors.includes(cell.sector));
  const bars: Bar[] = own.flatMap((cell) =>
    PARTS.map(({ part, label, color }) => ({
      sector: cell.sector,
      label,
      color,
      value: cell[part] / scale.factor,
    })).filter(({ value }) => value !== 0),
  );
  const ticks = ticksWithin(width - labels - VALUE_WIDTH, domain);
  return {
    title: clipText(design, width - labels, 13),
    titleOffset: labels,
    options: {
      width,
      height: 46 + sectors.length * ROW,
      marginLeft: labels + 4,
      marginRight: VALUE_WIDTH,
      marginTop: 4,
      marginBottom: 42,
      x: { domain, nice: true },
      y: { type: "band", domain: sectors, padding: 0.28, axis: null },
      marks: [
        gridX({ stroke: RULE, strokeOpacity: 1, ticks }),
        axisX({
          ticks,
          tickSize: 0,
          color: MUTED,
          label: scale.unit,
          labelArrow: "none",
          labelAnchor: "center",
          tickFormat: tickText,
        }),
        barX(bars, {
          x: "value",
          y: "sector",
          fill: (bar: Bar) => bar.color,
          title: (bar: Bar) =>
            `${sectorText(bar.sector)}, ${bar.label}: ${numberText(bar.value)} ${scale.unit}`,
        }),
        ruleX([0], { stroke: INK }),
        ...totalMarks(own, scale),
        ...(labels > 0
          ? [
              text(sectors, {
                y: (sector: string) => sector,
                frameAnchor: "left",
                textAnchor: "start",
                dx: -labels - 4,
                fontSize: FONT,
                fill: INK,
                text: sectorText,
              }),
            ]
          : []),
      ],
    },
  };
}

/** One panel a design, all on one scale; the first of each row bears the sectors. */
export function profitPanels(sheet: Sheet, statement: Statement, columns: number): Panel[] {
  const { cells, sectors, designs } = statement;
  const scale = unitScale(
    "USD",
    Math.max(...cells.map((cell) => Math.max(largestPart(cell), Math.abs(totalOf(cell))))),
  );
  const shown = cells.filter(({ sector }) => sectors.includes(sector));
  const domain = domainOf(shown, scale);
  const labels = Math.max(...sectors.map((sector) => textWidth(sectorText(sector), FONT))) + 14;
  const inner = Math.floor((contentWidth(sheet) - labels - GAP * (columns - 1)) / columns);
  return designs.map((design, index) => {
    const own = index % columns === 0 ? labels : 0;
    return designPanel(design, statement, { width: inner + own, labels: own, domain, scale });
  });
}
