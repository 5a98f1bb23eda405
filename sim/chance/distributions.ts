/**
 * Random variates from uniforms; counts are in `counts.ts`. A variate with a closed quantile function takes one
 * uniform, by inversion. Gamma takes exact rejection, or one uniform through its quantile function where the source
 * says so: antithetic runs need that, so that a high draw in one run is a low one in the other.
 */

import betaQuantile from "@stdlib/stats-base-dists-beta-quantile";
import gammaQuantile from "@stdlib/stats-base-dists-gamma-quantile";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { OrreryError } from "../errors.ts";
import type { Index } from "../indexed.ts";
import { exp, ln, pow } from "../math.ts";

/** Where uniforms come from. */
export interface Uniforms {
  /** The next uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** The next uniform in (0, 1), 52 bits: never an end, where a quantile may be infinite. */
  openUniform(): number;
  /** Whether every variate must take exactly one uniform and rise (or fall) with it. */
  readonly oneUniform: boolean;
}

/** Throws unless `holds`; `sentence` and the value say what was asked. */
export function need(holds: boolean, sentence: string, value: unknown): void {
  if (!holds) throw new OrreryError(`${sentence}, got ${String(value)}.`);
}

/** Standard normal variate by inversion. */
export function standardNormal(source: Uniforms): number {
  return normalQuantile(source.openUniform(), 0, 1);
}

export function normal(source: Uniforms, mean: number, deviation: number): number {
  need(Number.isFinite(mean), "A normal variate needs a finite mean", mean);
  need(
    deviation >= 0 && deviation < Infinity,
    "A normal variate needs a standard deviation of at least 0",
    deviation,
  );
  return mean + deviation * standardNormal(source);
}

/** Lognormal variate: its natural logarithm is normal with mean `mu` and standard deviation `sigma`. */
export function lognormal(source: Uniforms, mu: number, sigma: number): number {
  need(Number.isFinite(mu), "A lognormal variate needs a finite mu", mu);
  need(sigma >= 0 && sigma < Infinity, "A lognormal variate needs a sigma of at least 0", sigma);
  return exp(mu + sigma * standardNormal(source));
}

export function exponential(source: Uniforms, mean: number): number {
  need(mean >= 0 && mean < Infinity, "An exponential variate needs a mean of at least 0", mean);
  return -mean * ln(1 - source.uniform());
}

/**
 * Weibull variate: P(X > x) = exp(−(x / scale)^shape). What ages fails so (shape above 1), what has early faults below 1;
 * at 1 it is the exponential of mean `scale`, bit for bit.
 */
export function weibull(source: Uniforms, shape: number, scale: number): number {
  need(shape > 0 && shape < Infinity, "A Weibull variate needs a shape above 0", shape);
  need(scale >= 0 && scale < Infinity, "A Weibull variate needs a scale of at least 0", scale);
  return scale * pow(-ln(1 - source.uniform()), 1 / shape);
}

/** Beta variate, a share between 0 and 1 with mean alpha / (alpha + beta); one uniform. */
export function beta(source: Uniforms, alpha: number, other: number): number {
  need(alpha > 0 && alpha < Infinity, "A beta variate needs an alpha above 0", alpha);
  need(other > 0 && other < Infinity, "A beta variate needs a beta above 0", other);
  return betaQuantile(source.openUniform(), alpha, other);
}

/** Pareto (type I) variate of at least `minimum`; P(X > x) = (minimum / x)^shape. */
export function pareto(source: Uniforms, shape: number, minimum: number): number {
  need(shape > 0 && shape < Infinity, "A Pareto variate needs a shape above 0", shape);
  need(minimum > 0 && minimum < Infinity, "A Pareto variate needs a minimum above 0", minimum);
  return minimum * pow(1 - source.uniform(), -1 / shape);
}

/** Gamma variate with mean shape × scale. */
export function gamma(source: Uniforms, shape: number, scale: number): number {
  need(shape > 0 && shape < Infinity, "A gamma variate needs a shape above 0", shape);
  need(scale > 0 && scale < Infinity, "A gamma variate needs a scale above 0", scale);
  if (source.oneUniform) return gammaQuantile(source.openUniform(), shape, 1) * scale;
  if (shape >= 1) return gammaFromOne(source, shape) * scale;
  return gammaFromOne(source, shape + 1) * pow(source.openUniform(), 1 / shape) * scale;
}

/** Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000); shape of at least 1. */
function gammaFromOne(source: Uniforms, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = standardNormal(source);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = source.openUniform();
    if (u < 1 - 0.0331 * x * x * x * x) return d * v;
    if (ln(u) < 0.5 * x * x + d * (1 - v + ln(v))) return d * v;
  }
}

/** Rank from 1 to `ranks`, with probability proportional to rank^−exponent; one uniform. */
export function zipf(source: Uniforms, ranks: number, exponent: number): number {
  need(ranks >= 1 && ranks <= LARGEST_ZIPF && Number.isInteger(ranks), ZIPF_RANKS, ranks);
  need(exponent >= 0 && exponent < Infinity, "A Zipf variate needs an exponent of at least 0", exponent);
  const cumulative = zipfTable(ranks, exponent);
  const point = source.uniform() * cumulative[ranks - 1]!;
  let low = 0;
  let high = ranks - 1;
  while (low < high) {
    const middle: Index = (low + high) >>> 1;
    if (cumulative[middle] > point) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}

const LARGEST_ZIPF = 10_000_000;
const ZIPF_RANKS = "A Zipf variate needs a whole number of ranks from 1 to 10000000";
const ZIPF_TABLES = 32;
/** Pure memory of `zipfTable`: ranks → exponent → cumulative weights. It changes the speed of a draw, never its value. */
const zipfTables = new Map<number, Map<number, Float64Array>>();

function zipfTable(ranks: number, exponent: number): Float64Array {
  const known = zipfTables.get(ranks)?.get(exponent);
  if (known) return known;
  const cumulative = new Float64Array(ranks);
  let sum = 0;
  for (let rank = 1; rank <= ranks; rank += 1) {
    sum += pow(rank, -exponent);
    cumulative[rank - 1] = sum;
  }
  if (zipfTables.size >= ZIPF_TABLES || (zipfTables.get(ranks)?.size ?? 0) >= ZIPF_TABLES) zipfTables.clear();
  const byExponent = zipfTables.get(ranks) ?? new Map<number, Float64Array>();
  byExponent.set(exponent, cumulative);
  zipfTables.set(ranks, byExponent);
  return cumulative;
}

/** Index chosen with probability proportional to its weight; takes time in proportion to the number of weights. */
export function weighted(source: Uniforms, weights: ArrayLike<number>): number {
  const total = totalWeight(weights);
  let rest = source.uniform() * total;
  let last = 0;
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index]!;
    if (weight === 0) continue;
    if (rest < weight) return index;
    rest -= weight;
    last = index;
  }
  return last;
}

/** Sum of the weights; throws unless every one is finite and at least 0 and one is above 0. */
export function totalWeight(weights: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index]!;
    if (!(weight >= 0 && weight < Infinity)) {
      throw new OrreryError(
        `A weighted choice needs weights of at least 0, got ${weight} as weight ${index}.`,
      );
    }
    total += weight;
  }
  need(total > 0 && total < Infinity, "A weighted choice needs weights with a finite sum above 0", total);
  return total;
}
