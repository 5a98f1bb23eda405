import { ticks as evenTicks, max, min } from "d3-array";
import { DAY, HOUR, MINUTE, YEAR } from "../units.ts";
import type { FigureInput } from "./figure.ts";
import { pixelsOf } from "./line-words.ts";
import { parameterLabel, pathsOf, pointLabels, settingText, stepLabels } from "./sweep-words.ts";
import { textWidth } from "./text-width.ts";

/** From this ratio of the largest value of a parameter to the least on its axis is logarithmic. */
const LOG_FROM = 10;
const FONT = 11;
/** Parameters whose values stand below each other at one tick. */
const MOST_LINES = 3;
/** Durations that people count in, within a day; 1, 2 and 5 times a power of ten beyond. */
const DURATIONS = [
  ...[1, 2, 5, 10, 20, 30],
  ...[1, 2, 5, 10, 20, 30].map((count) => count * MINUTE),
  ...[1, 2, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100, 200].map((count) => count * DAY),
  ...[1, 2, 5, 10, 20].map((count) => count * YEAR),
];
const POWERS = Array.from({ length: 31 }, (_, at) => at - 15);

/** Where the points of a sweep stand along its axis, and in what words. */
export interface SweepAxis {
  readonly label: string;
  readonly places: readonly number[];
  /** Of each point; lines of it stand below each other. */
  readonly words: readonly string[];
  readonly isLog: boolean;
  /** Places that may have ticks: the points themselves, or round values where draws are strewn. */
  readonly ticks: readonly { readonly at: number; readonly words: string }[];
}

/** Round values within a range. */
function roundValues([low, high]: readonly [number, number], isLog: boolean, isTime: boolean): number[] {
  const within = (values: readonly number[]) => values.filter((value) => value >= low && value <= high);
  if (isLog)
    return within(
      isTime ? DURATIONS : POWERS.flatMap((power) => [1, 2, 5].map((one) => Number(`${one}e${power}`))),
    );
  const size = isTime ? ([YEAR, DAY, HOUR, MINUTE].find((unit) => high >= 2 * unit) ?? 1) : 1;
  return evenTicks(low / size, high / size, 5).map((value) => value * size);
}

/** The points one after the other, each with the values of its parameters. */
function inOrder(input: FigureInput, along: readonly string[]): SweepAxis {
  const steps = along.length > 1 ? stepLabels(input) : undefined;
  const isStacked = along.length > 1 && along.length <= MOST_LINES && steps === undefined;
  const words = isStacked
    ? input.points.map(({ settings }) =>
        along.map((path) => settingText(input, path, settings[path])).join("\n"),
      )
    : (steps ?? pointLabels(input));
  const label = isStacked
    ? along.map((path) => path.slice(path.lastIndexOf(".") + 1)).join("; ")
    : along.length === 1
      ? parameterLabel(input, along[0]!)
      : "points of the sweep";
  return {
    label,
    places: words.map((_, at) => at),
    words,
    isLog: false,
    ticks: words.map((own, at) => ({ at, words: own })),
  };
}

/** By the values of one parameter, where it is a number; else one after the other. */
export function sweepAxis(input: FigureInput, draws?: string): SweepAxis {
  const along = draws === undefined ? pathsOf(input.points) : [draws];
  const [path] = along;
  const values = input.points.map(({ settings }) => settings[path!]);
  if (along.length > 1 || !values.every((value) => typeof value === "number")) return inOrder(input, along);
  const places = values as number[];
  const range = [min(places)!, max(places)!] as const;
  const isLog = range[0] > 0 && range[1] / range[0] >= LOG_FROM;
  const say = (value: number) => settingText(input, path!, value);
  const at = draws === undefined ? places : roundValues(range, isLog, input.units?.[path!] === "s");
  return {
    label: `${parameterLabel(input, path!)}${isLog ? " (log scale)" : ""}`,
    places,
    words: places.map(say),
    isLog,
    ticks: at.map((value) => ({ at: value, words: say(value) })),
  };
}

/** As many ticks as have room for their words between the ends of a panel. */
export function roomyTicks({ places, ticks, isLog }: SweepAxis, width: number): SweepAxis["ticks"] {
  const pixels = pixelsOf([min(places)!, max(places)!], isLog, width);
  const kept: { at: number; words: string }[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const tick of [...ticks].sort((one, other) => one.at - other.at)) {
    const half = Math.max(...tick.words.split("\n").map((line) => textWidth(line, FONT))) / 2;
    const at = pixels(tick.at);
    if (at - half < end + 8) continue;
    kept.push(tick);
    end = at + half;
  }
  return kept;
}
