import type { Problem } from "../errors.ts";
import { shown } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import { meantMeasure, measureNames } from "./measure-names.ts";
import { isRecord, namedParts } from "./named.ts";
import type { Measured } from "./readable.ts";
import type { ResolvedHeadline } from "./scenario.ts";

/** `gpu.supply[US]` is one of `gpu.supply[*]`. */
const ofAllKeys = (measure: string): string => measure.replace(/\[[^\]]*\]$/, "[*]");

/** Full names by every name that a measure goes by in some design: `ledger.supply` is `ledger.supply[token]`. */
function namesIn(measured: Measured): Map<string, string> {
  const each = [...measured.values()].flatMap((own) => [...measureNames(own)]);
  return new Map(each);
}

const unrecorded = (name: string, known: Iterable<string>): string =>
  `No design records "${name}".${meantMeasure(name, [...known])}`;

/**
 * The measures that a scenario asks for, by their full names; each is one that some design records, or
 * `gpu.supply[*]` for those of all keys.
 *
 * @param measured undefined where the designs are not sound: nothing is known of their measures then
 */
export function resolveMeasures(
  given: unknown,
  measured: Measured | undefined,
  problems: Problem[],
): string[] {
  if (given === undefined) return [];
  if (!Array.isArray(given) || given.some((name) => typeof name !== "string")) {
    problems.push({
      path: "measures",
      message: 'Expected a list of names, such as ["gpu.supply", "jobs.waitP95"].',
    });
    return [];
  }
  if (!measured) return given;
  const names = namesIn(measured);
  const groups = new Set([...names.values()].map(ofAllKeys));
  return given.map((name: string, at) => {
    if (!names.has(name) && !groups.has(name))
      problems.push({
        path: `measures[${at}]`,
        message: unrecorded(name, new Set([...names.keys(), ...groups])),
      });
    return names.get(name) ?? name;
  });
}

const TWO_MEASURES = 'Expected two measures, such as { cost: "emission.usd", gain: "gpu.offered" }.';

/** What a gain over the control costs: two measures of which each is recorded by some design. */
export function resolveHeadline(
  given: unknown,
  measured: Measured | undefined,
  problems: Problem[],
): ResolvedHeadline[] {
  const names = measured && namesIn(measured);
  return namedParts(
    given,
    "headline",
    "two measures by the words that name their quotient",
    problems,
  ).flatMap(([name, ratio]) => {
    const path = `headline › ${JSON.stringify(name)}`;
    const before = problems.length;
    if (!isRecord(ratio)) {
      problems.push({ path, message: TWO_MEASURES });
      return [];
    }
    for (const field of Object.keys(ratio))
      if (field !== "cost" && field !== "gain")
        problems.push({
          path: `${path} › ${field}`,
          message: `There is no such field.${didYouMean(field, ["cost", "gain"])}`,
        });
    const { cost, gain } = ratio;
    if (typeof cost !== "string" || typeof gain !== "string") {
      problems.push({ path, message: TWO_MEASURES });
      return [];
    }
    for (const [field, measure] of Object.entries({ cost, gain }))
      if (names && !names.has(measure))
        problems.push({ path: `${path} › ${field}`, message: unrecorded(measure, names.keys()) });
    return problems.length > before ? [] : [{ name, cost, gain }];
  });
}

/** What covers the measures for which no tolerance is given. */
const OTHERWISE = "default";

/** Relative tolerances by the full names of measures, and `default`. */
export function resolveTolerance(
  given: unknown,
  measured: Measured | undefined,
  problems: Problem[],
): Record<string, number> {
  const names = measured && namesIn(measured);
  const entries = namedParts(given, "tolerance", "relative tolerances by measure", problems, false);
  return Object.fromEntries(
    entries.flatMap(([name, tolerance]) => {
      const path = `tolerance › ${name}`;
      if (names && name !== OTHERWISE && !names.has(name))
        problems.push({ path, message: unrecorded(name, [...names.keys(), OTHERWISE]) });
      if (typeof tolerance === "number" && Number.isFinite(tolerance) && tolerance >= 0)
        return [[names?.get(name) ?? name, tolerance] as const];
      problems.push({
        path,
        message: `Expected a number of at least 0, such as 1e-9, got ${shown(tolerance)}.`,
      });
      return [];
    }),
  );
}
