import { type Problem, ScenarioError } from "../../errors.ts";
import type { Run } from "../../run/result.ts";
import type { Claim, ClaimTest } from "../../scenario/claim.ts";
import { parseExpression } from "../../scenario/expression.ts";
import { ExpressionError } from "../../scenario/expression-tree.ts";
import { measureNames } from "../../scenario/measure-names.ts";
import { namesOf, partOf } from "../../scenario/named.ts";
import { qualified } from "../../scenario/readable.ts";
import type { ClaimRuns } from "./values.ts";

/** A side of a test: a number of the runs of one replication. */
export interface Side {
  readonly text: string;
  /** `design` and `measure` of each that it reads. */
  readonly reads: readonly { readonly design: string; readonly measure: string }[];
  readonly value: (lookup: (qualified: string) => number) => number;
}

export interface ReadTest {
  readonly name: string;
  readonly less: Side;
  readonly than: Side;
}

/** Measures of each design by its name. */
type Measured = ReadonlyMap<string, readonly string[]>;

export function measuredIn(runs: readonly Run[]): Measured {
  const measured = new Map<string, string[]>();
  for (const { design, measures } of runs)
    measured.set(design, [...new Set([...(measured.get(design) ?? []), ...Object.keys(measures)])]);
  return measured;
}

export function measuredInStored({ runs }: ClaimRuns): Measured {
  const measured = new Map<string, string[]>();
  for (const { design, values } of runs)
    measured.set(design, [...new Set([...(measured.get(design) ?? []), ...Object.keys(values)])]);
  return measured;
}

/**
 * The tests of a claim over the measures that its runs have.
 *
 * @throws ScenarioError with every expression that cannot be read
 */
export function readTests({ tests }: Pick<Claim, "tests">, measured: Measured, name: string): ReadTest[] {
  const known = new Map(
    [...measured].flatMap(([design, measures]) =>
      [...measureNames(measures)].map(
        ([short, full]) => [qualified(design, short), { design, measure: full }] as const,
      ),
    ),
  );
  const problems: Problem[] = [];
  const side = (test: string, which: keyof ClaimTest): Side => {
    const { [which]: text } = partOf(tests, test) as ClaimTest;
    try {
      const { measures, evaluate } = parseExpression(text, [...known.keys()]);
      if (typeof evaluate(() => 1) !== "number") throw new ExpressionError(`"${text}" is no number.`);
      return {
        text,
        reads: measures.map((measure) => known.get(measure)!),
        value: (lookup) =>
          evaluate((measure) => {
            const { design, measure: full } = known.get(measure)!;
            return lookup(qualified(design, full));
          }) as number,
      };
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problems.push({ path: `claim › tests › ${JSON.stringify(test)} › ${which}`, message: error.message });
      return { text, reads: [], value: () => Number.NaN };
    }
  };
  const read = namesOf(tests).map((test) => ({
    name: test,
    less: side(test, "less"),
    than: side(test, "than"),
  }));
  if (problems.length > 0) throw new ScenarioError(name, problems);
  return read;
}
