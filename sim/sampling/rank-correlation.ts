import { ascending } from "d3-array";
import type { Index } from "../indexed.ts";
import { needOutputs } from "./sizes.ts";

/** Share of a parameter's variance of ranks below which the others determine it, up to rounding. */
const COLLINEAR = 1e-9;

/**
 * Partial rank correlation coefficients: how an output rises (towards 1) or falls (towards −1) with each parameter
 * once the linear effects of all others are taken out, all in ranks. R. L. Iman and W. J. Conover, "The use of the
 * rank correlation in sensitivity analysis", 1979; A. Saltelli et al., "Sensitivity Analysis", 2000. Ranks that tie
 * are their mean, so an output of 0 and 1 will do. Points whose output is NaN are left out.
 *
 * @param points one row of parameters for each run
 * @param outputs one a point
 * @returns one coefficient a parameter; NaN where it is constant, where the other parameters determine its rank, and
 *   where there are too few points to tell (two more than parameters are enough); 0 where the others determine the
 *   output's rank, or the output is constant
 * @throws OrreryError where points and outputs are not of one length
 */
export function partialRankCorrelations(
  points: readonly ArrayLike<number>[],
  outputs: ArrayLike<number>,
): Float64Array {
  needOutputs(points.length, outputs.length);
  const known = points.map((_, index) => index).filter((index) => !Number.isNaN(outputs[index]!));
  const dimensions = points[0]?.length ?? 0;
  const columns = Array.from({ length: dimensions }, (_, dimension) =>
    standardRanks(known.map((index) => points[index]![dimension]!)),
  );
  columns.push(standardRanks(known.map((index) => outputs[index]!)));
  const correlations = columns.map((one) => Float64Array.from(columns, (other) => product(one, other)));
  return Float64Array.from({ length: dimensions }, (_, dimension) =>
    partial(correlations, dimension, known.length),
  );
}

/** Ranks, those that tie at their mean, shifted and scaled to a mean of 0 and a norm of 1; zeros if all tie. */
function standardRanks(values: readonly number[]): Float64Array {
  const order = values.map((_, index) => index).sort((one, other) => ascending(values[one]!, values[other]!));
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (let place = start; place < end; place += 1) ranks[order[place]!] = (start + end - values.length) / 2;
    start = end;
  }
  const norm = Math.sqrt(product(ranks, ranks));
  return norm > 0 ? ranks.map((rank) => rank / norm) : ranks;
}

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let index: Index = 0; index < one.length; index += 1) sum += one[index] * other[index];
  return sum;
}

/**
 * Correlation of one parameter with the output, which comes last, after the regressions of both on all the others:
 * what elimination by Cholesky leaves of their correlations. A parameter that those before it determine adds nothing.
 */
function partial(correlations: readonly Float64Array[], dimension: Index, points: number): number {
  const rest = correlations.map((row) => row.slice());
  const output: Index = rest.length - 1;
  // The ranks of n points, less their mean, have n − 1 degrees of freedom; in the last one all correlations are ±1.
  let freedom = points - 1;
  for (let pivot: Index = 0; pivot < output; pivot += 1) {
    if (pivot === dimension || rest[pivot]![pivot] < COLLINEAR) continue;
    eliminate(rest, pivot);
    freedom -= 1;
  }
  const [own, left] = [rest[dimension]![dimension], rest[output]![output]];
  if (own < COLLINEAR || freedom < 2) return Number.NaN;
  if (left < COLLINEAR) return 0;
  return Math.min(1, Math.max(-1, rest[dimension]![output] / Math.sqrt(own * left)));
}

function eliminate(rest: readonly Float64Array[], pivot: Index): void {
  const row = rest[pivot]!;
  const explained = row.map((value) => value / row[pivot]);
  for (const other of rest) {
    if (other === row) continue;
    const covariance = other[pivot];
    for (let column: Index = 0; column < other.length; column += 1) {
      other[column] -= covariance * explained[column];
    }
  }
}
