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

const PRESET_FAMILY = "presets";

export function configure(command: Command): void {
  command
    .argument(
      "[family]",
      "such as consensus, issuance, supply; presets: known networks; claims: what is tried of the literature",
    )
    .option("--json", "as JSON")
    .action(list);
}

/** What the claims are listed under: no family of mechanisms is called so. */
const CLAIMS = "claims";

async function list(family: string | undefined, { json }: { readonly json?: boolean }): Promise<void> {
  if (family === CLAIMS) return listAllClaims(json === true);
  if (family === PRESET_FAMILY || family === "preset") {
    listPresets(json === true);
    return;
  }
  const mechanisms = registry
    .map(({ mechanism }) => mechanism)
    .filter(({ name }) => family === undefined || name.startsWith(`${family}/`));
  if (mechanisms.length === 0 && family !== undefined) throw unknownFamily(family);
  if (json) printJson(mechanisms.map(({ name, summary, source }) => ({ name, summary, source })));
  else
    print(
      tableText(
        ["mechanism", "what it does"],
        mechanisms.map(({ name, summary }) => [name, summary]),
      ),
    );
}

/** Known networks, which stand in scenarios as `preset/akash`. */
function listPresets(json: boolean): void {
  const presets = PRESETS.map(({ preset }) => preset);
  if (json) printJson(presets.map(presetJson));
  else
    print(
      tableText(
        ["preset", "token", "as of", "what it does"],
        presets.map(({ name, token, asOf, summary }) => [name, token, asOf, wrapped(summary, 72)]),
      ),
    );
}

async function listAllClaims(json: boolean): Promise<void> {
  const claims = await Promise.all(
    listClaims().map(async (name) => ({
      name,
      claim: (await loadScenario(name, { cwd: ROOT })).claim?.claim ?? "",
    })),
  );
  if (json) printJson(claims);
  else
    print(
      tableText(
        ["claim", "what it says"],
        claims.map(({ name, claim }) => [name, claim]),
      ),
    );
}

function unknownFamily(family: string): UsageError {
  const families = [
    ...new Set(registry.map(({ mechanism: { name } }) => name.split("/")[0]!)),
    PRESET_FAMILY,
  ];
  return new UsageError(
    `There is no family ${JSON.stringify(family)}.${didYouMean(family, [...families, CLAIMS])}`,
    [`Families: ${families.join(", ")}; ${CLAIMS} lists what the literature says.`],
  );
}
