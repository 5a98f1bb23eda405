import { realpath, rm } from "node:fs/promises";
import path from "node:path";
import { decode, encode, sha256Hex } from "../../codec.ts";
import { OrreryError } from "../../errors.ts";
import type { Recording, Run } from "../../run/result.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import type { Job, Plan } from "../plan.ts";
import type { Point } from "../points.ts";
import type { Failure } from "../runner.ts";
import { shapeOf, type TableSpec } from "./columns.ts";
import { makeFolder, onDisk, syncFolder, writeSynced } from "./disk.ts";
import { openTable } from "./formats.ts";
import { KeptRuns } from "./keep.ts";
import { type HeldPlace, holdPlace } from "./lock.ts";
import {
  type Circumstances,
  type FileRecord,
  type Manifest,
  manifestOf,
  manifestText,
  readManifest,
} from "./manifest.ts";
import type { KeptJobs } from "./partial.ts";
import { checkedScenario } from "./scenario-schema.ts";
import { storedText } from "./stored-file.ts";
import { linkOrCopy, putInPlace } from "./swap.ts";
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
  details: Pick<Manifest, "version" | "assumptions" | "failures" | "started" | "command" | "arguments">,
) => Files;

export interface WriteOptions extends Omit<Circumstances, "finished"> {
  /** What the runs hold beside their measures, and gets a table; nothing by default. */
  readonly record?: Recording;
  /** Undefined: no charts and no report.html. */
  readonly report: Report | undefined;
  /** What the manifest and the report say of a failure; by default its message. */
  readonly failureText?: (failure: Failure) => string;
  /** Leaves the results that were there, and what was kept. */
  readonly signal?: AbortSignal;
}

export interface Written {
  readonly manifest: Manifest;
  /** In the order of the plan; of an experiment of very many runs only the summaries of the later ones. */
  readonly runs: readonly Run[];
  /** Where the results of another command lie now that were there. */
  readonly movedTo: string | undefined;
  /** Why there are no charts and no report: a defect in drawing costs nobody their tables. */
  readonly undrawn: Error | undefined;
}

/**
 * Writes the results of an experiment and puts them in place whole: `<out>/<scenario>/` is either the old results or
 * the new ones, never a mixture. One job at a time is read back, so that memory does not grow with their number.
 *
 * @param held the place, as `holdPlace` gives it
 * @param partial what was done: the new results are written beside it first
 * @throws OrreryError where the folder cannot be written, or runs that were done are not there any more
 */
export async function writeResults(
  held: Pick<HeldPlace, "folder" | "between">,
  partial: KeptJobs,
  plan: Plan,
  failures: readonly Failure[],
  options: WriteOptions,
): Promise<Written> {
  const finished = path.join(partial.folder, "finished");
  return onDisk(held.folder, async () => {
    try {
      await rm(finished, { recursive: true, force: true });
      await makeFolder(finished);
      const files: Record<string, FileRecord> = {};
      const add = async (name: string, content: Uint8Array | string): Promise<void> => {
        options.signal?.throwIfAborted();
        files[name] = await write(finished, name, content);
      };
      await add("scenario.json", `${encode(plan.resolved)}\n`);
      const failed = new Set(failures.map(({ job }) => job.key));
      const { runs, records } = await writeTables(finished, partial, plan, failed, options);
      Object.assign(files, records);
      const { report, record: _, signal: __, failureText, ...circumstances } = options;
      const details = {
        version: options.version,
        assumptions: options.assumptions,
        started: options.started.toISOString(),
        command: options.command,
        ...(options.arguments ? { arguments: options.arguments } : {}),
        failures: failures.map((failure) => ({
          run: failure.job.name,
          message: failureText?.(failure) ?? failure.error.message,
        })),
      };
      const input = { scenario: plan.resolved, runs, points: plan.points };
      const undrawn = report && (await draw(finished, () => report(input, details), files, options.signal));
      options.signal?.throwIfAborted();
      const finishedAt = { ...circumstances, finished: new Date() };
      const manifest = manifestOf(plan, runs, details.failures, finishedAt, files);
      await write(finished, "manifest.json", manifestText(manifest));
      await syncFolder(finished);
      const movedTo = await putInPlace(finished, held, {
        scenario: manifest.scenario,
        command: options.command,
      });
      return { manifest, runs, movedTo, undrawn };
    } catch (error) {
      await rm(finished, { recursive: true, force: true });
      throw error;
    }
  });
}

