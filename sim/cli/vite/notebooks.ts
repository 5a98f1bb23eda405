import { readFileSync } from "node:fs";
import path from "node:path";
import { observable } from "@observablehq/notebook-kit/vite";
import type { Plugin, UserConfig } from "vite";
import { checkCells } from "./check-cells.ts";
import { contentsOf, INDEX, indexOf, notebooksIn } from "./contents.ts";
import { frame, type Home } from "./frame.ts";
import { kitPages } from "./kit-pages.ts";

export interface NotebookOptions {
  /** Every `.html` file in it that holds a `<notebook>` is one; by default the folder where Vite was started. */
  readonly folder?: string;
  /** Where the pages go: its content is replaced. By default `dist`. */
  readonly outDir?: string;
  /** What the notebooks are together. */
  readonly title?: string;
  /** The site that they are a part of. */
  readonly home?: Home;
}

/**
 * Vite's configuration for a folder of text notebooks, which become pages that need no other machine; a cell that cannot
 * work fails the build. In a vite.config.js: `export default notebooks()`.
 */
export function notebooks(options: NotebookOptions = {}): UserConfig {
  const folder = path.resolve(options.folder ?? ".");
  const { title = "Notebooks", home } = options;
  const files = [...new Set([INDEX, ...notebooksIn(folder)])].map((name) => path.join(folder, name));
  return kitPages({
    folder,
    inputs: files,
    outDir: path.resolve(options.outDir ?? "dist"),
    plugins: [
      index(folder, title),
      checkCells(() => notebooksIn(folder).map((name) => path.join(folder, name))),
      observable({
        transformTemplate: (_text, { filename }) =>
          frame(path.basename(filename), contentsOf(folder), title, home),
      }),
      scrollable,
    ],
  });
}

/** Code that is wider than the page is scrolled by keyboard too. */
const scrollable: Plugin = {
  name: "orrery:scrollable",
  transformIndexHtml: (html) => html.replaceAll(/<pre(?=[ >])/g, '<pre tabindex="0"'),
};

/** The list of the notebooks, where the folder has no index of its own. */
function index(folder: string, title: string): Plugin {
  const file = path.join(folder, INDEX);
  return {
    name: "orrery:index",
    enforce: "pre",
    resolveId: (id) => (id === file ? id : null),
    load(id) {
      if (id !== file) return null;
      return notebooksIn(folder).includes(INDEX)
        ? readFileSync(file, "utf8")
        : indexOf(contentsOf(folder), title);
    },
  };
}
