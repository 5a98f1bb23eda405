import type { Command } from "commander";
import { VERSION } from "../../experiment/workers/bundle.ts";
import { type Linted, type LintOptions, lintScenario } from "../checks/lint-scenarios.ts";
import { ownScenarios, scenariosNamed } from "../checks/scenarios-named.ts";
import { addChangeOptions, shownPath } from "../options/options.ts";
import { print, printError } from "../terminal/print.ts";
import { printJson } from "../terminal/terminal.ts";
import { openText, unmeant } from "../words/open-text.ts";

interface Options extends LintOptions {
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** A scenario that does not run, and one that leaves something open where nothing may be. */
const WRONG = 2;
const OPEN = 1;

export function configure(command: Command): void {
  command
    .argument(
      "[scenario...]",
      "path of a scenario or of a folder with scenarios, or the name of one that Orrery ships; by default those of your own folder, in the repository all that it ships",
    )
    .option("--strict", "what is left open and not called meant is a failure, too (exit code 1)")
    .option("--json", "what was found as JSON on stdout, nothing else there")
    .addHelpText(
      "after",
      '\nNothing is simulated. Exit code 2: a scenario does not run; 1, by --strict: one leaves something open.\nWhat is meant to be open a scenario says with its reason: meant: { "price of token": "only tokens are compared" }',
    )
    .action(lint);
  addChangeOptions(command);
}

async function lint(named: readonly string[], options: Options): Promise<void> {
  const found: Linted[] = [];
  for (const name of named.length > 0 ? scenariosNamed(named) : ownScenarios({ claims: false }))
    found.push(await lintScenario(name, options));
  const exitCode = exitCodeOf(found, options.strict === true);
  if (options.json) printJson(reportOf(found, exitCode));
  else tell(found);
  process.exitCode = exitCode;
}

const exitCodeOf = (found: readonly Linted[], strict: boolean): number =>
  found.some(({ error }) => error)
    ? WRONG
    : strict && found.some((each) => unmeant(each).length > 0)
      ? OPEN
      : 0;

function tell(found: readonly Linted[]): void {
  for (const { error, scenario, open } of found) {
    if (error) printError(`${error.name}: ${error.message}\n`);
    const text = openText({ name: scenario, open });
    if (text !== "") print(`${text}\n`);
  }
  print(closing(found));
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

function closing(found: readonly Linted[]): string {
  const wrong = found.filter(({ error }) => error).length;
  const open = found.flatMap(unmeant).length;
  const meant = found.flatMap((each) => each.open).length - open;
  // Of a scenario that does not run nobody knows what it leaves open.
  if (wrong === found.length) return `${count(wrong, "scenario does", "scenarios do")} not run.`;
  const others = wrong > 0 ? " by the others" : "";
  return [
    `${count(found.length, "scenario", "scenarios")}: `,
    wrong > 0 ? `${count(wrong, "does", "do")} not run, ` : "",
    open === 0 ? `nothing is left open${others}` : `${count(open, "point is", "points are")} left open`,
    meant === 0 ? "." : `; ${count(meant, "is", "are")} meant.`,
  ].join("");
}

const reportOf = (found: readonly Linted[], exitCode: number): object => ({
  version: VERSION,
  exitCode,
  scenarios: found.map(({ scenario, file, error, problems, open }) => ({
    scenario,
    file: file === "" ? null : shownPath(file),
    error: error?.sentence ?? null,
    problems,
    open: unmeant({ open }).map(({ path, message }) => ({ path, message })),
    meant: open.filter(({ meant }) => meant !== ""),
  })),
});
