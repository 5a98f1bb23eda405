import path from "node:path";
import { config } from "@observablehq/notebook-kit/vite";
import type { PluginOption, UserConfig } from "vite";
import { IS_COMPILED, ROOT } from "../../scenario/load-bundle.ts";
import { localPackages, nothingElsewhere } from "./local-packages.ts";

/*
 * Observable Notebook Kit without a network: what notebooks and report pages are built with. In the repository `orrery`
 * is its sources.
 */

export interface KitPages {
  /** Folder of the pages, absolute. */
  readonly folder: string;
  /** The pages, absolute. */
  readonly inputs: readonly string[];
  /** Where the built pages go, absolute; its content is replaced. */
  readonly outDir: string;
  /** Between the libraries and the last look at what was built; the Kit's own among them. */
  readonly plugins: readonly PluginOption[];
}

/** Vite's configuration for pages of the Kit that need no other machine, neither to be built nor to be read. */
export function kitPages({ folder, inputs, outDir, plugins }: KitPages): UserConfig {
  return {
    appType: "mpa",
    logLevel: "warn",
    root: folder,
    publicDir: false,
    base: "./",
    resolve: { alias: aliases() },
    plugins: [localPackages(), ...plugins, nothingElsewhere()],
    worker: { format: "es", plugins: () => [localPackages()] },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      // Small files stay files: the policy lets a page fetch nothing that is written into it.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4_000,
      rollupOptions: {
        input: [...inputs],
        checks: { pluginTimings: false },
        onLog(_level, log) {
          if (log.code === "UNRESOLVED_IMPORT") throw new Error(log.message);
        },
      },
    },
  };
}

type Alias = { readonly find: RegExp; readonly replacement: string };

/** The Kit's own but for `npm:`, which it leaves to the reader's browser; the notebooks' style; Orrery's sources. */
function aliases(): Alias[] {
  const { alias } = config().resolve as { readonly alias: readonly Alias[] };
  const kits = alias.filter(({ find }) => !find.source.includes("npm:"));
  const style = { find: /^orrery:(.*)$/, replacement: path.join(ROOT, "sim/cli/vite/$1") };
  const sources = [
    { find: /^orrery$/, replacement: path.join(ROOT, "sim/index.ts") },
    { find: /^orrery\/(kit|browser)$/, replacement: path.join(ROOT, "sim/$1.ts") },
  ];
  return [...kits, style, ...(IS_COMPILED ? [] : sources)];
}
