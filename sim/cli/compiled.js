// The compiled command line: as a package brings it, or made of the sources when they have changed and kept beside the
// installed packages, where whoever can write can change the packages as well. Plain JavaScript, like orrery.js.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isTrusted, stateOf, statesAsTheyWere } from "../experiment/workers/as-it-was.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = path.join(ROOT, "node_modules/.cache/orrery");
const KEPT = path.join(FOLDER, "compiled.json");
const PREFIX = "compiled-";
/** Made with the library, so that a scenario's `orrery` is the one that runs. */
const ENTRIES = { main: "sim/cli/main.ts", index: "sim/index.ts", kit: "sim/kit.ts" };
/** What decides how it is compiled, besides what it is made of; the list of what is installed, esbuild among it. */
const MAKING = [
  "package.json",
  "tsconfig.json",
  "node_modules/.package-lock.json",
  "sim/cli/compile.js",
  "sim/cli/compiled.js",
  "sim/experiment/workers/as-it-was.js",
];
/** A process loads parts of the folder that it began with when it needs them, be it after hours of runs. */
const KEEP_OLD_MS = 86_400_000;

/**
 * The module that runs the command line; undefined where none can be kept, because the folder may only be read, is
 * somebody else's, or the sources do not compile.
 */
export async function compiledMain() {
  const folder = isPackage() ? path.join(ROOT, "lib") : (keptFolder() ?? (await keepCompiled()));
  return folder === undefined ? undefined : path.join(folder, "main.mjs");
}

/** As it was packed: what the repository has for those who change the sources is not there. */
const isPackage = () =>
  existsSync(path.join(ROOT, "lib/main.mjs")) && !existsSync(path.join(ROOT, "tsconfig.json"));

/** The folder that was kept, where its files and the sources are as they were. */
function keptFolder() {
  try {
    if (!isTrusted(FOLDER) || !isTrusted(KEPT)) return undefined;
    const kept = JSON.parse(readFileSync(KEPT, "utf8"));
    const files = statesAsTheyWere(ROOT, kept.files);
    if (files === undefined) return undefined;
    if (files !== kept.files) writeKept({ ...kept, files });
    return path.join(FOLDER, kept.folder);
  } catch {
    return undefined;
  }
}

/** Compiles and keeps it. Each time in a folder of its own: whatever interrupts it leaves the old one as it was. */
async function keepCompiled() {
  let folder;
  try {
    mkdirSync(FOLDER, { recursive: true });
    if (!isTrusted(FOLDER)) return undefined;
    folder = mkdtempSync(path.join(FOLDER, PREFIX));
    const began = statSync(folder).ctimeMs;
    const { compile } = await import("./compile.js");
    const { files, inputs } = await compile(ENTRIES);
    for (const { name, contents } of files) writeFileSync(path.join(folder, name), contents);
    const made = files.map(({ name }) => path.relative(ROOT, path.join(folder, name)));
    const sources = statesOf([...inputs, ...MAKING]);
    // What has changed meanwhile may be in it or not: it is run, but not kept.
    if (Object.values(sources).every(({ changed = 0 }) => changed < began)) {
      writeKept({ folder: path.basename(folder), files: { ...sources, ...statesOf(made) } });
      removeOld(path.basename(folder));
    }
    return folder;
  } catch {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
}

const statesOf = (names) => Object.fromEntries(names.map((name) => [name, stateOf(path.join(ROOT, name))]));

function writeKept(kept) {
  const own = `${KEPT}.${process.pid}`;
  try {
    writeFileSync(own, JSON.stringify(kept));
    renameSync(own, KEPT);
  } catch {
    // It may only be read: looked at more closely each time.
    rmSync(own, { force: true });
  }
}

function removeOld(current) {
  for (const name of readdirSync(FOLDER)) {
    const folder = path.join(FOLDER, name);
    if (!name.startsWith(PREFIX) || name === current) continue;
    if (Date.now() - statSync(folder).mtimeMs > KEEP_OLD_MS) rmSync(folder, { recursive: true, force: true });
  }
}
