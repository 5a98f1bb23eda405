import { OrreryError } from "../errors.ts";
import type { Run } from "../run/result.ts";

/** Measures by design, of the first replication; null where a measure has no value. Kept beside the scenario as `<name>.expected.json`. */
export type Golden = Readonly<Record<string, Readonly<Record<string, number | null>>>>;

/** A measure that differs from the golden summary; undefined: it is not there. */
export interface Deviation {
  readonly design: string;
  readonly measure: string;
  readonly expected: number | null | undefined;
  readonly found: number | null | undefined;
  /** |found − expected| / max(|found|, |expected|); NaN where one of them is no number. */
  readonly relative: number;
  readonly tolerance: number;
}

/** Relative tolerance of a measure for which the scenario names none. */
export const TOLERANCE = 1e-9;

/** The golden summary of some runs: of each design the lowest replication among them. */
export function golden(runs: readonly Run[]): Golden {
  const designs = [...new Set(runs.map(({ design }) => design))];
  return Object.fromEntries(
    designs.map((design) => {
      const own = runs.filter((run) => run.design === design);
      const first = own.reduce((least, run) => (run.replication < least.replication ? run : least));
      const measures = Object.keys(first.summary).sort();
      return [
        design,
        Object.fromEntries(measures.map((measure) => [measure, storable(first.summary[measure]!)])),
      ];
    }),
  );
}

/** What differs by more than its tolerance, design by design, measures in order of name. */
export function deviations(
  expected: Golden,
  found: Golden,
  tolerances: Readonly<Record<string, number>>,
): Deviation[] {
  const designs = union(Object.keys(expected), Object.keys(found));
  return designs.flatMap((design) => {
    const [before, after] = [expected[design] ?? {}, found[design] ?? {}];
    return union(Object.keys(before), Object.keys(after)).flatMap((measure) => {
      const tolerance = tolerances[measure] ?? tolerances["default"] ?? TOLERANCE;
      const relative = relativeDifference(before[measure], after[measure]);
      if (relative <= tolerance) return [];
      return [{ design, measure, expected: before[measure], found: after[measure], relative, tolerance }];
    });
  });
}

/** The text of a golden summary, ready for its file: every digit that counts, one measure a line. */
export const goldenText = (summary: Golden): string => `${JSON.stringify(summary, null, 2)}\n`;

/** Reads what `goldenText` wrote. Throws OrreryError where the text is something else. */
export function parseGolden(text: string, path: string): Golden {
  const value = parsed(text);
  if (
    !isRecord(value) ||
    !Object.values(value).every((design) => isRecord(design) && Object.values(design).every(isValue))
  )
    throw new OrreryError(
      `${path} is no golden summary.`,
      [],
      "Write it anew: orrery check <scenario> --update",
    );
  return value as Golden;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isValue = (value: unknown): boolean => value === null || typeof value === "number";
const storable = (value: number): number | null => (Number.isFinite(value) ? value : null);
const union = (one: readonly string[], other: readonly string[]): string[] =>
  [...new Set([...one, ...other])].sort();

function relativeDifference(expected: number | null | undefined, found: number | null | undefined): number {
  if (expected === found) return 0;
  if (typeof expected !== "number" || typeof found !== "number") return Number.POSITIVE_INFINITY;
  return Math.abs(found - expected) / Math.max(Math.abs(found), Math.abs(expected));
}
