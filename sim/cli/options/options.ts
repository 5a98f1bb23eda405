import os from "node:os";
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "../../errors.ts";
import { FORMATS, type Format } from "../../experiment/store/formats.ts";
import type { Recording } from "../../run/result.ts";
import { CLAIMS_AT, type ClaimsAt } from "../../run/simulation.ts";
import { LONGEST, parseDuration, SHORTEST } from "../../units.ts";

/** Options that every command that runs scenarios has. */
export interface RunningOptions {
  readonly seed?: number;
  readonly replications?: number;
  readonly until?: string;
  readonly design?: readonly string[];
  readonly branch?: readonly string[];
  readonly antithetic?: boolean;
  readonly sample?: string;
  readonly claims?: ClaimsAt;
  readonly jobs?: boolean;
  readonly providers?: boolean;
  readonly set?: readonly string[];
  readonly allowDataOutside?: boolean;
  readonly allowLong?: boolean;
  readonly workers: number;
  readonly out: string;
  readonly format: Format;
  readonly report: boolean;
  readonly interactive?: boolean;
  readonly allMeasures?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** A whole number from `least` to `most`, or commander's message about the option. */
export const wholeNumber =
  (least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  (given: string): number => {
    const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
    if (value > most) throw new InvalidArgumentError(`Expected a whole number of at most ${most}.`);
    return value;
  };

/** A duration that the clock can count, as it was written. */
export function duration(given: string): string {
  const seconds = parseDuration(given) ?? 0;
  if (seconds >= SHORTEST && seconds <= LONGEST) return given;
  const message = seconds > 0 ? OUTSIDE_THE_CLOCK : "Expected a duration above 0, such as 90d, 12h or 2y.";
  throw new InvalidArgumentError(message);
}

const OUTSIDE_THE_CLOCK = `Expected a duration from ${SHORTEST} s (a microsecond) to ${LONGEST} s (285 years).`;
/** More replications, or threads, are a slip of the hand. */
export const MOST_RUNS = 1_000_000;
const MOST_WORKERS = 1_024;

/** A folder; an empty text is a variable that was not set. */
export function folder(given: string): string {
  if (given.trim() === "") throw new InvalidArgumentError("Expected a folder.");
  return given;
}

/** For options that may be repeated. */
export const collected = (given: string, before: readonly string[] = []): string[] => [...before, given];

export const cores = (): number => Math.max(1, os.availableParallelism());

export const workersOption = (): Option =>
  new Option("--workers <n>", "threads; results do not depend on how many")
    .argParser(wholeNumber(1, MOST_WORKERS))
    .default(cores(), "one a core");

export const interactiveOption = (): Option =>
  new Option(
    "--interactive",
    "figures of the report that are pointed at, and whose designs can be hidden: one file, by a script of its own",
  );

/** Options that change what is simulated. */
export function addScenarioOptions(command: Command): void {
  command
    .option("--seed <n>", "seed in place of the scenario's", wholeNumber(0))
    .option(
      "--set <path=value>",
      "parameter in place of the scenario's, as family/kind.param=value, or '[design].family/kind.param=value' of one design alone (repeat)",
      collected,
    );
  addDataOption(command);
  addLongOption(command);
}

/** The same, and the horizon and the designs: what `check` and `lint` hold a scenario to that is changed. */
export function addChangeOptions(command: Command): void {
  addScenarioOptions(command);
  command
    .option("--until <duration>", "horizon in place of the scenario's, such as 90d", duration)
    .option("--design <name>", "only this design (repeat)", collected);
}

/** For those who have the time. */
export function addLongOption(command: Command): void {
  command.option("--allow-long", "run also what is expected to take more than 10^8 events or 4 GB");
}

/** A scenario that is data may come from a stranger: what it reads of this machine is for a person to say. */
export function addDataOption(command: Command): void {
  command.option("--allow-data-outside", "a YAML or JSON scenario may name tables outside of its folder");
}

export function addRunningOptions(command: Command): void {
  addChangeOptions(command);
  command
    .option("--replications <n>", "runs of each design, each with its own luck", wholeNumber(1, MOST_RUNS))
    .option("--branch <name>", "only this branch (repeat)", collected)
    .option("--antithetic", "replications in pairs of mirrored luck")
    .option("--sample <duration>", "period of the series, such as 6h; never changes a digest", duration)
    .addOption(
      new Option(
        "--claims <when>",
        "when claims are checked (default: at every sample); never changes a digest",
      ).choices(CLAIMS_AT),
    )
    .option("--jobs", "a table of every job, with figures of waits; never changes a digest")
    .option("--providers", "a table of every provider at every sample; never changes a digest")
    .addOption(workersOption())
    .option("--out <dir>", "folder of the results", folder, "results")
    .addOption(
      new Option("--format <format>", "format of the tables").choices([...FORMATS]).default("parquet"),
    )
    .option("--all-measures", "every measure in the closing table, not only the well-known ones")
    .option("--no-report", "no charts and no report.html")
    .addOption(interactiveOption())
    .option("--quiet", "only what went wrong")
    .option("--json", "a machine-readable summary on stdout, nothing else there");
}

/** What `resolve` takes of the options. */
export const resolving = ({
  seed,
  until,
  set,
  design,
  branch,
  antithetic,
  sample,
  allowLong,
}: Pick<
  RunningOptions,
  "seed" | "until" | "set" | "design" | "branch" | "antithetic" | "sample" | "allowLong"
>) => ({
  ...(seed === undefined ? {} : { seed }),
  ...(until === undefined ? {} : { until }),
  ...(set === undefined ? {} : { set }),
  ...(sample === undefined ? {} : { sample }),
  ...(design === undefined ? {} : { designs: design }),
  ...(branch === undefined ? {} : { branches: branch }),
  ...(antithetic === undefined ? {} : { antithetic }),
  ...(allowLong === undefined ? {} : { allowLong }),
});

/** What the runs record beside their measures. */
export const recording = ({ jobs = false, providers = false }: Recording): Recording => ({ jobs, providers });

/** Scenarios of one name would overwrite each other's results. */
export function requireDistinct(loaded: readonly { readonly name: string; readonly path: string }[]): void {
  for (const [index, { name, path: file }] of loaded.entries()) {
    const first = loaded.findIndex((other) => other.name === name);
    if (first === index) continue;
    throw new UsageError(
      `Two scenarios are called "${name}": their results would overwrite each other.`,
      [loaded[first]!.path, file],
      "Run them apart, with another --out.",
    );
  }
}

/** A path as the user would write it here. */
export const shownPath = (target: string): string => {
  const relative = path.relative(process.cwd(), target);
  return relative === "" ? "." : relative.startsWith("..") ? target : relative;
};
