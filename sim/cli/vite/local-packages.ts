import type { Plugin } from "vite";

/*
 * The Kit asks a CDN for its libraries, and so does `npm:` in a cell. Here they are the packages that are installed: the
 * build needs no network, and neither does the page.
 */

const CDN = "https://cdn.jsdelivr.net/npm/";
const ABSENT = "\0absent:";
/** What a built page may not hold: an address of another machine, or an import that nobody resolved. */
const ELSEWHERE = /cdn\.jsdelivr|fonts\.googleapis|import\("[^./]/;

/** How d3-dsv makes objects of rows: by code that it writes, which the pages' policy forbids. */
const ROW_BY_CODE =
  /return new Function\("d", "return \{" \+ columns\.map\([\s\S]*?\)\.join\(","\) \+ "\}"\);/;
const ROW_BY_NAMES = 'return (d) => Object.fromEntries(columns.map((name, i) => [name, d[i] || ""]));';

/** Files of the Kit that hold addresses of other machines, as they are without. */
const STANDARD: Readonly<Record<string, string>> = {
  "recommendedLibraries.js": `
    export const d3 = () => import("d3");
    export const htl = () => import("htl");
    export const html = () => import("htl").then(({ html }) => html);
    export const svg = () => import("htl").then(({ svg }) => svg);
    export const Plot = () => import("@observablehq/plot");
    export const Inputs = () => import("./inputs.js");
    export const md = () => import("./md.js").then(({ md }) => md);`,
  "sampleDatasets.js": "export {};",
  "duckdb.js":
    'const absent = () => { throw new Error("DuckDB is not installed."); }; export { absent as duckdb, absent as DuckDBClient };',
};

/** The package of a specifier, with its path: `https://cdn.jsdelivr.net/npm/d3@7/+esm` is `d3`. */
export const packageOf = (specifier: string): string =>
  specifier
    .replace(CDN, "")
    .replace(/^npm:/, "")
    .replace(/\/\+esm$/, "")
    .replace(/^((?:@[^/]+\/)?[^/@]+)@[^/]+/, "$1");

/** Resolves the Kit's libraries and `npm:` imports to packages that are installed. */
export function localPackages(): Plugin {
  return {
    name: "orrery:local-packages",
    enforce: "pre",
    async resolveId(source, importer, options) {
      if (!source.startsWith(CDN) && !source.startsWith("npm:")) return null;
      const isKits = importer?.includes("notebook-kit") ?? false;
      // What the Kit asks for is the project's, which may have another version of it than the Kit.
      const asking = isKits ? undefined : importer;
      const found = await this.resolve(packageOf(source), asking, { ...options, skipSelf: true });
      return found ?? (isKits ? ABSENT + packageOf(source) : null);
    },
    load(id) {
      const file = /notebook-kit\/dist\/src\/runtime\/stdlib\/(\w+\.js)$/.exec(id)?.[1];
      if (file !== undefined && file in STANDARD) return STANDARD[file];
      if (!id.startsWith(ABSENT)) return null;
      return `throw new Error(${JSON.stringify(`${id.slice(ABSENT.length)} is not installed.`)}); export default null;`;
    },
    // Style sheets name fonts on the CDN; the reader of Parquet names a file of a library that is not installed.
    transform(code, id) {
      if (/d3-dsv\/.*\.m?js$/.test(id)) return code.replace(ROW_BY_CODE, ROW_BY_NAMES);
      if (/notebook-kit.*\.css(?:$|\?)/.test(id)) return code.replaceAll(CDN, "");
      return id.endsWith("/stdlib/fileAttachment.js")
        ? code.replace(/"[^"]*parquet_wasm_bg\.wasm"/, '""')
        : null;
    },
  };
}

/** Refuses a built file that would ask another machine. */
export function nothingElsewhere(): Plugin {
  return {
    name: "orrery:nothing-elsewhere",
    apply: "build",
    enforce: "post",
    generateBundle(_options, files) {
      for (const [name, file] of Object.entries(files)) {
        const text = file.type === "chunk" ? file.code : String(file.source);
        const found = ELSEWHERE.exec(text);
        if (found === null) continue;
        const near = text.slice(Math.max(0, found.index - 40), found.index + 80).replace(/\s+/g, " ");
        this.error(`${name} asks another machine, or imports what was not resolved: …${near}…`);
      }
    },
  };
}