/** Draws charts and report, all or none. What goes wrong is told and not thrown, unless it is the disk or the user. */
async function draw(
  folder: string,
  report: () => Files,
  files: Record<string, FileRecord>,
  signal?: AbortSignal,
): Promise<Error | undefined> {
  const drawn: Record<string, FileRecord> = {};
  try {
    for await (const [name, content] of report()) {
      signal?.throwIfAborted();
      drawn[name] = await write(folder, name, content);
    }
    Object.assign(files, drawn);
    return undefined;
  } catch (error) {
    if (signal?.aborted || !(error instanceof Error) || "syscall" in error) throw error;
    for (const name of ["charts", "report.html"])
      await rm(path.join(folder, name), { recursive: true, force: true });
    return error;
  }
}

async function writeTables(
  folder: string,
  partial: KeptJobs,
  plan: Plan,
  failed: ReadonlySet<string>,
  { format, record, signal }: Pick<WriteOptions, "format" | "record" | "signal">,
): Promise<{ runs: readonly Run[]; records: Record<string, FileRecord> }> {
  const shape = shapeOf(plan);
  const kept = new KeptRuns();
  const open = (table: TableSpec) => {
    const name = `${table.name}.${format}`;
    return { name, file: openTable(path.join(folder, name), table, format) };
  };
  const long = longTables(shape, record).map(open);
  for (const job of plan.jobs) {
    signal?.throwIfAborted();
    if (failed.has(job.key)) continue;
    for (const run of (await partial.read(job)) ?? lost(job)) {
      for (const { file } of long) file.append(run);
      kept.add(run);
    }
  }
  const { runs } = kept;
  const summary = open(runsTable(shape, Object.keys(measuresOf(runs))));
  for (const run of runs) summary.file.append(run);
  return {
    runs,
    records: Object.fromEntries([summary, ...long].map(({ name, file }) => [name, file.finish()])),
  };
}

function lost({ name }: Job): never {
  throw new OrreryError(
    `The run ${name} was finished, but what was kept of it is not there any more or was damaged.`,
    [],
    "Give the same command again: what is missing is run again.",
  );
}

async function write(folder: string, name: string, content: Uint8Array | string): Promise<FileRecord> {
  const file = path.join(folder, name);
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await makeFolder(path.dirname(file));
  await writeSynced(file, bytes);
  return { sha256: sha256Hex(bytes), bytes: bytes.length };
}

/** The resolved scenario of a results folder, in whole; what a folder of 0.2 does not say yet is filled in. */
export async function readScenario(folder: string): Promise<ResolvedScenario> {
  const stored = await storedScenario(folder);
  return { ...stored, measures: stored.measures ?? [] };
}

/** The scenario of a results folder to the letter: the one whose hash the manifest carries. */
export async function storedScenario(folder: string): Promise<ResolvedScenario> {
  const text = await storedText(folder, "scenario.json");
  if (text === undefined)
    throw new OrreryError(`${folder} has no scenario.json: the results are not complete.`);
  const what = `${folder}/scenario.json`;
  let value: unknown;
  try {
    value = decode(text);
  } catch (error) {
    throw new OrreryError(`${what} cannot be read.`, [(error as Error).message]);
  }
  return checkedScenario(value, what);
}

/**
 * Draws charts and report of a results folder again and records their hashes. The runs stay as they are, and so does the
 * whole folder until the last file is written.
 */
export async function writeReport(
  given: string,
  scenario: ResolvedScenario,
  runs: readonly Run[],
  report: Report,
): Promise<Manifest> {
  const folder = await realpath(given);
  const held = await holdPlace(path.dirname(folder), path.basename(folder), `orrery report ${given}`);
  const finished = `${held.between}.drawn`;
  try {
    return await onDisk(given, async () => {
      const manifest = await readManifest(folder);
      const files: Record<string, FileRecord> = {};
      await rm(finished, { recursive: true, force: true });
      await makeFolder(finished);
      for (const [name, record] of Object.entries(manifest.files)) {
        if (name === "report.html" || name.startsWith("charts/")) continue;
        await makeFolder(path.dirname(path.join(finished, name)));
        await linkOrCopy(path.join(folder, name), path.join(finished, name));
        files[name] = record;
      }
      const input = { scenario, runs, points: manifest.points };
      for await (const [name, content] of report(input, manifest))
        files[name] = await write(finished, name, content);
      const updated = { ...manifest, files };
      await write(finished, "manifest.json", manifestText(updated));
      await syncFolder(finished);
      await putInPlace(finished, held, { scenario: manifest.scenario, command: manifest.command });
      return updated;
    });
  } finally {
    await rm(finished, { recursive: true, force: true });
    await held.release();
  }
}
