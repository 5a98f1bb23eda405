import { createHash } from "node:crypto";
import { lstat, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { OrreryError } from "../../errors.ts";
import { makeFolder, onDisk } from "../../experiment/store/disk.ts";
import type { SiteFile } from "../../site/page.ts";

/** Says that a folder is a site of ours, and which files are its own, with the sha256 of each. */
const MARK = "orrery-site.json";
const SHOWN = 5;

/**
 * Writes a site in whole: beside the folder first, then in its place. A site that was there goes; anything else that
 * lies there is no site of Orrery's, and stays.
 *
 * @throws OrreryError where something lies there that Orrery did not write, or the disk refuses
 */
export async function writeSite(folder: string, files: readonly SiteFile[]): Promise<void> {
  await requireOwn(folder);
  const beside = `${folder}.${process.pid}.new`;
  const before = `${folder}.${process.pid}.old`;
  await onDisk(folder, async () => {
    await makeFolder(path.dirname(folder));
    await rm(beside, { recursive: true, force: true });
    try {
      await makeFolder(beside);
      for (const { path: name, content } of files) {
        const file = path.join(beside, name);
        await makeFolder(path.dirname(file));
        await writeFile(file, content);
      }
      await writeFile(path.join(beside, MARK), markText(files));
      await rename(folder, before).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
      await rename(beside, folder);
      await rm(before, { recursive: true, force: true });
    } finally {
      await rm(beside, { recursive: true, force: true });
    }
  });
}

const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

const markText = (files: readonly SiteFile[]): string =>
  `${JSON.stringify({ orrerySite: 1, files: Object.fromEntries(files.map((file) => [file.path, sha256(file.content)])) }, null, 1)}\n`;

/**
 * Refuses a folder that is not ours to replace, before anything is run.
 *
 * @throws OrreryError where it is a file or a link, or holds what no site of Orrery's brought there
 */
export async function requireOwn(folder: string): Promise<void> {
  const there = await lstat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (there === undefined) return;
  if (!there.isDirectory()) throw strange(folder, there.isSymbolicLink() ? "a link" : "a file", []);
  const names = await filesIn(folder);
  if (names.length === 0) return;
  const own = await ownFiles(folder);
  if (own === undefined) throw strange(folder, "a folder", [`It has no ${MARK}. It holds ${some(names)}.`]);
  const foreign: string[] = [];
  for (const name of names)
    if (name !== MARK && own[name] !== sha256(await readFile(path.join(folder, name)))) foreign.push(name);
  if (foreign.length > 0)
    throw new OrreryError(
      `${folder} holds what Orrery did not write there: it is not replaced.`,
      [some(foreign)],
      "Move these files away, or name another folder by --out.",
    );
}

const some = (names: readonly string[]): string =>
  names.slice(0, SHOWN).join(", ") + (names.length > SHOWN ? `, … (${names.length} in all)` : "");

const strange = (folder: string, what: string, facts: readonly string[]): OrreryError =>
  new OrreryError(
    `${folder} is ${what} that Orrery did not write: it is not replaced.`,
    facts,
    "Name another folder by --out, or move it away.",
  );

/** Files and links of a folder, however deep, with slashes. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

async function ownFiles(folder: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const mark: unknown = JSON.parse(await readFile(path.join(folder, MARK), "utf8"));
    const { orrerySite, files } = mark as { orrerySite?: unknown; files?: unknown };
    return typeof orrerySite === "number" && typeof files === "object" && files !== null
      ? (files as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
