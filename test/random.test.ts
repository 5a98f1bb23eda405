import { readFileSync } from "node:fs";
import { mean, sampleCorrelation, sampleVariance } from "simple-statistics";
import { describe, expect, test } from "vitest";
import { philox } from "../sim/chance/philox.ts";
import { aliasTable, type Draw, Random } from "../sim/random.ts";
import {
  binomialProbabilities,
  chiSquareRatio,
  KOLMOGOROV_LIMIT,
  kolmogorovSmirnov,
  normalCdf,
  poissonProbabilities,
} from "./statistics.ts";

const DRAWS = 40_000;

function secondUniform(at: Draw): number {
  at.uniform();
  return at.uniform();
}

function sample(draw: (at: Draw) => number, random = new Random(20_261_121, "sample")): number[] {
  return Array.from({ length: DRAWS }, (_, entity) => draw(random.at(entity, "value")));
}

describe("philox", () => {
  interface Case {
    counter: string[];
    key: string[];
    expected: string[];
  }
  const { cases } = JSON.parse(
    readFileSync(new URL("vectors/philox4x32_10.json", import.meta.url), "utf8"),
  ) as { cases: Case[] };
  const words = (texts: string[]): number[] => texts.map((text) => Number.parseInt(text, 16));

  test.each(cases)("gives the known answer of counter $counter", ({ counter, key, expected }) => {
    const [c0, c1, c2, c3] = words(counter) as [number, number, number, number];
    const [k0, k1] = words(key) as [number, number];
    const block = new Uint32Array(4);
    philox(block, c0, c1, c2, c3, k0, k1);
    expect([...block]).toEqual(words(expected));
    philox(block, c0, c1, c2, c3, k0 | 0, k1 | 0);
    expect([...block]).toEqual(words(expected));
  });

  test("agrees with exact integer arithmetic", () => {
    const mask = 0xffffffffn;
    function exact(counter: number[], key: number[]): number[] {
      let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
      let [k0, k1] = key.map(BigInt) as [bigint, bigint];
      for (let round = 0; round < 10; round += 1) {
        const p0 = c0 * 0xd2511f53n;
        const p1 = c2 * 0xcd9e8d57n;
        [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & mask, (p0 >> 32n) ^ c3 ^ k1, p0 & mask];
        k0 = (k0 + 0x9e3779b9n) & mask;
        k1 = (k1 + 0xbb67ae85n) & mask;
      }
      return [c0, c1, c2, c3].map(Number);
    }
    const words = new Random(3, "counters").stream("words");
    const word = (): number => words.integer(2 ** 32);
    const block = new Uint32Array(4);
    for (let index = 0; index < 2_000; index += 1) {
      const counter = [word(), word(), word(), word()] as const;
      const key = [word(), word()] as const;
      philox(block, ...counter, ...key);
      expect([...block]).toEqual(exact([...counter], [...key]));
    }
  });
});

describe("an address", () => {
  test("gives the same draw at any time, in any order, whoever else draws", () => {
    const quiet = new Random(1, "demand");
    const alone = [quiet.at(7, "size").uniform(), quiet.at(8, "size").uniform()];
    const busy = new Random(1, "demand");
    busy.stream("arrivals").exponential(3);
    busy.at(9, "patience").gamma(0.5, 1);
    const second = busy.at(8, "size").uniform();
    busy.at(7, "patience").normal();
    expect([busy.at(7, "size").uniform(), second]).toEqual(alone);
  });

  test("differs by seed, instance, entity, purpose, k and from a stream of that name", () => {
    const random = new Random(1, "a");
    const far = 2 ** 32;
    const draws = [
      random.at(1, "p").uniform(),
      random.at(2, "p").uniform(),
      random.at(1 + far, "p").uniform(),
      random.at(2 ** 53 - 1, "p").uniform(),
      random.at(1, "q").uniform(),
      random.at(1, "p", 1).uniform(),
      random.at(1, "p", 0xffffffff).uniform(),
      random.stream("p").uniform(),
      new Random(2, "a").at(1, "p").uniform(),
      new Random(1, "b").at(1, "p").uniform(),
    ];
    expect(new Set(draws).size).toBe(draws.length);
  });

  test("gives fresh uniforms one after another, up to 4096", () => {
    const draw = new Random(1, "a").at(2 ** 53 - 1, "p", 3);
    const seen = new Set<number>();
    for (let index = 0; index < 4096; index += 1) seen.add(draw.uniform());
    expect(seen.size).toBe(4096);
    expect(() => draw.uniform()).toThrow("One address gives 4096 uniforms, and all were taken.");
  });

  test("has no correlation with its neighbours", () => {
    const random = new Random(5, "neighbours");
    const here = sample((at) => at.uniform(), random);
    const entities = here.map((_, entity) => random.at(entity + 1, "value").uniform());
    const purposes = here.map((_, entity) => random.at(entity, "other").uniform());
    const ks = here.map((_, entity) => random.at(entity, "value", 1).uniform());
    const next = sample(secondUniform, random);
    const limit = 3.3 / Math.sqrt(DRAWS);
    for (const other of [entities, purposes, ks, next]) {
      expect(Math.abs(sampleCorrelation(here, other))).toBeLessThan(limit);
    }
  });

  test("is refused where it is none", () => {
    const random = new Random(1, "a");
    for (const entity of [-1, 1.5, Number.NaN, Infinity, 2 ** 53]) {
      expect(() => random.at(entity, "p")).toThrow("whole number from 0 to 2^53 - 1 as its entity");
    }
    for (const k of [-1, 0.5, Number.NaN, 2 ** 32]) {
      expect(() => random.at(1, "p", k)).toThrow("whole number from 0 to 2^32 - 1 as its k");
    }
    expect(() => new Random(0.5, "a")).toThrow("A seed needs to be a whole number, got 0.5.");
  });

  test("refuses two purposes with one hash", () => {
    const random = new Random(1, "a");
    random.at(1, "costarring");
    expect(() => random.at(1, "liquid")).toThrow(
      'The purpose "liquid" has the same address as the purpose "costarring".',
    );
  });
});

