import { axisX, dot, gridX, link, type Markish, ruleX, text } from "@observablehq/plot";
import { log10 } from "../math.ts";
import type { Panel } from "./figure.ts";
import { columnsOn, contentWidth, GAP, isNarrow, type Sheet } from "./layout.ts";
import { numberText } from "./number-text.ts";
import { clipText, textWidth } from "./text-width.ts";
import { INK, MUTED, PAPER, RULE } from "./theme.ts";

/** A row of a forest plot: a heading of rows, or an estimate with its interval. */
export interface ForestRow {
  /** Unique in its panel. */
  readonly key: string;
  readonly label: string;
  readonly estimate?: Estimate;
}

/** In the panel's unit; an interval without bounds is left out. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly color: string;
  /** Filled; hollow where nothing is established. */
  readonly isClear: boolean;
}

/** One panel: a measure in all rows. */
export interface ForestColumn {
  readonly title: string;
  readonly note?: Panel["note"];
  /** Labels the axis. */
  readonly unit: string;
  readonly rows: readonly ForestRow[];
}

interface Layout {
  readonly width: number;
  readonly labels: number;
  /** Room for the values at the right. */
  readonly values: number;
}

const FONT = 11;
const MOST_LABEL = 190;
const MOST_NARROW_LABEL = 116;
const LEAST_VALUE_WIDTH = 54;
/** Rows beyond which they stand closer and panels are narrower. */
const MANY_ROWS = 24;

/** Panels that stand side by side. */
export const forestColumns = (sheet: Sheet, rows: number, measures: number): number =>
  columnsOn(sheet, Math.min(measures, rows > MANY_ROWS ? 5 : 3));

const labelWidth = (sheet: Sheet, rows: readonly ForestRow[]): number =>
  Math.min(
    isNarrow(sheet) ? MOST_NARROW_LABEL : MOST_LABEL,
    Math.max(...rows.map(({ label }) => textWidth(label, FONT))) + 16,
  );

/** Of the longest value, with a space to both sides. */
function valueWidth({ rows }: ForestColumn): number {
  const means = rows.flatMap(({ estimate }) =>
    estimate && Number.isFinite(estimate.mean) ? [estimate.mean] : [],
  );
  const decimals = decimalsFor(means);
  return 14 + Math.max(0, ...means.map((mean) => textWidth(columnText(mean, decimals), FONT)));
}

/** From the least to the most bound, 0 included. */
function domainOf(rows: readonly ForestRow[]): [number, number] {
  const values = rows
    .flatMap(({ estimate }) => (estimate ? [estimate.low, estimate.mean, estimate.high] : []))
    .filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return low === high ? [-1, 1] : [low, high];
}

interface Drawn extends Estimate {
  readonly key: string;
  readonly label: string;
}

/** "bonded ratio: +12 GPUs (3 to 21)" */
function pointerText({ label, mean, low, high, isClear }: Drawn, unit: string, decimals: number): string {
  const range = Number.isFinite(low) ? ` (${numberText(low)} to ${numberText(high)})` : "";
  return `${label}: ${columnText(mean, decimals)} ${unit}${range}${isClear ? "" : ", not told from 0"}`;
}

/** Decimals that leave the largest of the values three digits, so that a column of them lines up. */
function decimalsFor(values: readonly number[]): number {
  const largest = Math.max(0, ...values.map((value) => Math.abs(value) || 0));
  return largest === 0 ? 0 : Math.max(0, 2 - Math.floor(log10(largest)));
}

/** "+0.010", "−13", "+4,434": with a sign and so many decimals. */
export function columnText(value: number, decimals: number): string {
  const rounded = Number(value.toFixed(decimals));
  const sign = rounded > 0 ? "+" : rounded < 0 ? "−" : "";
  const digits = Math.abs(rounded).toFixed(rounded === 0 ? 0 : decimals);
  // Thousands are told apart before the point only.
  return sign + digits.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",");
}

function estimateMarks(rows: readonly ForestRow[], values: number, unit: string): Markish[] {
  const drawn: Drawn[] = rows.flatMap(({ key, label, estimate }) =>
    estimate && Number.isFinite(estimate.mean) ? [{ key, label, ...estimate }] : [],
  );
  const bounded = drawn.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const decimals = decimalsFor(drawn.map(({ mean }) => mean));
  return [
    link(bounded, {
      x1: "low",
      x2: "high",
      y1: "key",
      y2: "key",
      stroke: (row: Drawn) => row.color,
      strokeWidth: 1.8,
    }),
    dot(drawn, {
      x: "mean",
      y: "key",
      r: 3.6,
      stroke: (row: Drawn) => row.color,
      strokeWidth: 1.6,
      fill: (row: Drawn) => (row.isClear ? row.color : PAPER),
      title: (row: Drawn) => pointerText(row, unit, decimals),
    }),
    text(drawn, {
      y: "key",
      frameAnchor: "right",
      textAnchor: "end",
      dx: values - 6,
      fontSize: FONT,
      text: (row: Drawn) => columnText(row.mean, decimals),
      fill: (row: Drawn) => (row.isClear ? INK : MUTED),
    }),
  ];
}

function labelMarks(rows: readonly ForestRow[], width: number): Markish[] {
  if (width === 0) return [];
  const shared = { y: "key", frameAnchor: "left", textAnchor: "start", dx: -width, fontSize: FONT } as const;
  const label = ({ label: words }: ForestRow) => clipText(words, width - 8, FONT);
  const [headings, estimates] = [rows.filter((row) => !row.estimate), rows.filter((row) => row.estimate)];
  return [
    text(headings, { ...shared, text: label, fill: INK, fontWeight: "bold" }),
    text(estimates, { ...shared, text: label, fill: INK }),
  ];
}

function forestPanel(
  { title, note, unit, rows }: ForestColumn,
  { width, labels, values }: Layout,
  rowHeight: number,
): Panel {
  const ticks = Math.max(2, Math.floor((width - labels - values) / 62));
  return {
    title,
    ...(note === undefined ? {} : { note }),
    ...(labels > 0 ? { titleOffset: labels } : {}),
    options: {
      width,
      height: 48 + rows.length * rowHeight,
      marginLeft: labels + 6,
      marginRight: values,
      marginTop: 4,
      marginBottom: 44,
      x: { domain: domainOf(rows), nice: true },
      y: { type: "point", domain: rows.map(({ key }) => key), padding: 0.6, axis: null },
      marks: [
        gridX({ stroke: RULE, strokeOpacity: 1, ticks }),
        axisX({
          ticks,
          color: MUTED,
          label: unit,
          labelArrow: "none",
          labelAnchor: "center",
          tickSize: 0,
          tickFormat: (value: number) => numberText(value, 6),
        }),
        ruleX([0], { stroke: INK }),
        ...estimateMarks(rows, values, unit),
        ...labelMarks(rows, labels),
      ],
    },
  };
}

/** Panels in rows of `columns`; the first of each row bears the labels. */
export function forestPanels(sheet: Sheet, measures: readonly ForestColumn[], columns: number): Panel[] {
  const rows = measures[0]?.rows ?? [];
  const labels = labelWidth(sheet, rows);
  const inner = Math.floor((contentWidth(sheet) - labels - GAP * (columns - 1)) / columns);
  const values = Math.max(LEAST_VALUE_WIDTH, ...measures.map(valueWidth));
  const rowHeight = rows.length > MANY_ROWS ? 14 : 20;
  return measures.map((measure, index) => {
    const own = index % columns === 0 ? labels : 0;
    return forestPanel(measure, { width: inner + own, labels: own, values }, rowHeight);
  });
}
