/** What lines over time say: their names at their ends, and values under the pointer. */

import { type Markish, text } from "@observablehq/plot";
import { log10 } from "../math.ts";
import type { BandPoint, DrawnBand } from "./bands.ts";
import type { Told } from "./figure.ts";
import { numberText, type UnitScale } from "./number-text.ts";
import { clipText, textWidth } from "./text-width.ts";
import { PAPER } from "./theme.ts";
import type { TimeUnit } from "./time-unit.ts";

/** Pixels of a panel from which on its lines bear names: in smaller ones the legend tells them apart. */
export const LEAST_NAMED = 600;
const FONT = 11;
const LINE_HEIGHT = 13;
const MOST_ROOM = 170;

const nameOf = ({ name, design }: DrawnBand): string => name ?? design;

/** Room at the right for the longest of the names. */
export const namesRoom = (bands: readonly DrawnBand[]): number =>
  Math.min(MOST_ROOM, 16 + Math.max(...bands.map((band) => textWidth(nameOf(band), FONT, true))));

/** Where a value of the axis stands, in pixels from its lower end. */
export function pixelsOf(
  [low, high]: readonly [number, number],
  isLog: boolean,
  height: number,
): (value: number) => number {
  const at = (value: number): number => (isLog ? log10(value) : value);
  const span = at(high) - at(low) || 1;
  return (value) => ((at(value) - at(low)) / span) * height;
}

interface Place {
  readonly pixels: (value: number) => number;
  readonly time: TimeUnit;
  readonly factor: number;
}

/** Rising places at least a line of text apart, as near to those given as can be; 0 is the axis, and none lies below it. */
function spread(given: readonly number[]): number[] {
  let lowest = Number.NEGATIVE_INFINITY;
  const down = given.map((own) => {
    lowest = Math.max(own, lowest + LINE_HEIGHT);
    return lowest;
  });
  let highest = Number.POSITIVE_INFINITY;
  return down
    .toReversed()
    .map((own) => {
      highest = Math.min(own, highest - LINE_HEIGHT, highest === Number.POSITIVE_INFINITY ? 0 : own);
      return highest;
    })
    .toReversed();
}

/** Each line's name where it ends, pushed down where names would cover each other: lines that lie on one another bear both. */
export function nameMarks(
  bands: readonly DrawnBand[],
  room: number,
  { pixels, time, factor }: Place,
): Markish[] {
  const ends = bands
    .flatMap((band) => {
      const end = band.points.findLast(({ mean }) => !Number.isNaN(mean));
      return end ? [{ band, x: end.t / time.seconds, y: end.mean / factor }] : [];
    })
    .sort((one, other) => other.y - one.y);
  const places = spread(ends.map(({ y }) => -pixels(y)));
  return ends.map(({ band, x, y }, at) => {
    const own = -pixels(y);
    return text([clipText(nameOf(band), room - 10, FONT, true)], {
      x: [x],
      y: [y],
      dx: 6,
      dy: places[at]! - own,
      textAnchor: "start",
      fontSize: FONT,
      fontWeight: "bold",
      fill: band.color,
      stroke: PAPER,
      strokeWidth: 3,
    });
  });
}

interface Axes {
  readonly scale: UnitScale;
  readonly isFlow: boolean;
  readonly time: TimeUnit;
  readonly domain: readonly [number, number];
}

/** Under the pointer: the time, and of each line its mean and the range of its replications. */
export function toldBy(bands: readonly DrawnBand[], { scale, isFlow, time, domain }: Axes): Told {
  const unit = [scale.unit, isFlow ? time.rate : ""].filter((word) => word !== "").join(" ");
  const number = (value: number): string => numberText(value / scale.factor);
  const valueText = ({ low, mean, high }: BandPoint, hasRange: boolean): string => {
    const range = hasRange ? ` (${number(low)} to ${number(high)})` : "";
    return Number.isNaN(mean) ? "–" : `${number(mean)} ${unit}`.trimEnd() + range;
  };
  const lines = bands.map((band) => ({
    name: bands.length === 1 ? "" : nameOf(band),
    color: band.color,
    ...(band.dash === undefined ? {} : { dash: band.dash }),
    points: band.points.map((point) => ({
      x: point.t / time.seconds,
      y: point.mean / scale.factor,
      text: valueText(point, !band.isReference && band.replications > 1),
    })),
  }));
  return { lines, placeText: (x) => `${numberText(x)} ${time.label}`, domain, seconds: time.seconds };
}
