import { constants, copyFile, link, lstat, readdir, readlink, rename, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { makeFolder, syncFolder } from "./disk.ts";
import type { HeldPlace } from "./lock.ts";
import { exchange } from "./native.ts";
import { type Occupant, occupantOf } from "./place.ts";

/** The longest name that file systems take. */
const LONGEST = 255;

/**
 * Puts a finished folder where results belong. At every instant the place holds the results that were there or the new
 * ones. Results of the same command are replaced, and files that a user laid beside them stay; results of another
 * command are moved aside.
 *
 * @param finished on the file system of the place
 * @param whose of the new results
 * @returns where the results lie now that were there and are another command's
 * @throws OrreryError where something lies there that Orrery did not write
 */
export async function putInPlace(
  finished: string,
  held: Pick<HeldPlace, "folder" | "between">,
  whose: Pick<Occupant, "scenario" | "command">,
): Promise<string | undefined> {
  const { folder, between } = held;
  const there = await occupantOf(folder);
  let aside: string | undefined;
  if (!there) await rename(finished, folder);
  else if (isSame(there, whose) && (await keepsAll(folder, there, finished)))
    await exchange(finished, folder, between);
  else {
    aside = await placeAside(held, there, whose.scenario);
    await rename(finished, aside);
    await exchange(aside, folder, between);
  }
  await syncFolder(path.dirname(folder));
  if (there && aside === undefined) await rm(finished, { recursive: true, force: true });
  return aside;
}

const isSame = (one: Pick<Occupant, "scenario" | "command">, other: Pick<Occupant, "scenario" | "command">) =>
  one.scenario === other.scenario && one.command === other.command;

/** A free place beside: `flagship-sweep`. Older results of the same command make room there. */
async function placeAside(
  { folder, between }: Pick<HeldPlace, "folder" | "between">,
  there: Occupant,
  scenario: string,
): Promise<string> {
  const ending = there.scenario === scenario ? (there.command ?? "earlier") : "earlier";
  for (let number = 1; ; number++) {
    const end = `-${ending}${number === 1 ? "" : `-${number}`}`;
    const aside = path.join(path.dirname(folder), shortened(path.basename(folder), end));
    const before = await occupantOf(aside).catch(() => "strange" as const);
    if (before === undefined) return aside;
    if (before === "strange" || !isSame(before, there) || !(await keepsAll(aside, before, folder))) continue;
    await rename(aside, between);
    await rm(between, { recursive: true });
    return aside;
  }
}

function shortened(stem: string, end: string): string {
  let kept = stem;
  while (Buffer.byteLength(kept + end) > LONGEST) kept = kept.slice(0, -1);
  return kept + end;
}

/**
 * Gives a folder what a user laid into an older one, by a second link to each file, so that a kill at any moment loses
 * none of it.
 *
 * @returns false, and nothing is done, where a name is taken by something else
 */
export async function keepsAll(
  from: string,
  { files }: Pick<Occupant, "files">,
  to: string,
): Promise<boolean> {
  const extra = await extraEntries(from, files);
  for (const { name, isFolder } of extra) {
    const taken = await lstat(path.join(to, name)).catch(() => undefined);
    if (taken && !(isFolder && taken.isDirectory())) return false;
  }
  for (const { name } of extra) await addTo(path.join(to, name), path.join(from, name));
  return true;
}

interface Entry {
  /** Relative, with slashes. */
  readonly name: string;
  readonly isFolder: boolean;
}

/** What of a results folder is not of its results, each folder before what is in it. */
async function extraEntries(folder: string, files: Occupant["files"]): Promise<Entry[]> {
  const ours = new Set(["manifest.json"]);
  for (const file of Object.keys(files))
    for (let name = file; name !== "."; name = path.posix.dirname(name)) ours.add(name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => ({
      name: path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"),
      isFolder: entry.isDirectory(),
    }))
    .filter(({ name }) => !ours.has(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function addTo(place: string, original: string): Promise<void> {
  const there = await lstat(original);
  await makeFolder(there.isDirectory() ? place : path.dirname(place));
  if (there.isDirectory()) return;
  if (there.isSymbolicLink()) await symlink(await readlink(original), place);
  else await linkOrCopy(original, place);
}

/** Not every file system knows a second link to a file. */
export const linkOrCopy = (original: string, place: string): Promise<void> =>
  link(original, place).catch(() => copyFile(original, place, constants.COPYFILE_EXCL));
