import { rankingClaims, type Sensitivity, sensitivityOf } from "../comparison/sensitivity.ts";
import { isSampled } from "../scenario/scenario.ts";
import type { FigureInput } from "./figure.ts";
import { featuredBranch } from "./future.ts";
import { fullName, phraseIn } from "./measure-catalogue.ts";

/** Measures in which a best design is asked for; those alone that have a better end count. */
const ASKED = [
  "gpu.supply",
  "gpu.delivered",
  "customers.surplusUsd",
  "jobs.waitP95",
  "jobs.lostToCloud",
  "token.inflation",
];

/** In which share of the draws of a sampled sweep each claim holds, the scenario's own and who is best; empty where nothing was sampled. */
export function sampledClaims(input: FigureInput): Sensitivity[] {
  const { sweep } = input.scenario;
  if (input.points.length === 0 || sweep === null || !isSampled(sweep)) return [];
  const parameters = sweep.parameters.map(({ path }) => path);
  const points = input.points.map(({ settings }) => parameters.map((path) => Number(settings[path])));
  const asked = (input.claims ?? []).map((claim) => sensitivityOf({ parameters, points }, claim));
  const rankings = ASKED.flatMap((name) => {
    const measure = fullName(input, name);
    if (measure === undefined) return [];
    return rankingClaims(input, points.length, [measure], featuredBranch(input)).map((claim) => {
      const words = claim.claim.replace(measure, phraseIn(input, measure).noun);
      return sensitivityOf({ parameters, points }, { ...claim, claim: words });
    });
  });
  return [...asked, ...rankings];
}
