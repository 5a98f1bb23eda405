import { readdir } from "node:fs/promises";
import path from "node:path";
import { verifyBlocks } from "../../run/block-log.ts";
import { scenarioHash } from "../../scenario/resolve.ts";
import { visible } from "../../text/visible.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { blockOf, RunCursor } from "./read.ts";
import { storedScenario } from "./results.ts";
import { fileRecord, oddFile } from "./stored-file.ts";
import { BLOCKS, TABLES } from "./tables.ts";

/** What does not hold: the file, the block or the run, and a sentence. */
export interface Flaw {
  readonly kind: "file" | "scenario" | "block" | "run" | "manifest" | "table";
  readonly subject: string;
  readonly sentence: string;
}

/** Checks that every file is what the manifest says, that none is missing and none was added. */
async function fileFlaws(folder: string, { files, format }: Manifest): Promise<Flaw[]> {
  const flaws: Flaw[] = [];
  const add = (subject: string, sentence: string): void =>
    void flaws.push({ kind: "file", subject, sentence: `${visible(subject)} ${sentence}` });
  for (const [name, { sha256, bytes }] of Object.entries(files)) {
    const file = path.join(folder, name);
    const odd = await oddFile(file);
    if (odd !== undefined) {
      add(name, `${odd}, no file of these results.`);
      continue;
    }
    const found = await fileRecord(file).catch(() => undefined);
    if (found === undefined) add(name, "is missing.");
    else if (found.sha256 !== sha256)
      add(name, `was changed: its sha256 is ${found.sha256}, the manifest says ${sha256}.`);
    else if (found.bytes !== bytes) add(name, `has ${found.bytes} bytes, the manifest says ${bytes}.`);
    else if (!isOurs(name, format)) add(name, "is no file that Orrery writes.");
  }
  for (const name of ["scenario.json", ...TABLES.map((table) => `${table}.${format}`)])
    if (!Object.hasOwn(files, name)) add(name, "is not in the manifest, and belongs to all results.");
  for (const name of await filesIn(folder))
    if (name !== "manifest.json" && !Object.hasOwn(files, name)) add(name, "is not in the manifest.");
  return flaws;
}

const isOurs = (name: string, format: string): boolean =>
  ["scenario.json", "report.html", `jobs.${format}`, `providers.${format}`].includes(name) ||
  TABLES.some((table) => name === `${table}.${format}`) ||
  /^charts\/[^/]+\.(?:svg|png)$/.test(name);

/** Files, and links, which are no files of the folder, to any depth; no link is followed. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

/** Checks that the stored scenario is the one whose hash the manifest carries. */
async function scenarioFlaws(folder: string, manifest: Manifest): Promise<Flaw[]> {
  const flaw = (sentence: string): Flaw[] => [{ kind: "scenario", subject: "scenario.json", sentence }];
  const scenario = await storedScenario(folder).catch((error: Error) => error);
  if (scenario instanceof Error) return flaw(scenario.message);
  const hash = scenarioHash(scenario);
  if (hash !== manifest.scenarioHash)
    return flaw(
      `scenario.json is another scenario: its hash is ${hash}, the manifest says ${manifest.scenarioHash}.`,
    );
  if (scenario.name !== manifest.scenario)
    return flaw(`scenario.json is of ${scenario.name}, the manifest of ${manifest.scenario}.`);
  return [];
}

/** Checks each run's blocks: hashed, linked, rising, the first one committing to the scenario. A run has a chain a place, or none. */
async function blockFlaws(
  folder: string,
  { format, runs, files }: Manifest,
): Promise<{ flaws: Flaw[]; chains: number }> {
  const name = `blocks.${format}`;
  const file = path.join(folder, name);
  const flaws: Flaw[] = [];
  let chains = 0;
  if (!Object.hasOwn(files, name) || (await oddFile(file)) !== undefined) return { flaws, chains };
  const add = (subject: string, sentence: string): void =>
    void flaws.push({ kind: "block", subject, sentence });
  try {
    const cursor = new RunCursor(BLOCKS.columns, file, format);
    for (const { run, scenarioHash: genesis } of runs) {
      const blocks = (await cursor.take(run)).map(blockOf);
      chains += new Set(blocks.map(({ place }) => place)).size;
      const verdict = verifyBlocks(blocks, genesis);
      if (!verdict.ok) add(`${run} block ${verdict.height}`, `Run ${run}: ${verdict.reason}`);
    }
    const stranger = await cursor.next();
    if (stranger !== undefined)
      add(
        stranger,
        `${name} has blocks of a run ${JSON.stringify(stranger)}, which the manifest does not know, or not there.`,
      );
  } catch {
    add(name, `${name} cannot be read: not every block could be checked.`);
  }
  return { flaws, chains };
}

/**
 * All that can be checked without running anything.
 *
 * @throws OrreryError where the manifest itself cannot be read
 */
export async function storedFlaws(
  folder: string,
): Promise<{ manifest: Manifest; flaws: Flaw[]; chains: number }> {
  const manifest = await readManifest(folder);
  const files = await fileFlaws(folder, manifest);
  const scenario = await scenarioFlaws(folder, manifest);
  const { flaws, chains } = await blockFlaws(folder, manifest);
  return { manifest, flaws: [...files, ...scenario, ...flaws], chains };
}
