import { existsSync } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { hash } from "../../codec.ts";
import { OrreryError } from "../../errors.ts";
import { makeFolder, onDisk, requireWritable } from "./disk.ts";
import { tryLock } from "./native.ts";
import { occupantOf, PARTIAL, placeOf } from "./place.ts";

/** The place of a scenario's results while one process may write there. */
export interface HeldPlace {
  /** `<out>/<scenario>` */
  readonly folder: string;
  /** Where what is exchanged may be for a moment: beside it, and known to the next who holds the place. */
  readonly between: string;
  readonly release: () => Promise<void>;
}

/**
 * Takes the place of a scenario's results for this process, until it is released or the process ends, however it ends.
 *
 * @param doing what for, as whoever comes second is told
 * @throws OrreryError where another process has it, where something lies there that Orrery did not write, or where
 *   nothing can be written
 */
export async function holdPlace(out: string, name: string, doing: string): Promise<HeldPlace> {
  const folder = placeOf(out, name);
  await onDisk(folder, () => occupantOf(folder));
  const beside = path.join(out, PARTIAL);
  await requireWritable(beside);
  const stem = path.join(beside, hash({ place: name }).slice(0, 16));
  const [file, between] = [`${stem}.lock`, `${stem}.replaced`];
  const handle = await onDisk(folder, () => locked(file, folder));
  const release = async (): Promise<void> => {
    await rm(file, { force: true });
    await handle.close();
  };
  return onDisk(folder, async () => {
    try {
      await handle.truncate(0);
      await handle.write(`${JSON.stringify({ process: process.pid, doing })}\n`, 0);
      // Whoever was killed between two renames left the older results there.
      if (!existsSync(folder) && existsSync(between)) await rename(between, folder);
      await rm(between, { recursive: true, force: true });
      return { folder, between, release };
    } catch (error) {
      await release();
      throw error;
    }
  });
}

/** The lock's file, open and locked. Who removes it holds it, so a file that is there no more is locked in vain. */
async function locked(file: string, place: string): Promise<FileHandle> {
  for (;;) {
    await makeFolder(path.dirname(file));
    const handle = await open(file, "a+");
    if (!(await tryLock(handle.fd))) {
      const holder = await handle.readFile("utf8");
      await handle.close();
      throw inUse(place, holder);
    }
    const [own, there] = await Promise.all([handle.stat(), stat(file).catch(() => undefined)]);
    if (own.ino === there?.ino) return handle;
    await handle.close();
  }
}

function inUse(place: string, holder: string): OrreryError {
  const [line = ""] = holder.split("\n");
  const known = /^\{"process":\d+,"doing":".*"\}$/.test(line);
  const { process: id, doing } = known ? JSON.parse(line) : { process: 0, doing: "" };
  return new OrreryError(
    `${place} is being written by another start of Orrery.`,
    known ? [`process ${id}: ${doing}`] : [],
    "Wait until it is done, or name another folder by --out.",
  );
}
