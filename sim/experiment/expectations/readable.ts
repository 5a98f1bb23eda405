import type { Problem } from "../../errors.ts";
import type { Run } from "../../run/result.ts";
import { type Readable, readable } from "../../scenario/readable.ts";
import type { ResolvedExpectation } from "../../scenario/scenario.ts";

/** Reads an expectation's expression over the measures that runs have, or says what is wrong with it. */
export function readableOfRuns(expectation: ResolvedExpectation, runs: readonly Run[]): Readable | Problem {
  const measured = new Map<string, string[]>();
  for (const { design, measures } of runs)
    measured.set(design, [...new Set([...(measured.get(design) ?? []), ...Object.keys(measures)])]);
  return readable(expectation, measured);
}

export const hasAll = (run: Run, measures: readonly string[]): boolean =>
  measures.every((measure) => Object.hasOwn(run.measures, measure));
