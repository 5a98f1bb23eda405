import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { decode, encode, sha256Hex } from "../../codec.ts";
import { OrreryError } from "../../errors.ts";
import type { Recording, Run } from "../../run/result.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import type { Plan } from "../plan.ts";
import type { Point } from "../points.ts";
import type { Failure } from "../runner.ts";
import { shapeOf, type TableSpec } from "./columns.ts";
import { makeFolder, onDisk, swapFolder } from "./disk.ts";
import { openTable } from "./formats.ts";
import { KeptRuns } from "./keep.ts";
import {
  type Circumstances,
  type FileRecord,
  type Manifest,
  manifestOf,
  manifestText,
  readManifest,
} from "./manifest.ts";
import type { Partial } from "./partial.ts";
import { longTables, measuresOf, runsTable } from "./tables.ts";

/** Files of a results folder: names relative to it, and contents. */
type Files = AsyncGenerator<[name: string, content: Uint8Array | string]>;

/** Draws charts and report from the runs. It is handed in: figures stand above experiments. */
export type Report = (
  input: {
    readonly scenario: ResolvedScenario;
    readonly runs: readonly Run[];
    readonly points: readonly Point[];
  },
  details: Pick<Manifest, "version" | "assumptions" | "failures">,
) => Files;

export interface WriteOptions extends Omit<Circumstances, "finished"> {
  /** What the runs hold beside their measures, and gets a table; nothing by default. */
  readonly record?: Recording;
  /** Undefined: no charts and no report.html. */
  readonly report: Report | undefined;
}

export interface Written {
  readonly manifest: Manifest;
  /** In the order of the plan; of an experiment of very many runs only the summaries of the later ones. */
  readonly runs: readonly Run[];
}

/**
 * Writes the results of an experiment and swaps them in whole: `<out>/<scenario>/` is either the old results or the
 * new ones, never a mixture. One job at a time is read back, so that memory does not grow with their number.
 *
 * @param partial what was done: the new results are written beside it first
 * @throws OrreryError where the folder cannot be written
 */
export async function writeResults(
  out: string,
  partial: Partial,
  plan: Plan,
  failures: readonly Failure[],
  options: WriteOptions,
): Promise<Written> {
  const place = path.join(out, plan.resolved.name);
  const finished = path.join(partial.folder, "finished");
  return onDisk(place, async () => {
    try {
      await rm(finished, { recursive: true, force: true });
      await makeFolder(finished);
      const files: Record<string, FileRecord> = {};
      const add = async (name: string, content: Uint8Array | string): Promise<void> => {
        files[name] = await write(finished, name, content);
      };
      await add("scenario.json", `${encode(plan.resolved)}\n`);
      const { runs, records } = await writeTables(finished, partial, plan, options);
      Object.assign(files, records);
      const { report, record: _, version, assumptions, ...circumstances } = options;
      const input = { scenario: plan.resolved, runs, points: plan.points };
      const details = {
        version,
        assumptions,
        failures: failures.map(({ job, error }) => ({ run: job.name, message: error.message })),
      };
      if (report) for await (const [name, content] of report(input, details)) await add(name, content);
      const manifest = manifestOf(
        plan,
        runs,
        details.failures,
        { ...circumstances, version, assumptions, finished: new Date() },
        files,
      );
      await write(finished, "manifest.json", manifestText(manifest));
      await swapFolder(finished, place, path.join(partial.folder, "replaced"));
      return { manifest, runs };
    } catch (error) {
      await rm(finished, { recursive: true, force: true });
      throw error;
    }
  });
}

async function writeTables(
  folder: string,
  partial: Partial,
  plan: Plan,
  { format, record }: Pick<WriteOptions, "format" | "record">,
): Promise<{ runs: readonly Run[]; records: Record<string, FileRecord> }> {
  const shape = shapeOf(plan);
  const kept = new KeptRuns();
  const open = (table: TableSpec) => {
    const name = `${table.name}.${format}`;
    return { name, file: openTable(path.join(folder, name), table, format) };
  };
  const long = longTables(shape, record).map(open);
  for (const job of plan.jobs)
    for (const run of (await partial.read(job)) ?? []) {
      for (const { file } of long) file.append(run);
      kept.add(run);
    }
  const { runs } = kept;
  const summary = open(runsTable(shape, Object.keys(measuresOf(runs))));
  for (const run of runs) summary.file.append(run);
  return {
    runs,
    records: Object.fromEntries([summary, ...long].map(({ name, file }) => [name, file.finish()])),
  };
}

async function write(folder: string, name: string, content: Uint8Array | string): Promise<FileRecord> {
  const file = path.join(folder, name);
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await makeFolder(path.dirname(file));
  await writeFile(file, bytes);
  return { sha256: sha256Hex(bytes), bytes: bytes.length };
}

/** The resolved scenario of a results folder, in whole; what a folder of 0.2 does not say yet is filled in. */
export async function readScenario(folder: string): Promise<ResolvedScenario> {
  const stored = await storedScenario(folder);
  return { ...stored, measures: stored.measures ?? [] };
}

/** The scenario of a results folder to the letter: the one whose hash the manifest carries. */
export async function storedScenario(folder: string): Promise<ResolvedScenario> {
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
    for await (const file of report({ scenario, runs, points: manifest.points }, manifest)) drawn.push(file);
    await rm(path.join(folder, "charts"), { recursive: true, force: true });
    for (const [name, content] of drawn) files[name] = await write(folder, name, content);
    const updated = { ...manifest, files };
    await write(folder, "manifest.json", manifestText(updated));
    return updated;
  });
}
