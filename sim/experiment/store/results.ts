import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { decode, encode, sha256Hex } from "../../codec.ts";
import { OrreryError } from "../../errors.ts";
import type { Run } from "../../run/result.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import type { Plan } from "../plan.ts";
import { makeFolder, onDisk, swapFolder } from "./disk.ts";
import { tableFile } from "./formats.ts";
import {
  type Circumstances,
  type FileRecord,
  type Manifest,
  manifestOf,
  manifestText,
  readManifest,
} from "./manifest.ts";
import { measuresOf, tables } from "./tables.ts";

/** Files of a results folder: names relative to it, and contents. */
type Files = AsyncGenerator<[name: string, content: Uint8Array | string]>;

/** Draws charts and report from the runs. It is handed in: figures stand above experiments. */
export type Report = (
  input: { readonly scenario: ResolvedScenario; readonly runs: readonly Run[] },
  details: { readonly version: string; readonly assumptions: readonly string[] },
) => Files;

export interface WriteOptions extends Omit<Circumstances, "finished"> {
  /** Undefined: no charts and no report.html. */
  readonly report: Report | undefined;
}

/**
 * Writes the results of an experiment and swaps them in whole: `<out>/<scenario>/` is either the old results or the
 * new ones, never a mixture.
 *
 * @param folder where runs under way are kept: the new results are written there first
 * @throws OrreryError where the folder cannot be written
 */
export async function writeResults(
  out: string,
  folder: string,
  plan: Plan,
  runs: readonly Run[],
  options: WriteOptions,
): Promise<Manifest> {
  const place = path.join(out, plan.resolved.name);
  const finished = path.join(folder, "finished");
  const { report: _, ...circumstances } = options;
  return onDisk(place, async () => {
    try {
      await rm(finished, { recursive: true, force: true });
      const files: Record<string, FileRecord> = {};
      for await (const [name, content] of contents(plan, runs, options))
        files[name] = await write(finished, name, content);
      const manifest = manifestOf(plan, runs, { ...circumstances, finished: new Date() }, files);
      await write(finished, "manifest.json", manifestText(manifest));
      await swapFolder(finished, place, path.join(folder, "replaced"));
      return manifest;
    } catch (error) {
      await rm(finished, { recursive: true, force: true });
      throw error;
    }
  });
}

async function* contents(
  plan: Plan,
  runs: readonly Run[],
  { format, report, version, assumptions }: WriteOptions,
): Files {
  yield ["scenario.json", `${encode(plan.resolved)}\n`];
  for (const table of tables(Object.keys(measuresOf(runs))))
    yield [`${table.name}.${format}`, tableFile(table, runs, format)];
  if (report) yield* report({ scenario: plan.resolved, runs }, { version, assumptions });
}

async function write(folder: string, name: string, content: Uint8Array | string): Promise<FileRecord> {
  const file = path.join(folder, name);
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await makeFolder(path.dirname(file));
  await writeFile(file, bytes);
  return { sha256: sha256Hex(bytes), bytes: bytes.length };
}

/** The resolved scenario of a results folder, in whole. */
export async function readScenario(folder: string): Promise<ResolvedScenario> {
  const text = await readFile(path.join(folder, "scenario.json"), "utf8").catch(() => undefined);
  if (text === undefined)
    throw new OrreryError(`${folder} has no scenario.json: the results are not complete.`);
  return decode(text) as ResolvedScenario;
}

/** Draws charts and report of a results folder again and records their hashes. The runs stay as they are. */
export async function writeReport(
  folder: string,
  scenario: ResolvedScenario,
  runs: readonly Run[],
  report: Report,
): Promise<Manifest> {
  return onDisk(folder, async () => {
    const manifest = await readManifest(folder);
    const kept = Object.entries(manifest.files).filter(
      ([name]) => name !== "report.html" && !name.startsWith("charts/"),
    );
    const files: Record<string, FileRecord> = Object.fromEntries(kept);
    const drawn: [string, Uint8Array | string][] = [];
    for await (const file of report({ scenario, runs }, manifest)) drawn.push(file);
    await rm(path.join(folder, "charts"), { recursive: true, force: true });
    for (const [name, content] of drawn) files[name] = await write(folder, name, content);
    const updated = { ...manifest, files };
    await write(folder, "manifest.json", manifestText(updated));
    return updated;
  });
}
