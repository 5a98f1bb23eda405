import type { Command } from "commander";
import { differenceOf, firstEvent, readFolder } from "../folders/diff-folders.ts";
import { print } from "../terminal/print.ts";
import { printJson } from "../terminal/terminal.ts";
import { differenceJson, differenceText, type EventsFound } from "../words/diff-text.ts";

interface DiffOptions {
  readonly quick?: boolean;
  readonly runCode?: boolean;
  readonly allMeasures?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export function configure(command: Command): void {
  command
    .argument("<results>", "a results folder, such as results/flagship")
    .argument("<results>", "the one to compare it with")
    .option("--quick", "do not look for the first event that differs: nothing is run again")
    .option("--run-code", "run the TypeScript that the results name as their scenario; none is run otherwise")
    .option("--all-measures", "every measure, the unchanged ones too")
    .option("--quiet", "only the exit code: 0 identical, 1 different")
    .option("--json", "a machine-readable summary on stdout, nothing else there")
    .action(diff);
}

/** As diff(1): 0 where the results are the same, 1 where they differ. */
async function diff(first: string, second: string, options: DiffOptions): Promise<void> {
  const found = differenceOf(await readFolder(first), await readFolder(second));
  const [earliest] = found.differing;
  const searched = earliest !== undefined && options.quick !== true && options.quiet !== true;
  const event: EventsFound | undefined = searched
    ? { run: earliest.run, found: await firstEvent(found, earliest, options.runCode === true) }
    : undefined;
  if (options.json) printJson(differenceJson(found, event));
  else if (!options.quiet) print(differenceText(found, event, options.allMeasures === true));
  process.exitCode = found.identical ? 0 : 1;
}
