import randomBeta from "@stdlib/random-base-beta";
import randomExponential from "@stdlib/random-base-exponential";
import randomGamma from "@stdlib/random-base-gamma";
import randomHypergeometric from "@stdlib/random-base-hypergeometric";
import randomLognormal from "@stdlib/random-base-lognormal";
import randomNegativeBinomial from "@stdlib/random-base-negative-binomial";
import randomNormal from "@stdlib/random-base-normal";
import randomPareto from "@stdlib/random-base-pareto-type1";
import randomPoisson from "@stdlib/random-base-poisson";
import randomWeibull from "@stdlib/random-base-weibull";
import { sampleCorrelation } from "simple-statistics";
import { describe, expect, test } from "vitest";
import type { Uniforms } from "../../sim/chance/distributions.ts";
import * as distributions from "../../sim/chance/distributions.ts";
import * as trials from "../../sim/chance/trials.ts";
import { type Draw, Random } from "../../sim/random.ts";
import {
  chiSquareRatio,
  hypergeometricProbabilities,
  KOLMOGOROV_LIMIT,
  kolmogorovSmirnov,
  kolmogorovSmirnovOfTwo,
  negativeBinomialProbabilities,
} from "../statistics.ts";

/** Weibull, beta, negative binomial and hypergeometric variates, and an independent generator of each law. */

const DRAWS = 20_000;
const sample = (draw: (at: Draw) => number, random: Random): number[] =>
  Array.from({ length: DRAWS }, (_, entity) => draw(random.at(entity, "value")));

const LUCKS = ["own", "paired", "mirrored"] as const;

describe.each(LUCKS)("continuous variates fit their law (%s)", (luck) => {
  const random = new Random(20_261_130, "laws", luck);
  const fits: [string, (at: Draw) => number, (x: number) => number][] = [
    ["Weibull of shape 1/2", (at) => at.weibull(0.5, 3), (x) => 1 - Math.exp(-Math.sqrt(x / 3))],
    ["Weibull of shape 3", (at) => at.weibull(3, 2), (x) => 1 - Math.exp(-((x / 2) ** 3))],
    ["beta (5, 1)", (at) => at.beta(5, 1), (x) => x ** 5],
    ["beta (1, 0.2)", (at) => at.beta(1, 0.2), (x) => 1 - (1 - x) ** 0.2],
    ["arcsine", (at) => at.beta(0.5, 0.5), (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x))],
    ["beta (2, 3)", (at) => at.beta(2, 3), (x) => x * x * (6 - 8 * x + 3 * x * x)],
  ];
  test.each(fits)("%s", (_name, draw, cdf) => {
    expect(kolmogorovSmirnov(sample(draw, random), cdf)).toBeLessThan(KOLMOGOROV_LIMIT);
  });
});

describe.each(LUCKS)("counts fit their law (%s)", (luck) => {
  const random = new Random(20_261_130, "laws", luck);

  test.each([
    [1, 0.5],
    [0.3, 0.2],
    [3, 0.25],
    [3, 0.2],
    [20, 0.2],
    [2.5, 0.01],
    [1_000, 0.6],
  ])("negative binomial of %d successes at %d", (successes, p) => {
    const values = sample((at) => at.negativeBinomial(successes, p), random);
    expect(chiSquareRatio(values, negativeBinomialProbabilities(successes, p))).toBeLessThan(1);
  });

  test.each([
    [10, 4, 5],
    [40, 39, 20],
    [1_000, 340, 128],
    [1_000_000, 330_000, 512],
    [1_000_000_000, 200, 100_000_000],
  ])("hypergeometric: of %d, %d marked, %d drawn", (population, marked, draws) => {
    const values = sample((at) => at.hypergeometric(population, marked, draws), random);
    const { first, probability } = hypergeometricProbabilities(population, marked, draws);
    expect(chiSquareRatio(values, probability, first)).toBeLessThan(1);
  });
});

