import type { MeasureEffects } from "../comparison/effects.ts";
import { phraseOf } from "../metrics/known-measures.ts";
import type { JointDifference } from "../statistics/holm.ts";
import type { Interval } from "../statistics/interval.ts";
import { numberText, quantityText, type UnitScale, unitScale } from "./number-text.ts";

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
  return `${verb} ${quantityText(mean, unit)}${after}, ${sizeText(difference.mean, unit)} ${word} than ${control} (${intervalText(difference, unit)})`;
}
