import { Digest } from "../../sim/digest.ts";
import * as mathematics from "../../sim/math.ts";
import { aliasTable, type Draw, Random } from "../../sim/random.ts";

/**
 * The digest of what transcendental functions and distributions give for thousands of arguments: the same on every
 * engine, or something asks the engine for a function that it may round as it likes.
 */
export function fingerprint(): { readonly functions: string; readonly draws: string } {
  return { functions: functions(), draws: draws() };
}

const ARGUMENTS = 20_000;

function functions(): string {
  const { pow, ...unary } = mathematics;
  const digest = new Digest();
  for (const name of Object.keys(unary).sort()) {
    const curve = unary[name as keyof typeof unary];
    // From 1e-6 to about 5e5 in equal steps of the exponent, on both sides of 0.
    for (let index = 0, x = 1e-6; index < ARGUMENTS; index += 1, x *= 1.001_35) {
      digest.number(curve(x));
      digest.number(curve(-x));
    }
  }
  for (let index = 0, x = 1e-3; index < ARGUMENTS; index += 1, x *= 1.000_7)
    digest.number(pow(x, 0.37 * (index % 11) - 2));
  return digest.hex();
}

function draws(): string {
  const digest = new Digest();
  const random = new Random(1, "fingerprint");
  const table = aliasTable([1, 2, 3, 4]);
  const distributions: readonly ((draw: Draw) => number)[] = [
    (draw) => draw.uniform(),
    (draw) => draw.exponential(3),
    (draw) => draw.normal(),
    (draw) => draw.lognormal(0.1, 1.2),
    (draw) => draw.pareto(1.5, 2),
    (draw) => draw.gamma(0.3, 2),
    (draw) => draw.gamma(30, 2),
    (draw) => draw.poisson(4),
    (draw) => draw.poisson(4_000),
    (draw) => draw.binomial(40, 0.3),
    (draw) => draw.binomial(100_000, 0.3),
    (draw) => draw.weibull(0.6, 3),
    (draw) => draw.weibull(3, 3),
    (draw) => draw.beta(0.3, 2),
    (draw) => draw.beta(400, 200),
    (draw) => draw.negativeBinomial(2.5, 0.4),
    (draw) => draw.negativeBinomial(3, 0.001),
    (draw) => draw.hypergeometric(10_000, 3_300, 128),
    (draw) => draw.zipf(1_000, 1.1),
    (draw) => draw.alias(table),
  ];
  distributions.forEach((draw, which) => {
    for (let entity = 0; entity < 2_000; entity += 1)
      digest.number(draw(random.at(entity, `distribution ${which}`)));
  });
  return digest.hex();
}