// Its hypergeometric generator gives 0 where a factorial overflows, beyond a population of 170; its binomial one has
// another law (chance/counts.ts).
describe("the same law as stdlib's own generator", () => {
  const seed = 20_261_130;
  const random = new Random(7, "reference");
  const pairs: [string, (at: Draw) => number, () => number][] = [
    ["exponential", (at) => at.exponential(4), randomExponential.factory(1 / 4, { seed })],
    ["normal", (at) => at.normal(2, 3), randomNormal.factory(2, 3, { seed })],
    ["lognormal", (at) => at.lognormal(1, 0.5), randomLognormal.factory(1, 0.5, { seed })],
    ["Pareto", (at) => at.pareto(1.5, 2), randomPareto.factory(1.5, 2, { seed })],
    ["Weibull", (at) => at.weibull(1.7, 3), randomWeibull.factory(1.7, 3, { seed })],
    ["gamma below 1", (at) => at.gamma(0.4, 2), randomGamma.factory(0.4, 1 / 2, { seed })],
    ["gamma above 1", (at) => at.gamma(7, 2), randomGamma.factory(7, 1 / 2, { seed })],
    ["beta", (at) => at.beta(0.7, 2.4), randomBeta.factory(0.7, 2.4, { seed })],
    ["Poisson of few", (at) => at.poisson(3), randomPoisson.factory(3, { seed })],
    ["Poisson of many", (at) => at.poisson(300), randomPoisson.factory(300, { seed })],
    [
      "negative binomial",
      (at) => at.negativeBinomial(4, 0.1),
      randomNegativeBinomial.factory(4, 0.1, { seed }),
    ],
    [
      "hypergeometric",
      (at) => at.hypergeometric(100, 34, 20),
      randomHypergeometric.factory(100, 34, 20, { seed }),
    ],
  ];
  test.each(pairs)("%s", (_name, draw, reference) => {
    const other = Array.from({ length: DRAWS }, reference);
    expect(kolmogorovSmirnovOfTwo(sample(draw, random), other)).toBeLessThan(KOLMOGOROV_LIMIT);
  });
});

/** Gives one number, as a draw's first uniform and as no other. */
class One implements Uniforms {
  readonly oneUniform = true;
  private left = 1;
  private readonly u: number;
  constructor(u: number) {
    this.u = u;
  }
  uniform(): number {
    if (this.left-- !== 1) throw new Error("A variate takes one uniform.");
    return this.u;
  }
  openUniform(): number {
    return this.uniform();
  }
}

