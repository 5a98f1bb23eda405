import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";

/** The most that is read of a data file, in bytes: more does not fit into a text of the language. */
const LARGEST = 256_000_000;
const MEGABYTE = 1_000_000;

/**
 * Text of a data file, or what keeps it from being read, as a sentence.
 *
 * @param within the folder that the file must lie in, links followed; anywhere where it is left out
 */
export function readDataFile(path: string, within?: string): { text: string } | { flaw: string } {
  try {
    if (
      within !== undefined &&
      (isOutside(path, within) || isOutside(realpathSync(path), realpathSync(within)))
    )
      return {
        flaw: `The file lies outside of the scenario's folder ${within}: a scenario that is data reads no other file. Move it there, or run with --allow-data-outside.`,
      };
    const file = statSync(path);
    if (!file.isFile())
      return {
        flaw: `${path} is ${file.isDirectory() ? "a folder" : "a pipe, a device or a socket"}, no file.`,
      };
    if (file.size > LARGEST)
      return {
        flaw: `The file has ${Math.ceil(file.size / MEGABYTE)} MB; at most ${LARGEST / MEGABYTE} MB are read. Keep the rows and columns that are needed.`,
      };
    return textOf(readFileSync(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { flaw: code === "ENOENT" ? `There is no file ${path}.` : `The file cannot be read: ${message}.` };
  }
}

function isOutside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}

function textOf(bytes: Buffer): { text: string } | { flaw: string } {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    return { flaw: "The file is compressed (gzip). Unpack it: gunzip --keep." };
  if (bytes.includes(0)) return { flaw: "The file is no text in UTF-8." };
  return { text: bytes.toString("utf8") };
}
