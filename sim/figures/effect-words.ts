import type { DesignEffect, MeasureEffects } from "../comparison/effects.ts";
import { phraseOf } from "../metrics/known-measures.ts";
import type { JointDifference } from "../statistics/holm.ts";
import type { Interval } from "../statistics/interval.ts";
import { numberText, quantityText, type UnitScale, unitScale } from "./number-text.ts";

/** Whether the replications tell the design from the control; of one replication, whether it is another number. */
export const isTold = ({ difference: { count, mean, verdict } }: DesignEffect): boolean =>
  count === 1 ? mean !== 0 && Number.isFinite(mean) : verdict !== "undecided";

const PERCENT = 0.01;
const isRatio = (unit: string) => /^ratio\b/.test(unit);

/** The scale of differences of a measure: those of ratios are percentage points. */
function differenceScale(unit: string, magnitude: number): UnitScale {
  const scale = unitScale(unit, magnitude);
  return isRatio(unit) ? { ...scale, unit: scale.unit.replace("%", "percentage points") } : scale;
}

/** The same for an axis, whose numbers have to be short: thousands have a word too. */
export function axisScale(unit: string, magnitude: number): UnitScale {
  const scale = differenceScale(unit, magnitude);
  return scale.factor === 1 && magnitude >= 1e4
    ? { factor: 1e3, unit: `thousand ${scale.unit}`.trimEnd() }
    : scale;
}

const signed = (size: number): string => (size > 0 ? `+${numberText(size, 2)}` : numberText(size, 2));

/**
 * A difference as it stands beside its value: "+24 %" or "× 3.1" of the reference, "+4 points" of a share, in the row's
 * unit where the reference is zero or of another sign, "=" where there is none; empty where it is unknown.
 */
export function changeText(difference: number, reference: number, unit: string, factor: number): string {
  if (Number.isNaN(difference)) return "";
  if (difference === 0) return "=";
  if (isRatio(unit) && factor === PERCENT) return `${signed(difference / factor)} points`;
  const ratio = 1 + difference / reference;
  if (reference === 0 || ratio <= 0) return signed(difference / factor);
  return ratio >= 3 ? `× ${numberText(ratio, 2)}` : `${signed((ratio - 1) * 100)} %`;
}

/** "100 GPUs", "4 percentage points", of the size of a difference. */
export function sizeText(difference: number, unit: string): string {
  const size = Math.abs(difference);
  const scale = differenceScale(unit, size);
  return `${numberText(size / scale.factor, 3)} ${scale.unit}`.trimEnd();
}

/** "95 %: 92 to 108" in the unit of the size, whose sign the words tell; "no interval" where one replication gives none. */
export function intervalText({ low, high, confidence, mean }: Interval, unit: string): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return "no interval";
  const { factor } = differenceScale(unit, Math.abs(mean));
  const [near, far] = mean < 0 ? [-high, -low] : [low, high];
  return `${numberText(confidence * 100)} %: ${numberText(near / factor, 3)} to ${numberText(far / factor, 3)}`;
}

const MOST_NAMED = 3;

/** `a, b and c`, or `a, b, c and 4 more`; `a, b; c, d and e` where a name has a comma itself. */
export function namesText(names: readonly string[]): string {
  const separator = names.some((name) => name.includes(",")) ? "; " : ", ";
  const rest = names.length - MOST_NAMED;
  const shown = rest > 1 ? [...names.slice(0, MOST_NAMED), `${rest} more`] : names;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(separator)} and ${shown.at(-1)}`;
}

/** ", not told apart from a and b" of a design that leads; empty where it does so alone. */
export const tieText = (tied: readonly string[]): string =>
  tied.length === 0 ? "" : `, not told apart from ${namesText(tied)}`;

/** "keeps 812 GPUs online on average, 100 GPUs more than no token (95 %: 92 to 108)" */
export function effectText(
  row: Pick<MeasureEffects, "measure" | "unit" | "own">,
  mean: number,
  difference: JointDifference,
  control: string,
): string {
  const { unit } = row;
  const { verb, after, more, less } = phraseOf(row.measure, row);
  const word = difference.mean > 0 ? more : less;
  const interval = Number.isFinite(difference.low) ? ` (${intervalText(difference, unit)})` : "";
  return `${verb} ${quantityText(mean, unit)}${after}, ${sizeText(difference.mean, unit)} ${word} than ${control}${interval}`;
}
