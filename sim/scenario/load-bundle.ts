import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

/** The package's root: where `scenarios/` and `sim/` stand. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const SIM = path.join(ROOT, "sim");
const PUBLIC: Readonly<Record<string, string>> = { "": "index.ts", "/browser": "browser.ts" };

/** What of the public surface runs and draws scenarios: files, threads, documents. A scenario itself has no use for it. */
const RUNNERS = /^\.\/(experiment|figures)\/|^\.\/scenario\/load/;
const LEFT_OUT = "left-out";

/** `orrery` is the running package, wherever the scenario lies; what of it the scenario leaves unused stays out. */
export const selfReference: Plugin = {
  name: "orrery",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@orrery\/)?orrery(\/browser)?$/ }, ({ path: name }) => ({
      path: path.join(SIM, PUBLIC[name.replace(/^(@orrery\/)?orrery/, "")]!),
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
