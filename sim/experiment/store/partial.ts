import { readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { deserialize, serialize } from "node:v8";
import { hash } from "../../codec.ts";
import type { Recording, Run } from "../../run/result.ts";
import type { Job, Plan } from "../plan.ts";
import { makeFolder, onDisk, replaceFile, requireWritable } from "./disk.ts";

/** What an experiment under way has done: a file a job, so that the same command carries on after an interruption. */
export interface Partial {
  /** `<out>/.partial/<hash of scenario and code>`. */
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
 * Opens the folder of a plan and looks what an earlier start has done.
 *
 * @param record what the runs are to hold beside their measures: one that was kept without it has not been done, one
 *   that holds more has
 */
export async function openPartial(out: string, plan: Plan, record: Recording = {}): Promise<Partial> {
  const name = hash({ scenario: plan.scenarioHash, code: plan.code }).slice(0, 16);
  const folder = path.join(out, ".partial", name);
  const removed = `${folder}.removed`;
  await requireWritable(folder);
  await rm(removed, { recursive: true, force: true });
  const finished = new Set<string>();
  for (const job of plan.jobs) if (await readKept(folder, job, record)) finished.add(job.key);
  const keep = (job: Job, runs: readonly Run[]): Promise<void> =>
    onDisk(folder, async () => {
      const content = serialize({ key: job.key, runs });
      await replaceFile(fileOf(folder, job), content).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
        // Another start of the same command has finished and removed the folder.
        await makeFolder(folder);
        await replaceFile(fileOf(folder, job), content);
      });
    });
  return {
    folder,
    finished,
    keep,
    read: (job) => readKept(folder, job, record),
    async remove() {
      // At once: a kill in between leaves all of what was done, or nothing of it.
      await rename(folder, removed);
      await rm(removed, { recursive: true, force: true });
    },
  };
}

const fileOf = (folder: string, { key }: Job): string => path.join(folder, `${key}.runs`);

/** Undefined where a file is not there, cannot be read or lacks a record: that job has to be done again. */
async function readKept(folder: string, job: Job, record: Recording): Promise<readonly Run[] | undefined> {
  try {
    const { key, runs } = deserialize(await readFile(fileOf(folder, job))) as {
      key: string;
      runs: readonly Run[];
    };
    const holdsAll = runs.every((run) => (!record.jobs || run.jobs) && (!record.providers || run.providers));
    return key === job.key && holdsAll ? runs : undefined;
  } catch {
    return undefined;
  }
}
