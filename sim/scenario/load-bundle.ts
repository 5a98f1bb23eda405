import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";

const HERE = path.dirname(fileURLToPath(import.meta.url));
/** The package's root: where `scenarios/` and `sim/` stand. Above the sources, and above what is compiled of them. */
export const ROOT = rootAbove(HERE);
export const SIM = path.join(ROOT, "sim");
/** Whether what runs are not the sources, but what is compiled of them: then Node can import it. */
export const IS_COMPILED = !HERE.startsWith(SIM + path.sep);
const LIBRARY = "index.ts";
const PUBLIC: Readonly<Record<string, string>> = {
  "": LIBRARY,
  "/kit": "kit.ts",
  "/browser": "browser.ts",
};
/** By its own name, or as it is published under a scope. */
const ORRERY = /^(@orrery\/)?orrery(\/kit|\/browser)?$/;
const withoutName = (specifier: string): string => specifier.replace(/^(@orrery\/)?orrery/, "");

/** What of the public surface runs and draws scenarios: files, threads, documents. A scenario itself has no use for it. */
const RUNNERS = /^\.\/(experiment|figures)\/|^\.\/scenario\/load/;
const LEFT_OUT = "left-out";

function rootAbove(folder: string): string {
  const isRoot = existsSync(path.join(folder, "sim/index.ts"));
  return isRoot ? folder + path.sep : rootAbove(path.dirname(folder));
}

/** `orrery` is the running package, wherever the scenario lies; what of it the scenario leaves unused stays out. */
export const selfReference: Plugin = {
  name: "orrery",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: ORRERY }, ({ path: name }) => ({
      path: path.join(SIM, PUBLIC[withoutName(name)]!),
      sideEffects: false,
    }));
    onResolve({ filter: RUNNERS }, ({ path: name, importer }) =>
      importer === path.join(SIM, "index.ts")
        ? { path: name, namespace: LEFT_OUT, sideEffects: false }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: LEFT_OUT }, () => ({ contents: "module.exports = {}", loader: "js" }));
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path: name, resolveDir }) => {
      const file = path.resolve(resolveDir, name);
      return file.startsWith(SIM + path.sep) ? { path: file, sideEffects: false } : undefined;
    });
  },
};

/** `orrery` is the library that is loaded already, where it is compiled: a scenario's mechanisms are then made by it. */
export const runningLibrary: Plugin = {
  name: "running",
  setup({ onResolve }) {
    if (!IS_COMPILED) return;
    const loaded = (source: string | undefined) => {
      const name = source?.replace(/\.ts$/, ".mjs");
      return name !== undefined && existsSync(path.join(HERE, name))
        ? { path: pathToFileURL(path.join(HERE, name)).href, external: true }
        : undefined;
    };
    onResolve({ filter: ORRERY }, ({ path: name }) => loaded(PUBLIC[withoutName(name)]));
    onResolve({ filter: /\/index\.ts$/ }, ({ path: name, resolveDir }) =>
      path.resolve(resolveDir, name) === path.join(SIM, LIBRARY) ? loaded(LIBRARY) : undefined,
    );
  },
};
