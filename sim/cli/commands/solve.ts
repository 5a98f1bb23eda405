import { type Command, InvalidArgumentError } from "commander";
import { UsageError } from "../../errors.ts";
import { type Solution, solveFor } from "../../experiment/solve.ts";
import { prepare } from "../../experiment/workers/experiment.ts";
import { startThreads } from "../../experiment/workers/threads.ts";
import { loadScenario } from "../../scenario/load.ts";
import { overlaps } from "../../scenario/overlaps.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import { isOf, parseSettings } from "../../scenario/settings.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { shellOption } from "../../text/shell.ts";
import { parseNumber } from "../../units.ts";
import {
  addScenarioOptions,
  duration,
  MOST_RUNS,
  type RunningOptions,
  resolving,
  wholeNumber,
  workersOption,
} from "../options/options.ts";
import { rangeOf } from "../options/sweep-options.ts";
import { Interrupted, interruptible } from "../terminal/interrupt.ts";
import { print } from "../terminal/print.ts";
import { startProgress } from "../terminal/progress.ts";
import { printJson, tableText, wrapped } from "../terminal/terminal.ts";

interface SolvingOptions extends Pick<RunningOptions, "allowDataOutside"> {
  readonly vary: string;
  readonly soThat: string;
  readonly design?: string;
  readonly branch?: string;
  readonly replications?: number;
  readonly tolerance: number;
  readonly expand?: boolean;
  readonly antithetic?: boolean;
  readonly seed?: number;
  readonly until?: string;
  readonly set?: readonly string[];
  readonly allowLong?: boolean;
  readonly workers: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const LEAST_REPLICATIONS = 8;
const WIDTH = 110;

export function configure(command: Command): void {
  command
    .argument("<scenario>", "path of a scenario, or the name of one in scenarios/")
    .requiredOption("--vary <path=low:high>", "the parameter, and the ends between which it is searched")
    .requiredOption(
      "--so-that <left == right>",
      'what is to hold, over means of summaries: "[a].emission.usd == [b].emission.usd"; x is the parameter',
    )
    .option("--design <name>", "the design that measures without one are of")
    .option("--branch <name>", "the branch (default: the first)")
    .option(
      "--replications <n>",
      `replications of each value (default: at least ${LEAST_REPLICATIONS})`,
      wholeNumber(1, MOST_RUNS),
    )
    .option("--antithetic", "replications in pairs of mirrored luck")
    .option("--tolerance <share>", "width of the last bracket, relative", aboveZero, 1e-3)
    .option("--expand", "the search may leave the ends")
    .option("--until <duration>", "horizon in place of the scenario's, such as 90d", duration)
    .addOption(workersOption())
    .option("--quiet", "only what went wrong")
    .option("--json", "a machine-readable summary on stdout, nothing else there")
    .action(solve);
  addScenarioOptions(command);
}

function aboveZero(given: string): number {
  const value = parseNumber(given) ?? 0;
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError("Expected a number above 0 and below 1.");
  return value;
}

async function solve(name: string, options: SolvingOptions): Promise<void> {
  const equation = { ...rangeOf("--vary", options.vary), soThat: options.soThat };
  const loaded = await loadScenario(name, options);
  const { seed, until, set, antithetic, branch } = options;
  const changes = {
    ...(seed === undefined ? {} : { seed }),
    ...(until === undefined ? {} : { until }),
    ...(set === undefined ? {} : { set }),
    ...(options.allowLong === undefined ? {} : { allowLong: options.allowLong }),
    ...(antithetic === undefined ? {} : { antithetic }),
    ...(branch === undefined ? {} : { branch: [branch] }),
  };
  const { plan, catalogue, bundle } = await prepare(loaded, resolving(changes));
  const { resolved } = plan;
  requireDesign(resolved, options.design);
  requireFree(resolved, equation.path, set ?? []);
  const replications = options.replications ?? Math.max(LEAST_REPLICATIONS, resolved.replications);
  const { workers, tolerance } = options;
  const solution = await interruptible(async (signal) => {
    const threads = startThreads(bundle, resolved, workers);
    const stop = (): void => void threads.close();
    signal.addEventListener("abort", stop, { once: true });
    const most = mostTrials(equation, tolerance);
    const progress = await startProgress(
      resolved.name,
      most,
      options.quiet === true || options.json === true,
    );
    try {
      return await solveFor(resolved, catalogue, threads, equation, {
        replications,
        tolerance,
        signal,
        expand: options.expand === true,
        ...(options.design === undefined ? {} : { design: options.design }),
        onProgress: (_, tried, share) => progress.update(Math.min(1, (tried + share) / most), tried),
      });
    } catch (error) {
      throw signal.aborted ? new Interrupted("The search was interrupted.") : error;
    } finally {
      progress.stop();
      await threads.close();
    }
  });
  if (options.json) printJson({ scenario: resolved.name, scenarioHash: plan.scenarioHash, ...solution });
  else if (!options.quiet) print(solutionText(resolved.name, solution));
}

/** What bisection alone would take, for the progress: the search is mostly faster. */
function mostTrials({ low, high }: { low: number; high: number }, tolerance: number): number {
  const last = tolerance * Math.max(Math.abs(low), Math.abs(high));
  return 2 + Math.max(1, Math.ceil(Math.log2((high - low) / last)));
}

function requireDesign({ name, designs }: ResolvedScenario, given: string | undefined): void {
  const names = designs.map((design) => design.name);
  if (given === undefined || names.includes(given)) return;
  throw new UsageError(`${name} has no design ${JSON.stringify(given)}.${didYouMean(given, names)}`, [
    `Its designs: ${names.map((each) => JSON.stringify(each)).join(", ")}.`,
  ]);
}

/** What is searched is not set. */
function requireFree({ designs }: ResolvedScenario, path: string, set: readonly string[]): void {
  const names = designs.map(({ name }) => name);
  const { settings } = parseSettings(set, names);
  const [clash] = designs.flatMap((design) => {
    const own = settings.filter((setting) => isOf(setting, design.name));
    return overlaps([design], [path, ...own.map(({ target, param }) => `${target}.${param}`)], "--set ");
  });
  if (clash)
    throw new UsageError(`--vary and --set name one parameter.`, [`${clash.path}: ${clash.message}`]);
}

const text = (value: number, digits = 6): string => String(Number(value.toPrecision(digits)));

/** What was found, how sure, and the curve that it was read off. */
export function solutionText(scenario: string, solution: Solution): string {
  const { path, x, soThat, interval, bracket, replications, trials, difference } = solution;
  const { low, high, confidence, count } = interval;
  const [left, right] = soThat.split("==").map((side) => side.trim()) as [string, string];
  const certain = Number.isFinite(low)
    ? `${confidence * 100} % interval ${text(low, 4)} to ${text(high, 4)}`
    : count < 2
      ? "no interval: one replication does not tell how far luck moves it"
      : "no interval: without one of its replications there is no solution among the values that were tried";
  const digits = Math.max(4, -Math.floor(Math.log10((bracket[1] - bracket[0]) / Math.abs(x) || 1e-4)) + 1);
  return [
    `${scenario}: ${path} = ${text(x, digits)} makes ${left} equal to ${right}`,
    wrapped(
      `${certain}, ${replications} ${replications === 1 ? "replication" : "replications"} with common luck; the difference there is ${text(difference, 3)}; the sign changes between ${text(bracket[0], digits + 2)} and ${text(bracket[1], digits + 2)}.`,
      WIDTH,
    ),
    "",
    tableText(
      [path, left, right, "difference"],
      trials.map((trial) => [
        text(trial.x, digits + 2),
        text(trial.left),
        text(trial.right),
        text(trial.difference, 4),
      ]),
      ["right", "right", "right", "right"],
    ),
    "",
    `Take it over: ${shellOption("--set", `${path}=${text(x, digits)}`)}`,
  ].join("\n");
}
