import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { registry } from "../../mechanisms/registry.ts";
import { PRESETS } from "../../presets/presets.ts";
import { listClaims, loadScenario } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { print } from "../terminal/print.ts";
import { printJson, tableText, wrapped } from "../terminal/terminal.ts";
import { presetJson } from "../words/preset-text.ts";

export function configure(command: Command): void {
  command
    .argument(
      "[family]",
      "such as consensus, issuance, supply; presets: known networks; claims: what is tried of the literature",
    )
    .option("--json", "as JSON")
    .action(list);
}

/** Rows for people, and the same as data. */
interface Listing {
  readonly head: readonly string[];
  readonly rows: readonly string[][];
  readonly data: unknown;
}

const PRESETS_LIST = "presets";
const CLAIMS = "claims";
/** What is listed beside mechanisms: no family of theirs is called so. */
const OTHERS: Readonly<Record<string, () => Listing | Promise<Listing>>> = {
  [PRESETS_LIST]: presets,
  preset: presets,
  [CLAIMS]: claims,
};

async function list(family: string | undefined, { json }: { readonly json?: boolean }): Promise<void> {
  const other = family !== undefined && Object.hasOwn(OTHERS, family) ? OTHERS[family] : undefined;
  const { head, rows, data } = other ? await other() : mechanisms(family);
  if (json) printJson(data);
  else print(tableText([...head], [...rows]));
}

function mechanisms(family: string | undefined): Listing {
  const found = registry
    .map(({ mechanism }) => mechanism)
    .filter(({ name }) => family === undefined || name.startsWith(`${family}/`));
  if (found.length === 0 && family !== undefined) throw unknownFamily(family);
  return {
    head: ["mechanism", "what it does"],
    rows: found.map(({ name, summary }) => [name, summary]),
    data: found.map(({ name, summary, source }) => ({ name, summary, source })),
  };
}

/** Known networks, which stand in scenarios as `preset/akash`. */
function presets(): Listing {
  const known = PRESETS.map(({ preset }) => preset);
  return {
    head: ["preset", "token", "as of", "what it does"],
    rows: known.map(({ name, token, asOf, summary }) => [name, token, asOf, wrapped(summary, 72)]),
    data: known.map(presetJson),
  };
}

async function claims(): Promise<Listing> {
  const all = await Promise.all(
    listClaims().map(async (name) => ({
      name,
      claim: (await loadScenario(name, { cwd: ROOT })).claim?.claim ?? "",
    })),
  );
  return {
    head: ["claim", "what it says"],
    rows: all.map(({ name, claim }) => [name, claim]),
    data: all,
  };
}

function unknownFamily(family: string): UsageError {
  const families = [...new Set(registry.map(({ mechanism: { name } }) => name.split("/")[0]!)), PRESETS_LIST];
  return new UsageError(
    `There is no family ${JSON.stringify(family)}.${didYouMean(family, [...families, CLAIMS])}`,
    [`Families: ${families.join(", ")}; ${CLAIMS} lists what the literature says.`],
  );
}