describe("a stream", () => {
  test("goes on where a snapshot was taken, at odd and even positions", () => {
    for (const taken of [0, 1, 2, 7]) {
      const random = new Random(9, "blocks");
      for (let index = 0; index < taken; index += 1) random.stream("arrival").uniform();
      random.stream("late");
      const snapshot = random.snapshot();
      expect(snapshot).toEqual(taken === 0 ? {} : { arrival: taken });
      const future = Array.from({ length: 5 }, () => random.stream("arrival").uniform());
      const late = random.stream("late").uniform();
      for (const resumed of [random, new Random(9, "blocks")]) {
        resumed.restore(snapshot);
        expect(resumed.snapshot()).toEqual(snapshot);
        expect(Array.from({ length: 5 }, () => resumed.stream("arrival").uniform())).toEqual(future);
        expect(resumed.stream("late").uniform()).toBe(late);
      }
    }
  });

  test("starts anew where a snapshot does not name it", () => {
    const random = new Random(9, "blocks");
    const first = random.stream("arrival").uniform();
    random.restore({});
    expect(random.stream("arrival").uniform()).toBe(first);
    expect(() => random.restore({ arrival: -1 })).toThrow(
      'The stream "arrival" cannot be restored to position -1.',
    );
  });

  test("is apart from the streams of other names", () => {
    const random = new Random(9, "blocks");
    const alone = Array.from({ length: 3 }, () => random.stream("a").uniform());
    random.restore({});
    const mixed = Array.from({ length: 3 }, () => {
      random.stream("b").uniform();
      return random.stream("a").uniform();
    });
    expect(mixed).toEqual(alone);
  });
});

const MODES = [
  ["by rejection", new Random(20_261_121, "fit")],
  ["one uniform, mirrored", new Random(20_261_122, "fit", "mirrored")],
] as const;

describe.each(MODES)("continuous variates fit their distribution (%s)", (_, random) => {
  const fits: [string, (at: Draw) => number, (x: number) => number][] = [
    ["uniform", (at) => at.uniform(), (x) => x],
    ["second uniform", secondUniform, (x) => x],
    ["open uniform", (at) => at.openUniform(), (x) => x],
    ["exponential", (at) => at.exponential(5), (x) => 1 - Math.exp(-x / 5)],
    ["normal", (at) => at.normal(2, 3), (x) => normalCdf((x - 2) / 3)],
    ["lognormal", (at) => at.lognormal(1, 0.5), (x) => normalCdf((Math.log(x) - 1) / 0.5)],
    ["Pareto", (at) => at.pareto(1.5, 2), (x) => 1 - (2 / x) ** 1.5],
    ["gamma of shape 1 (exponential)", (at) => at.gamma(1, 2), (x) => 1 - Math.exp(-x / 2)],
    ["gamma of shape 1/2 (chi-square)", (at) => at.gamma(0.5, 2), (x) => 2 * normalCdf(Math.sqrt(x)) - 1],
    ["gamma of shape 3 (Erlang)", (at) => at.gamma(3, 1), (x) => 1 - Math.exp(-x) * (1 + x + (x * x) / 2)],
  ];
  test.each(fits)("%s", (_name, draw, cdf) => {
    expect(kolmogorovSmirnov(sample(draw, random), cdf)).toBeLessThan(KOLMOGOROV_LIMIT);
  });
});

