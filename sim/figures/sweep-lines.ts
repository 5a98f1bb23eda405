import { areaY, axisX, axisY, dot, gridX, gridY, lineY, type Markish, ruleY } from "@observablehq/plot";
import { max, min, nice } from "d3-array";
import type { FigureInput, Panel } from "./figure.ts";
import { axisNote } from "./line-axis.ts";
import { definitionOf, phraseIn } from "./measure-catalogue.ts";
import { numberText, unitScale } from "./number-text.ts";
import { roomyTicks, sweepAxis } from "./sweep-axis.ts";
import { drawMarks } from "./sweep-draws.ts";
import { type SweptValue, sweptValues } from "./sweep-values.ts";
import { clipText } from "./text-width.ts";
import { designColor, designDash, isShown, MUTED, RULE } from "./theme.ts";

/** Of words that stand below each other at a tick. */
const LINE = 11;

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
  const axis = sweepAxis(future, draws);
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
  const ticks = roomyTicks(axis, width - 80);
  const marked = ticks.map(({ at }) => at);
  const below = LINE * Math.max(0, ...ticks.map(({ words }) => words.split("\n").length - 1));
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
  const placeText = (at: number) =>
    `${axis.label}: ${axis.words[axis.places.indexOf(at)]?.replaceAll("\n", "; ") ?? numberText(at)}`;
  const shared = { color: MUTED, labelArrow: "none" } as const;
  const unit = [scale.unit, axisNote(domain, false)].filter((word) => word !== "").join(" ");
  return {
    title: phraseIn(future, measure).label,
    designs: [...new Set(all.map(({ design }) => design))],
    ...(draws === undefined ? { told: { lines, placeText, domain } } : {}),
    options: {
      width,
      height: height + below,
      marginLeft: 60,
      marginRight: 20,
      marginTop: 26,
      marginBottom: 40 + below,
      x: { type: axis.isLog ? "log" : "linear", domain: [min(axis.places)!, max(axis.places)!] },
      y: { domain },
      marks: [
        gridY({ stroke: RULE, strokeOpacity: 1, ticks: 5 }),
        gridX(marked, { stroke: RULE, strokeOpacity: 0.6 }),
        axisX(marked, {
          ...shared,
          tickSize: 4,
          label: clipText(axis.label, width - 90, 11),
          text: (_: number, at: number) => ticks[at]!.words,
          labelOffset: 36 + below,
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
