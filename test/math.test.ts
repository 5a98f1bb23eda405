import { readFileSync } from "node:fs";
import stdlibLn from "@stdlib/math-base-special-ln";
import { describe, expect, test } from "vitest";
import { cos, exp, expm1, gammaln, ln, log1p, log10, pow, sin, sqrt, tanh } from "../sim/math.ts";

type Cases = readonly (readonly number[])[];
const vectors = JSON.parse(
  readFileSync(new URL("vectors/elementary_functions.json", import.meta.url), "utf8"),
) as Record<string, Cases>;

/** Units in the last place between a value and the correctly rounded one. */
function ulps(value: number, expected: number): number {
  if (value === expected) return 0;
  const spacing = 2 ** (Math.floor(Math.log2(Math.abs(expected))) - 52);
  return Math.abs(value - expected) / Math.max(spacing, Number.MIN_VALUE);
}

type Curve = (x: number) => number;
const curves: [string, Curve][] = Object.entries({ exp, expm1, ln, log1p, log10, sin, cos, tanh, gammaln });

describe("math agrees with 40 digits to 3 units in the last place", () => {
  test.each(curves)("%s", (name, curve) => {
    for (const [x, expected] of vectors[name]!) {
      expect(ulps(curve(x!), expected!), `${name}(${x})`).toBeLessThanOrEqual(3);
    }
  });

  test("pow", () => {
    const { pow: powers } = vectors;
    for (const [x, y, expected] of powers!) {
      expect(ulps(pow(x!, y!), expected!), `pow(${x}, ${y})`).toBeLessThanOrEqual(3);
    }
  });
});

test("math gives infinities and NaN where the functions have them", () => {
  expect(exp(710)).toBe(Infinity);
  expect(exp(-750)).toBe(0);
  expect(ln(0)).toBe(-Infinity);
  expect(ln(-1)).toBeNaN();
  expect(log1p(-1)).toBe(-Infinity);
  expect(pow(0, -1)).toBe(Infinity);
  expect(pow(-8, 1 / 3)).toBeNaN();
  expect(sqrt(2)).toBe(Math.SQRT2);
});

test("ln has the bits of stdlib's for all magnitudes, and beside 1 and √2", () => {
  const edges = [
    0,
    -0,
    -1,
    Number.NaN,
    Infinity,
    Number.MIN_VALUE,
    2.2250738585072014e-308,
    Number.MAX_VALUE,
  ];
  for (const x of edges) expect(ln(x), String(x)).toBe(stdlibLn(x));
  // A congruential generator over the bit patterns of the positive doubles.
  const float = new Float64Array(1);
  const words = new Uint32Array(float.buffer);
  let state = 1;
  let different = 0;
  for (let index = 0; index < 300_000; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[0] = state;
    words[1] = Math.imul(state, 2_654_435_761) >>> 1;
    for (const x of [
      float[0]!,
      1 + (index - 150_000) * 2 ** -37,
      Math.SQRT2 + (index - 150_000) * 2 ** -50,
    ]) {
      if (!Object.is(ln(x), stdlibLn(x))) different += 1;
    }
  }
  expect(different).toBe(0);
});
