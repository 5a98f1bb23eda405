import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { OrreryError } from "../../errors.ts";
import type { Golden } from "../../experiment/golden.ts";
import type { Command, Manifest } from "../../experiment/store/manifest.ts";
import { catalogueOf } from "../../scenario/catalogue.ts";
import type { Loaded } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import { DAY, HOUR, type Seconds } from "../../units.ts";
import { sweepOf } from "../options/sweep-options.ts";

/*
 * Results that a page shows and that take too long to be made with every site, in reports/results: of each scenario
 * what its figures and tables read (`<name>.orrery`, the page's own file of runs), and what was run (`<name>.json`).
 */

/** How much of a scenario is run for its page. */
export interface StoredPart {
  readonly replications: number;
  /** Points spread over the ranges of its sweep, such as `latin:24`; left out: as many as it names. */
  readonly spread?: string;
}

/** What was run. */
export interface StoredFacts extends StoredPart, Pick<Manifest, "version" | "failures" | "scenarioHash"> {
  readonly command: Command;
  /** Of the file of runs. */
  readonly sha256: string;
  /** Where all runs are those of a sweep: what the scenario as it is came to, as its golden summary has it. */
  readonly base?: Golden;
}

/** The files of a scenario's stored results. */
export interface StoredFiles {
  readonly facts: string;
  readonly runs: string;
}

export const STORED = path.join(ROOT, "reports/results");

export const storedFiles = (name: string, folder: string): StoredFiles => ({
  facts: path.join(folder, `${name}.json`),
  runs: path.join(folder, `${name}.orrery`),
});

export const hasStored = (name: string, folder = STORED): boolean =>
  existsSync(storedFiles(name, folder).facts);

/** From the root of the repository. */
export const shownPath = (file: string): string => path.relative(ROOT, file).split(path.sep).join("/");

export const stale = (file: string, name: string, fact: string): OrreryError =>
  new OrreryError(
    `${shownPath(file)} is not what ${name} comes to now.`,
    [fact],
    `Make it anew: npm run site:results -- --scenario ${name}`,
  );

/** @throws OrreryError where they cannot be read */
export async function storedFacts(name: string, folder: string): Promise<StoredFacts> {
  const { facts } = storedFiles(name, folder);
  try {
    return JSON.parse(await readFile(facts, "utf8")) as StoredFacts;
  } catch (error) {
    throw stale(facts, name, `It cannot be read: ${(error as Error).message}.`);
  }
}

/** A curve of that many points looks the same as one of all. */
const LEAST_SAMPLES = 120;

/** The longest whole number of days, or of hours, that divides a horizon into samples enough. */
export function samplePeriod({ until, sample }: Pick<ResolvedScenario, "until" | "sample">): Seconds {
  for (const unit of [DAY, HOUR])
    for (let count = Math.floor(until / unit / LEAST_SAMPLES); count >= 1; count--)
      if (until % (count * unit) === 0) return Math.max(sample, count * unit);
  return sample;
}

/** How the scenario is resolved for its results: sampled no more often than a figure shows. */
export function resolvingOf({ scenario, name }: Loaded, { spread }: Partial<StoredPart>) {
  const sweep = spread === undefined ? undefined : sweepOf({ sample: spread }, scenario.sweep);
  const sample = samplePeriod(resolve(scenario, catalogueOf(scenario), { name }));
  return { sample, ...(sweep ? { sweep } : {}) };
}
