import { hash } from "../../codec.ts";
import { OrreryError } from "../../errors.ts";
import type { ClaimRun, ClaimRuns } from "./values.ts";

/** A claim's runs, kept beside it as `<name>.result.json`: its pages and tests need no simulation. */
export interface StoredClaim extends ClaimRuns {
  /** Identity of the scenario, as resolved. */
  readonly scenarioHash: string;
  /** Of all the rest. */
  readonly digest: string;
}

export const storedClaim = (scenarioHash: string, { units, runs }: ClaimRuns): StoredClaim => ({
  scenarioHash,
  units,
  runs,
  digest: hash({ scenarioHash, units, runs }),
});

/** One run a line. */
export function storedText({ scenarioHash, units, runs, digest }: StoredClaim): string {
  const lines = runs.map((run) => `    ${JSON.stringify(run)}`).join(",\n");
  return `{\n  "scenarioHash": ${JSON.stringify(scenarioHash)},\n  "units": ${JSON.stringify(units)},\n  "runs": [\n${lines}\n  ],\n  "digest": ${JSON.stringify(digest)}\n}\n`;
}

/**
 * Reads what `storedText` wrote, and whether it is whole.
 *
 * @throws OrreryError where it is something else, or was changed since
 */
export function parseStored(text: string, path: string): StoredClaim {
  const refused = (reason: string): OrreryError =>
    new OrreryError(
      `${path} is no result of a claim.`,
      [reason],
      "Write it anew: orrery check <claim> --update",
    );
  let stored: StoredClaim;
  try {
    stored = JSON.parse(text) as StoredClaim;
  } catch (error) {
    throw refused(`It is no JSON: ${(error as Error).message}.`);
  }
  if (typeof stored !== "object" || stored === null || !Array.isArray(stored.runs))
    throw refused("Expected runs.");
  const { digest } = storedClaim(stored.scenarioHash, stored);
  if (digest !== stored.digest)
    throw refused(`Its digest is ${digest}, and it says ${stored.digest}: it was changed by hand.`);
  return stored;
}

/** The first run that differs, in words; empty where none does. */
export function storedDifference(stored: StoredClaim, found: StoredClaim): string {
  if (stored.digest === found.digest) return "";
  const at = found.runs.findIndex((run, index) => hash(run) !== hash(stored.runs[index] ?? null));
  if (at < 0)
    return stored.scenarioHash === found.scenarioHash
      ? `It has ${stored.runs.length} runs; there are ${found.runs.length} now.`
      : "The scenario has changed, and no run of it.";
  const [before, after] = [stored.runs[at], found.runs[at]!];
  const measure =
    before && Object.keys(after.values).find((name) => after.values[name] !== before.values[name]);
  const where = `${after.design}/${after.replication} at point ${after.point}`;
  return measure
    ? `${where}: ${measure} was ${valueText(before, measure)}, now ${valueText(after, measure)}`
    : `${where}: digest was ${before?.digest ?? "not there"}, now ${after.digest}`;
}

const valueText = ({ values }: ClaimRun, measure: string): string => String(values[measure] ?? "not there");
