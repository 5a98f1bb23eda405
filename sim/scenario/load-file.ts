import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";
import { gunzipSync } from "node:zlib";

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

/** First bytes of what is no text, and how it is unpacked. */
const ARCHIVES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "an archive (zip). Unpack it: unzip."],
  [[0x42, 0x5a, 0x68], "compressed (bzip2). Unpack it: bunzip2 --keep."],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "compressed (xz). Unpack it: unxz --keep."],
  [[0x28, 0xb5, 0x2f, 0xfd], "compressed (zstd). Unpack it: unzstd --keep."],
];
const TAR_MARK = 257;

function textOf(bytes: Buffer): { text: string } | { flaw: string } {
  if (!isGzip(bytes)) return plainText(bytes);
  try {
    const unpacked = gunzipSync(bytes, { maxOutputLength: LARGEST });
    return isGzip(unpacked) ? { flaw: "The file is compressed twice. Unpack it once." } : plainText(unpacked);
  } catch (error) {
    return { flaw: brokenGzip(error as NodeJS.ErrnoException) };
  }
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function brokenGzip({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ERR_BUFFER_TOO_LARGE")
    return `The file unpacks to more than ${LARGEST / MEGABYTE} MB, the most that is read. Keep the rows and columns that are needed.`;
  if (code === "Z_BUF_ERROR") return "The compressed file (gzip) ends early: a part of it is missing.";
  return `The compressed file (gzip) cannot be unpacked: ${message}.`;
}

function plainText(bytes: Buffer): { text: string } | { flaw: string } {
  const archive = ARCHIVES.find(([first]) => first.every((byte, at) => bytes[at] === byte));
  if (archive) return { flaw: `The file is ${archive[1]}` };
  if (bytes.subarray(TAR_MARK, TAR_MARK + 5).toString("latin1") === "ustar")
    return { flaw: "The file is an archive (tar). Unpack it: tar --extract --file." };
  if (bytes.includes(0)) return { flaw: "The file is no text in UTF-8." };
  return { text: bytes.toString("utf8") };
}
