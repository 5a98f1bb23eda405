import { readFileSync } from "node:fs";
import path from "node:path";
import { Command, CommanderError } from "commander";
import { OrreryError } from "../errors.ts";
import { reasonOf } from "../experiment/store/disk.ts";
import { ROOT } from "../scenario/load-bundle.ts";
import { completeReplay } from "./replay/replay-hint.ts";
import { hearSignals } from "./terminal/interrupt.ts";
import { watchOutput } from "./terminal/output.ts";
import { forTerminal, printError } from "./terminal/print.ts";

/** What every file of a command exports: its arguments, options and action. */
interface CommandFile {
  readonly configure: (command: Command) => void;
}
interface Entry {
  readonly summary: string;
  readonly load: () => Promise<CommandFile>;
  readonly hidden?: true;
}

/** A command's file is loaded only when the command is called. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  run: {
    summary: "run every design of a scenario, draw the charts, write the results folder",
    load: () => import("./commands/run.ts"),
  },
  compare: {
    summary: "run a scenario and compare its designs: which wins on what, and how sure",
    load: () => import("./commands/compare.ts"),
  },
  sweep: {
    summary: "run a scenario over values of its parameters: a grid, a list, or a sample of ranges",
    load: () => import("./commands/sweep.ts"),
  },
  diff: {
    summary: "compare two results folders: measures, first checkpoint and first event that differ",
    load: () => import("./commands/diff.ts"),
  },
  solve: {
    summary: "find the value of a parameter that makes two numbers equal, such as two budgets",
    load: () => import("./commands/solve.ts"),
  },
  check: {
    summary: "check invariants, expectations and golden summaries of scenarios",
    load: () => import("./commands/check.ts"),
  },
  lint: {
    summary: "tell what is wrong with scenarios and what they leave open, without a simulation",
    load: () => import("./commands/lint.ts"),
  },
  replay: {
    summary: "run one design in one replication again, event by event",
    load: () => import("./commands/replay.ts"),
  },
  verify: {
    summary: "check a results folder: hashes, chains of blocks, digests",
    load: () => import("./commands/verify.ts"),
  },
  report: {
    summary: "draw charts and report.html again from stored results",
    load: () => import("./commands/report.ts"),
  },
  publish: {
    summary: "make a site of results and scenarios: one folder of static files for any host",
    load: () => import("./commands/publish.ts"),
  },
  list: { summary: "list the mechanisms, or those of one family", load: () => import("./commands/list.ts") },
  explain: {
    summary: "explain a mechanism, a measure, an event, a signal or a class of jobs, by its name",
    load: () => import("./commands/explain.ts"),
  },
  describe: {
    summary: "describe a scenario in words, after the ODD protocol",
    load: () => import("./commands/describe.ts"),
  },
  new: { summary: "write a commented scenario to start from", load: () => import("./commands/new.ts") },
  schema: {
    summary: "print the JSON Schema of scenario files, for editors",
    load: () => import("./commands/schema.ts"),
  },
  docs: {
    summary: "write docs/mechanisms from the mechanisms",
    load: () => import("./commands/docs.ts"),
    hidden: true,
  },
  site: {
    summary: "build the project's own site from its scenarios",
    load: () => import("./commands/site.ts"),
    hidden: true,
  },
  preview: {
    summary: "serve a site on this machine alone, for a look at it",
    load: () => import("./commands/preview.ts"),
    hidden: true,
  },
  registry: {
    summary: "write sim/mechanisms/registry.ts from the tree, and how shared events are fed to the digest",
    load: () => import("./commands/registry.ts"),
    hidden: true,
  },
};

/** Exit code of a defect of Orrery itself (EX_SOFTWARE of sysexits.h). */
const DEFECT = 70;
/** Exit code where a file or a folder cannot be used. */
const UNUSABLE = 2;

/** Runs a command line and gives the exit code of the contract. */
async function main(args: readonly string[]): Promise<number> {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  const program = new Command("orrery")
    .description(
      "A clockwork model of a token economy: a deterministic simulator for networks that rent out GPU compute.",
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      outputError: (message, write) =>
        write(
          forTerminal(
            message.replace(/^error: (.)/, (_, first: string) => `UsageError: ${first.toUpperCase()}`),
          ),
        ),
    })
    .showHelpAfterError("Options and arguments: orrery <command> --help");
  try {
    await addCommands(program, args);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return report(error, args);
  }
}

/** Names every command, and loads the one that is called. */
async function addCommands(program: Command, args: readonly string[]): Promise<void> {
  const chosen = args.find((argument) => !argument.startsWith("-"));
  const wanted = chosen === "help" ? args[args.indexOf("help") + 1] : chosen;
  for (const [name, { summary, load, hidden }] of Object.entries(COMMANDS)) {
    const command = program.command(name, { hidden: hidden === true }).description(summary);
    if (name !== wanted) continue;
    (await load()).configure(command);
  }
}

function report(error: unknown, args: readonly string[]): number {
  // commander has printed its message already; help and version end this way, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof OrreryError) {
    printError(`${error.name}: ${completeReplay(error, args)}`);
    return error.exitCode;
  }
  if (isOfTheSystem(error)) {
    const { code, path: file, syscall } = error;
    printError(
      `OrreryError: ${file ?? `A call of ${syscall}`} cannot be used: ${reasonOf(error)}.\n\n  ${code} in ${syscall}`,
    );
    return UNUSABLE;
  }
  const { stack } = error instanceof Error ? error : new Error(String(error));
  printError(
    `This is a defect of Orrery, not of your input. Please report it with the lines below.\n\n${stack}`,
  );
  return DEFECT;
}

/** What the operating system refused: no defect, and not the scenario's fault either. */
const isOfTheSystem = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";

watchOutput();
hearSignals();
process.exitCode = await main(process.argv.slice(2));