describe("a variate takes one uniform and rises with it", () => {
  const variates: [string, (from: Uniforms) => number][] = [
    ["Weibull", (from) => distributions.weibull(from, 0.7, 3)],
    ["Weibull of shape 5", (from) => distributions.weibull(from, 5, 3)],
    ["beta of small shapes", (from) => distributions.beta(from, 0.05, 0.2)],
    ["beta", (from) => distributions.beta(from, 2, 3)],
    ["beta of large shapes", (from) => distributions.beta(from, 4_000, 9_000)],
    ["negative binomial of few", (from) => trials.negativeBinomial(from, 0.5, 0.1)],
    ["negative binomial of many", (from) => trials.negativeBinomial(from, 3, 1e-5)],
    ["hypergeometric", (from) => trials.hypergeometric(from, 3_000, 1_000, 400)],
  ];
  const ends = [2 ** -53, 1e-12, 1e-6];
  const grid = [
    ...ends,
    ...Array.from({ length: 4_000 }, (_, at) => (at + 0.5) / 4_000),
    ...ends.map((u) => 1 - u).reverse(),
  ].sort((a, b) => a - b);
  test.each(variates)("%s", (_, variate) => {
    const values = grid.map((u) => variate(new One(u)));
    for (let at = 1; at < values.length; at++) expect(values[at]!).toBeGreaterThanOrEqual(values[at - 1]!);
    expect(values.at(-1)!).toBeGreaterThan(values[0]!);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  test.each([
    ["Weibull", (at: Draw) => at.weibull(2, 1)],
    ["beta", (at: Draw) => at.beta(2, 3)],
    ["negative binomial", (at: Draw) => at.negativeBinomial(3, 0.2)],
    ["hypergeometric", (at: Draw) => at.hypergeometric(200, 70, 30)],
  ] as const)("antithetic pairs of %s are negatively correlated", (_, draw) => {
    const one = sample(draw, new Random(8, "pair", "paired"));
    const other = sample(draw, new Random(8, "pair", "mirrored"));
    expect(sampleCorrelation(one, other)).toBeLessThan(-0.6);
  });
});

test("a Weibull variate of shape 1 is the exponential one, bit for bit", () => {
  const random = new Random(3, "shape");
  for (let entity = 0; entity < 2_000; entity++) {
    const exponential = random.at(entity, "life").exponential(1_234.5);
    expect(random.at(entity, "life").weibull(1, 1_234.5)).toBe(exponential);
  }
});

test("counts at the edges of their laws", () => {
  const at = (u: number) => new One(u);
  expect(trials.hypergeometric(at(0.5), 0, 0, 0)).toBe(0);
  expect(trials.hypergeometric(at(0.9), 10, 10, 4)).toBe(4);
  expect(trials.hypergeometric(at(0.9), 10, 0, 4)).toBe(0);
  expect(trials.hypergeometric(at(0.1), 10, 8, 9)).toBe(7);
  expect(trials.hypergeometric(at(1 - 2 ** -53), 1_000_000_000_000, 400_000_000_000, 1_000)).toBeLessThan(
    600,
  );
  expect(trials.negativeBinomial(at(0.99), 5, 1)).toBe(0);
  // ln(1 − u) / ln(1 − p), rounded down: the geometric law.
  const geometric = (u: number, p: number) => Math.floor(Math.log1p(-u) / Math.log1p(-p));
  for (const u of [0.0123, 0.3, 0.77, 0.999]) {
    expect(trials.negativeBinomial(at(u), 1, 0.3)).toBe(geometric(u, 0.3));
    expect(trials.negativeBinomial(at(u), 1, 1e-9)).toBeCloseTo(geometric(u, 1e-9), -4);
  }
});

test("parameters that no law has are refused with their value", () => {
  const draw = new Random(1, "a").stream("s");
  const refused: [() => unknown, string][] = [
    [() => draw.weibull(0, 1), "A Weibull variate needs a shape above 0, got 0."],
    [() => draw.weibull(1, -1), "A Weibull variate needs a scale of at least 0, got -1."],
    [() => draw.beta(0, 1), "A beta variate needs an alpha above 0, got 0."],
    [() => draw.beta(1, Number.NaN), "A beta variate needs a beta above 0, got NaN."],
    [
      () => draw.negativeBinomial(0, 0.5),
      "A negative binomial variate needs a number of successes above 0, got 0.",
    ],
    [
      () => draw.negativeBinomial(1, 0),
      "A negative binomial variate needs a probability above 0 and up to 1, got 0.",
    ],
    [
      () => draw.negativeBinomial(1, 2 ** -50),
      "A negative binomial variate needs a mean of at most 1e12, got 1125899906842623.",
    ],
    [
      () => draw.hypergeometric(1.5, 1, 1),
      "A hypergeometric variate needs a whole population from 0 to 1e12, got 1.5.",
    ],
    [
      () => draw.hypergeometric(5, 6, 1),
      "A hypergeometric variate needs a whole number of marked ones from 0 to its population of 5, got 6.",
    ],
    [
      () => draw.hypergeometric(5, 1, 6),
      "A hypergeometric variate needs a whole number of draws from 0 to its population of 5, got 6.",
    ],
  ];
  for (const [draws, sentence] of refused) expect(draws).toThrow(sentence);
  expect(draw.position).toBe(0);
});
