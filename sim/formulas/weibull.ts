/** Lives whose hazard follows a power of age (Weibull 1951): shape above 1 ages, below 1 has early faults, 1 is chance. */
import { exp, gammaln, pow } from "../math.ts";

/** Scale of the law with this mean: mean / Γ(1 + 1 / shape); the mean itself at shape 1, exactly. */
export const weibullScale = (mean: number, shape: number): number => mean / exp(gammaln(1 + 1 / shape));

/**
 * About how often something fails in a time when each repair makes it as good as new: the rate of the long run, and
 * what young lives have more (shape below 1) or less of (Cox, Renewal Theory, 1962, 4.1).
 */
export function weibullRenewals(time: number, mean: number, shape: number): number {
  const scale = weibullScale(mean, shape);
  const squares = exp(gammaln(1 + 2 / shape)) * (scale / mean) * (scale / mean);
  const young = Math.min((squares - 2) / 2, pow(time / scale, shape));
  return Math.max(time / mean + young, 0);
}
