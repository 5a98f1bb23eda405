import { quantile } from "d3-array";
import { OrreryError } from "../errors.ts";
import type { Index } from "../indexed.ts";
import { Random } from "../random.ts";
import { needSize } from "./sizes.ts";
import { sobolPoints } from "./sobol.ts";

/** Share of an output's variance that one parameter explains; NaN where the output does not vary. */
export interface SobolIndex {
  /** By itself: how much less the variance were on average, were the parameter known. */
  readonly first: number;
  /** With all its interactions: how much variance were left on average, were all others known. */
  readonly total: number;
  /** Intervals of 95 % by the bootstrap. */
  readonly firstInterval: readonly [low: number, high: number];
  readonly totalInterval: readonly [low: number, high: number];
}

/** Outputs of a design by their part, base point by base point. */
interface Outputs {
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Of each dimension: A with this column from B. */
  readonly mixed: readonly Float64Array[];
}

const CONFIDENCE = 0.95;
const RESAMPLES = 200;

/**
 * The design of Saltelli et al., "Variance based sensitivity analysis of model output", Computer Physics
 * Communications 181, 259-270 (2010): A and B are the halves of a scrambled Sobol' sample, A_B^i is A with column i
 * from B. Ordered base point by base point: A, B, A_B^1, …; so a larger design begins with the smaller one.
 *
 * @param size base points, best a power of 2
 * @param dimensions 1 to 128
 * @param seed whole number
 * @returns `size` × (`dimensions` + 2) points with coordinates in [0, 1)
 * @throws OrreryError where a size lies outside its bounds
 */
export function saltelliDesign(size: number, dimensions: number, seed: number): Float64Array[] {
  return sobolPoints(size, 2 * dimensions, seed).flatMap((both) => {
    const [a, b] = [both.slice(0, dimensions), both.slice(dimensions)];
    return [a, b, ...Array.from(a, (_, dimension: Index) => a.with(dimension, b[dimension]))];
  });
}

/**
 * Sobol' indices of first order by the estimator of Saltelli et al. (2010), of outputs less their mean, and total ones
 * by Jansen's (Computer Physics Communications 117, 35-43, 1999). A base point with an output that is NaN is left out.
 * The intervals take base points for independent; those of a Sobol' sample lie more evenly, so they are wide.
 *
 * @param outputs one for each point of `saltelliDesign`, in its order
 * @param seed of the bootstrap
 * @throws OrreryError where the outputs are not those of whole base points
 */
export function sobolIndices(outputs: ArrayLike<number>, dimensions: number, seed: number): SobolIndex[] {
  const parts = partsOf(outputs, dimensions);
  const size = parts.a.length;
  const everyPoint = Uint32Array.from({ length: size }, (_, index) => index);
  const random = new Random(seed, "bootstrap");
  const resamples = Array.from({ length: RESAMPLES }, (_, resample) =>
    estimates(
      parts,
      everyPoint.map((index) => random.at(resample, "base point", index).integer(size)),
    ),
  );
  return estimates(parts, everyPoint).map(({ first, total }, dimension) => ({
    first,
    total,
    firstInterval: interval(resamples.map((resample) => resample[dimension]!.first)),
    totalInterval: interval(resamples.map((resample) => resample[dimension]!.total)),
  }));
}

function partsOf(outputs: ArrayLike<number>, dimensions: number): Outputs {
  needSize("The number of dimensions of Sobol' indices", dimensions, 1);
  const runs = dimensions + 2;
  if (outputs.length === 0 || outputs.length % runs !== 0) {
    throw new OrreryError("Sobol' indices need the outputs of whole base points.", [
      `outputs ${outputs.length}`,
      `outputs of a base point ${runs}`,
    ]);
  }
  const all = Array.from({ length: outputs.length / runs }, (_, point) =>
    Array.from({ length: runs }, (_, run) => outputs[point * runs + run]!),
  );
  const known = all.filter((own) => !own.some(Number.isNaN));
  const part = (run: number) => Float64Array.from(known, (own) => own[run]!);
  return {
    a: part(0),
    b: part(1),
    mixed: Array.from({ length: dimensions }, (_, dimension) => part(dimension + 2)),
  };
}

function estimates({ a, b, mixed }: Outputs, points: Uint32Array): { first: number; total: number }[] {
  let sum = 0;
  for (const point of points) sum += a[point]! + b[point]!;
  const mean = sum / (2 * points.length);
  let squares = 0;
  for (const point of points) squares += (a[point]! - mean) * (a[point]! - mean);
  for (const point of points) squares += (b[point]! - mean) * (b[point]! - mean);
  const variance = squares / (2 * points.length);
  return mixed.map((own) => {
    let first = 0;
    let total = 0;
    for (const point of points) {
      const change = own[point]! - a[point]!;
      first += (b[point]! - mean) * change;
      total += change * change;
    }
    return variance > 0
      ? { first: first / points.length / variance, total: total / (2 * points.length) / variance }
      : { first: Number.NaN, total: Number.NaN };
  });
}

/** Percentile interval; resamples in which nothing varies say nothing. */
function interval(values: readonly number[]): [number, number] {
  const at = (probability: number) => quantile(values, probability) ?? Number.NaN;
  return [at((1 - CONFIDENCE) / 2), at((1 + CONFIDENCE) / 2)];
}
