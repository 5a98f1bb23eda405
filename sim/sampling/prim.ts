import { OrreryError } from "../errors.ts";
import type { Index } from "../indexed.ts";
import { exp, gammaln, ln, log1p } from "../math.ts";
import {
  everywhere,
  OPEN,
  outwards,
  type Region,
  type Sample,
  SIDES,
  type Side,
  tightened,
  widened,
} from "./region.ts";
import { needOutputs } from "./sizes.ts";

/** A box in the space of parameters, and how well it holds the points whose outcome is true. */
export interface Box {
  /** Only of parameters that the box restricts, by dimension. */
  readonly limits: readonly Limit[];
  /** Share of all true points that lie within; NaN where no point is true. */
  readonly coverage: number;
  /** Share of the points within that are true. */
  readonly density: number;
  /** Share of all points that lie within. */
  readonly mass: number;
}

/** A parameter lies from `low` to `high`, both within; an open side is −Infinity or Infinity. */
export interface Limit {
  readonly dimension: number;
  readonly low: number;
  readonly high: number;
}

/** What the patient rule induction method finds. */
export interface Induction {
  /** The box on the trajectory with the greatest harmonic mean of coverage and density, pruned and pasted. */
  readonly box: Box;
  /** Every box of the peeling, from that of all points inwards: the trade of coverage for density. */
  readonly trajectory: readonly Box[];
}

/** A limit stays if as many true points would lie within without it by chance at most this often. */
const SIGNIFICANT = 0.05;

/**
 * Finds where an outcome is true: J. H. Friedman and N. I. Fisher, "Bump hunting in high-dimensional data", Statistics
 * and Computing 9, 123-143 (1999), used for scenarios as B. P. Bryant and R. J. Lempert do (Technological Forecasting
 * and Social Change 77, 34-49, 2010). Each step peels off the thin slice, at the low or the high end of one parameter,
 * that raises density most for each point that it costs (J. H. Kwakkel and M. Jaxa-Rozen, Environmental Modelling &
 * Software 79, 311-321, 2016), as slices of whole numbers differ in size. Of the boxes found, the one of the greatest
 * balance loses the limits that chance explains, and takes back slices by pasting as long as its density does not fall.
 *
 * @param points one row of parameters for each run, in any units; the limits are in the same
 * @param outcomes one a point
 * @param options.peel share of the points within that one step takes, 0.05 unless told
 * @param options.leastMass share of all points that a box holds at least, 0.05 unless told
 * @throws OrreryError where there are no points, not one outcome for each, or a share lies outside 0 to 1
 */
export function prim(
  points: readonly ArrayLike<number>[],
  outcomes: ArrayLike<boolean>,
  { peel = 0.05, leastMass = 0.05 }: { readonly peel?: number; readonly leastMass?: number } = {},
): Induction {
  needOutputs(points.length, outcomes.length);
  const dimensions = points[0]?.length ?? 0;
  if (dimensions === 0) throw new OrreryError("The search for a box needs points with parameters.");
  if (!(peel > 0 && peel < 1 && leastMass >= 0 && leastMass < 1)) {
    throw new OrreryError("The search for a box needs shares from 0 to 1.", [
      `share that a step peels off ${peel}`,
      `least share within ${leastMass}`,
    ]);
  }
  const sample = { points, outcomes };
  const regions = [everywhere(sample)];
  while (regions.at(-1)!.density < 1) {
    const next = peeled(sample, regions.at(-1)!, peel, leastMass * points.length);
    if (next === undefined) break;
    regions.push(next);
  }
  const all = regions[0]!;
  const best = regions.reduce((one, other) => (balance(other, all) > balance(one, all) ? other : one));
  return {
    box: boxOf(pasted(sample, pruned(sample, best), peel), all),
    trajectory: regions.map((region) => boxOf(region, all)),
  };
}

/** Twice the trues within over all trues and all points within: the harmonic mean of coverage and density. */
const balance = ({ inside, trues }: Region, all: Region): number => (2 * trues) / (all.trues + inside.length);

/** How many values a slice takes: `share` of them, at least one, and all that equal the last of these. */
function slice(values: Float64Array, share: number): number {
  let count = Math.max(1, Math.floor(share));
  while (count < values.length && values[count] === values[count - 1]) count += 1;
  return count;
}

function peeled(sample: Sample, from: Region, peel: number, least: number): Region | undefined {
  let best: Region | undefined;
  let greatest = -Infinity;
  for (let dimension = 0; dimension < from.low.length; dimension += 1) {
    for (const side of SIDES) {
      const values = outwards(sample, from.inside, dimension, side).reverse();
      const count: Index = slice(values, peel * values.length);
      if (count === values.length || values.length - count < least) continue;
      const next = tightened(sample, from, dimension, side, values[count]);
      const gain = (next.density - from.density) / count;
      if (gain <= greatest) continue;
      greatest = gain;
      best = next;
    }
  }
  return best;
}

/** Frees one parameter after the other that chance may have restricted, that first for which it is likeliest. */
function pruned(sample: Sample, from: Region): Region {
  let best = from;
  let likeliest = SIGNIFICANT;
  for (let dimension = 0; dimension < from.low.length; dimension += 1) {
    if (!isRestricted(from, dimension)) continue;
    const below = widened(sample, from, dimension, "low", OPEN.low);
    const free = widened(sample, below, dimension, "high", OPEN.high);
    const chance = atLeast(from.trues, from.inside.length, free.density);
    if (chance <= likeliest) continue;
    likeliest = chance;
    best = free;
  }
  return best === from ? from : pruned(sample, best);
}

const isRestricted = ({ low, high }: Region, dimension: number): boolean =>
  low[dimension] !== OPEN.low || high[dimension] !== OPEN.high;

/** Probability of this many successes or more, binomial: the quasi-p-value of Bryant and Lempert (2010). */
function atLeast(successes: number, trials: number, probability: number): number {
  if (probability === 1) return 1;
  let sum = 0;
  for (let count = successes; count <= trials; count += 1) {
    const ways = gammaln(trials + 1) - gammaln(count + 1) - gammaln(trials - count + 1);
    sum += exp(ways + count * ln(probability) + (trials - count) * log1p(-probability));
  }
  return sum;
}

function pasted(sample: Sample, from: Region, peel: number): Region {
  let best = from;
  for (let dimension = 0; dimension < from.low.length; dimension += 1) {
    for (const side of SIDES) {
      if (from[side][dimension] === OPEN[side]) continue;
      const next = extended(sample, from, dimension, side, peel);
      if (next.density >= best.density) best = next;
    }
  }
  return best === from ? from : pasted(sample, best, peel);
}

/** The region with the next slice beyond one limit; without the limit where no more lies beyond. */
function extended(sample: Sample, from: Region, dimension: number, side: Side, peel: number): Region {
  const open = widened(sample, from, dimension, side, OPEN[side]);
  const within = new Set(from.inside);
  const outside = open.inside.filter((index) => !within.has(index));
  const beyond = outwards(sample, outside, dimension, side);
  const count = slice(beyond, peel * from.inside.length);
  return count >= beyond.length ? open : widened(sample, from, dimension, side, beyond[count - 1]!);
}

function boxOf(region: Region, all: Region): Box {
  const { low, high, inside, trues, density } = region;
  return {
    limits: Array.from(low, (least, dimension: Index) => ({
      dimension,
      low: least,
      high: high[dimension],
    })).filter(({ dimension }) => isRestricted(region, dimension)),
    coverage: trues / all.trues,
    density,
    mass: inside.length / all.inside.length,
  };
}
