import type { Index } from "../indexed.ts";
import { betterOf } from "../metrics/known-measures.ts";
import { prim } from "../sampling/prim.ts";
import { partialRankCorrelations } from "../sampling/rank-correlation.ts";
import { holm } from "../statistics/holm.ts";
import { momentsOf, present } from "../statistics/moments.ts";
import { studentTwoSided } from "../statistics/student.ts";
import { designsIn, measuresIn, type Outcomes, ofFuture, summariesOf } from "./outcomes.ts";
import { type Share, shareOf } from "./share.ts";

/** Where a claim was asked: one row of parameters a draw. */
export interface Draws {
  /** What was drawn, by path: `supply/cohorts.hurdle`. */
  readonly parameters: readonly string[];
  readonly points: readonly (readonly number[])[];
}

/** What the draws say of one claim. */
export interface DrawnClaim {
  readonly claim: string;
  /** By draw: by how much it is kept (above 0) or missed (below), in any unit; NaN where nobody can say. */
  readonly margins: readonly number[];
  /** By draw: whether it is kept; undefined where nobody can say. */
  readonly holds: readonly (boolean | undefined)[];
}

/** How a claim depends on what was drawn. */
export interface Sensitivity {
  readonly claim: string;
  /** Of the draws that say anything. */
  readonly share: Share;
  /** Draws that say nothing: a measure had no value there. */
  readonly silent: number;
  /** The parameters by the weight of their part in the margin; none where the draws are too few to tell. */
  readonly drivers: readonly Driver[];
  /** Where it fails; undefined where no box holds more failures than chance would put there. */
  readonly failing: FailingBox | undefined;
}

export interface Driver {
  readonly parameter: string;
  /** Partial rank correlation with the margin, −1 to 1: above 0, the claim is kept the better the more there is of it. */
  readonly correlation: number;
  /** Whether it is told from 0, all parameters read together (Holm). */
  readonly clear: boolean;
}

/** A box of parameters within which a claim mostly fails. */
export interface FailingBox {
  /** The others are open; an open side is −Infinity or Infinity. */
  readonly limits: readonly { readonly parameter: string; readonly low: number; readonly high: number }[];
  /** Share of the draws that fail that lie within. */
  readonly coverage: number;
  /** Share of the draws within that fail. */
  readonly density: number;
  /** Share of all draws that lie within. */
  readonly mass: number;
}

/** Fewer failures, or fewer draws that hold, would fit some box by chance. */
const LEAST_FAILURES = 5;

/** In which share of the draws a claim holds, which parameters it hangs on, and where it fails. */
export function sensitivityOf(
  { parameters, points }: Draws,
  { claim, margins, holds }: DrawnClaim,
  confidence = 0.95,
): Sensitivity {
  const telling = points.map((_, draw) => draw).filter((draw) => holds[draw] !== undefined);
  const held = telling.filter((draw) => holds[draw]).length;
  const known = telling.map((draw) => points[draw]!);
  return {
    claim,
    share: shareOf(held, telling.length, confidence),
    silent: points.length - telling.length,
    drivers: driversOf(parameters, points, margins, confidence),
    failing: failingBox(
      parameters,
      known,
      telling.map((draw) => holds[draw] === false),
    ),
  };
}

function driversOf(
  parameters: readonly string[],
  points: readonly (readonly number[])[],
  margins: readonly number[],
  confidence: number,
): Driver[] {
  const correlations = partialRankCorrelations(points, margins);
  // Ranks have the degrees of freedom of values (Iman and Conover 1979): each other parameter takes one.
  const freedom = margins.filter((margin) => !Number.isNaN(margin)).length - 1 - parameters.length;
  const adjusted = holm(
    [...correlations].map((r) => {
      const t = r * Math.sqrt(freedom / (1 - r * r));
      return studentTwoSided(t, freedom);
    }),
  );
  return parameters
    .map((parameter, dimension: Index) => ({
      parameter,
      correlation: correlations[dimension],
      clear: adjusted[dimension]! <= 1 - confidence,
    }))
    .filter(({ correlation }) => !Number.isNaN(correlation))
    .sort((one, other) => Math.abs(other.correlation) - Math.abs(one.correlation));
}

function failingBox(
  parameters: readonly string[],
  points: readonly (readonly number[])[],
  fails: readonly boolean[],
): FailingBox | undefined {
  const failures = fails.filter(Boolean).length;
  if (Math.min(failures, points.length - failures) < LEAST_FAILURES) return undefined;
  const { limits, coverage, density, mass } = prim(points, fails).box;
  if (limits.length === 0) return undefined;
  const named = limits.map(({ dimension, low, high }) => ({ parameter: parameters[dimension]!, low, high }));
  return { limits: named, coverage, density, mass };
}

/**
 * For each measure with a better end the claim that the design which is best over all draws is best in each of them, by
 * the means over the replications of a draw; a tie with another is still best.
 *
 * @param branch by default the reference branch
 * @param count number of draws: the points 0, 1, …
 */
export function rankingClaims(
  outcomes: Outcomes,
  count: number,
  measures: readonly string[],
  branch?: string,
): DrawnClaim[] {
  const draws = Array.from({ length: count }, (_, point) =>
    ofFuture(outcomes, { point, ...(branch === undefined ? {} : { branch }) }),
  );
  const known = measuresIn(outcomes.runs);
  return measures.flatMap((measure) => {
    const better = betterOf(measure, known.get(measure));
    if (!better || !known.has(measure)) return [];
    const sign = better === "higher" ? 1 : -1;
    const worth = designsIn(outcomes).map((design) => ({
      design,
      values: draws.map((draw) => sign * meanOf(draw, design, measure)),
    }));
    const able = worth.filter(({ values }) => !values.every(Number.isNaN));
    if (able.length < 2) return [];
    const overall = (values: readonly number[]): number => momentsOf(present(values)).mean;
    const best = able.reduce((one, other) => (overall(other.values) > overall(one.values) ? other : one));
    const margins = draws.map((_, draw) => {
      const others = able.filter((each) => each !== best).map(({ values }) => values[draw]!);
      return best.values[draw]! - Math.max(...others);
    });
    return [
      {
        claim: `${best.design} is best in ${measure}`,
        margins,
        holds: margins.map((margin) => (Number.isNaN(margin) ? undefined : margin >= 0)),
      },
    ];
  });
}

const meanOf = (draw: Outcomes, design: string, measure: string): number =>
  momentsOf(present(summariesOf(draw, design, measure).values())).mean;
