import { type Problem, ScenarioError } from "../errors.ts";
import type { Run } from "../run/result.ts";
import type { ResolvedExpectation, ResolvedScenario } from "../scenario/scenario.ts";
import { durationText } from "../units.ts";
import { type Claim, ExpressionError, parseClaim } from "./expression.ts";

/** A claim of the scenario that one run does not keep. */
export interface Broken {
  readonly claim: string;
  readonly expression: string;
  readonly design: string;
  readonly replication: number;
  /** What was found instead: `At 12 d, ledger.supply = 21000001.` */
  readonly finding: string;
}

/**
 * Checks the scenario's expectations on every run.
 *
 * `always` looks at every sample, `atEnd` at the values at the horizon, `summary` at the summary after the warm-up.
 * A sample at which a measure has no value (a price nobody paid) says nothing; at the end and in the summary a
 * value that is missing breaks the claim. A claim about a measure that a design does not have (a token's, where there
 * is none) says nothing about that design; a measure that no design has is a mistake.
 *
 * @throws ScenarioError with every expression that cannot be read or names no measure
 */
export function brokenExpectations(resolved: ResolvedScenario, runs: readonly Run[]): Broken[] {
  const problems: Problem[] = [];
  const broken: Broken[] = [];
  const names = measureNames([...new Set(runs.flatMap((run) => Object.keys(run.measures)))]);
  for (const expectation of resolved.expect) {
    const claim = parsed(expectation, names, problems);
    if (!claim) continue;
    for (const run of runs) {
      if (!claim.measures.every((name) => Object.hasOwn(run.measures, name))) continue;
      const finding = contradiction(expectation.kind, claim, run);
      if (finding === undefined) continue;
      const { design, replication } = run;
      broken.push({
        claim: expectation.claim,
        expression: expectation.expression,
        design,
        replication,
        finding,
      });
    }
  }
  if (problems.length > 0) throw new ScenarioError(resolved.name, problems);
  return broken;
}

function parsed(
  { claim, kind, expression }: ResolvedExpectation,
  names: ReadonlyMap<string, string>,
  problems: Problem[],
): Claim | undefined {
  try {
    const parsed = parseClaim(expression, [...names.keys()]);
    const measures = parsed.measures.map((name) => names.get(name)!);
    return { ...parsed, measures, evaluate: (lookup) => parsed.evaluate((name) => lookup(names.get(name)!)) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    problems.push({ path: `expect › ${JSON.stringify(claim)} › ${kind}`, message: error.message });
    return undefined;
  }
}

/** Measures by every name they go by: `ledger.supply` stands for `ledger.supply[token]` where there is one asset. */
function measureNames(measures: readonly string[]): Map<string, string> {
  const names = new Map(measures.map((measure) => [measure, measure]));
  const stems = measures.flatMap((measure) =>
    measure.endsWith("]") ? [measure.slice(0, measure.indexOf("["))] : [],
  );
  for (const measure of measures) {
    const stem = measure.slice(0, measure.indexOf("["));
    if (measure.endsWith("]") && stems.filter((other) => other === stem).length === 1 && !names.has(stem))
      names.set(stem, measure);
  }
  return names;
}

function contradiction(kind: ResolvedExpectation["kind"], claim: Claim, run: Run): string | undefined {
  if (kind === "always") return contradictionInSeries(claim, run);
  const values = kind === "atEnd" ? run.atEnd : run.summary;
  const missing = claim.measures.find((measure) => Number.isNaN(values[measure] ?? Number.NaN));
  if (missing !== undefined)
    return `${missing} has no value ${kind === "atEnd" ? "at the end" : "after the warm-up"}.`;
  return claim.evaluate((measure) => values[measure]!) ? undefined : sentence(claim, values);
}

function contradictionInSeries(claim: Claim, { t, series }: Run): string | undefined {
  for (let sample = 0; sample < t.length; sample++) {
    const values = Object.fromEntries(claim.measures.map((measure) => [measure, series[measure]![sample]!]));
    if (Object.values(values).some(Number.isNaN)) continue;
    if (!claim.evaluate((measure) => values[measure]!))
      return `At ${durationText(t[sample]!)}, ${sentence(claim, values)}`;
  }
  return undefined;
}

const sentence = ({ measures }: Claim, values: Readonly<Record<string, number>>): string =>
  `${measures.map((measure) => `${measure} = ${values[measure]}`).join(", ")}.`;
