import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import path from "node:path";
import { OrreryError } from "../../errors.ts";
import { reasonOf } from "./disk.ts";

/*
 * A results folder may come from somebody else: what lies in it is read only where it is a file of its own. A link
 * may name any file of this machine, and a device or a pipe has no end.
 */

/** Characters that an engine's string holds, with room to spare. */
const LONGEST = 400_000_000;

/** Why a path is no file that is read; undefined where it is one, or nothing is there. */
export async function oddFile(file: string): Promise<string | undefined> {
  const found = await lstat(file).catch(() => undefined);
  if (found === undefined || found.isFile()) return undefined;
  if (found.isSymbolicLink()) return "is a link";
  return found.isDirectory() ? "is a folder" : "is no regular file";
}

/**
 * The text of a file of a results folder; undefined where there is none.
 *
 * @throws OrreryError where it is a link, a device or larger than a text may be
 */
export async function storedText(folder: string, name: string): Promise<string | undefined> {
  const file = path.join(folder, name);
  const odd = await oddFile(file);
  if (odd !== undefined) throw new OrreryError(`${file} ${odd}: it is not read.`);
  const found = await lstat(file).catch(() => undefined);
  if (found === undefined) return undefined;
  if (found.size > LONGEST)
    throw new OrreryError(`${file} is too large to be read.`, [`${found.size} bytes of at most ${LONGEST}`]);
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new OrreryError(`${file} cannot be read: ${reasonOf(error)}.`);
  });
}

/** sha256, in hex, and length of a file, however long it is. */
export async function fileRecord(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const part of createReadStream(file)) {
    hash.update(part as Buffer);
    bytes += (part as Buffer).length;
  }
  return { sha256: hash.digest("hex"), bytes };
}