describe.each(MODES)("whole variates fit their distribution (%s)", (_, random) => {
  test.each([0.1, 3, 9.99, 10, 35.5, 1_000, 1_000_000])("Poisson of mean %d", (average) => {
    const values = sample((at) => at.poisson(average), random);
    expect(chiSquareRatio(values, poissonProbabilities(average))).toBeLessThan(1);
  });

  test.each([
    [1, 0.5],
    [20, 0.3],
    [40, 0.3],
    [100, 0.2],
    [1_000, 0.97],
    [1_000_000, 1e-6],
    [1_000_000, 0.3],
  ])("binomial of %d trials at %d", (trials, p) => {
    const values = sample((at) => at.binomial(trials, p), random);
    expect(chiSquareRatio(values, binomialProbabilities(trials, p))).toBeLessThan(1);
  });

  test.each([
    [1, 2],
    [10, 0],
    [1_000, 1.2],
  ])("Zipf of %d ranks with exponent %d", (ranks, exponent) => {
    const weights = Array.from({ length: ranks }, (_rank, index) => (index + 1) ** -exponent);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const values = sample((at) => at.zipf(ranks, exponent), random);
    if (ranks === 1) return expect(new Set(values)).toEqual(new Set([1]));
    expect(
      chiSquareRatio(
        values,
        weights.map((weight) => weight / total),
        1,
      ),
    ).toBeLessThan(1);
  });

  test("integers, weighted and alias choices", () => {
    const weights = [1, 0, 2, 3, 0.5, 0];
    const shares = weights.map((weight) => weight / 6.5);
    const table = aliasTable(weights);
    const chosen = sample((at) => at.weighted(weights), random);
    const aliased = sample((at) => at.alias(table), random);
    expect(chiSquareRatio(chosen, shares)).toBeLessThan(1);
    expect(chiSquareRatio(aliased, shares)).toBeLessThan(1);
    expect([...chosen, ...aliased].filter((index) => index === 1 || index === 5)).toEqual([]);
    expect(
      chiSquareRatio(
        sample((at) => at.integer(7), random),
        new Array(7).fill(1 / 7),
      ),
    ).toBeLessThan(1);
  });

  test("Bernoulli", () => {
    const share = mean(sample((at) => Number(at.bernoulli(0.3)), random));
    expect(Math.abs(share - 0.3)).toBeLessThan(3.3 * Math.sqrt(0.21 / DRAWS));
  });
});

test("the moments of every distribution are those of theory", () => {
  const cases: [(at: Draw) => number, number, number][] = [
    [(at) => at.uniform(), 1 / 2, 1 / 12],
    [(at) => at.exponential(4), 4, 16],
    [(at) => at.normal(-1, 2), -1, 4],
    [(at) => at.lognormal(0, 0.5), Math.exp(0.125), (Math.exp(0.25) - 1) * Math.exp(0.25)],
    [(at) => at.pareto(5, 2), 2.5, 4 * (5 / (16 * 3))],
    [(at) => at.gamma(0.3, 2), 0.6, 1.2],
    [(at) => at.gamma(50, 0.1), 5, 0.5],
    [(at) => at.poisson(250), 250, 250],
    [(at) => at.binomial(500, 0.9), 450, 45],
  ];
  for (const [draw, average, variance] of cases) {
    const values = sample(draw);
    expect(Math.abs(mean(values) - average)).toBeLessThan(3.3 * Math.sqrt(variance / DRAWS));
    expect(sampleVariance(values) / variance).toBeCloseTo(1, 1);
  }
});

test("an alias table keeps every weight", () => {
  const weights = [0.1, 5, 0, 2.2, 1e-9, 7];
  const { keep, alias } = aliasTable(weights);
  const shares = new Array<number>(weights.length).fill(0);
  keep.forEach((share, index) => {
    shares[index]! += share / weights.length;
    shares[alias[index]!]! += (1 - share) / weights.length;
  });
  const total = 0.1 + 5 + 2.2 + 1e-9 + 7;
  for (const [index, weight] of weights.entries()) expect(shares[index]).toBeCloseTo(weight / total, 12);
});

test("an antithetic uniform is the mirrored one and stays below 1", () => {
  const random = new Random(4, "pair");
  const mirrored = new Random(4, "pair", "mirrored");
  for (let entity = 0; entity < 1_000; entity += 1) {
    const u = random.at(entity, "u").uniform();
    expect(mirrored.at(entity, "u").uniform()).toBe(1 - 2 ** -53 - u);
    expect(mirrored.at(entity, "u").openUniform()).toBe(1 - random.at(entity, "u").openUniform());
  }
});

