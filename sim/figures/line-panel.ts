import { areaY, axisX, axisY, dot, gridY, lineY, type Markish, rect, ruleX, ruleY } from "@observablehq/plot";
import { log10 } from "../math.ts";
import type { Measure } from "../run/result.ts";
import type { Band, BandPoint } from "./bands.ts";
import type { FigureInput, Panel } from "./figure.ts";
import { partingOf } from "./future.ts";
import { numberText, superscript, type UnitScale, unitScale } from "./number-text.ts";
import { INK, MUTED, RULE, SHADE } from "./theme.ts";
import { type TimeUnit, timeUnit } from "./time-unit.ts";

/** A band with its look. */
export interface DrawnBand extends Band {
  readonly color: string;
  readonly dash: string | undefined;
  readonly width: number;
  readonly isReference: boolean;
  /** Whether it is drawn first: a wide line of the control shows where a design's covers it. */
  readonly isUnderlay: boolean;
}

export interface LinePanelOptions {
  readonly title?: string;
  readonly width: number;
  readonly height: number;
  /** Bands whose values the axis has room for, beside those drawn: panels with the same ones have the same scale. */
  readonly sharing?: readonly DrawnBand[];
}

const MARGIN_LEFT = 60;
const LOG_SCALE_FROM = 1_000;
const ZERO_BASELINE_BELOW = 0.6;

interface Extent {
  readonly least: number;
  readonly most: number;
  readonly isLog: boolean;
}

function extentOf(drawn: readonly DrawnBand[]): Extent {
  const values = drawn
    .flatMap((band) => band.points.flatMap((point) => [point.low, point.mean, point.high]))
    .filter((value) => !Number.isNaN(value));
  if (values.length === 0) return { least: 0, most: 1, isLog: false };
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  return { least, most, isLog: least > 0 && most / least >= LOG_SCALE_FROM };
}

function domainOf({ least, most, isLog }: Extent): [number, number] {
  if (isLog) return [least, most];
  if (least === most) return least === 0 ? [0, 1] : least > 0 ? [0, most * 1.1] : [least * 1.1, 0];
  if (least >= 0 && least < ZERO_BASELINE_BELOW * most) return [0, most];
  return [least, most];
}

/** Points that have no neighbour to be joined with: a line would not show them. */
function isolated({ points }: Band): BandPoint[] {
  const has = (index: number) => points[index] !== undefined && !Number.isNaN(points[index].mean);
  return points.filter((_, index) => has(index) && !has(index - 1) && !has(index + 1));
}

function bandMarks(band: DrawnBand, time: TimeUnit, scale: number): Markish[] {
  const x = (point: BandPoint) => point.t / time.seconds;
  const y = (point: BandPoint) => point.mean / scale;
  const area = areaY([...band.points], {
    x,
    y1: (point: BandPoint) => point.low / scale,
    y2: (point: BandPoint) => point.high / scale,
    fill: band.color,
    fillOpacity: 0.16,
  });
  const stroke = { stroke: band.color, strokeWidth: band.width, strokeLinejoin: "round" as const };
  const line = lineY([...band.points], {
    x,
    y,
    ...stroke,
    ...(band.dash ? { strokeDasharray: band.dash } : {}),
  });
  const points = dot(isolated(band), { x, y, fill: band.color, r: 2.5 });
  return band.isReference || band.replications < 2 ? [line, points] : [area, line, points];
}

function warmUpMarks({ scenario }: FigureInput, time: TimeUnit): Markish[] {
  if (scenario.warmUp <= 0) return [];
  return [rect([0], { x1: 0, x2: scenario.warmUp / time.seconds, fill: SHADE })];
}

/** A thin rule where the futures part. */
function partingMarks(input: FigureInput, time: TimeUnit): Markish[] {
  const parting = partingOf(input);
  return parting === undefined ? [] : [ruleX([parting / time.seconds], { stroke: INK, strokeWidth: 0.8 })];
}

function unitLabel(unit: UnitScale, isFlow: boolean, time: TimeUnit, isLog: boolean): string {
  const words = [unit.unit, isFlow ? time.rate : "", isLog ? "(log scale)" : ""];
  return words.filter((word) => word !== "").join(" ");
}

interface AxisLabels {
  readonly time: string;
  readonly value: string;
}

/** Powers of ten inside a log scale's domain, seven at most. */
function powersOfTen([low, high]: readonly number[]): number[] {
  const [first, last] = [Math.ceil(log10(low!)), Math.floor(log10(high!))];
  const step = Math.max(1, Math.ceil((last - first + 1) / 7));
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => Number(`1e${first + index * step}`));
}

const powerText = (value: number): string =>
  value >= 1e-3 && value <= 1e4 ? numberText(value, 6) : `10${superscript(Math.round(log10(value)))}`;

function axisMarks(labels: AxisLabels, ticks: number | readonly number[]): Markish[] {
  const tickFormat = (value: number) => numberText(value, 6);
  const shared = { color: MUTED, labelArrow: "none" } as const;
  const y = { ...shared, tickSize: 0, label: labels.value, labelOffset: MARGIN_LEFT };
  const grid = { stroke: RULE, strokeOpacity: 1 };
  const x = axisX({ ...shared, tickFormat, tickSize: 4, label: labels.time });
  if (typeof ticks === "number") return [gridY({ ...grid, ticks }), x, axisY({ ...y, tickFormat, ticks })];
  // `text`, for with a format Plot keeps the words of some ticks of a log scale only.
  return [gridY(ticks, grid), x, axisY(ticks, { ...y, text: powerText })];
}

/** Lines of one unit over time, means with their 10–90 % bands; warm-up shaded, a rule where futures part. */
export function linePanel(
  input: FigureInput,
  drawn: readonly DrawnBand[],
  measure: Measure | undefined,
  options: LinePanelOptions,
): Panel {
  const time = timeUnit(input.scenario.until);
  const extent = extentOf([...drawn, ...(options.sharing ?? [])]);
  const magnitude = Math.max(Math.abs(extent.least), Math.abs(extent.most));
  const scale = extent.isLog
    ? { factor: 1, unit: measure?.unit ?? "" }
    : unitScale(measure?.unit ?? "", magnitude);
  const domain = domainOf(extent).map((value) => value / scale.factor);
  const beneath = drawn.filter(({ isUnderlay }) => isUnderlay);
  const above = drawn.filter(({ isUnderlay }) => !isUnderlay);
  const ticks = extent.isLog ? powersOfTen(domain) : options.height < 200 ? 4 : 6;
  const label = unitLabel(scale, measure?.kind === "flow", time, extent.isLog);
  return {
    ...(options.title === undefined ? {} : { title: options.title }),
    options: {
      width: options.width,
      height: options.height,
      marginLeft: MARGIN_LEFT,
      marginRight: 14,
      marginTop: 26,
      marginBottom: 36,
      x: { domain: [0, input.scenario.until / time.seconds] },
      y: { domain, nice: !extent.isLog, type: extent.isLog ? "log" : "linear" },
      marks: [
        ...warmUpMarks(input, time),
        ...axisMarks({ time: `time (${time.label})`, value: label }, ticks),
        ...partingMarks(input, time),
        ...(domain[0]! < 0 && domain[1]! > 0 ? [ruleY([0], { stroke: MUTED })] : []),
        ...[...beneath, ...above].flatMap((band) => bandMarks(band, time, scale.factor)),
      ],
    },
  };
}
