import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { OrreryError } from "../../errors.ts";
import { deviations, parseGolden } from "../../experiment/golden.ts";
import { makeFolder } from "../../experiment/store/disk.ts";
import { type Manifest, manifestText, readManifest } from "../../experiment/store/manifest.ts";
import { readRuns } from "../../experiment/store/read.ts";
import { fileRecord } from "../../experiment/store/stored-file.ts";
import { catalogueOf } from "../../scenario/catalogue.ts";
import type { Loaded } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { resolve, scenarioHash } from "../../scenario/resolve.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import { DAY, HOUR, type Seconds } from "../../units.ts";
import { type PublishRunOptions, resultsOf, runInto } from "./run-results.ts";
import type { PublishedResults } from "./scenario-source.ts";

/*
 * Results that a page shows and that take too long to be made with every site: tables of `orrery compare` and `sweep`,
 * sampled no more often than a figure can show, in reports/results/<scenario>/. `npm run site:results` makes them anew.
 */

const STORED = path.join(ROOT, "reports/results");
const AGAIN = "Make them anew: npm run site:results";
/** What a page is made of; blocks stay out, and the scenario is the one in scenarios/. */
const KEPT = ["runs.parquet", "series.parquet", "flows.parquet", "balances.parquet"];
/** A curve of that many points looks the same as one of all. */
const LEAST_SAMPLES = 120;

/** Of which golden summary the results are: those of an older one are not shown. */
interface StoredManifest extends Manifest {
  readonly golden?: string;
}

export const hasStored = (name: string): boolean => existsSync(path.join(STORED, name));

const goldenFile = (name: string): string => path.join(ROOT, `scenarios/${name}.expected.json`);
const goldenHash = async (name: string): Promise<string> =>
  createHash("sha256")
    .update(await readFile(goldenFile(name)))
    .digest("hex");

/** The longest whole number of days, or of hours, that divides a horizon into samples enough. */
export function samplePeriod({ until, sample }: Pick<ResolvedScenario, "until" | "sample">): Seconds {
  for (const unit of [DAY, HOUR])
    for (let count = Math.floor(until / unit / LEAST_SAMPLES); count >= 1; count--)
      if (until % (count * unit) === 0) return Math.max(sample, count * unit);
  return sample;
}

/** Runs a scenario of the repository and stores what its page needs. */
export async function storeResults(loaded: Loaded, options: PublishRunOptions): Promise<string> {
  const { name } = loaded;
  const resolved = resolve(loaded.scenario, catalogueOf(loaded.scenario), { name });
  const out = await mkdtemp(path.join(tmpdir(), "orrery-results-"));
  const made = path.join(STORED, `.${name}.${process.pid}`);
  try {
    await runInto(out, loaded, { ...options, sample: `${samplePeriod(resolved)}` });
    await storeFrom(path.join(out, name), made, name);
    const folder = path.join(STORED, name);
    await rm(folder, { recursive: true, force: true });
    await rename(made, folder);
    return folder;
  } finally {
    await rm(out, { recursive: true, force: true });
    await rm(made, { recursive: true, force: true });
  }
}

/** Takes of a results folder what a page needs. */
async function storeFrom(results: string, folder: string, name: string): Promise<void> {
  const manifest = await readManifest(results);
  await makeFolder(folder);
  for (const file of KEPT) await copyFile(path.join(results, file), path.join(folder, file));
  const files = Object.fromEntries(KEPT.map((file) => [file, manifest.files[file]!]));
  const stored: StoredManifest = { ...manifest, resolved: null, files, golden: await goldenHash(name) };
  await writeFile(path.join(folder, "manifest.json"), manifestText(stored));
}

/**
 * The stored results of a scenario, held against the scenario and its golden summary as they are now.
 *
 * @throws OrreryError where they are of another scenario, of another golden summary, or not as they were stored
 */
export async function storedResults(loaded: Loaded): Promise<PublishedResults> {
  const { name, scenario } = loaded;
  const folder = path.join(STORED, name);
  const manifest: StoredManifest = await readManifest(folder);
  const catalogue = catalogueOf(scenario);
  const sample = samplePeriod(resolve(scenario, catalogue, { name }));
  const resolved = resolve(scenario, catalogue, { name, sample });
  const shown = path.relative(ROOT, folder);
  const stale = (fact: string) =>
    new OrreryError(`${shown} is not what ${name} comes to now.`, [fact], AGAIN);
  for (const file of KEPT) {
    const { sha256 } = await fileRecord(path.join(folder, file));
    if (sha256 !== manifest.files[file]?.sha256)
      throw stale(`${file} is not the file that its manifest.json lists.`);
  }
  if (manifest.scenarioHash !== scenarioHash(resolved)) throw stale("The scenario has changed since.");
  if (manifest.golden !== (await goldenHash(name)))
    throw stale(`${path.relative(ROOT, goldenFile(name))} has changed since.`);
  const runs = await readRuns(folder);
  const own = runs.filter(({ point }) => point < 0);
  const golden = parseGolden(await readFile(goldenFile(name), "utf8"), goldenFile(name));
  const [first] = own.length === 0 ? [] : deviations(golden, own, resolved);
  if (first)
    throw stale(
      `${first.measure} of ${first.place} is ${first.found}, its golden summary says ${first.expected}.`,
    );
  return resultsOf(loaded, resolved, runs, manifest);
}
