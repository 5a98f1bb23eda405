import { type Cell, type Notebook, parseJavaScript, transpile } from "@observablehq/notebook-kit";
import { packageOf } from "./local-packages.ts";
import { BUILTINS, GLOBALS, LIBRARIES } from "./names.ts";

/*
 * What is wrong with the cells of a notebook, as far as it can be told without running them. In a page a broken cell is
 * a red line that its reader finds; here it is found by its author.
 */

/** What a cell asks of other files and packages. */
export interface CellImport {
  readonly specifier: string;
  /** Exports that it asks for by name; none of an import that is computed with. */
  readonly names: readonly string[];
}

/** A cell as the runtime sees it. */
export interface CheckedCell {
  readonly id: number;
  /** What is wrong with it, as sentences. */
  readonly flaws: readonly string[];
  readonly imports: readonly CellImport[];
  /** Files that it reads or starts as workers, from the notebook. */
  readonly files: readonly string[];
  /** Packages of the libraries that it names (`Plot`, `d3`). */
  readonly packages: readonly string[];
}

interface Wired {
  readonly id: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Each cell with what is wrong with it, and what is still to be resolved. */
export function checkedCells({ cells }: Pick<Notebook, "cells">): CheckedCell[] {
  const read = cells.map(readCell);
  const wired = read.flatMap(({ wiring }) => wiring ?? []);
  const definers = new Map<string, number[]>();
  for (const { id, outputs } of wired)
    for (const name of outputs) definers.set(name, [...(definers.get(name) ?? []), id]);
  const circle = new Set(inCircles(wired, definers));
  return read.map(({ wiring, flaws, ...cell }) => ({
    ...cell,
    flaws: [
      ...flaws,
      ...(wiring?.inputs ?? []).flatMap((name) => nameFlaw(name, definers)),
      ...(wiring?.outputs ?? []).flatMap((name) => {
        const others = definers.get(name)!.filter((id) => id !== cell.id);
        return others.length > 0 ? [`${name} is defined by cell ${others.join(" and cell ")} as well.`] : [];
      }),
      ...(circle.has(cell.id) ? ["It needs what needs its own result: the cells go round in a circle."] : []),
    ],
  }));
}

function readCell(cell: Cell): CheckedCell & { readonly wiring: Wired | undefined } {
  const nothing = { id: cell.id, imports: [], files: [], packages: [], wiring: undefined };
  try {
    if (cell.mode === "node" || cell.mode === "python" || cell.mode === "r" || cell.mode === "sql")
      return { ...nothing, flaws: [`A cell of mode ${cell.mode} runs a program while the page is built.`] };
    const { body, inputs = [], outputs = [], output, files = new Set() } = transpile({ ...cell });
    const { imports, urls } = requests(body);
    return {
      id: cell.id,
      flaws: [],
      imports,
      files: [...files, ...urls],
      packages: inputs.flatMap((name) => LIBRARIES[name] ?? []),
      wiring: { id: cell.id, inputs, outputs: [...outputs, ...(output === undefined ? [] : named(output))] },
    };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ...nothing, flaws: [`Its syntax is wrong: ${error.message}.`] };
  }
}

/** A view defines itself and its value. */
const named = (output: string): string[] => {
  const value = output.replace(/^(viewof|mutable)[$ ]/, "");
  return value === output ? [output] : [output, value];
};

function nameFlaw(name: string, definers: ReadonlyMap<string, unknown>): string[] {
  if (definers.has(name) || BUILTINS.has(name) || name in LIBRARIES || name.startsWith("@")) return [];
  return GLOBALS.has(name) ? [] : [`${name} is not defined: no cell, no library and no browser has it.`];
}

/** Cells that need one another in a circle. */
function inCircles(cells: readonly Wired[], definers: ReadonlyMap<string, readonly number[]>): number[] {
  const needs = new Map(
    cells.map(({ id, inputs }) => [id, inputs.flatMap((name) => definers.get(name) ?? [])]),
  );
  const reaches = (from: number, to: number, seen: Set<number>): boolean =>
    (needs.get(from) ?? []).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      return reaches(next, to, seen.add(next));
    });
  return cells.map(({ id }) => id).filter((id) => reaches(id, id, new Set()));
}

/** A node of a syntax tree. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const part of value) yield* nodesIn(part);
  if (!isNode(value)) return;
  yield value;
  for (const part of Object.values(value)) yield* nodesIn(part);
}

const textOf = (value: unknown): string | undefined =>
  isNode(value) && value.type === "Literal" && typeof value["value"] === "string"
    ? value["value"]
    : undefined;

/** Modules that the code of a cell imports, and addresses that it takes of files beside the notebook. */
function requests(body: string): { readonly imports: CellImport[]; readonly urls: string[] } {
  const nodes = [...nodesIn(parseJavaScript(body).body)];
  const asked = new Map<Node, string[]>();
  for (const { type, callee, arguments: given } of nodes) {
    // An import of names is `import("…").then((module) => { if (!("name" in module)) throw …; return module; })` by now.
    if (type !== "CallExpression" || !isNode(callee) || callee.type !== "MemberExpression") continue;
    const imported = callee["object"];
    const [then] = given as readonly Node[];
    if (isNode(imported) && imported.type === "ImportExpression" && then)
      asked.set(
        imported,
        Array.from(
          body.slice(then.start, then.end).matchAll(/!\("([^"]+)" in module\)/g),
          ([, name]) => name!,
        ),
      );
  }
  const imports = nodes.flatMap((node) => {
    const specifier = node.type === "ImportExpression" ? textOf(node["source"]) : undefined;
    return specifier === undefined ? [] : [{ specifier: localOf(specifier), names: asked.get(node) ?? [] }];
  });
  const urls = nodes.flatMap(({ type, callee, arguments: given }) => {
    if (type !== "NewExpression" || !isNode(callee) || callee["name"] !== "URL") return [];
    const [address, base] = given as readonly Node[];
    const file = textOf(address);
    return file !== undefined && base?.type === "MemberExpression" ? [file] : [];
  });
  return { imports, urls };
}

/** The package in place of the CDN's address that the Kit makes of `npm:`. */
const localOf = (specifier: string): string =>
  specifier.startsWith("https://cdn.jsdelivr.net/npm/") ? packageOf(specifier) : specifier;
