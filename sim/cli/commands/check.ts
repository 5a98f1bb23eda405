import { appendFile } from "node:fs/promises";
import path from "node:path";
import { type Command, Option } from "commander";
import { UsageError } from "../../errors.ts";
import { MOST_REPLICATIONS } from "../../experiment/expectations.ts";
import { onDisk, writeWhole } from "../../experiment/store/disk.ts";
import { Turns } from "../../experiment/turns.ts";
import { type CheckOptions, changesIn, checkScenario } from "../checks/check-scenario.ts";
import { exitCodeOf, type Finding, type Reporter } from "../checks/reporters/finding.ts";
import { annotations } from "../checks/reporters/github.ts";
import { jsonReport } from "../checks/reporters/json.ts";
import { junitReport } from "../checks/reporters/junit.ts";
import { markdownReport } from "../checks/reporters/markdown.ts";
import { tableReport } from "../checks/reporters/table.ts";
import { ownScenarios, scenariosNamed } from "../checks/scenarios-named.ts";
import { addChangeOptions, collected, MOST_RUNS, wholeNumber, workersOption } from "../options/options.ts";
import { interruptible } from "../terminal/interrupt.ts";
import { print, printCommands, printError } from "../terminal/print.ts";

const REPORTERS = ["table", "github", "junit", "markdown", "json"] as const;

interface ReportOptions extends CheckOptions {
  readonly reporter: (typeof REPORTERS)[number];
  readonly output?: readonly string[];
  readonly json?: boolean;
}

/** What a file's ending says about the report in it. */
const BY_ENDING: Readonly<Record<string, Reporter>> = {
  ".xml": junitReport,
  ".md": markdownReport,
  ".json": jsonReport,
};

export function configure(command: Command): void {
  command
    .argument(
      "[scenario...]",
      "path of a scenario or of a folder with scenarios, or the name of one that Orrery ships; by default those of your own folder, in the repository all that it ships, and claims",
    )
    .option("--update", "write new golden summaries, and results of claims")
    .option("--replications <n>", "runs of each design in place of the scenario's", wholeNumber(1, MOST_RUNS))
    .addOption(
      new Option("--most <n>", "replications that a claim with a confidence may ask for")
        .argParser(wholeNumber(4, MOST_RUNS))
        .default(MOST_REPLICATIONS),
    )
    .addOption(new Option("--reporter <form>", "how to report").choices(REPORTERS).default("table"))
    .option("--output <file>", "write the report to .xml (JUnit), .md or .json as well (repeat)", collected)
    .option("--json", "the same as --reporter json")
    .option("--quiet", "only what went wrong")
    .addOption(workersOption())
    .action(check);
  addChangeOptions(command);
}

async function check(named: readonly string[], given: ReportOptions): Promise<void> {
  const options: ReportOptions = given.json === true ? { ...given, reporter: "json" } : given;
  const outputs = (options.output ?? []).map((file) => ({ file, reporter: reporterFor(file) }));
  const quiet = options.quiet === true || options.json === true;
  const changes = changesIn(options);
  if (options.update && changes.length > 0)
    throw new UsageError(
      `--update writes what a scenario gives as it stands, and ${changes.join(" ")} ${changes.length === 1 ? "changes" : "change"} it.`,
      [],
      "Leave out one of them.",
    );
  const names = named.length > 0 ? scenariosNamed(named) : ownScenarios({ claims: true });
  const findings = await interruptible((signal) => checkAll(names, { ...options, quiet }, signal));
  for (const { file, reporter } of outputs) await onDisk(file, () => writeWhole(file, reporter(findings)));
  await report(findings, options);
  process.exitCode = exitCodeOf(findings);
}

/** Scenarios that are under way at a time: while the last runs of one are made, the next one's begin. */
const SIDE_BY_SIDE = 2;

/** The findings of all scenarios, in their order; no more runs at a time than there are workers. */
async function checkAll(
  names: readonly string[],
  options: CheckOptions,
  interrupted: AbortSignal,
): Promise<Finding[]> {
  const turns = new Turns(options.workers);
  const failed = new AbortController();
  const signal = AbortSignal.any([interrupted, failed.signal]);
  const found: Finding[][] = [];
  const said: string[][] = names.map(() => []);
  let [next, heard] = [0, 0];
  const lane = async (): Promise<void> => {
    while (next < names.length) {
      const place = next++;
      const turn = <T>(work: () => Promise<T>): Promise<T> => turns.take(place, work);
      found[place] = await checkScenario(names[place]!, options, {
        turn,
        signal,
        tell: (message) => said[place]!.push(message),
      });
      // In the scenarios' order, whichever of them was there first.
      for (; found[heard]; heard++) said[heard]!.forEach(printError);
    }
  };
  const lanes = Array.from({ length: Math.min(SIDE_BY_SIDE, options.workers) }, lane);
  for (const each of lanes) each.catch((error) => failed.abort(error));
  await Promise.all(lanes);
  return found.flat();
}

function reporterFor(file: string): Reporter {
  const reporter = BY_ENDING[path.extname(file)];
  if (reporter) return reporter;
  throw new UsageError(`No report can be written to ${file}.`, [
    "A report's file ends with .xml (JUnit), .md (Markdown) or .json.",
  ]);
}

async function report(findings: readonly Finding[], { reporter, quiet }: ReportOptions): Promise<void> {
  if (reporter === "json") return print(jsonReport(findings));
  if (reporter === "junit") return print(junitReport(findings));
  if (reporter === "markdown") return print(markdownReport(findings).trimEnd());
  print(tableReport(findings, quiet === true));
  if (reporter === "github") await reportToGithub(findings);
}

/** Annotations on stdout, where the runner reads them, and the summary of the step where it wants one. */
async function reportToGithub(findings: readonly Finding[]): Promise<void> {
  const found = annotations(findings, process.env["GITHUB_WORKSPACE"] ?? process.cwd());
  if (found !== "") printCommands(found);
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary) await onDisk(summary, () => appendFile(summary, markdownReport(findings)));
}
