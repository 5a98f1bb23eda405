import path from "node:path";
import type { OrreryError } from "../errors.ts";
import { assumptionsOf, assumptionText } from "../experiment/assumptions.ts";
import type { Plan, PlanOptions } from "../experiment/plan.ts";
import type { Failure } from "../experiment/runner.ts";
import { type HeldPlace, holdPlace } from "../experiment/store/lock.ts";
import type { Command, Manifest } from "../experiment/store/manifest.ts";
import { openPartial, type Partial } from "../experiment/store/partial.ts";
import { writeResults } from "../experiment/store/results.ts";
import { VERSION } from "../experiment/workers/bundle.ts";
import { type Prepared, prepare, runPlanned } from "../experiment/workers/experiment.ts";
import type { Run } from "../run/result.ts";
import { simulatedTime } from "../run/run.ts";
import { type Loaded, loadScenario } from "../scenario/load.ts";
import type { Sweep } from "../scenario/scenario.ts";
import { Interrupted, interruptible } from "./interrupt.ts";
import { type RunningOptions, recording, requireDistinct, resolving } from "./options.ts";
import { print, printError } from "./print.ts";
import { startProgress } from "./progress.ts";
import { completeReplay } from "./replay-hint.ts";
import { chartsAndReport } from "./report-files.ts";
import { printJson } from "./terminal.ts";

/** A scenario that has been run and stored. */
export interface Outcome {
  readonly manifest: Manifest;
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
  const loaded = await Promise.all(names.map((name) => loadScenario(name, options)));
  requireDistinct(loaded);
  const prepared: Prepared[] = [];
  for (const each of loaded)
    prepared.push(
      await prepare(each, { ...resolving(options), replications: options.replications, ...planning }),
    );
  const held: HeldPlace[] = [];
  const outcomes: Outcome[] = [];
  try {
    for (const { name } of loaded)
      held.push(
        await holdPlace(path.resolve(options.out), name, `orrery ${process.argv.slice(2).join(" ")}`),
      );
    for (const [index, each] of loaded.entries()) {
      const task: Task = { command, loaded: each, prepared: prepared[index]!, held: held[index]!, options };
      const outcome = await interruptible((signal) => runAndStore(task, signal));
      outcomes.push(outcome);
      if (!options.json && !options.quiet) print(closing.text(outcome));
      reportFailures(each, outcome);
    }
  } finally {
    for (const place of held) await place.release();
  }
  if (options.json) printJson({ version: VERSION, scenarios: outcomes.map(closing.json) });
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  process.exitCode = Math.max(0, ...failures.map(({ error }) => error.exitCode));
}

/** A scenario that is to be run and stored. */
interface Task {
  readonly command: Command;
  readonly loaded: Loaded;
  readonly prepared: Prepared;
  readonly held: HeldPlace;
  readonly options: RunningOptions;
}

async function runAndStore(
  { command, loaded, prepared, held, options }: Task,
  signal: AbortSignal,
): Promise<Outcome> {
  const started = new Date();
  const out = path.resolve(options.out);
  const { plan } = prepared;
  const { resolved, jobs } = plan;
  const partial = await openPartial(out, plan, recording(options), command);
  const failures = await runWithProgress(prepared, options, partial, signal);
  if (failures.length === jobs.length) throw replayable(failures[0]!);
  const { manifest, runs, movedTo } = await writeResults(held, partial, plan, failures, {
    command,
    version: VERSION,
    origin: { path: originPath(loaded.path, out), code: loaded.code },
    started,
    signal,
    record: recording(options),
    format: options.format,
    report: options.report ? chartsAndReport : undefined,
    assumptions: assumptionsOf(resolved, prepared.catalogue).map(assumptionText),
  }).catch((error) => {
    throw signal.aborted ? interrupted(resolved.name, jobs.length, jobs.length) : error;
  });
  await partial.remove();
  return {
    manifest,
    plan,
    runs,
    failures,
    reused: partial.finished.size,
    folder: held.folder,
    movedTo,
    allMeasures: options.allMeasures === true,
  };
}

async function runWithProgress(
  prepared: Prepared,
  options: RunningOptions,
  partial: Partial,
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

/** Each job that came to nothing, with the command that replays it. */
function reportFailures({ path: file }: Loaded, { failures, plan }: Outcome): void {
  for (const { job, error } of failures) {
    const message = completeReplay(replayable({ job, error }), [...process.argv.slice(2), file]);
    printError(`\n${job.name} of ${plan.resolved.name} came to nothing.\n${error.name}: ${message}`);
  }
}

/** A failure's error, with the point's parameters in its replay command. */
const replayable = ({ job, error }: Failure): OrreryError =>
  error.replay === undefined
    ? error
    : Object.assign(error, { replay: { ...error.replay, settings: job.settings } });

/** Relative to the results where both lie in one tree, so that the tree may move. */
function originPath(file: string, out: string): string {
  const root = process.cwd() + path.sep;
  return file.startsWith(root) && out.startsWith(root)
    ? path.relative(out, file).split(path.sep).join("/")
    : file;
}
