/** Where the axis of a value begins and ends, and what is written along it. */

import { nice } from "d3-array";
import { log10 } from "../math.ts";
import type { DrawnBand } from "./bands.ts";
import { numberText, superscript } from "./number-text.ts";

const LOG_SCALE_FROM = 1_000;
/** Values that differ by less have the same words along an axis: they are drawn as one. */
const ALIKE = 1e-4;
const ZERO_BASELINE_BELOW = 0.6;

export interface Extent {
  readonly least: number;
  readonly most: number;
  readonly isLog: boolean;
}

/** Of everything that the bands reach. */
export function extentOf(drawn: readonly DrawnBand[]): Extent {
  const values = drawn
    .flatMap((band) => band.points.flatMap((point) => [point.low, point.mean, point.high]))
    .filter((value) => !Number.isNaN(value));
  if (values.length === 0) return { least: 0, most: 1, isLog: false };
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  return { least, most, isLog: least > 0 && most / least >= LOG_SCALE_FROM };
}

export function domainOf({ least, most, isLog }: Extent): [number, number] {
  if (isLog) return [least, most];
  if (most - least <= ALIKE * Math.max(Math.abs(least), Math.abs(most)))
    return least === 0 ? [0, 1] : least > 0 ? [0, most * 1.1] : [least * 1.1, 0];
  if (least >= 0 && least < ZERO_BASELINE_BELOW * most) return [0, most];
  return [least, most];
}

/** The domain in the axis' unit, ends at ticks. */
export function niceDomain(
  domain: readonly [number, number],
  isLog: boolean,
  factor: number,
  ticks: number,
): [number, number] {
  const [low, high] = [domain[0] / factor, domain[1] / factor];
  return isLog ? [low, high] : nice(low, high, ticks);
}

/** A reader takes the lower end of an axis for 0 unless told. */
export function axisNote([low, high]: readonly [number, number], isLog: boolean): string {
  if (isLog) return "(log scale)";
  return low > 0 || high < 0 ? "(axis not from 0)" : "";
}

/** Powers of ten inside a log scale's domain, seven at most. */
export function powersOfTen([low, high]: readonly number[]): number[] {
  const [first, last] = [Math.ceil(log10(low!)), Math.floor(log10(high!))];
  const step = Math.max(1, Math.ceil((last - first + 1) / 7));
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => Number(`1e${first + index * step}`));
}

export const powerText = (value: number): string =>
  value >= 1e-3 && value <= 1e4 ? numberText(value, 6) : `10${superscript(Math.round(log10(value)))}`;
