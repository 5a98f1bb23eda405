/**
 * Counts of trials that go on until something is reached, or draw without replacement: one uniform each, which the
 * count rises with. stdlib's quantile functions are not used: its hypergeometric one sums its distribution anew for
 * every candidate (half a millisecond for a committee of 1,000), its negative binomial one goes up by one from a
 * guess that is far off where few successes are asked for (`@stdlib/stats-base-dists-negative-binomial-quantile` 0.2.2).
 */
import negativeBinomialCdf from "@stdlib/stats-base-dists-negative-binomial-cdf";
import { exp, ln } from "../math.ts";
import { need, type Uniforms } from "./distributions.ts";

/** Below this expected count, summing from 0 is quicker than a search in the distribution function. */
const COUNT_BY_SUMMING = 10;
const LARGEST_MEAN = 1e12;

/** Failures before the `successes`-th success, where each trial succeeds with `probability`; `successes` may be a fraction. */
export function negativeBinomial(source: Uniforms, successes: number, probability: number): number {
  need(
    successes > 0 && successes < Infinity,
    "A negative binomial variate needs a number of successes above 0",
    successes,
  );
  need(
    probability > 0 && probability <= 1,
    "A negative binomial variate needs a probability above 0 and up to 1",
    probability,
  );
  const mean = (successes * (1 - probability)) / probability;
  need(mean <= LARGEST_MEAN, "A negative binomial variate needs a mean of at most 1e12", mean);
  const u = source.openUniform();
  if (mean < COUNT_BY_SUMMING) return failuresBySumming(u, successes, probability);
  return leastCount(mean, (count) => negativeBinomialCdf(count, successes, probability) >= u);
}

function failuresBySumming(u: number, successes: number, probability: number): number {
  let term = exp(successes * ln(probability));
  let cumulative = term;
  let count = 0;
  // The sum may round to a hair below 1, and no further term would change it.
  while (u >= cumulative && cumulative + term > cumulative) {
    term *= ((successes + count) / (count + 1)) * (1 - probability);
    count += 1;
    cumulative += term;
  }
  return count;
}

/** The least count that reaches, where all above it do: doubled from `start` until one does, then halved. */
function leastCount(start: number, reaches: (count: number) => boolean): number {
  let above = Math.ceil(start);
  let below = -1;
  while (!reaches(above)) {
    below = above;
    above *= 2;
  }
  while (above - below > 1) {
    const middle = below + Math.floor((above - below) / 2);
    if (reaches(middle)) above = middle;
    else below = middle;
  }
  return above;
}

const LARGEST_POPULATION = 1e12;

/**
 * Marked ones among `draws` without replacement from `population`, of which `marked` are marked: the seats of a
 * committee that an adversary gets. Takes time in proportion to the standard deviation.
 */
export function hypergeometric(source: Uniforms, population: number, marked: number, draws: number): number {
  need(
    Number.isInteger(population) && population >= 0 && population <= LARGEST_POPULATION,
    "A hypergeometric variate needs a whole population from 0 to 1e12",
    population,
  );
  need(
    Number.isInteger(marked) && marked >= 0 && marked <= population,
    `A hypergeometric variate needs a whole number of marked ones from 0 to its population of ${population}`,
    marked,
  );
  need(
    Number.isInteger(draws) && draws >= 0 && draws <= population,
    `A hypergeometric variate needs a whole number of draws from 0 to its population of ${population}`,
    draws,
  );
  const u = source.openUniform();
  const rest = population - marked;
  /** P(count + 1) / P(count). */
  const growth = (count: number): number =>
    ((marked - count) / (count + 1)) * ((draws - count) / (rest - draws + count + 1));
  return quantileAroundMode(
    u,
    Math.floor(((marked + 1) / (population + 2)) * (draws + 1)),
    Math.max(0, draws - rest),
    Math.min(draws, marked),
    growth,
  );
}

/** Against the mode's, what no sum would notice. */
const NEGLIGIBLE = 1e-20;

/** The least count whose distribution function reaches `u`, by probabilities relative to the mode's. */
function quantileAroundMode(
  u: number,
  mode: number,
  least: number,
  most: number,
  growth: (count: number) => number,
): number {
  const middle = Math.min(most, Math.max(least, mode));
  let first = middle;
  let lowest = 1;
  let total = 1;
  while (first > least && lowest > NEGLIGIBLE) {
    first -= 1;
    lowest /= growth(first);
    total += lowest;
  }
  let last = middle;
  for (let weight = 1; last < most && weight > NEGLIGIBLE; last += 1) {
    weight *= growth(last);
    total += weight;
  }
  let count = first;
  let cumulative = lowest;
  for (let weight = lowest; cumulative < u * total && count < last; count += 1) {
    weight *= growth(count);
    cumulative += weight;
  }
  return count;
}
