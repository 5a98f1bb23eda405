/**
 * Poisson and binomial counts, exact at every size: by inversion where few are expected, else by Hörmann's transformed
 * rejection, or by the quantile function where the source asks for one uniform a variate. stdlib's own binomial
 * generator (`@stdlib/random-base-binomial` 0.2.2) is not used: its product near the mode starts one term early, and a
 * chi-square test refuses it (39,000 on 22 degrees of freedom, 10^6 draws of 40 trials at 0.3).
 */
import binomialQuantile from "@stdlib/stats-base-dists-binomial-quantile";
import poissonQuantile from "@stdlib/stats-base-dists-poisson-quantile";
import { exp, gammaln, ln, log1p } from "../math.ts";
import { need, type Uniforms } from "./distributions.ts";

/** Below this expected count, inversion by summing from 0 is quicker than rejection. */
const COUNT_BY_INVERSION = 10;

export function poisson(source: Uniforms, mean: number): number {
  need(mean >= 0 && mean < Infinity, "A Poisson variate needs a mean of at least 0", mean);
  if (mean < COUNT_BY_INVERSION) return poissonByInversion(source, mean);
  return source.oneUniform ? poissonQuantile(source.openUniform(), mean) : poissonByRejection(source, mean);
}

function poissonByInversion(source: Uniforms, mean: number): number {
  const u = source.uniform();
  let probability = exp(-mean);
  let cumulative = probability;
  let count = 0;
  // The sum may round to a hair below 1, and no further term would change it.
  while (u >= cumulative && cumulative + probability > cumulative) {
    count += 1;
    probability *= mean / count;
    cumulative += probability;
  }
  return count;
}

/** PTRS: Hörmann, "The transformed rejection method for generating Poisson random variables" (1993); mean from 10. */
function poissonByRejection(source: Uniforms, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const logInverseAlpha = ln(1.1239 + 1.1328 / (b - 3.4));
  const vr = 0.9277 - 3.6224 / (b - 2);
  const logMean = ln(mean);
  for (;;) {
    const u = source.uniform() - 0.5;
    const v = source.openUniform();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= vr) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const logDensity = count * logMean - mean - gammaln(count + 1);
    if (ln(v) + logInverseAlpha - ln(a / (us * us) + b) <= logDensity) return count;
  }
}

/** Successes among `trials` independent trials, each with `probability`. */
export function binomial(source: Uniforms, trials: number, probability: number): number {
  need(
    trials >= 0 && Number.isSafeInteger(trials),
    "A binomial variate needs a whole number of trials",
    trials,
  );
  need(
    probability >= 0 && probability <= 1,
    "A binomial variate needs a probability from 0 to 1",
    probability,
  );
  if (probability > 0.5) return trials - binomial(source, trials, 1 - probability);
  if (trials * probability < COUNT_BY_INVERSION) return binomialByInversion(source, trials, probability);
  if (source.oneUniform) return binomialQuantile(source.openUniform(), trials, probability);
  return binomialByRejection(source, trials, probability);
}

function binomialByInversion(source: Uniforms, trials: number, probability: number): number {
  const u = source.uniform();
  const odds = probability / (1 - probability);
  let term = exp(trials * log1p(-probability));
  let cumulative = term;
  let count = 0;
  while (u >= cumulative && count < trials && cumulative + term > cumulative) {
    count += 1;
    term *= ((trials - count + 1) / count) * odds;
    cumulative += term;
  }
  return count;
}

/** BTRS: Hörmann, "The generation of binomial random variates" (1993); probability to 0.5, expected count from 10. */
function binomialByRejection(source: Uniforms, trials: number, probability: number): number {
  const deviation = Math.sqrt(trials * probability * (1 - probability));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * probability;
  const c = trials * probability + 0.5;
  const vr = 0.92 - 4.2 / b;
  const odds = probability / (1 - probability);
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((trials + 1) * probability);
  const others = trials - mode + 1;
  for (;;) {
    const u = source.uniform() - 0.5;
    const v = source.openUniform();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= vr) return count;
    if (count < 0 || count > trials) continue;
    const rest = trials - count + 1;
    const logRatio =
      (mode + 0.5) * ln((mode + 1) / (odds * others)) +
      (trials + 1) * ln(others / rest) +
      (count + 0.5) * ln((rest * odds) / (count + 1)) +
      (stirlingTail(mode) + stirlingTail(trials - mode) - stirlingTail(count) - stirlingTail(trials - count));
    if (ln((v * alpha) / (a / (us * us) + b)) <= logRatio) return count;
  }
}

const LN_SQRT_TWO_PI = 0.9189385332046728;

/** ln k! less Stirling's formula in k + 1, whose terms the ratio above already holds. */
function stirlingTail(k: number): number {
  const next = k + 1;
  if (k < 10) return gammaln(next) - (LN_SQRT_TWO_PI + (k + 0.5) * ln(next) - next);
  const square = next * next;
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / next;
}
