import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/** A program that prints one number. */
export type Program = (...words: (string | number)[]) => number;

const temporary = mkdtempSync(join(tmpdir(), "orrery-bench-"));
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** A TypeScript file of this folder, bundled as worker threads load it, in a Node of its own. */
export function nodeProgram(file: string): Program {
  const outfile = join(temporary, file.replace(/\.ts$/, ".mjs"));
  buildSync({
    entryPoints: [here(file)],
    outfile,
    bundle: true,
    platform: "browser",
    external: ["node:*"],
    format: "esm",
    logLevel: "error",
  });
  return program(process.execPath, [outfile]);
}

/** A C++ file of this folder, compiled with -O2; undefined without g++. */
export function cppProgram(file: string): Program | undefined {
  if (spawnSync("g++", ["--version"]).status !== 0) return undefined;
  const executable = join(temporary, file.replace(/\.cpp$/, ""));
  execFileSync("g++", ["-O2", "-std=c++17", "-o", executable, here(file)]);
  return program(executable, []);
}

/** A Python file of this folder, by the first Python that has SimPy 3 or later; undefined when none has. */
export function simpyProgram(file: string): Program | undefined {
  const python = ["/usr/bin/python3", "python3"].find(
    (command) => spawnSync(command, ["-c", "import simpy; simpy.Environment"]).status === 0,
  );
  return python === undefined ? undefined : program(python, [here(file)]);
}

export const noCpp = "g++ is not installed (Debian: g++).";
export const noSimpy = "SimPy 3 is not installed (Debian: python3-simpy3).";

function program(command: string, first: readonly string[]): Program {
  return (...words) => Number(execFileSync(command, [...first, ...words.map(String)], { encoding: "utf8" }));
}
