import { areaY, axisX, axisY, dot, gridX, gridY, lineY, type Markish, ruleY } from "@observablehq/plot";
import { max, min, nice } from "d3-array";
import type { FigureInput, Panel } from "./figure.ts";
import { axisNote } from "./line-axis.ts";
import { pixelsOf } from "./line-words.ts";
import { definitionOf, phraseIn } from "./measure-catalogue.ts";
import { numberText, unitScale } from "./number-text.ts";
import { drawMarks } from "./sweep-draws.ts";
import { type SweptValue, sweptValues } from "./sweep-values.ts";
import { parameterName, pathsOf, pointLabels, settingText } from "./sweep-words.ts";
import { clipText, textWidth } from "./text-width.ts";
import { designColor, designDash, isShown, MUTED, RULE } from "./theme.ts";

/** From this ratio of the largest value of a parameter to the least on its axis is logarithmic. */
const LOG_FROM = 10;

const FONT = 11;

/** Where the points of a sweep stand along its axis, and in what words. */
interface Axis {
  readonly label: string;
  readonly places: readonly number[];
  readonly words: readonly string[];
  readonly isLog: boolean;
}

/** By the values of one parameter, where it is a number; else one after the other. */
function axisOf(input: FigureInput, along: readonly string[]): Axis {
  const [path, ...others] = along;
  const values = input.points.map(({ settings }) => settings[path!]);
  const words =
    others.length > 0 ? pointLabels(input) : values.map((value) => settingText(input, path!, value));
  if (others.length > 0 || !values.every((value) => typeof value === "number")) {
    const label = others.length > 0 ? "points of the sweep" : parameterName(path!);
    return { label, places: values.map((_, at) => at), words, isLog: false };
  }
  const places = values as number[];
  const isLog = min(places)! > 0 && max(places)! / min(places)! >= LOG_FROM;
  const unit = input.units?.[path!] ?? "";
  const inUnit = unit === "" || unit === "s" ? "" : ` (${unit})`;
  return {
    label: `${parameterName(path!)}${inUnit}${isLog ? " (log scale)" : ""}`,
    places,
    words: places.map((value) => settingText(input, path!, value)),
    isLog,
  };
}

/** Ticks at the points themselves, as many as have room for their words. */
function ticksOf({ places, words, isLog }: Axis, width: number): { at: number[]; words: string[] } {
  const pixels = pixelsOf([min(places)!, max(places)!], isLog, width);
  const order = places.map((_, index) => index).sort((one, other) => places[one]! - places[other]!);
  const kept: number[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    const half = textWidth(words[index]!, FONT) / 2;
    const at = pixels(places[index]!);
    if (at - half < end + 8) continue;
    kept.push(index);
    end = at + half;
  }
  return { at: kept.map((index) => places[index]!), words: kept.map((index) => words[index]!) };
}

function designMarks(
  { scenario }: FigureInput,
  own: readonly SweptValue[],
  x: (value: SweptValue) => number,
  factor: number,
): Markish[] {
  const [first] = own;
  if (!first) return [];
  const sorted = [...own].sort((one, other) => x(one) - x(other));
  const color = designColor(scenario, first.design);
  const dash = designDash(scenario, first.design);
  const isUnderlay = scenario.designs.length > 1 && first.design === scenario.control;
  const y = ({ mean }: SweptValue) => mean / factor;
  const line = lineY(sorted, {
    x,
    y,
    stroke: color,
    strokeWidth: isUnderlay ? 3 : 1.75,
    ...(dash === undefined ? {} : { strokeDasharray: dash }),
  });
  const dots = dot(sorted, { x, y, r: isUnderlay ? 4 : 2.8, fill: color });
  if (own.every(({ count }) => count < 2)) return [line, dots];
  const band = areaY(sorted, {
    x,
    y1: ({ low }: SweptValue) => low / factor,
    y2: ({ high }: SweptValue) => high / factor,
    fill: color,
    fillOpacity: 0.14,
  });
  return [band, line, dots];
}

