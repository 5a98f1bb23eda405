import { exp } from "../math.ts";

const LN_SQRT_TWO_PI = 0.918_938_533_204_672_8;

/**
 * Standard normal distribution function, to 10^−15: Marsaglia, "Evaluating the normal distribution", Journal of
 * Statistical Software 11(4), 2004. 0 and 1 beyond 8 deviations.
 */
export function normalCdf(x: number): number {
  if (Math.abs(x) > 8) return x < 0 ? 0 : 1;
  let sum = x;
  let before = Number.NaN;
  let term = x;
  for (let divisor = 3; sum !== before; divisor += 2) {
    before = sum;
    term *= (x * x) / divisor;
    sum += term;
  }
  return 0.5 + sum * exp(-0.5 * x * x - LN_SQRT_TWO_PI);
}
