/**
 * Multinomial logit: who compares alternatives by utilities that are known but for independent Gumbel errors (McFadden,
 * Conditional logit analysis of qualitative choice behavior, 1974; Train, Discrete Choice Methods with Simulation,
 * 2nd ed. 2009, chapter 3).
 */
import { OrreryError } from "../errors.ts";
import { exp, ln } from "../math.ts";

/** Chance that each alternative is chosen: e^U over the sum of all e^U. */
export function choiceProbabilities(utilities: readonly number[]): number[] {
  const highest = highestOf(utilities);
  const weights = utilities.map((utility) => exp(utility - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Expected utility of the best alternative, less Euler's constant: ln Σ e^U. Over the marginal utility of income it is
 * the consumer surplus in money, up to a constant (Small and Rosen, Econometrica 49(1), 1981).
 */
export function logsum(utilities: readonly number[]): number {
  const highest = highestOf(utilities);
  return highest + ln(utilities.reduce((sum, utility) => sum + exp(utility - highest), 0));
}

/** The alternative that a uniform draw from [0, 1) falls on. */
export function chosen(probabilities: readonly number[], uniform: number): number {
  let rest = uniform;
  for (let alternative = 0; alternative < probabilities.length - 1; alternative++) {
    rest -= probabilities[alternative]!;
    if (rest < 0) return alternative;
  }
  return probabilities.length - 1;
}

function highestOf(utilities: readonly number[]): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const utility of utilities) highest = Math.max(highest, utility);
  if (Number.isFinite(highest)) return highest;
  throw new OrreryError("A choice needs at least one alternative of finite utility.", [
    `${utilities.length} alternatives`,
  ]);
}