export interface SweepPanel {
  readonly width: number;
  readonly height: number;
  /** Of a sample: the parameter along which its draws are strewn; left out: points are joined. */
  readonly draws?: string;
}

/** One panel a measure: means of the designs along the sweep, with the range of their replications. */
export function sweepLines(
  future: FigureInput,
  measure: string,
  { width, height, draws }: SweepPanel,
): Panel {
  const axis = axisOf(future, draws === undefined ? pathsOf(future.points) : [draws]);
  const all = sweptValues(future, measure);
  const values = all.filter(({ design }) => isShown(future, design));
  const place = new Map(future.points.map(({ index }, at) => [index, axis.places[at]!]));
  const x = ({ point }: SweptValue) => place.get(point.index)!;
  const bounds = values.flatMap(({ low, mean, high }) => [low, mean, high]);
  const [least, most] = [min(bounds) ?? 0, max(bounds) ?? 1];
  const scale = unitScale(
    definitionOf(future, measure)?.unit ?? "",
    Math.max(Math.abs(least), Math.abs(most)),
  );
  const flat = least === most ? [Math.min(0, least * 1.1), Math.max(0, most * 1.1) || 1] : [least, most];
  const from = flat[0]! >= 0 && flat[0]! < 0.6 * flat[1]! ? 0 : flat[0]!;
  const domain = nice(from / scale.factor, flat[1]! / scale.factor, 5) as [number, number];
  const ticks = ticksOf(axis, width - 80);
  const designs = [...new Set(values.map(({ design }) => design))];
  const ofDesign = (design: string) => values.filter((value) => value.design === design);
  const number = (value: number) => numberText(value / scale.factor);
  const lines = designs.map((design) => ({
    name: designs.length > 1 ? design : "",
    color: designColor(future.scenario, design),
    points: ofDesign(design)
      .map((value) => ({
        x: x(value),
        y: value.mean / scale.factor,
        text: `${number(value.mean)} ${scale.unit}${value.count > 1 ? ` (${number(value.low)} to ${number(value.high)})` : ""}`,
      }))
      .sort((one, other) => one.x - other.x),
  }));
  const placeText = (at: number) => `${axis.label}: ${axis.words[axis.places.indexOf(at)] ?? numberText(at)}`;
  const shared = { color: MUTED, labelArrow: "none" } as const;
  const unit = [scale.unit, axisNote(domain, false)].filter((word) => word !== "").join(" ");
  return {
    title: phraseIn(future, measure).label,
    designs: [...new Set(all.map(({ design }) => design))],
    ...(draws === undefined ? { told: { lines, placeText, domain } } : {}),
    options: {
      width,
      height,
      marginLeft: 60,
      marginRight: 20,
      marginTop: 26,
      marginBottom: 40,
      x: { type: axis.isLog ? "log" : "linear", domain: [min(axis.places)!, max(axis.places)!] },
      y: { domain },
      marks: [
        gridY({ stroke: RULE, strokeOpacity: 1, ticks: 5 }),
        gridX(ticks.at, { stroke: RULE, strokeOpacity: 0.6 }),
        axisX(ticks.at, {
          ...shared,
          tickSize: 4,
          label: clipText(axis.label, width - 90, 11),
          text: (_: number, at: number) => ticks.words[at]!,
        }),
        axisY({
          ...shared,
          tickSize: 0,
          ticks: 5,
          label: unit,
          labelOffset: 60,
          tickFormat: (value: number) => numberText(value, 6),
        }),
        ...(domain[0] < 0 && domain[1] > 0 ? [ruleY([0], { stroke: MUTED })] : []),
        ...designs.flatMap((design) =>
          draws === undefined
            ? designMarks(future, ofDesign(design), x, scale.factor)
            : drawMarks(future, ofDesign(design), x, scale.factor),
        ),
      ],
    },
  };
}
