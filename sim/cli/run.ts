import path from "node:path";
import type { Command } from "commander";
import { assumptionsOf, assumptionText } from "../experiment/assumptions.ts";
import { openPartial } from "../experiment/store/partial.ts";
import { writeResults } from "../experiment/store/results.ts";
import { VERSION } from "../experiment/workers/bundle.ts";
import { type Prepared, prepare, runPlanned } from "../experiment/workers/experiment.ts";
import type { Run } from "../run/result.ts";
import { type Loaded, loadScenario } from "../scenario/load.ts";
import { Interrupted, interruptible } from "./interrupt.ts";
import { addRunningOptions, type RunningOptions, requireDistinct, resolving } from "./options.ts";
import { startProgress } from "./progress.ts";
import { chartsAndReport } from "./report-files.ts";
import { closingText, type Outcome, outcomeJson } from "./run-summary.ts";
import { print, printJson } from "./terminal.ts";

export function configure(command: Command): void {
  command
    .argument("<scenario...>", "path of a scenario, or the name of one in scenarios/")
    .action(runScenarios);
  addRunningOptions(command);
}

async function runScenarios(names: readonly string[], options: RunningOptions): Promise<void> {
  const loaded = await Promise.all(names.map((name) => loadScenario(name)));
  requireDistinct(loaded);
  const prepared: Prepared[] = [];
  // One after the other, before anything runs: what is wrong with the last scenario is said at once.
  for (const each of loaded)
    prepared.push(await prepare(each, { ...resolving(options), ...replications(options) }));
  const outcomes: Outcome[] = [];
  for (const [index, each] of loaded.entries()) {
    const outcome = await interruptible((signal) => runAndStore(each, prepared[index]!, options, signal));
    outcomes.push(outcome);
    if (!options.json && !options.quiet) print(closingText(outcome));
  }
  if (options.json) printJson({ version: VERSION, scenarios: outcomes.map(outcomeJson) });
}

const replications = ({ replications }: RunningOptions) =>
  replications === undefined ? {} : { replications };

async function runAndStore(
  loaded: Loaded,
  prepared: Prepared,
  options: RunningOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const started = new Date();
  const out = path.resolve(options.out);
  const { plan } = prepared;
  const { partial, finished } = await openPartial(out, plan);
  const reused = finished.size;
  const runs = await runWithProgress(prepared, options, { finished, keep: partial.keep, signal });
  const origin = { path: originPath(loaded.path, out), code: loaded.code };
  const manifest = await writeResults(out, partial.folder, plan, runs, {
    version: VERSION,
    origin,
    started,
    format: options.format,
    report: options.report ? chartsAndReport : undefined,
    assumptions: assumptionsOf(plan.resolved, prepared.catalogue).map(assumptionText),
  });
  await partial.remove();
  return {
    manifest,
    plan,
    runs,
    reused,
    folder: path.join(out, plan.resolved.name),
    allMeasures: options.allMeasures === true,
  };
}

interface Keeping {
  readonly finished: ReadonlyMap<string, Run>;
  readonly keep: (job: Prepared["plan"]["jobs"][number], run: Run) => Promise<void>;
  readonly signal: AbortSignal;
}

async function runWithProgress(
  prepared: Prepared,
  options: RunningOptions,
  { finished, keep, signal }: Keeping,
): Promise<Run[]> {
  const { resolved, jobs } = prepared.plan;
  const progress = await startProgress(
    resolved.name,
    jobs.length,
    options.quiet === true || options.json === true,
  );
  let done = finished.size;
  try {
    return await runPlanned(prepared, {
      workers: options.workers,
      ...(options.claims === undefined ? {} : { claims: options.claims }),
      finished,
      signal,
      onRun: async (job, run) => {
        await keep(job, run);
        done++;
      },
      onProgress: (simulated) => progress.update(simulated / (jobs.length * resolved.until), done),
    });
  } catch (error) {
    throw signal.aborted ? interrupted(resolved.name, done, jobs.length) : error;
  } finally {
    progress.stop();
  }
}

const interrupted = (name: string, done: number, all: number): Interrupted =>
  new Interrupted(
    `${name} was interrupted: ${done} of ${all} runs are finished${done > 0 ? " and kept" : ""}.`,
    [],
    "Carry on with the same command.",
  );

/** Relative to the results where both lie in one tree, so that the tree may move. */
function originPath(file: string, out: string): string {
  const root = process.cwd() + path.sep;
  return file.startsWith(root) && out.startsWith(root)
    ? path.relative(out, file).split(path.sep).join("/")
    : file;
}
