import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { makeFolder, onDisk, writeWhole } from "../../experiment/store/disk.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { nameFlaw } from "../../schema/names.ts";
import { quoted } from "../../schema/shown.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { shellArgument } from "../../text/shell.ts";
import { shownPath } from "../options/options.ts";
import { called } from "../terminal/called.ts";
import { print } from "../terminal/print.ts";
import { notebookFrom } from "../written/notebook.ts";
import type { Template } from "../written/templates/template.ts";
import { SCHEMA_FILE, scenarioFrom, TEMPLATE_NAMES, TEMPLATES } from "../written/templates.ts";
import { isScenarioSchema, schemaText } from "./schema.ts";

export function configure(command: Command): void {
  command
    .argument(
      "<name>",
      "name of the scenario or notebook, such as my-network: letters, digits, dashes; or a path that ends with .yaml",
    )
    .option("--template <name>", "the scenario to start from", TEMPLATE_NAMES[0])
    .option("--notebook", "a notebook to start from, <name>.html, in place of a scenario")
    .addHelpText("after", `\nTemplates:\n${templateLines().join("\n")}`)
    .action(create);
}

const templateLines = (): string[] =>
  TEMPLATE_NAMES.map((name) => `  ${name.padEnd(12)}${TEMPLATES[name]!.summary}`);

interface Options {
  readonly template: string;
  readonly notebook?: boolean;
}

async function create(name: string, options: Options): Promise<void> {
  if (options.notebook) return createNotebook(name);
  const template = templateNamed(options.template);
  const file = placeOf(name);
  requireFree(file);
  const schema = path.join(path.dirname(file), SCHEMA_FILE);
  requireOurs(schema);
  const [shown, stem] = [shellArgument(shownPath(file)), path.basename(file, ".yaml")];
  await onDisk(file, async () => {
    await makeFolder(path.dirname(file));
    await writeFile(file, called(scenarioFrom(template, stem, shown)), { flag: "wx" });
    await writeWhole(schema, schemaText());
  });
  print(`${shownPath(file)} is written, and ${SCHEMA_FILE} beside it, from which editors know what may stand there.
Run it: orrery run ${shown}
Its claims: orrery check ${shown}`);
}

/** A text notebook. What builds it (Vite, Notebook Kit) comes with the repository, not with the package. */
async function createNotebook(name: string): Promise<void> {
  requireName(name);
  const folder = existsSync("notebooks") ? "notebooks" : ".";
  const file = path.resolve(folder, `${name}.html`);
  requireFree(file);
  await onDisk(file, () => writeFile(file, notebookFrom(name), { flag: "wx" }));
  const isHere = path.resolve(folder) === path.join(ROOT, "notebooks");
  print(`${shownPath(file)} is written.
${
  isHere
    ? "Build it: npm run notebooks. While you edit it: npm run notebooks -- --watch"
    : "What builds it comes with Orrery's repository: put it into notebooks/ of a clone, and npm run notebooks."
}`);
}

function requireFree(file: string): void {
  if (!existsSync(file)) return;
  throw new UsageError(
    `${shownPath(file)} is already there.`,
    [],
    "Choose another name: nothing is overwritten.",
  );
}

function requireName(name: string): void {
  if (/^[a-z0-9][a-z0-9-]*$/i.test(name)) return;
  throw new UsageError(
    `${JSON.stringify(name)} is no name for a file.`,
    [],
    "Take letters, digits and dashes, such as my-network.",
  );
}

function templateNamed(name: string): Template {
  if (!Object.hasOwn(TEMPLATES, name))
    throw new UsageError(
      `There is no template ${quoted(name)}.${didYouMean(name, TEMPLATE_NAMES)}`,
      templateLines().map((line) => line.trim()),
      "Choose one: orrery new my-network --template gpu-market.",
    );
  return TEMPLATES[name]!;
}

/** A schema that an older version wrote is brought up to date; what is somebody else's stays as it is. */
function requireOurs(file: string): void {
  if (!existsSync(file) || isScenarioSchema(readFileSync(file, "utf8"))) return;
  throw new UsageError(
    `${shownPath(file)} is there and was not written by Orrery.`,
    ["The scenario's first line names that file as the schema that editors read."],
    "Move it, or choose another folder: nothing is overwritten.",
  );
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
    const flaw = nameFlaw(path.basename(name, ".yaml"));
    if (flaw !== undefined)
      throw new UsageError(
        `${quoted(name)} cannot name a scenario and the folder of its results.`,
        [flaw],
        "Choose another name.",
      );
    return path.resolve(name);
  }
  requireName(name);
  return path.resolve(existsSync("scenarios") ? "scenarios" : ".", `${name}.yaml`);
}
