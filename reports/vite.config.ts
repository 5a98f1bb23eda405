import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { observable } from "@observablehq/notebook-kit/vite";
import { build as bundle } from "esbuild";
import { defineConfig, type Plugin, type UserConfig } from "vite";
import { checkCells } from "../sim/cli/vite/check-cells.ts";
import { kitPages } from "../sim/cli/vite/kit-pages.ts";
import { REPORT_STYLE } from "../sim/figures/report-style.ts";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.dirname(HERE);
export interface NotebookSite {
  /** Folder of the notebooks, absolute. */
  readonly folder: string;
  /** Where the built pages go, absolute. */
  readonly outDir: string;
  /** The page that notebooks are put into, absolute; the reports' frame by default. */
  readonly template?: string;
  /** Notebooks by file name; left out: every .html of the folder but the template. */
  readonly pages?: readonly string[];
}

/** A Vite configuration that builds notebooks into pages that need no other machine. */
export function notebookSite({ folder, outDir, template, pages }: NotebookSite): UserConfig {
  const frame = template ?? path.join(HERE, "template.html");
  const inputs = (pages ?? notebooksIn(folder)).map((name) => path.join(folder, name));
  const plugins = [checkCells(() => inputs), observable({ template: frame }), classic()];
  return kitPages({ folder, inputs, outDir, plugins });
}

/** The notebooks of a folder, by name. */
const notebooksIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".html") && name !== "template.html")
    .sort();

/** What works in a page that is opened from disk, where modules are not loaded: one plain script. */
function classic(): Plugin {
  return {
    name: "orrery:classic",
    apply: "build",
    async generateBundle() {
      const { outputFiles } = await bundle({
        entryPoints: [path.join(HERE, "lib/frame.ts")],
        bundle: true,
        write: false,
        minify: true,
        format: "iife",
        target: "es2022",
      });
      this.emitFile({ type: "asset", fileName: "assets/frame.js", source: outputFiles[0]!.text });
      const sheets = ["site.css", "what-if.css", "catalogue.css", "verdicts.css"].map((name) =>
        readFile(path.join(HERE, "lib", name), "utf8"),
      );
      const css = (await Promise.all(sheets)).join("\n");
      this.emitFile({ type: "asset", fileName: "assets/site.css", source: `${REPORT_STYLE}\n${css}` });
      const icon = await readFile(path.join(HERE, "lib/icon.svg"), "utf8");
      this.emitFile({ type: "asset", fileName: "assets/icon.svg", source: icon });
    },
  };
}

export default defineConfig(notebookSite({ folder: HERE, outDir: path.join(ROOT, "dist") }));
