import { startLabel } from "../comparison/sentences.ts";
import { durationText, MINUTE } from "../units.ts";
import type { FigureInput, Point } from "./figure.ts";
import { numberText } from "./number-text.ts";

/** The points of a sweep, and in what its parameters are. */
export type Swept = Pick<FigureInput, "points" | "units">;

/** Parameters that the points set, by path. */
export const pathsOf = (points: readonly Point[]): string[] => [
  ...new Set(points.flatMap(({ settings }) => Object.keys(settings))),
];

/** "cohorts.hurdle" of "supply/cohorts.hurdle". */
export const parameterName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** "genesis.supply (tokens)"; durations say their units themselves. */
export function parameterLabel({ units }: Pick<Swept, "units">, path: string): string {
  const unit = units?.[path] ?? "";
  return unit === "" || unit === "s" ? parameterName(path) : `${parameterName(path)} (${unit})`;
}

/** Seconds without the digits of a draw: "6 min 56 s", "2.35 s". */
const roundedSeconds = (value: number): number =>
  Math.abs(value) < MINUTE ? Number(value.toPrecision(3)) : Math.round(value);

/** A value of a parameter as people say it: "6 h", "0.3", "first-come". */
export function settingText({ units }: Pick<Swept, "units">, path: string, value: unknown): string {
  if (value === undefined || value === null) return "as it is";
  if (typeof value !== "number") return typeof value === "string" ? value : JSON.stringify(value);
  return units?.[path] === "s" ? durationText(roundedSeconds(value)) : numberText(value, 4);
}

/** The same points with their values in words. */
export const worded = (swept: Swept): Point[] =>
  swept.points.map(({ index, settings }) => ({
    index,
    settings: Object.fromEntries(
      Object.entries(settings).map(([path, value]) => [path, settingText(swept, path, value)]),
    ),
  }));

/**
 * Values of each point over those of the first that has no zero, where at least half of the parameters, and no fewer than
 * two, grow in step: some may have a least value of their own. Undefined else.
 */
function factors(points: readonly Point[]): number[] | undefined {
  const names = pathsOf(points);
  const valuesOf = ({ settings }: Point) => names.map((name) => Number(settings[name] ?? Number.NaN));
  const base = points.map(valuesOf).find((values) => values.every((value) => value !== 0));
  if (!base) return undefined;
  const all = points.map((point) => valuesOf(point).map((value, index) => value / base[index]!));
  const inStepWith = (one: number) =>
    names.filter((_, other) => all.every((own) => Math.abs(own[other]! - own[one]!) < 1e-9));
  const leading = names.findIndex((_, index) => {
    const together = inStepWith(index).length;
    return together >= 2 && 2 * together >= names.length;
  });
  return leading < 0 ? undefined : all.map((own) => own[leading]!);
}

/** "× 2" for each point where several parameters grow in step; undefined where they do not. */
export const stepLabels = ({ points }: Swept): string[] | undefined =>
  factors(points)?.map((factor) => `× ${numberText(factor)}`);

/** Words that tell the points apart: "2", "6 h", "× 2" where several parameters grow in step, else "price 3, supply 0.5". */
export function pointLabels(swept: Swept): string[] {
  const { points } = swept;
  const [only, ...others] = pathsOf(points);
  if (only !== undefined && others.length === 0)
    return points.map(({ settings }) => settingText(swept, only, settings[only]));
  return stepLabels(swept) ?? worded(swept).map(startLabel);
}

/** "issuance/fixed.tokensPerDay from 100 to 400", "3 parameters together, × 1 to × 4", "5 points of 2 parameters" */
export function sweepText(swept: Swept): string {
  const names = pathsOf(swept.points);
  const labels = pointLabels(swept);
  const ends = `${labels[0]} to ${labels.at(-1)}`;
  if (names.length === 1) return `${names[0]} from ${ends}`;
  return factors(swept.points)
    ? `${names.length} parameters together, ${ends}`
    : `${swept.points.length} points of ${names.length} parameters`;
}
