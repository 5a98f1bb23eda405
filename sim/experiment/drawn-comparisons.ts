import { type Outcomes, ofFuture } from "../comparison/outcomes.ts";
import type { DrawnClaim } from "../comparison/sensitivity.ts";
import { ScenarioError } from "../errors.ts";
import type { Run } from "../run/result.ts";
import { isProblem, qualified } from "../scenario/readable.ts";
import type { ResolvedExpectation, ResolvedScenario } from "../scenario/scenario.ts";
import { momentsOf, present } from "../statistics/moments.ts";
import { readableOfRuns } from "./expectations/readable.ts";

/**
 * What the draws of a sampled sweep say of the scenario's comparisons between designs, each draw by the means over its
 * replications.
 *
 * @param count number of draws: the points 0, 1, …
 * @param branch the future that is asked about; empty where the scenario has none
 * @throws ScenarioError where a comparison names a design or a measure that is not there
 */
export function drawnComparisons(
  scenario: ResolvedScenario,
  runs: readonly Run[],
  count: number,
  branch: string,
): DrawnClaim[] {
  const about = scenario.expect.filter(
    ({ kind, branch: only }) => kind === "compare" && (only === "" || only === branch),
  );
  const outcomes = { scenario, runs };
  const draws = Array.from({ length: count }, (_, point) => meansOf(ofFuture(outcomes, { branch, point })));
  return about.map((expectation) => drawn(expectation, outcomes, draws));
}

/** A comparison in every draw. */
function drawn(
  expectation: ResolvedExpectation,
  { runs }: Outcomes,
  draws: readonly ReadonlyMap<string, number>[],
): DrawnClaim {
  const read = readableOfRuns(expectation, runs);
  if (isProblem(read)) throw new ScenarioError("The sweep", [read]);
  const { measures, claim } = read;
  const { comparison } = claim;
  const sign = comparison?.relation.startsWith("<") ? -1 : 1;
  const answers = draws.map((means) => {
    const lookup = (measure: string): number => means.get(measure) ?? Number.NaN;
    if (measures.some((measure) => Number.isNaN(lookup(measure))))
      return { holds: undefined, margin: Number.NaN };
    const holds = claim.evaluate(lookup);
    return { holds, margin: comparison ? sign * comparison.difference(lookup) : Number(holds) };
  });
  return {
    claim: expectation.claim,
    margins: answers.map(({ margin }) => margin),
    holds: answers.map(({ holds }) => holds),
  };
}

/** Means over replications by `[design].measure`. */
function meansOf({ runs }: Outcomes): Map<string, number> {
  const values = new Map<string, number[]>();
  for (const { design, summary } of runs)
    for (const [measure, value] of Object.entries(summary)) {
      const name = qualified(design, measure);
      values.set(name, [...(values.get(name) ?? []), value]);
    }
  return new Map([...values].map(([name, own]) => [name, momentsOf(present(own)).mean]));
}
