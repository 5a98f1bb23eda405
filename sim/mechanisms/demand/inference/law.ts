import type { Random } from "../../../random.ts";
import type { Params } from "./params.ts";
import { MOST_TOKENS } from "./trace.ts";

/** Time to the next candidate of a Poisson process at the highest rate there is. */
export function lawfulGap(params: Params, random: Random, candidate: number): number {
  const rate = params.arrivalRate * params.rateScale * (1 + params.swing);
  return random.at(candidate, "arrival").exponential(1 / rate);
}

export function lawfulTokens(params: Params, random: Random, candidate: number) {
  const tokens = (purpose: string, mean: number, dispersion: number): number => {
    if (mean === 0) return 0;
    const draw = random.at(candidate, purpose);
    const factor =
      params.tokenLaw === "exponential"
        ? draw.exponential(1)
        : draw.lognormal((-dispersion * dispersion) / 2, dispersion);
    return Math.min(MOST_TOKENS, Math.max(1, Math.ceil(mean * factor)));
  };
  return {
    tokensIn: tokens("prompt", params.meanIn, params.dispersionIn),
    tokensOut: tokens("answer", params.meanOut, params.dispersionOut),
  };
}
