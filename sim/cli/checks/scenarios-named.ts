import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../../errors.ts";
import { listClaims, listScenarios } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { shownPath } from "../options/options.ts";

/** Each name as it stands; of a folder the scenarios that lie in it, in order of their names. */
export function scenariosNamed(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => (isFolder(name) ? scenariosIn(name) : [name])))];
}

/**
 * Where no scenario is named: in a project that has Orrery among its packages those in its folder `scenarios`, or else
 * beside its package.json; in the repository those that Orrery ships, and its claims where they are asked for.
 */
export function ownScenarios({ claims }: { readonly claims: boolean }): string[] {
  if (!ROOT.split(path.sep).includes("node_modules"))
    return [...listScenarios(), ...(claims ? listClaims() : [])];
  return scenariosIn(isFolder("scenarios") ? "scenarios" : ".");
}

const isFolder = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;

function scenariosIn(folder: string): string[] {
  const files = readdirSync(folder)
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(file).isFile() && isScenario(file))
    .sort();
  if (files.length === 0)
    throw new UsageError(`There is no scenario in the folder ${shownPath(path.resolve(folder))}.`, [
      "A scenario is YAML or JSON with a horizon (until) and mechanisms (world or designs), or TypeScript that calls defineScenario.",
    ]);
  return files;
}

/** What marks a scenario among other files of its kind: read, never run. */
const MARKS: Readonly<Record<string, readonly RegExp[]>> = {
  ".ts": [/\bdefineScenario\s*\(/],
  ".yaml": [/^until\s*:/m, /^(?:world|designs)\s*:/m],
  ".yml": [/^until\s*:/m, /^(?:world|designs)\s*:/m],
  ".json": [/"until"\s*:\s*["\d]/, /"(?:world|designs)"\s*:/],
};

function isScenario(file: string): boolean {
  const marks = MARKS[path.extname(file)];
  if (marks === undefined || file.endsWith(".expected.json")) return false;
  const text = readFileSync(file, "utf8");
  return marks.every((mark) => mark.test(text));
}
