#!/usr/bin/env node
// The command: runs what is compiled of main.ts, or loads it through tsx. Plain JavaScript, because Node 20 cannot load
// .ts by itself.
import { accessSync, constants, mkdirSync, readFileSync, writeSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// Until main.ts is loaded, which hears signals itself.
const stop = () => {
  tell("Interrupted: nothing had been started yet.\n");
  process.exit(130);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
greet(process.argv.slice(2));

const { compiledMain } = await import("./compiled.js");
const compiled = await compiledMain();
if (compiled !== undefined) await import(pathToFileURL(compiled).href);
else {
  // tsx keeps what it has compiled in TMPDIR, and needs to be told where it cannot. It reads this when it is loaded.
  if (!isUsable(tmpdir())) process.env.TSX_DISABLE_CACHE = "1";
  // Says that `orrery` is its sources.
  process.env.TSX_TSCONFIG_PATH = fileURLToPath(new URL("../../tsconfig.json", import.meta.url));
  const { register } = await import("tsx/esm/api");
  register();
  await import("./main.ts");
}

/** The first line, before anything is loaded: long runs follow. */
function greet(args) {
  const silent =
    ["--quiet", "--json", "--help", "-h"].some((option) => args.includes(option)) || args.includes("help");
  const command = args.find((argument) => !argument.startsWith("-"));
  if (silent || !["run", "compare", "sweep", "solve"].includes(command)) return;
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  tell(`Orrery ${version}\n`);
}

/** Whether anybody reads it or not. */
function tell(text) {
  try {
    writeSync(2, text);
  } catch {}
}

/** Makes the folder that tsx would make, but not its parents: below /proc that never ends. */
function isUsable(temporary) {
  try {
    const folder = path.join(temporary, `tsx-${process.geteuid?.() ?? userInfo().username}`);
    try {
      mkdirSync(folder);
    } catch (error) {
      if (error.code !== "EEXIST") return false;
    }
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
