import { existsSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { OrreryError, UsageError } from "../../errors.ts";
import { type Manifest, readManifest } from "../../experiment/store/manifest.ts";
import { readRuns } from "../../experiment/store/read.ts";
import { readScenario } from "../../experiment/store/results.ts";
import { fileRecord } from "../../experiment/store/stored-file.ts";
import { loadScenario } from "../../scenario/load.ts";
import { storedCode } from "../folders/stored-code.ts";
import { fileNameFlaw, foldedName } from "./file-names.ts";
import { type PublishRunOptions, runResults } from "./run-results.ts";
import type { PublishedResults } from "./scenario-source.ts";

/** What is to be published, known to be there and readable; nothing has been run yet. */
export interface PublishInput {
  /** As it was given. */
  readonly given: string;
  /** Of its page. */
  readonly name: string;
  /** Where it lies. */
  readonly file: string;
  readonly results: (options: PublishRunOptions) => Promise<PublishedResults>;
}

/**
 * Finds results folders and scenarios by what was given, and holds their names against one another.
 *
 * @returns what was found, and everything that is wrong with any of it, as sentences
 */
export async function findInputs(
  given: readonly string[],
  options: { readonly allowDataOutside?: boolean; readonly runCode?: boolean },
): Promise<{ inputs: PublishInput[]; problems: string[] }> {
  const found: PublishInput[] = [];
  const problems: string[] = [];
  for (const each of given)
    try {
      found.push(await findInput(each, options));
    } catch (error) {
      if (!(error instanceof OrreryError)) throw error;
      problems.push(`${each}: ${error.message}`);
    }
  return { inputs: found, problems: [...problems, ...nameProblems(found)] };
}

async function findInput(
  given: string,
  options: { readonly allowDataOutside?: boolean; readonly runCode?: boolean },
): Promise<PublishInput> {
  const file = path.resolve(given);
  if (existsSync(file) && statSync(file).isDirectory())
    return storedInput(given, file, options.runCode === true);
  if (/[\\/]/.test(given) && !existsSync(file)) throw new UsageError("There is no such file or folder.");
  const loaded = await loadScenario(given, options);
  return {
    given,
    name: loaded.name,
    file: loaded.path,
    results: (running) => runResults(loaded, running),
  };
}

/** A results folder, as the commands write it: what its manifest lists is there, to the letter. */
async function storedInput(given: string, folder: string, runCode: boolean): Promise<PublishInput> {
  if (!existsSync(path.join(folder, "manifest.json"))) await refuseFolderOfResults(folder);
  const manifest = await readManifest(folder);
  for (const table of ["runs", "series", "flows", "balances"]) {
    const name = `${table}.${manifest.format}`;
    const { sha256 } = await fileRecord(path.join(folder, name)).catch(() => ({ sha256: "" }));
    if (sha256 !== manifest.files[name]?.sha256)
      throw new OrreryError(
        `${name} is not the file that manifest.json lists.`,
        [],
        "Check the folder with orrery verify, or run the scenario again.",
      );
  }
  if (manifest.runs.length === 0) throw new OrreryError("There are no runs in these results.");
  const { scenario: name } = manifest;
  return { given, name, file: folder, results: () => storedResultsOf(folder, manifest, runCode) };
}

/** Results lie one folder deeper than somebody thought. */
async function refuseFolderOfResults(folder: string): Promise<void> {
  const within = (await readdir(folder))
    .sort()
    .filter((name) => existsSync(path.join(folder, name, "manifest.json")));
  if (within.length > 0)
    throw new UsageError("This folder holds results folders and is none itself.", [
      `Name those that are to be published: ${within.join(", ")}.`,
    ]);
}

async function storedResultsOf(
  folder: string,
  manifest: Manifest,
  runCode: boolean,
): Promise<PublishedResults> {
  const code = await storedCode(folder, manifest, runCode).catch(() => undefined);
  const known = code !== undefined && "catalogue" in code ? code : undefined;
  return {
    name: manifest.scenario,
    scenario: await readScenario(folder),
    runs: await readRuns(folder),
    manifest,
    started: manifest.started,
    catalogue: known?.catalogue,
    written: undefined,
  };
}

function nameProblems(found: readonly PublishInput[]): string[] {
  return found.flatMap(({ given, name, file }, at) => {
    const flaw = fileNameFlaw(name);
    const first = found.findIndex((other) => foldedName(other.name) === foldedName(name));
    const earlier = found[first]!;
    const isTwice = first < at;
    return [
      ...(flaw === undefined ? [] : [`${given}: its page would be called ${JSON.stringify(name)}, ${flaw}.`]),
      ...(!isTwice
        ? []
        : earlier.file === file
          ? [`${given}: it is named twice.`]
          : [
              earlier.name === name
                ? `${given}: its page would be called ${JSON.stringify(name)}, as that of ${earlier.given} is.`
                : `${given}: its page would be called ${JSON.stringify(name)}, and that of ${earlier.given} ${JSON.stringify(earlier.name)}: many systems take the two for one.`,
            ]),
    ];
  });
}
