import { startLabel } from "../comparison/sentences.ts";
import type { Point } from "./figure.ts";
import { numberText } from "./number-text.ts";

const paths = (points: readonly Point[]): string[] => [
  ...new Set(points.flatMap(({ settings }) => Object.keys(settings))),
];

/**
 * Values of each point over those of the first that has no zero, where at least half of the parameters grow in step: some
 * may have a least value of their own. Undefined else.
 */
function factors(points: readonly Point[]): number[] | undefined {
  const names = paths(points);
  const valuesOf = ({ settings }: Point) => names.map((name) => Number(settings[name] ?? Number.NaN));
  const base = points.map(valuesOf).find((values) => values.every((value) => value !== 0));
  if (!base) return undefined;
  const all = points.map((point) => valuesOf(point).map((value, index) => value / base[index]!));
  const inStepWith = (one: number) =>
    names.filter((_, other) => all.every((own) => Math.abs(own[other]! - own[one]!) < 1e-9));
  const leading = names.findIndex((_, index) => 2 * inStepWith(index).length >= names.length);
  return leading < 0 ? undefined : all.map((own) => own[leading]!);
}

/** Words that tell the points apart: "2", "× 2" where several parameters grow in step, else "price 3, supply 0.5". */
export function pointLabels(points: readonly Point[]): string[] {
  const names = paths(points);
  const [only] = names;
  if (names.length === 1)
    return points.map(({ settings }) => {
      const value = settings[only!];
      return typeof value === "number" ? numberText(value) : String(value);
    });
  return factors(points)?.map((factor) => `× ${numberText(factor)}`) ?? points.map(startLabel);
}

/** "issuance/fixed.tokensPerDay from 100 to 400", "3 parameters together, × 1 to × 4", "5 points of 2 parameters" */
export function sweepText(points: readonly Point[]): string {
  const names = paths(points);
  const labels = pointLabels(points);
  const ends = `${labels[0]} to ${labels.at(-1)}`;
  if (names.length === 1) return `${names[0]} from ${ends}`;
  return factors(points)
    ? `${names.length} parameters together, ${ends}`
    : `${points.length} points of ${names.length} parameters`;
}
