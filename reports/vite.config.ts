import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { config as kit, observable } from "@observablehq/notebook-kit/vite";
import { build as bundle } from "esbuild";
import { defineConfig, type IndexHtmlTransformHook, type Plugin, type UserConfig } from "vite";
import { REPORT_STYLE } from "../sim/figures/report-style.ts";

/*
 * Observable Notebook Kit without a network. The Kit asks a CDN for every library; here each is what is installed, one
 * that is not installed says so when a cell asks for it, and whatever would ask another machine fails the build.
 */

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.dirname(HERE);
const CDN = "https://cdn.jsdelivr.net/npm/";
/** What a built page may not hold: an address of another machine, or an import that nobody resolved. */
const ELSEWHERE = /cdn\.jsdelivr|fonts\.googleapis|import\("[^./]/;

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
  const { alias } = kit().resolve as {
    readonly alias: readonly { readonly find: RegExp; readonly replacement: string }[];
  };
  // The Kit's own for `npm:` leaves an import to the reader's browser.
  const aliases = alias.filter(({ find }) => !find.source.includes("npm:"));
  const own = ["index", "kit", "browser"].map((name) => ({
    find: name === "index" ? /^orrery$/ : new RegExp(`^orrery/${name}$`),
    replacement: path.join(ROOT, `sim/${name}.ts`),
  }));
  return {
    appType: "mpa",
    logLevel: "warn",
    root: folder,
    publicDir: false,
    base: "./",
    resolve: { alias: [...aliases, ...own] },
    plugins: [installed(), told(observable({ template: frame })), classic(), closed()],
    worker: { format: "es", plugins: () => [installed()] },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4_000,
      rollupOptions: {
        input: inputs,
        onLog(_level, log) {
          if (log.code === "UNRESOLVED_IMPORT") throw new Error(log.message);
        },
      },
    },
  };
}

/** The notebooks of a folder, by name. */
const notebooksIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".html") && name !== "template.html")
    .sort();

/** `npm:d3@7`, `https://cdn.jsdelivr.net/npm/d3@7/+esm`: d3. */
const bare = (specifier: string): string =>
  specifier
    .replace(CDN, "")
    .replace(/^npm:/, "")
    .replace(/\/\+esm$/, "")
    .replace(/^((?:@[^/]+\/)?[^/@]+)@[^/]+/, "$1");

/**
 * Of the libraries that the Kit gives to cells by name, those that are installed. The others (and the Kit's sample data)
 * would come from a CDN: a cell that names one is told that it is not defined.
 */
const GIVEN: Readonly<Record<string, string>> = {
  "recommendedLibraries.js": [
    'export const d3 = () => import("d3");',
    'export const htl = () => import("htl");',
    'export const html = () => import("htl").then(({ html }) => html);',
    'export const svg = () => import("htl").then(({ svg }) => svg);',
    'export const Plot = () => import("@observablehq/plot");',
    'export const Inputs = () => import("./inputs.js");',
    'export const md = () => import("./md.js").then(({ md }) => md);',
  ].join("\n"),
  "sampleDatasets.js": "export {};",
  "duckdb.js":
    'const absent = () => { throw new Error("DuckDB is not installed."); }; export { absent as duckdb, absent as DuckDBClient };',
};

/** Libraries come from what is installed; what is not fails the build with the name of the file that asks for it. */
function installed(): Plugin {
  const absent = "\0absent:";
  return {
    name: "orrery:installed",
    enforce: "pre",
    async resolveId(specifier, importer, options) {
      if (!specifier.startsWith(CDN) && !specifier.startsWith("npm:")) return null;
      const name = bare(specifier);
      const isKits = importer?.includes("notebook-kit") ?? false;
      const found = await this.resolve(name, isKits ? path.join(ROOT, "package.json") : importer, {
        ...options,
        skipSelf: true,
      });
      if (found && !found.external) return found;
      if (isKits) return absent + name;
      throw new Error(`${fileOf(importer)} imports ${specifier}, and ${name} is not installed.`);
    },
    load(id) {
      const given = /notebook-kit\/dist\/src\/runtime\/stdlib\/(\w+\.js)$/.exec(id)?.[1];
      if (given !== undefined && GIVEN[given] !== undefined) return GIVEN[given];
      if (!id.startsWith(absent)) return null;
      const message = `${id.slice(absent.length)} is not installed.`;
      return `throw new Error(${JSON.stringify(message)}); export default null;`;
    },
    // Style sheets name fonts on the CDN; the Kit's reader of Parquet names a file of a library that is not installed.
    transform(code, id) {
      if (/notebook-kit.*\.css(?:$|\?)/.test(id)) return code.replaceAll(CDN, "");
      return id.endsWith("/stdlib/fileAttachment.js")
        ? code.replace(/"[^"]*parquet_wasm_bg\.wasm"/, '""')
        : null;
    },
  };
}

/** The file of a module's name in Vite, from the root of the project. */
const fileOf = (id = "a page"): string => path.relative(ROOT, id.replace(/^\0/, "").replace(/\?.*$/, ""));

/** The Kit's plugin; what is wrong with a cell is told with the notebook's name. */
function told(plugin: ReturnType<typeof observable>): Plugin {
  const { transformIndexHtml, ...rest } = plugin as Plugin & {
    readonly transformIndexHtml: { readonly handler: IndexHtmlTransformHook };
  };
  return {
    ...rest,
    transformIndexHtml: {
      order: "pre",
      async handler(input, context) {
        try {
          return await transformIndexHtml.handler.call(this, input, context);
        } catch (error) {
          throw new Error(`${path.relative(ROOT, context.filename)}: ${(error as Error).message}`);
        }
      },
    },
  };
}

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
      const sheets = ["site.css", "what-if.css"].map((name) =>
        readFile(path.join(HERE, "lib", name), "utf8"),
      );
      const css = (await Promise.all(sheets)).join("\n");
      this.emitFile({ type: "asset", fileName: "assets/site.css", source: `${REPORT_STYLE}\n${css}` });
      const icon = await readFile(path.join(HERE, "lib/icon.svg"), "utf8");
      this.emitFile({ type: "asset", fileName: "assets/icon.svg", source: icon });
    },
  };
}

/** Fails where a built page would ask another machine, with the file's name. */
function closed(): Plugin {
  return {
    name: "orrery:closed",
    apply: "build",
    enforce: "post",
    generateBundle(_options, files) {
      for (const [name, file] of Object.entries(files)) {
        const text = file.type === "chunk" ? file.code : String(file.source);
        const found = ELSEWHERE.exec(text);
        if (found === null) continue;
        const near = text.slice(Math.max(0, found.index - 40), found.index + 80).replace(/\s+/g, " ");
        throw new Error(`${name} asks another machine or imports what was not resolved: …${near}…`);
      }
    },
  };
}

export default defineConfig(notebookSite({ folder: HERE, outDir: path.join(ROOT, "dist") }));
