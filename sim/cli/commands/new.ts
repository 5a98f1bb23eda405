import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { makeFolder, onDisk } from "../../experiment/store/disk.ts";
import { shellArgument } from "../../text/shell.ts";
import { shownPath } from "../options/options.ts";
import { print } from "../terminal/print.ts";
import { scenarioTemplate } from "../written/scenario-template.ts";

export function configure(command: Command): void {
  command
    .argument(
      "<name>",
      "name of the scenario, such as my-network: letters, digits, dashes; or a path that ends with .yaml",
    )
    .action(create);
}

async function create(name: string): Promise<void> {
  const file = placeOf(name);
  if (existsSync(file))
    throw new UsageError(
      `${shownPath(file)} is already there.`,
      [],
      "Choose another name: nothing is overwritten.",
    );
  const stem = path.basename(file, ".yaml");
  await onDisk(file, async () => {
    await makeFolder(path.dirname(file));
    await writeFile(file, scenarioTemplate(stem), { flag: "wx" });
  });
  print(`${shownPath(file)} is written. Run it: orrery run ${shellArgument(shownPath(file))}`);
}

/** A bare name goes to scenarios/ where that is a folder here, else to this folder. */
function placeOf(name: string): string {
  if (/[\\/]|\.ya?ml$/.test(name)) {
    if (!name.endsWith(".yaml"))
      throw new UsageError(
        `${name} does not end with .yaml.`,
        [],
        "orrery new writes a YAML scenario; a scenario in TypeScript starts best as a copy of one in scenarios/.",
      );
    return path.resolve(name);
  }
  if (!/^[a-z0-9][a-z0-9-]*$/i.test(name))
    throw new UsageError(
      `${JSON.stringify(name)} is no name for a file.`,
      [],
      "Take letters, digits and dashes, such as my-network.",
    );
  return path.resolve(existsSync("scenarios") ? "scenarios" : ".", `${name}.yaml`);
}