describe("antithetic pairs are negatively correlated", () => {
  const draws: Record<string, (at: Draw) => number> = {
    uniform: (at) => at.uniform(),
    exponential: (at) => at.exponential(1),
    normal: (at) => at.normal(),
    lognormal: (at) => at.lognormal(0, 1),
    Pareto: (at) => at.pareto(3, 1),
    "Poisson of 4": (at) => at.poisson(4),
    "binomial of 10": (at) => at.binomial(10, 0.7),
    Zipf: (at) => at.zipf(100, 1),
    weighted: (at) => at.weighted([1, 2, 3]),
  };
  test.each(Object.entries(draws))("%s", (_, draw) => {
    const one = sample(draw, new Random(8, "pair", "paired"));
    const other = sample(draw, new Random(8, "pair", "mirrored"));
    expect(sampleCorrelation(one, other)).toBeLessThan(-0.15);
  });

  test.each(["paired", "mirrored"] as const)("and take one uniform a variate (%s)", (luck) => {
    const stream = new Random(8, "pair", luck).stream("all");
    stream.gamma(0.4, 1);
    stream.gamma(5, 1);
    stream.poisson(3);
    stream.poisson(3_000);
    stream.binomial(10_000, 0.8);
    stream.binomial(10, 0.8);
    stream.zipf(50, 1);
    expect(stream.position).toBe(7);
  });
});

test("parameters that no distribution has are refused with their value", () => {
  const draw = new Random(1, "a").stream("s");
  const refused: [() => unknown, string][] = [
    [() => draw.normal(0, -1), "A normal variate needs a standard deviation of at least 0, got -1."],
    [() => draw.normal(Number.NaN), "A normal variate needs a finite mean, got NaN."],
    [() => draw.lognormal(0, Number.NaN), "A lognormal variate needs a sigma of at least 0, got NaN."],
    [() => draw.lognormal(Infinity, 1), "A lognormal variate needs a finite mu, got Infinity."],
    [() => draw.exponential(-2), "An exponential variate needs a mean of at least 0, got -2."],
    [() => draw.pareto(0, 1), "A Pareto variate needs a shape above 0, got 0."],
    [() => draw.pareto(1, 0), "A Pareto variate needs a minimum above 0, got 0."],
    [() => draw.gamma(Number.NaN, 1), "A gamma variate needs a shape above 0, got NaN."],
    [() => draw.gamma(1, -1), "A gamma variate needs a scale above 0, got -1."],
    [() => draw.poisson(Infinity), "A Poisson variate needs a mean of at least 0, got Infinity."],
    [() => draw.binomial(2.5, 0.5), "A binomial variate needs a whole number of trials, got 2.5."],
    [() => draw.binomial(2, 1.5), "A binomial variate needs a probability from 0 to 1, got 1.5."],
    [() => draw.bernoulli(Number.NaN), "A Bernoulli draw needs a probability from 0 to 1, got NaN."],
    [() => draw.integer(0), "A draw of an integer needs a whole number of choices from 1, got 0."],
    [() => draw.zipf(0, 1), "A Zipf variate needs a whole number of ranks from 1 to 10000000, got 0."],
    [() => draw.zipf(5, -1), "A Zipf variate needs an exponent of at least 0, got -1."],
    [() => draw.weighted([]), "A weighted choice needs weights with a finite sum above 0, got 0."],
    [() => draw.weighted([1, -1]), "A weighted choice needs weights of at least 0, got -1 as weight 1."],
    [() => aliasTable([0, 0]), "A weighted choice needs weights with a finite sum above 0, got 0."],
  ];
  for (const [draws, sentence] of refused) expect(draws).toThrow(sentence);
  expect(draw.position).toBe(0);
});

test("degenerate parameters give the value they leave", () => {
  const draw = new Random(1, "a").stream("s");
  expect(draw.normal(3, 0)).toBe(3);
  expect(draw.exponential(0)).toBeCloseTo(0);
  expect(draw.poisson(0)).toBe(0);
  expect(draw.binomial(0, 0.5)).toBe(0);
  expect(draw.binomial(9, 0)).toBe(0);
  expect(draw.binomial(9, 1)).toBe(9);
  expect(draw.bernoulli(0)).toBe(false);
  expect(draw.bernoulli(1)).toBe(true);
  expect(draw.weighted([0, 5, 0])).toBe(1);
  expect(draw.alias(aliasTable([0, 5, 0]))).toBe(1);
});
