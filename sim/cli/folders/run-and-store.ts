import path from "node:path";
import { UsageError } from "../../errors.ts";
import { assumptionsOf, assumptionText } from "../../experiment/assumptions.ts";
import type { Plan, PlanOptions } from "../../experiment/plan.ts";
import type { Failure } from "../../experiment/runner.ts";
import type { Format } from "../../experiment/store/formats.ts";
import { type HeldPlace, holdPlace } from "../../experiment/store/lock.ts";
import type { Command, Manifest } from "../../experiment/store/manifest.ts";
import { type KeptJobs, openPartial } from "../../experiment/store/partial.ts";
import { writeResults } from "../../experiment/store/results.ts";
import { VERSION } from "../../experiment/workers/bundle.ts";
import { type Prepared, prepare, runPlanned } from "../../experiment/workers/experiment.ts";
import type { Run } from "../../run/result.ts";
import { simulatedTime } from "../../run/run.ts";
import { type Loaded, loadScenario } from "../../scenario/load.ts";
import type { Sweep } from "../../scenario/scenario.ts";
import { type RunningOptions, recording, requireDistinct, resolving } from "../options/options.ts";
import { Interrupted, interruptible } from "../terminal/interrupt.ts";
import { print, printError } from "../terminal/print.ts";
import { startProgress } from "../terminal/progress.ts";
import { printJson } from "../terminal/terminal.ts";
import { failuresText, failureText } from "../words/failures-text.ts";
import { openText } from "../words/open-text.ts";
import { argumentsFor } from "./arguments.ts";
import { chartsAndLiveReport, chartsAndReport } from "./report-files.ts";

/** A scenario that has been run and stored. */
export interface Outcome {
  readonly manifest: Pick<
    Manifest,
    "scenario" | "title" | "scenarioHash" | "code" | "runs" | "files" | "format"
  >;
  readonly plan: Plan;
  readonly runs: readonly Run[];
  readonly failures: readonly Failure[];
  /** Jobs that an earlier start had done. */
  readonly reused: number;
  /** Where the results lie. */
  readonly folder: string;
  /** Where the results of another command lie now that were there. */
  readonly movedTo: string | undefined;
  /** Whether the closing table shows measures that are not among the well-known ones. */
  readonly allMeasures: boolean;
}

/** How a command tells what came out. */
export interface Closing {
  readonly text: (outcome: Outcome) => string;
  readonly json: (outcome: Outcome) => object;
}

/**
 * Runs scenarios one after the other, stores each and tells what came out. Whatever is wrong with one of them is told
 * before anything runs, and nobody else writes where their results go until all are done.
 */
export async function runScenarios(
  command: Command,
  names: readonly string[],
  options: RunningOptions,
  closing: Closing,
  planning: PlanOptions & { readonly sweep?: Sweep } = {},
): Promise<void> {
  if (options.interactive && !options.report)
    throw new UsageError(
      "--interactive is of the report, and --no-report leaves it out.",
      [],
      "Give one of the two.",
    );
  const loaded = await Promise.all(names.map((name) => loadScenario(name, options)));
  requireDistinct(loaded);
  const prepared: Prepared[] = [];
  for (const each of loaded)
    prepared.push(
      await prepare(each, { ...resolving(options), replications: options.replications, ...planning }),
    );
  if (!options.json && !options.quiet) for (const { plan } of prepared) tellOpen(openText(plan.resolved));
  const held: HeldPlace[] = [];
  const outcomes: Outcome[] = [];
  try {
    for (const { name } of loaded)
      held.push(
        await holdPlace(path.resolve(options.out), name, `orrery ${process.argv.slice(2).join(" ")}`),
      );
    for (const [index, each] of loaded.entries()) {
      const task: Task = {
        command,
        given: names[index]!,
        names,
        loaded: each,
        prepared: prepared[index]!,
        held: held[index]!,
        options,
      };
      const outcome = await interruptible((signal) => runAndStore(task, signal));
      outcomes.push(outcome);
      if (!options.json && !options.quiet && outcome.runs.length > 0) print(closing.text(outcome));
    }
  } finally {
    for (const place of held) await place.release();
  }
  const made = outcomes.filter(({ runs }) => runs.length > 0);
  if (options.json && made.length > 0) printJson({ version: VERSION, scenarios: made.map(closing.json) });
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  process.exitCode = Math.max(Number(process.exitCode ?? 0), ...failures.map(({ error }) => error.exitCode));
}

