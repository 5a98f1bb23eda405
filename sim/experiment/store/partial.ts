import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { deserialize, serialize } from "node:v8";
import { hash } from "../../codec.ts";
import type { Recording, Run } from "../../run/result.ts";
import type { Job, Plan } from "../plan.ts";
import { makeFolder, onDisk, replaceFile, requireWritable } from "./disk.ts";
import type { Command } from "./manifest.ts";
import { PARTIAL } from "./place.ts";

/** What an experiment under way has done: a file a job, so that the same command carries on after an interruption. */
export interface KeptJobs {
  /** `<out>/.partial/<hash of command, jobs, scenario and code>`. */
  readonly folder: string;
  /** Keys of the jobs that an earlier start has done. */
  readonly finished: ReadonlySet<string>;
  readonly keep: (job: Job, runs: readonly Run[]) => Promise<void>;
  /** What was kept of a job; undefined where it was not done. */
  readonly read: (job: Job) => Promise<readonly Run[] | undefined>;
  /** Removes them all: the results folder has them. */
  readonly remove: () => Promise<void>;
}

/**
 * Opens the folder of a plan and looks what an earlier start has done. What another command has kept of the same runs
 * counts as done, and stays where it is: it is that command's until it is done itself.
 *
 * @param record what the runs are to hold beside their measures: one that was kept without it has not been done, one
 *   that holds more has
 */
export async function openPartial(
  out: string,
  plan: Plan,
  record: Recording = {},
  command: Command = "run",
): Promise<KeptJobs> {
  const { scenarioHash: scenario, code } = plan;
  const name = hash({ scenario, code, command, jobs: plan.jobs.map(({ key }) => key) }).slice(0, 16);
  const folder = path.join(out, PARTIAL, name);
  const removed = `${folder}.removed`;
  await requireWritable(folder);
  await rm(removed, { recursive: true, force: true });
  await removeLeftovers(folder);
  const elsewhere = await keptElsewhere(path.join(out, PARTIAL), name);
  const read = async (job: Job): Promise<readonly Run[] | undefined> => {
    for (const place of [fileOf(folder, job), ...(elsewhere.get(job.key) ?? [])]) {
      const runs = await readKept(place, job, record);
      if (runs) return runs;
    }
    return undefined;
  };
  const finished = new Set<string>();
  for (const job of plan.jobs) if (await read(job)) finished.add(job.key);
  const keep = (job: Job, runs: readonly Run[]): Promise<void> =>
    onDisk(folder, async () => {
      const content = sealed(serialize({ key: job.key, runs }));
      await replaceFile(fileOf(folder, job), content).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
        // Somebody has cleared the folder.
        await makeFolder(folder);
        await replaceFile(fileOf(folder, job), content);
      });
    });
  return {
    folder,
    finished,
    keep,
    read,
    async remove() {
      // At once: a kill in between leaves all of what was done, or nothing of it.
      await rename(folder, removed);
      await rm(removed, { recursive: true, force: true });
    },
  };
}

const fileOf = (folder: string, { key }: Job): string => path.join(folder, `${key}.runs`);

/** What a killed start was writing when it ended. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (!name.endsWith(".runs")) await rm(path.join(folder, name), { recursive: true, force: true });
}

/** Files that other commands have kept, by the key of their job. */
async function keptElsewhere(beside: string, own: string): Promise<Map<string, string[]>> {
  const kept = new Map<string, string[]>();
  for (const other of await readdir(beside)) {
    if (other === own || !/^[0-9a-f]{16}$/.test(other)) continue;
    for (const name of await readdir(path.join(beside, other)).catch(() => [])) {
      if (!name.endsWith(".runs")) continue;
      const key = name.slice(0, -".runs".length);
      kept.set(key, [...(kept.get(key) ?? []), path.join(beside, other, name)]);
    }
  }
  return kept;
}

const CHECKSUM_BYTES = 32;
const checksum = (content: Uint8Array): Buffer => createHash("sha256").update(content).digest();

/** The content behind its sha256. */
const sealed = (content: Uint8Array): Uint8Array => Buffer.concat([checksum(content), content]);

/** Undefined where a file is not there, was damaged or lacks a record: that job has to be done again. */
async function readKept(file: string, job: Job, record: Recording): Promise<readonly Run[] | undefined> {
  try {
    const stored = await readFile(file);
    const content = stored.subarray(CHECKSUM_BYTES);
    if (!checksum(content).equals(stored.subarray(0, CHECKSUM_BYTES))) return undefined;
    const { key, runs } = deserialize(content) as { key: string; runs: readonly Run[] };
    const holdsAll = runs.every((run) => (!record.jobs || run.jobs) && (!record.providers || run.providers));
    return key === job.key && holdsAll ? runs : undefined;
  } catch {
    return undefined;
  }
}
