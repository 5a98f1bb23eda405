import type { Index } from "../indexed.ts";

/** Points of a search for a box, and which of them are true. */
export interface Sample {
  readonly points: readonly ArrayLike<number>[];
  readonly outcomes: ArrayLike<boolean>;
}

/** A box with the points that lie within; a side that is open has −Infinity or Infinity as its limit. */
export interface Region {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Indices of the points within. */
  readonly inside: readonly number[];
  /** How many of them are true. */
  readonly trues: number;
  /** Share of them that are true. */
  readonly density: number;
}

export type Side = "low" | "high";
export const SIDES: readonly Side[] = ["low", "high"];
export const OPEN: Readonly<Record<Side, number>> = { low: -Infinity, high: Infinity };

/** The region that holds every point. */
export function everywhere(sample: Sample): Region {
  const dimensions = sample.points[0]!.length;
  const [low, high] = [OPEN.low, OPEN.high].map((open) => new Float64Array(dimensions).fill(open));
  return region(
    sample,
    low!,
    high!,
    sample.points.map((_, index) => index),
  );
}

/** The region with one limit further in. */
export function tightened(sample: Sample, from: Region, dimension: number, side: Side, to: number): Region {
  const inside = from.inside.filter((index) => {
    const value = sample.points[index]![dimension]!;
    return side === "low" ? value >= to : value <= to;
  });
  return region(sample, ...moved(from, dimension, side, to), inside);
}

/** The region with one limit further out. */
export function widened(sample: Sample, from: Region, dimension: number, side: Side, to: number): Region {
  const [low, high] = moved(from, dimension, side, to);
  const within = (point: ArrayLike<number>) =>
    low.every((least, each: Index) => point[each]! >= least && point[each]! <= high[each]);
  const inside = sample.points.map((_, index) => index).filter((index) => within(sample.points[index]!));
  return region(sample, low, high, inside);
}

const moved = (
  { low, high }: Region,
  dimension: number,
  side: Side,
  to: number,
): [Float64Array, Float64Array] =>
  side === "low" ? [low.with(dimension, to), high] : [low, high.with(dimension, to)];

function region({ outcomes }: Sample, low: Float64Array, high: Float64Array, inside: number[]): Region {
  const trues = inside.reduce((count, index) => (outcomes[index] ? count + 1 : count), 0);
  return { low, high, inside, trues, density: trues / inside.length };
}

/** Values of some points in one dimension, from its middle towards one side. */
export function outwards(
  sample: Sample,
  indices: readonly number[],
  dimension: number,
  side: Side,
): Float64Array {
  const values = Float64Array.from(indices, (index) => sample.points[index]![dimension]!).sort();
  return side === "low" ? values.reverse() : values;
}