function reportFor({ report, interactive }: RunningOptions) {
  if (!report) return undefined;
  return interactive ? chartsAndLiveReport : chartsAndReport;
}

/** Once, before anything runs, and never among the results. */
const tellOpen = (text: string): void => {
  if (text !== "") printError(`\n${text}\n`);
};

/** A scenario that is to be run and stored. */
interface Task {
  readonly command: Command;
  /** As it was named, and all that were. */
  readonly given: string;
  readonly names: readonly string[];
  readonly loaded: Loaded;
  readonly prepared: Prepared;
  readonly held: HeldPlace;
  readonly options: RunningOptions;
}

async function runAndStore(
  { command, given, names, loaded, prepared, held, options }: Task,
  signal: AbortSignal,
): Promise<Outcome> {
  const started = new Date();
  const out = path.resolve(options.out);
  const { plan } = prepared;
  const { resolved, jobs } = plan;
  const partial = await openPartial(out, plan, recording(options), command);
  const failures = await runWithProgress(prepared, options, partial, signal);
  // Before anything is drawn: whatever becomes of that, what broke is told.
  for (const text of failuresText(resolved.name, failures, loaded.path)) printError(text);
  const outcome = { plan, failures, reused: partial.finished.size, folder: held.folder };
  const allMeasures = options.allMeasures === true;
  // Nothing is left to store; the results that are there stay.
  if (failures.length === jobs.length)
    return {
      ...outcome,
      manifest: emptyManifest(plan, options.format),
      runs: [],
      movedTo: undefined,
      allMeasures,
    };
  const { manifest, runs, movedTo, undrawn } = await writeResults(held, partial, plan, failures, {
    command,
    arguments: argumentsFor(given, names),
    version: VERSION,
    origin: { path: originPath(loaded.path, out), code: loaded.code },
    started,
    signal,
    record: recording(options),
    format: options.format,
    report: reportFor(options),
    failureText: (failure) => failureText(failure, loaded.path),
    assumptions: assumptionsOf(resolved, prepared.catalogue).map(assumptionText),
  }).catch((error) => {
    throw signal.aborted ? interrupted(resolved.name, jobs.length, jobs.length) : error;
  });
  await partial.remove();
  if (undrawn) {
    printError(
      `\nThe runs of ${resolved.name} are stored, but their charts and report could not be drawn. This is a defect of Orrery, not of your input. Please report it with the lines below.\n\n${undrawn.stack}`,
    );
    process.exitCode = DEFECT;
  }
  return { ...outcome, manifest, runs, movedTo, allMeasures };
}

/** What stands for a manifest where nothing is stored. */
const emptyManifest = ({ resolved, scenarioHash, code }: Plan, format: Format): Outcome["manifest"] => ({
  scenario: resolved.name,
  title: resolved.title,
  scenarioHash,
  code,
  format,
  runs: [],
  files: {},
});

/** Exit code of a defect of Orrery itself (EX_SOFTWARE of sysexits.h). */
const DEFECT = 70;

async function runWithProgress(
  prepared: Prepared,
  options: RunningOptions,
  partial: KeptJobs,
  signal: AbortSignal,
): Promise<Failure[]> {
  const { resolved, jobs } = prepared.plan;
  const silent = options.quiet === true || options.json === true;
  const progress = await startProgress(resolved.name, jobs.length, silent);
  const all = jobs.length * simulatedTime(resolved);
  let finished = partial.finished.size;
  try {
    return await runPlanned(prepared, {
      workers: options.workers,
      record: recording(options),
      ...(options.claims === undefined ? {} : { claims: options.claims }),
      finished: partial.finished,
      signal,
      onRuns: partial.keep,
      onProgress: (simulated, done) => {
        finished = done;
        progress.update(simulated / all, done);
      },
    });
  } catch (error) {
    throw signal.aborted ? interrupted(resolved.name, finished, jobs.length) : error;
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
