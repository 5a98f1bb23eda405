import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { sha256Hex } from "../../codec.ts";
import { type Block, verifyChain } from "../../model/chain.ts";
import type { Run } from "../../run/result.ts";
import { scenarioHash } from "../../scenario/resolve.ts";
import { readTable } from "./formats.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { blockOf, byRun } from "./read.ts";
import { storedScenario } from "./results.ts";
import { BLOCKS } from "./tables.ts";

/** What does not hold: the file, the block or the run, and a sentence. */
export interface Flaw {
  readonly kind: "file" | "scenario" | "block" | "run";
  readonly subject: string;
  readonly sentence: string;
}

/** Checks that every file is what the manifest says, that none is missing and none was added. */
export async function fileFlaws(folder: string, { files }: Manifest): Promise<Flaw[]> {
  const flaws: Flaw[] = [];
  for (const [name, { sha256 }] of Object.entries(files)) {
    const content = await readFile(path.join(folder, name)).catch(() => undefined);
    if (content === undefined) flaws.push({ kind: "file", subject: name, sentence: `${name} is missing.` });
    else if (sha256Hex(content) !== sha256)
      flaws.push({
        kind: "file",
        subject: name,
        sentence: `${name} was changed: its sha256 is ${sha256Hex(content)}, the manifest says ${sha256}.`,
      });
  }
  for (const name of await filesIn(folder))
    if (name !== "manifest.json" && !Object.hasOwn(files, name))
      flaws.push({ kind: "file", subject: name, sentence: `${name} is not in the manifest.` });
  return flaws;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

/** Checks that the stored scenario is the one whose hash the manifest carries. */
export async function scenarioFlaws(folder: string, manifest: Manifest): Promise<Flaw[]> {
  const hash = await storedScenario(folder).then(scenarioHash, (error: Error) => error);
  if (hash === manifest.scenarioHash) return [];
  const sentence =
    hash instanceof Error
      ? hash.message
      : `scenario.json is another scenario: its hash is ${hash}, the manifest says ${manifest.scenarioHash}.`;
  return [{ kind: "scenario", subject: "scenario.json", sentence }];
}

/** Checks each run's blocks: hashed, linked, rising, the first one committing to the scenario. */
export async function blockFlaws(folder: string, { format, runs }: Manifest): Promise<Flaw[]> {
  const { columns } = BLOCKS;
  const name = `blocks.${format}`;
  const file = path.join(folder, name);
  if (!existsSync(file)) return [];
  const rows = await readTable(columns, file, format).catch(() => undefined);
  if (rows === undefined)
    return [{ kind: "block", subject: name, sentence: `${name} cannot be read: no block could be checked.` }];
  const blocksOf = byRun(rows);
  const known = new Set(runs.map(({ run }) => run));
  const strangers = [...blocksOf.keys()].filter((run) => !known.has(run)).slice(0, 1);
  return [
    ...strangers.map(
      (run): Flaw => ({
        kind: "block",
        subject: run,
        sentence: `${name} has blocks of a run "${run}", which the manifest does not know.`,
      }),
    ),
    ...runs.flatMap(({ run, scenarioHash: genesis }): Flaw[] => {
      const blocks: Block[] = (blocksOf.get(run) ?? []).map(blockOf);
      const verdict = verifyChain(blocks, genesis);
      return verdict.ok
        ? []
        : [
            {
              kind: "block",
              subject: `${run} block ${verdict.height}`,
              sentence: `Run ${run}: ${verdict.reason}`,
            },
          ];
    }),
  ];
}

/** Compares a run that was run again, or why it could not be, with what is stored of it. */
export function runFlaw(
  stored: Manifest["runs"][number],
  again: Pick<Run, "digest" | "events"> | { readonly reason: string },
): Flaw | undefined {
  if ("reason" in again)
    return {
      kind: "run",
      subject: stored.run,
      sentence: `Run ${stored.run} is stored, but comes to nothing when run again: ${again.reason}`,
    };
  if (stored.digest === again.digest) return undefined;
  const events =
    stored.events === again.events
      ? `both after ${stored.events} events`
      : `${stored.events} events stored, ${again.events} now`;
  return {
    kind: "run",
    subject: stored.run,
    sentence: `Run ${stored.run} has digest ${again.digest} when run again, but ${stored.digest} is stored (${events}).`,
  };
}

/** All that can be checked without running anything. */
export async function storedFlaws(folder: string): Promise<{ manifest: Manifest; flaws: Flaw[] }> {
  const manifest = await readManifest(folder);
  const flaws = [
    await fileFlaws(folder, manifest),
    await scenarioFlaws(folder, manifest),
    await blockFlaws(folder, manifest),
  ];
  return { manifest, flaws: flaws.flat() };
}
