import { exp, gammaln, ln } from "../math.ts";

/** Keeps a denominator of Lentz's method away from 0. */
const TINY = 1e-300;
const PRECISION = 1e-15;
/** Terms grow as the root of the larger shape: enough for shapes to some 10^9. */
const MOST_TERMS = 100_000;

/**
 * Regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22) and Lentz's method (Press
 * et al., Numerical Recipes, 3rd edition, section 6.4). To some 12 digits at shapes to 1000; the logarithm of the
 * gamma function costs digits above.
 *
 * @param x from 0 to 1
 * @param y 1 − x, given apart because it may be too small to be told from x
 * @param a positive shape
 * @param b positive shape
 */
export function regularisedBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // The fraction converges fast on this side of the mean alone.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(y, x, b, a);
  const density = exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * ln(x) + b * ln(y));
  return (density / a) * continuedFraction(x, a, b);
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / apartFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  const take = (term: number): number => {
    d = 1 / apartFromZero(1 + term * d);
    c = apartFromZero(1 + term / c);
    fraction *= c * d;
    return c * d;
  };
  for (let m = 1; m <= MOST_TERMS; m += 1) {
    const at = a + 2 * m;
    take((m * (b - m) * x) / ((at - 1) * at));
    const factor = take((-(a + m) * (a + b + m) * x) / (at * (at + 1)));
    if (Math.abs(factor - 1) <= PRECISION) break;
  }
  return fraction;
}

const apartFromZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
