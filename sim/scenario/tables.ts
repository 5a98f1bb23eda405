import { type Problem, ScenarioError } from "../errors.ts";
import type { Use } from "../model/mechanism.ts";
import type { Fields } from "../schema/fields.ts";
import { quoted } from "../schema/shown.ts";
import { inPlace, isTable } from "../schema/table.ts";
import { sourceOf } from "../schema/table-source.ts";
import { type Catalogue, catalogueOf, mechanismName } from "./catalogue.ts";
import { eachPart } from "./named.ts";
import { readTable } from "./read-table.ts";
import { resolve } from "./resolve.ts";
import type { Scenario } from "./scenario.ts";

/** The text of a file that a scenario names, or what keeps it from being read, as a sentence. */
export type ReadFile = (file: string) => { readonly text: string } | { readonly flaw: string };

/**
 * The scenario with the tables in place of the files that its parameters name. `read` gets each path as the author wrote
 * it: from a folder, or in a page from files that its reader has chosen. Throws ScenarioError with all that is wrong.
 */
export function withTables(scenario: Scenario, name: string, read: ReadFile): Scenario {
  const catalogue = catalogueOf(scenario);
  const problems: Problem[] = [];
  const unread = new Set<string>();
  const all = (uses: readonly Use[], path: string) =>
    Array.isArray(uses)
      ? uses.map((use, index) => loaded(use, `${path}[${index}]`, { catalogue, read, problems, unread }))
      : uses;
  const whole: Scenario = {
    ...scenario,
    ...(scenario.world ? { world: all(scenario.world, "world") } : {}),
    ...(scenario.designs
      ? { designs: eachPart(scenario.designs, (uses, design) => all(uses, `designs[${quoted(design)}]`)) }
      : {}),
  };
  if (problems.length > 0)
    throw new ScenarioError(name, [
      ...problems,
      ...problemsOf(whole, name).filter(({ path }) => !unread.has(path)),
    ]);
  return whole;
}

interface Loading {
  readonly catalogue: Catalogue;
  readonly read: ReadFile;
  readonly problems: Problem[];
  /** Parameters whose tables could not be read, by path. */
  readonly unread: Set<string>;
}

function loaded(use: Use, path: string, { catalogue, read, problems, unread }: Loading): Use {
  if (typeof use !== "object" || use === null) return use;
  const mechanism = mechanismName(use);
  const fields: Fields | undefined = mechanism === undefined ? undefined : catalogue.get(mechanism)?.params;
  if (!fields || typeof use.params !== "object" || use.params === null) return use;
  const params: Record<string, unknown> = { ...use.params };
  for (const [param, field] of Object.entries(fields)) {
    if (field.kind !== "table") continue;
    const given = params[param];
    if (isTable(given)) params[param] = inPlace(given);
    const source = isTable(given) ? undefined : sourceOf(given);
    if (source === undefined) continue;
    const file = read(source.file);
    const { table, problems: wrong } =
      "flaw" in file
        ? { problems: [{ path: source.file, message: file.flaw }] }
        : readTable(file.text, source, field.columns!);
    for (const { path: where, message } of wrong)
      problems.push({ path: `${path} ${mechanism} › ${param} › ${where}`, message });
    if (table) params[param] = table;
    else unread.add(`${path} ${mechanism}${use.as ? ` as ${use.as}` : ""} › ${param}`);
  }
  return { ...use, params };
}

/** What else is wrong with a scenario whose tables cannot be read. */
function problemsOf(scenario: Scenario, name: string): readonly Problem[] {
  try {
    resolve(scenario, catalogueOf(scenario), { name, allowLong: true });
    return [];
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
}
