import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { decode, encode, hash } from "../../codec.ts";
import type { Run } from "../../run/result.ts";
import type { Job, Plan } from "../plan.ts";
import { makeFolder, onDisk, requireWritable, writeWhole } from "./disk.ts";

/** Finished runs of an experiment under way: a file a run, so that the same command carries on after an interruption. */
export interface Partial {
  /** `<out>/.partial/<hash of scenario and code>`. */
  readonly folder: string;
  readonly keep: (job: Job, run: Run) => Promise<void>;
  /** Removes them all: the results folder has them. */
  readonly remove: () => Promise<void>;
}

/** Opens the folder of a plan and reads the runs that an earlier start has finished, by key. */
export async function openPartial(
  out: string,
  plan: Plan,
): Promise<{ partial: Partial; finished: Map<string, Run> }> {
  const folder = path.join(
    out,
    ".partial",
    hash({ scenario: plan.scenarioHash, code: plan.code }).slice(0, 16),
  );
  await requireWritable(folder);
  const finished = new Map<string, Run>();
  for (const job of plan.jobs) {
    const run = await readKept(folder, job);
    if (run) finished.set(job.key, run);
  }
  const keep = (job: Job, run: Run): Promise<void> =>
    onDisk(folder, async () => {
      // Another start of the same command may have finished and removed the folder.
      await makeFolder(folder);
      await writeWhole(fileOf(folder, job), encode({ key: job.key, run }));
    });
  return { partial: { folder, keep, remove: () => rm(folder, { recursive: true, force: true }) }, finished };
}

const fileOf = (folder: string, { key }: Job): string => path.join(folder, `${key}.json`);

/** A file that is not there, or was damaged, is a run that has to be done again. */
async function readKept(folder: string, job: Job): Promise<Run | undefined> {
  try {
    const { key, run } = decode(await readFile(fileOf(folder, job), "utf8")) as { key: string; run: Run };
    return key === job.key ? run : undefined;
  } catch {
    return undefined;
  }
}
