import { areaY, axisX, axisY, dot, gridY, lineY, type Markish, rect, ruleX, ruleY } from "@observablehq/plot";
import type { Measure } from "../run/result.ts";
import type { Band, BandPoint, DrawnBand } from "./bands.ts";
import type { FigureInput, Panel } from "./figure.ts";
import { partingOf } from "./future.ts";
import { axisNote, domainOf, extentOf, niceDomain, powersOfTen, powerText } from "./line-axis.ts";
import { LEAST_NAMED, nameMarks, namesRoom, pixelsOf, toldBy } from "./line-words.ts";
import { numberText, type UnitScale, unitScale } from "./number-text.ts";
import { INK, isShown, MUTED, RULE, SHADE } from "./theme.ts";
import { type TimeUnit, timeUnit } from "./time-unit.ts";

export interface LinePanelOptions {
  readonly title?: string;
  readonly width: number;
  readonly height: number;
  /** Bands whose values the axis has room for, beside those drawn: panels with the same ones have the same scale. */
  readonly sharing?: readonly DrawnBand[];
  /** Whether the lines bear their names at their ends, where there is room. */
  readonly named?: boolean;
}

const MARGIN_LEFT = 60;
const MARGIN_RIGHT = 14;
const MARGIN_TOP = 26;
const MARGIN_BOTTOM = 36;

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

/** "million USD a day, axis from 3" */
function unitLabel(unit: UnitScale, isFlow: boolean, time: TimeUnit, notes: string): string {
  const words = [unit.unit, isFlow ? time.rate : "", notes];
  return words.filter((word) => word !== "").join(" ");
}

interface AxisLabels {
  readonly time: string;
  readonly value: string;
}

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

const hasValue = ({ points }: Band): boolean => points.some(({ mean }) => !Number.isNaN(mean));

/** Lines of one unit over time, means with their 10–90 % bands; warm-up shaded, a rule where futures part. */
export function linePanel(
  input: FigureInput,
  all: readonly DrawnBand[],
  measure: Measure | undefined,
  options: LinePanelOptions,
): Panel {
  const time = timeUnit(input.scenario.until);
  const drawn = all.filter(({ design, isReference }) => isReference || isShown(input, design));
  const extent = extentOf([...drawn, ...(options.sharing ?? [])]);
  const magnitude = Math.max(Math.abs(extent.least), Math.abs(extent.most));
  const scale = extent.isLog
    ? { factor: 1, unit: measure?.unit ?? "" }
    : unitScale(measure?.unit ?? "", magnitude);
  const height = options.height < 200 ? 4 : 6;
  const domain = niceDomain(domainOf(extent), extent.isLog, scale.factor, height);
  const beneath = drawn.filter(({ isUnderlay }) => isUnderlay);
  const above = drawn.filter(({ isUnderlay }) => !isUnderlay);
  const ticks = extent.isLog ? powersOfTen(domain) : height;
  const isFlow = measure?.kind === "flow";
  const label = unitLabel(scale, isFlow, time, axisNote(domain, extent.isLog));
  const names = options.named && drawn.length > 1 && options.width >= LEAST_NAMED ? drawn : [];
  const room = names.length === 0 ? MARGIN_RIGHT : namesRoom(names);
  const place = {
    pixels: pixelsOf(domain, extent.isLog, options.height - MARGIN_TOP - MARGIN_BOTTOM),
    time,
    factor: scale.factor,
  };
  return {
    ...(options.title === undefined ? {} : { title: options.title }),
    designs: [...new Set(all.filter(hasValue).map(({ design }) => design))],
    told: toldBy(drawn, { scale, isFlow, time, domain }),
    options: {
      width: options.width,
      height: options.height,
      marginLeft: MARGIN_LEFT,
      marginRight: room,
      marginTop: MARGIN_TOP,
      marginBottom: MARGIN_BOTTOM,
      x: { domain: [0, input.scenario.until / time.seconds] },
      y: { domain, type: extent.isLog ? "log" : "linear" },
      marks: [
        ...warmUpMarks(input, time),
        ...axisMarks({ time: `time (${time.label})`, value: label }, ticks),
        ...partingMarks(input, time),
        ...(domain[0]! < 0 && domain[1]! > 0 ? [ruleY([0], { stroke: MUTED })] : []),
        ...[...beneath, ...above].flatMap((band) => bandMarks(band, time, scale.factor)),
        ...nameMarks(names, room, place),
      ],
    },
  };
}
