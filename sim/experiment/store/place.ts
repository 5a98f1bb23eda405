import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { OrreryError, UsageError } from "../../errors.ts";
import type { Command, Manifest } from "./manifest.ts";

/** Results of ours that lie somewhere: what tells whose they are, and which files are theirs. */
export interface Occupant extends Pick<Manifest, "scenario" | "files"> {
  /** Undefined: an Orrery wrote them that did not say. */
  readonly command: Command | undefined;
}

/** Where runs under way lie, beside the results folders. */
export const PARTIAL = ".partial";

/** Names that mean another folder than one of their own. */
const TAKEN = new Set(["", ".", "..", PARTIAL]);

/**
 * The folder of a scenario's results.
 *
 * @throws UsageError where the scenario's name can be no folder's
 */
export function placeOf(out: string, name: string): string {
  if (!TAKEN.has(name.toLowerCase())) return path.join(out, name);
  throw new UsageError(
    `A scenario called ${JSON.stringify(name)} cannot have a folder of results of its name.`,
    [],
    "Give its file another name.",
  );
}

/**
 * What lies where results are to go: results of ours, or undefined for nothing, which an empty folder is, too.
 *
 * @throws OrreryError where something lies there that Orrery did not write: it is never replaced
 */
export async function occupantOf(place: string): Promise<Occupant | undefined> {
  const there = await lstat(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!there) return undefined;
  if (there.isSymbolicLink()) throw strange(place, "a link");
  if (!there.isDirectory()) throw strange(place, "a file");
  const names = (await readdir(place)).sort();
  if (names.length === 0) return undefined;
  const ours = await ownManifest(place);
  if (ours) return ours;
  const some = names.slice(0, SHOWN).join(", ");
  const more = names.length > SHOWN ? `, … (${names.length} in all)` : "";
  throw strange(place, "a folder", `It has no manifest.json of a run. It holds ${some}${more}.`);
}

const SHOWN = 5;

const strange = (place: string, what: string, ...facts: string[]): OrreryError =>
  new OrreryError(
    `${place} is ${what} that Orrery did not write: it is not replaced.`,
    facts,
    "Name another folder by --out, or move it away.",
  );

/** What a manifest says, of whatever version; undefined where there is none, or it is another program's. */
async function ownManifest(folder: string): Promise<Occupant | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
    const { resultsVersion, scenario, command, runs, files } = found as Partial<Manifest>;
    const isOurs =
      typeof resultsVersion === "number" &&
      typeof scenario === "string" &&
      Array.isArray(runs) &&
      typeof files === "object" &&
      files !== null;
    return isOurs ? { scenario, files, command } : undefined;
  } catch {
    return undefined;
  }
}
