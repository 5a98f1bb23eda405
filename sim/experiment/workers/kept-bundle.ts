import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../scenario/load-bundle.ts";
import { isTrusted, type State, sha256Of, stateOf, statesAsTheyWere } from "./as-it-was.js";

/*
 * Making a bundle takes longer than a short run, so the last one of every scenario of the project is kept beside the
 * installed packages, with what it was made of: size, times and sha256 of each file, and what decides which files these
 * are. It is taken again only where all of that is as it was. Kept there because whoever can write there can change the
 * packages as well; a temporary folder is open to strangers.
 */
/** The repository, or the project that has Orrery among its packages. */
const PROJECT = projectOf(ROOT);
const FOLDER = path.join(PROJECT, "node_modules", ".cache", "orrery");
/** What decides, in each folder of a file of ours and above, what is imported and how it is compiled. */
const DECIDING = ["package.json", "tsconfig.json", "node_modules"];
const INSTALLED = "node_modules/.package-lock.json";
/** How a bundle is made, besides what it is made of; and the list of what is installed, esbuild among it. */
const MAKING = [
  ...[
    "experiment/workers/bundle.ts",
    "experiment/workers/kept-bundle.ts",
    "scenario/load-bundle.ts",
    "cli/folders/page-script.ts",
  ].map((name) => fromProject(path.join("sim", name))),
  INSTALLED,
];

/** A name from the project's folder to what tells whether it is as it was. */
type Parts = Readonly<Record<string, State>>;

interface Kept {
  readonly sha256: string;
  readonly parts: Parts;
}

/** The bundle that was kept of a scenario, where making it again would give the same. */
export function keptBundle(module: string | undefined): string | undefined {
  try {
    const file = keptFile(module);
    if (!isTrusted(FOLDER) || !isTrusted(file)) return undefined;
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    const { sha256, parts }: Kept = JSON.parse(text.slice(0, end));
    const source = text.slice(end + 1);
    const now = statesAsTheyWere(PROJECT, parts);
    if (now === undefined || sha256Of(source) !== sha256) return undefined;
    if (now !== parts) write(file, { sha256, parts: now }, source);
    return source;
  } catch {
    return undefined;
  }
}

/**
 * Called before a bundle is made; gives what keeps it for the next start. One that cannot be kept is made again.
 *
 * @returns takes the bundle, and the files that it was made of, from the root
 */
export function keeping(module: string | undefined): (source: string, inputs: readonly string[]) => void {
  const file = keptFile(module);
  const own = `${file}.${process.pid}`;
  let began: number;
  try {
    mkdirSync(path.dirname(FOLDER), { recursive: true });
    mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
    if (!isTrusted(FOLDER)) return () => {};
    writeFileSync(own, "");
    began = statSync(own).ctimeMs;
    rmSync(own);
  } catch {
    // No packages of its own, a full disk, a folder that may only be read.
    return () => {};
  }
  return (source, files) => {
    const inputs = files.map(fromProject);
    if (inputs.some((name) => path.isAbsolute(name) || name.startsWith(".."))) return;
    try {
      // What has changed meanwhile may be in the bundle or not.
      if (inputs.some((name) => statSync(path.join(PROJECT, name)).ctimeMs > began)) return;
      const parts = partsOf(inputs);
      if (parts[INSTALLED] === "absent") return;
      write(file, { sha256: sha256Of(source), parts }, source);
    } catch {
      // A file that it was made of is gone.
    }
  };
}

/** Whole or not at all: where it can no longer be written, what was there stays. */
function write(file: string, kept: Kept, source: string): void {
  const own = `${file}.${process.pid}`;
  try {
    writeFileSync(own, `${JSON.stringify(kept)}\n${source}`, { mode: 0o600 });
    renameSync(own, file);
  } catch {
    rmSync(own, { force: true });
  }
}

/** Where the bundle of a scenario is kept. */
export const keptFile = (module: string | undefined): string =>
  path.join(FOLDER, `${module === undefined ? "generic" : sha256Of(module)}.worker`);

function partsOf(inputs: readonly string[]): Parts {
  const folders = new Set<string>([""]);
  for (const name of inputs)
    if (!isOfPackage(name))
      for (let folder = path.dirname(name); folder !== "."; folder = path.dirname(folder))
        folders.add(folder);
  const deciding = [...folders].flatMap((folder) => DECIDING.map((name) => path.join(folder, name)));
  return Object.fromEntries(
    [...inputs, ...MAKING, ...deciding].map((name) => [name, stateOf(path.join(PROJECT, name))]),
  );
}

const isOfPackage = (name: string): boolean => name.split(path.sep).includes("node_modules");

function projectOf(root: string): string {
  const parts = path.resolve(root).split(path.sep);
  const at = parts.indexOf("node_modules");
  return at < 0 ? path.resolve(root) : parts.slice(0, at).join(path.sep) || path.sep;
}

/** A name from Orrery's root as one from the project's folder. */
function fromProject(name: string): string {
  return path.relative(PROJECT, path.resolve(ROOT, name));
}
