import { OrreryError } from "../errors.ts";
import type { Run } from "../run/result.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";
import { type StandardError, standardErrorOf } from "./standard-error.ts";

/**
 * Summaries of the first replication by design (`halving`), or by design and branch (`halving · demand halves`); null
 * where a measure has no value. Kept beside the scenario as `<name>.expected.json`.
 */
export type Golden = Readonly<Record<string, Readonly<Record<string, number | null>>>>;

/** A measure of which two summaries differ; undefined: it is not there. */
export interface Difference {
  /** Design, or design and branch. */
  readonly place: string;
  readonly measure: string;
  readonly expected: number | null | undefined;
  readonly found: number | null | undefined;
  /** |found − expected| / max(|found|, |expected|); infinite where one of them is no number. */
  readonly relative: number;
  readonly tolerance: number;
}

/** A measure that differs from the golden summary. */
export interface Deviation extends Difference {
  /** By how much luck moves the measure; undefined where these runs do not tell, or nothing moves it. */
  readonly standardError: StandardError | undefined;
}

/** Relative tolerance of a measure for which the scenario names none. */
export const TOLERANCE = 1e-9;

/** The golden summary of some runs: of each design and branch the lowest replication among them. */
export function golden(runs: readonly Run[]): Golden {
  const places = [...new Set(runs.map(placeOf))];
  return Object.fromEntries(
    places.map((place) => {
      const own = runs.filter((run) => placeOf(run) === place);
      const { summary } = own.reduce((least, run) => (run.replication < least.replication ? run : least));
      const measures = Object.keys(summary).sort();
      return [place, Object.fromEntries(measures.map((measure) => [measure, storable(summary[measure]!)]))];
    }),
  );
}

const placeOf = ({ design, branch }: Run): string => (branch === "" ? design : `${design} · ${branch}`);

/** What of some runs differs by more than its tolerance, place by place, measures in order of name. */
export const deviations = (
  expected: Golden,
  runs: readonly Run[],
  scenario: Pick<ResolvedScenario, "tolerance" | "warmUp">,
): Deviation[] =>
  differences(expected, golden(runs), scenario).map((difference) => {
    const own = runs.filter((run) => placeOf(run) === difference.place);
    return { ...difference, standardError: standardErrorOf(own, difference.measure, scenario.warmUp) };
  });

/** What differs between two summaries by more than its tolerance, place by place, measures in order of name. */
export const differences = (
  one: Golden,
  other: Golden,
  { tolerance: tolerances }: Pick<ResolvedScenario, "tolerance">,
): Difference[] =>
  union(Object.keys(one), Object.keys(other)).flatMap((place) => {
    const [before, after] = [one[place] ?? {}, other[place] ?? {}];
    return union(Object.keys(before), Object.keys(after)).flatMap((measure): Difference[] => {
      const tolerance = tolerances[measure] ?? tolerances["default"] ?? TOLERANCE;
      const [expected, found] = [before[measure], after[measure]];
      const relative = relativeDifference(expected, found);
      return relative <= tolerance ? [] : [{ place, measure, expected, found, relative, tolerance }];
    });
  });

/** The text of a golden summary, ready for its file: every digit that counts, one measure a line. */
export const goldenText = (summary: Golden): string => `${JSON.stringify(summary, null, 2)}\n`;

/**
 * Reads what `goldenText` wrote.
 *
 * @throws OrreryError where the text is something else, with the reason and the way out
 */
export function parseGolden(text: string, path: string): Golden {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw noGolden(path, `It is no JSON: ${(error as Error).message}.`);
  }
  if (!isRecord(value)) throw noGolden(path, "Expected measures by design.");
  for (const [place, measures] of Object.entries(value)) {
    if (!isRecord(measures)) throw noGolden(path, `Expected measures below ${JSON.stringify(place)}.`);
    const strange = Object.keys(measures).find((measure) => !isValue(measures[measure]));
    if (strange !== undefined)
      throw noGolden(
        path,
        `Expected a number or null for ${strange} of ${JSON.stringify(place)}, got ${JSON.stringify(measures[strange])}.`,
      );
  }
  return value as Golden;
}

const noGolden = (path: string, reason: string): OrreryError =>
  new OrreryError(
    `${path} is no golden summary.`,
    [reason],
    "Write it anew: orrery check <scenario> --update",
  );

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
