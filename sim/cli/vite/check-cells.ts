import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { deserialize } from "@observablehq/notebook-kit";
import { JSDOM } from "jsdom";
import type { Plugin, Rollup } from "vite";
import { type CheckedCell, checkedCells } from "./cells.ts";

/** Refuses a build with a broken cell: all of them at once, each with its file, its number and its line. */
export function checkCells(files: () => readonly string[]): Plugin {
  let asked: Asked[] = [];
  return {
    name: "orrery:check-cells",
    async buildStart() {
      const flaws: string[] = [];
      asked = [];
      for (const file of files()) {
        this.addWatchFile(file);
        const found = await checkFile(this, file, path.relative(process.cwd(), file));
        flaws.push(...found.flaws);
        asked.push(...found.asked);
      }
      refuse(this, flaws);
    },
    // What a module exports is known when it has been read.
    buildEnd(error) {
      if (!error)
        refuse(
          this,
          asked.flatMap((one) => absentExports(this, one)),
        );
    },
  };
}

/** Exports that a cell asks a module for. */
interface Asked {
  /** File, line and number of the cell. */
  readonly cell: string;
  readonly specifier: string;
  readonly module: string;
  readonly names: readonly string[];
}

function refuse(context: Rollup.PluginContext, flaws: readonly string[]): void {
  if (flaws.length === 0) return;
  const count = flaws.length === 1 ? "A cell is broken" : `Cells are broken in ${flaws.length} places`;
  context.error({ message: `${count}.\n\n${flaws.join("\n")}` });
}

function absentExports(context: Rollup.PluginContext, { cell, specifier, module, names }: Asked): string[] {
  const info = context.getModuleInfo(module) as { exports?: readonly string[] } | null;
  const exports = info?.exports ?? [];
  // CommonJS says what it exports when it runs; what `export *` passes on stands elsewhere.
  if (exports.length === 0 || exports.includes("*")) return [];
  return names
    .filter((name) => !exports.includes(name))
    .map((name) => `${cell}: ${specifier} has no export ${name}.`);
}

async function checkFile(
  context: Rollup.PluginContext,
  file: string,
  shown: string,
): Promise<{ readonly flaws: string[]; readonly asked: Asked[] }> {
  const text = readFileSync(file, "utf8");
  const { window } = new JSDOM();
  const notebook = deserialize(text, { parser: new window.DOMParser() });
  window.close();
  const flaws: string[] = [];
  const asked: Asked[] = [];
  for (const cell of checkedCells(notebook)) {
    const place = `${shown}:${lineOf(text, cell.id)}  cell ${cell.id}`;
    const found = [...cell.flaws, ...(await missingParts(context, file, cell))];
    for (const { specifier, names } of cell.imports) {
      const resolved = await context.resolve(specifier, file);
      if (/^https?:/.test(specifier)) found.push(`It imports ${specifier} from another machine.`);
      else if (!resolved) found.push(`Its import of ${specifier} cannot be resolved.`);
      else asked.push({ cell: place, specifier, module: resolved.id, names });
    }
    flaws.push(...found.map((flaw) => `${place}: ${flaw}`));
  }
  return { flaws, asked };
}

/** Line of the cell's tag; 1 where its number is not written. */
function lineOf(text: string, id: number): number {
  const at = text.search(new RegExp(`<script[^>]*\\bid="?${id}"?[\\s>]`));
  return text.slice(0, Math.max(at, 0)).split("\n").length;
}

/** Packages and files that a cell needs and that are not there. */
async function missingParts(
  context: Rollup.PluginContext,
  file: string,
  { files, packages }: CheckedCell,
): Promise<string[]> {
  const missing = await Promise.all(
    [...new Set(packages)].map(async (name) =>
      (await context.resolve(name, file)) ? [] : [`It needs the package ${name}, which is not installed.`],
    ),
  );
  const absent = files
    .filter((name) => !existsSync(path.resolve(path.dirname(file), name)))
    .map((name) => `${name} is no file beside the notebook.`);
  return [...missing.flat(), ...absent];
}
