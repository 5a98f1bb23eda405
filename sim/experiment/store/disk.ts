import { mkdir, open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { OrreryError } from "../../errors.ts";

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EFBIG: "a file would be larger than this system lets it be",
  EDQUOT: "the disk quota is used up",
  ENOENT: "a folder cannot be made there",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "a file of that name is in the way",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
};

/** What the operating system said, in words; its own where there are none. */
export const reasonOf = ({ code, message }: NodeJS.ErrnoException): string =>
  (code === undefined ? undefined : REASONS[code]) ?? message;

/**
 * Runs file operations and turns what the operating system says into a sentence.
 *
 * @param target the folder or file that is written
 * @throws OrreryError naming the target and the reason
 */
export async function onDisk<T>(target: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const { code, path: failed } = error as NodeJS.ErrnoException;
    const reason = code === undefined ? undefined : REASONS[code];
    if (reason === undefined) throw error;
    const facts = failed !== undefined && failed !== target ? [`${code} at ${failed}`] : [`${code}`];
    throw new OrreryError(`${target} cannot be written: ${reason}.`, facts, hintOf(code!));
  }
}

const hintOf = (code: string): string =>
  code === "ENOSPC" || code === "EDQUOT"
    ? "Finished runs are kept. Free some space, then give the same command again."
    : "Name another folder by --out.";

/**
 * Writes a file in whole or not at all, even where the machine goes down: under another name first, then renamed. A link
 * stays one, and a device or a pipe is written to.
 */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const there = await stat(target).catch(() => undefined);
  if (there && !there.isFile() && !there.isDirectory()) return writeFile(target, content);
  await replaceBy(target, (temporary) => writeSynced(temporary, content));
  await syncFolder(path.dirname(target));
}

/** Writes a file and waits until the disk has it. */
export async function writeSynced(file: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(file, "w");
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same, without waiting for the disk: whole whenever the process ends, which is enough for what can be done again. */
export const replaceFile = (file: string, content: Uint8Array): Promise<void> =>
  replaceBy(file, (temporary) => writeFile(temporary, content));

/** Two files of one folder may be written at a time. */
let written = 0;

async function replaceBy(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = path.join(path.dirname(file), `.orrery-${process.pid}-${++written}.tmp`);
  try {
    await write(temporary);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Makes a folder and those above it. Not by mkdir's own `recursive`: where a folder can never be made (below /proc),
 * Node 20 tries for ever.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(folder)).isDirectory()) return;
    if (code !== "ENOENT" || path.dirname(folder) === folder) throw error;
    await makeFolder(path.dirname(folder));
    await mkdir(folder).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== "EEXIST") throw again;
    });
  }
}

/** Makes a folder and proves that a file can be written there, before hours of runs depend on it. */
export async function requireWritable(folder: string): Promise<void> {
  await onDisk(folder, async () => {
    await makeFolder(folder);
    const probe = path.join(folder, `.probe.${process.pid}`);
    await writeWhole(probe, "");
    await rm(probe, { force: true });
  });
}

/** Waits until the names in a folder are on the disk; where a system does not do that for folders, it has them at once. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
