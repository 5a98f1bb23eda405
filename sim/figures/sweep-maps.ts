import { axisX, axisY, cell, text } from "@observablehq/plot";
import { max, mean as meanOf, min } from "d3-array";
import type { FigureInput, Panel } from "./figure.ts";
import { definitionOf, phraseIn } from "./measure-catalogue.ts";
import { numberText, type UnitScale, unitScale } from "./number-text.ts";
import { type SweptValue, sweptValues } from "./sweep-values.ts";
import { parameterLabel, parameterName, pathsOf, settingText } from "./sweep-words.ts";
import { clipText, textWidth } from "./text-width.ts";
import { INK, MUTED, PAPER } from "./theme.ts";

/** Pale to dark of one hue, so that a print in grey says the same. */
const PALE = [237, 244, 250] as const;
const DARK = [8, 64, 129] as const;
const ROW = 34;
const FONT = 11;

/** Of a field of the map: the mean over all points that have both values. */
interface Field {
  readonly across: string;
  readonly up: string;
  readonly mean: number;
  readonly said: string;
}

function fieldsOf(
  future: FigureInput,
  own: readonly SweptValue[],
  [first, second]: readonly [string, string],
): Field[] {
  const all = new Map<string, SweptValue[]>();
  for (const value of own) {
    const key = JSON.stringify([value.point.settings[first], value.point.settings[second]]);
    all.set(key, [...(all.get(key) ?? []), value]);
  }
  return [...all.values()].map((values) => {
    const { settings } = values[0]!.point;
    const [only] = values;
    const said =
      values.length === 1 && only!.count > 1
        ? ` (10–90 %: ${numberText(only!.low)} to ${numberText(only!.high)})`
        : "";
    return {
      across: settingText(future, first, settings[first]),
      up: settingText(future, second, settings[second]),
      mean: meanOf(values, ({ mean }) => mean) ?? Number.NaN,
      said,
    };
  });
}

const colorAt = (share: number): string =>
  `rgb(${PALE.map((low, at) => Math.round(low + (DARK[at]! - low) * share)).join(",")})`;

/** Values of a parameter in words, in their order. */
function orderOf(future: FigureInput, path: string): string[] {
  const values = [...new Set(future.points.map(({ settings }) => settings[path]))];
  if (values.every((value) => typeof value === "number")) values.sort((one, other) => one - other);
  return [...new Set(values.map((value) => settingText(future, path, value)))];
}

/** A map of one measure under one design: two parameters across and up, the value in each field. */
function mapPanel(
  future: FigureInput,
  { measure, design, fields, scale, extent }: MapOf,
  width: number,
): Panel {
  const [first, second] = pathsOf(future.points) as [string, string];
  const [across, up] = [orderOf(future, first), orderOf(future, second)];
  const left = 14 + Math.max(40, ...up.map((word) => Math.min(110, textWidth(word, FONT))));
  const [least, most] = extent;
  const share = ({ mean }: Field) => (most === least ? 0.35 : (mean - least) / (most - least));
  const room = (width - left - 10) / across.length - 2;
  const shared = { color: MUTED, tickSize: 0, labelArrow: "none" } as const;
  const valueText = ({ mean }: Field) => numberText(mean / scale.factor);
  const { label } = phraseIn(future, measure);
  const isCompared = future.scenario.designs.length > 1;
  const unit = scale.unit === "" ? "1" : scale.unit;
  return {
    title: clipText(isCompared ? design : label, width, 12, true),
    note: isCompared ? [label, unit] : ["in", unit],
    designs: [design],
    options: {
      width,
      height: 66 + up.length * ROW,
      marginLeft: left,
      marginRight: 10,
      marginTop: 26,
      marginBottom: 40,
      x: { type: "band", domain: across, padding: 0.02 },
      y: { type: "band", domain: up.toReversed(), padding: 0.02 },
      marks: [
        cell(fields, {
          x: "across",
          y: "up",
          fill: (field: Field) => colorAt(share(field)),
          title: (field: Field) =>
            `${parameterName(first)}: ${field.across}\n${parameterName(second)}: ${field.up}\n${design}: ${valueText(field)} ${scale.unit}${field.said}`,
        }),
        text(
          fields.filter((field) => textWidth(valueText(field), FONT) <= room),
          {
            x: "across",
            y: "up",
            fontSize: FONT,
            text: valueText,
            fill: (field: Field) => (share(field) > 0.5 ? PAPER : INK),
            pointerEvents: "none",
          },
        ),
        axisX({
          ...shared,
          label: parameterLabel(future, first),
          tickFormat: (word: string) => clipText(word, room, FONT),
        }),
        axisY({
          ...shared,
          label: parameterLabel(future, second),
          labelAnchor: "top",
          labelOffset: left,
          tickFormat: (word: string) => clipText(word, left - 10, FONT),
        }),
      ],
    },
  };
}

interface MapOf {
  readonly measure: string;
  readonly design: string;
  readonly fields: readonly Field[];
  readonly scale: UnitScale;
  readonly extent: readonly [number, number];
}

/** One row of maps a measure, on one scale of shades: a map a design. */
export function sweepMaps(
  future: FigureInput,
  measures: readonly string[],
  designs: readonly string[],
  width: number,
): Panel[] {
  const [first, second] = pathsOf(future.points) as [string, string];
  return measures.flatMap((measure) => {
    const values = sweptValues(future, measure);
    const maps = designs.map((design) => ({
      design,
      fields: fieldsOf(
        future,
        values.filter((value) => value.design === design),
        [first, second],
      ),
    }));
    const means = maps.flatMap(({ fields }) => fields.map(({ mean }) => mean));
    const extent = [min(means) ?? 0, max(means) ?? 0] as const;
    const scale = unitScale(
      definitionOf(future, measure)?.unit ?? "",
      Math.max(Math.abs(extent[0]), Math.abs(extent[1])),
    );
    return maps.map((map) => mapPanel(future, { ...map, measure, scale, extent }, width));
  });
}
