import { ScenarioError } from "../../errors.ts";
import type { Run } from "../../run/result.ts";
import { type RunOptions, simulatedTime } from "../../run/run.ts";
import { type Catalogue, catalogueOf, ORRERY } from "../../scenario/catalogue.ts";
import { estimateOf } from "../../scenario/estimate.ts";
import { type Loaded, loadScenario } from "../../scenario/load.ts";
import { type ResolveOptions, resolve } from "../../scenario/resolve.ts";
import type { ResolvedScenario, Settings } from "../../scenario/scenario.ts";
import { tooLarge } from "../../scenario/too-large.ts";
import { vary } from "../../scenario/vary.ts";
import { type Plan, type PlanOptions, plan } from "../plan.ts";
import { type Point, sweepPoints } from "../points.ts";
import { type Executor, type Failure, type RunnerOptions, runJobs } from "../runner.ts";
import { type Bundle, bundleWorker } from "./bundle.ts";
import { withSourceLines } from "./source-lines.ts";
import { hereInstead, startThreads } from "./threads.ts";

/** A scenario ready to run: resolved, its code bundled, its runs planned. */
export interface Prepared {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly bundle: Bundle;
}

export type PrepareOptions = Omit<ResolveOptions, "name"> & PlanOptions;

/**
 * Resolves a loaded scenario, bundles the code that its workers need and plans its runs.
 *
 * @throws ScenarioError with all problems of the scenario at once
 */
export async function prepare(loaded: Loaded, options: PrepareOptions = {}): Promise<Prepared> {
  const catalogue = catalogueOf(loaded.scenario);
  const resolved = resolve(loaded.scenario, catalogue, { name: loaded.name, ...options });
  if (options.swept) refuseLargePoints(resolved, catalogue, options.allowLong);
  const bundle = await bundleWorker(loaded.code === "module" ? loaded.path : undefined);
  return { plan: plan(resolved, bundle.sha256, options), catalogue, bundle };
}

/** A point of a sweep may be what makes a run too long: told before any of them runs, with its parameters. */
function refuseLargePoints(resolved: ResolvedScenario, catalogue: Catalogue, allowLong?: boolean): void {
  for (const { index, settings } of sweepPoints(resolved)) {
    const problems = tooLarge(varied(resolved, catalogue, settings), catalogue, allowLong);
    if (problems.length > 0) throw new ScenarioError(`Point ${index} of ${resolved.name}`, problems);
  }
}

/** A point whose values do not fit together is told as a failure of its own. */
function varied(resolved: ResolvedScenario, catalogue: Catalogue, settings: Settings): ResolvedScenario {
  try {
    return vary(resolved, catalogue, settings);
  } catch (error) {
    if (error instanceof ScenarioError) return resolved;
    throw error;
  }
}

export interface ExperimentOptions extends RunnerOptions, Pick<RunOptions, "claims" | "follow" | "record"> {
  /** Worker threads; results do not depend on how many. */
  readonly workers: number;
  /** Begins a run when its turn comes, where several experiments share the cores. */
  readonly turn?: <T>(work: () => Promise<T>) => Promise<T>;
}

/** A thread takes as long to start as this many events take on one that is warm, or more. */
const EVENTS_OF_A_THREAD = 100_000;

/**
 * How many threads at most have enough to do, by what mechanisms say that they will cause. None where it is less than a
 * thread takes to start, and no code but Orrery's is run: that neither hangs nor ends the process.
 */
function threadsWorth({ plan, catalogue }: Prepared): number {
  const events = expectedWork(plan, catalogue);
  if (events === undefined) return plan.jobs.length;
  if (events < EVENTS_OF_A_THREAD && catalogue === ORRERY) return 0;
  return Math.min(plan.jobs.length, Math.ceil(events / EVENTS_OF_A_THREAD));
}

/** Events and steps of all runs of a plan, by what mechanisms say; undefined where one of them does not say. */
export function expectedWork(
  { resolved, jobs }: Pick<Plan, "resolved" | "jobs">,
  catalogue: Catalogue,
): number | undefined {
  const branches = 1 + (resolved.branches?.branches.length ?? 0);
  let work = 0;
  for (const design of resolved.designs) {
    const { events, steps, unknown } = estimateOf(design, catalogue, resolved);
    if (unknown.length > 0) return undefined;
    work += (branches * (events + steps) * jobs.length) / resolved.designs.length;
  }
  return work;
}

/**
 * Runs what is planned and hands on what is done: on worker threads, or on this one where that is sooner. The signal
 * ends the runs under way.
 */
export async function runPlanned(prepared: Prepared, options: ExperimentOptions): Promise<Failure[]> {
  const { plan, bundle, catalogue } = prepared;
  const { workers, claims, follow, record, turn = (work) => work(), ...running } = options;
  const { resolved, jobs } = plan;
  const watching = {
    ...(claims === undefined ? {} : { claims }),
    ...(follow === undefined ? {} : { follow }),
    ...(record === undefined ? {} : { record }),
  };
  const width = Math.min(workers, threadsWorth(prepared));
  const threads =
    width === 0
      ? hereInstead(resolved, catalogue, watching)
      : startThreads(bundle, resolved, width, watching);
  const inTurn: Executor = {
    width: threads.width,
    execute: (job, onProgress) => turn(() => threads.execute(job, onProgress)),
  };
  const stop = (): void => void threads.close();
  running.signal?.addEventListener("abort", stop, { once: true });
  try {
    const failures = await runJobs(jobs, simulatedTime(resolved), inTurn, running);
    return await withSourceLines(failures, bundle);
  } finally {
    running.signal?.removeEventListener("abort", stop);
    await threads.close();
  }
}

/** Runs what is planned and keeps all of it in memory, in the order of the plan: for experiments of few runs. */
export async function collectRuns(
  prepared: Prepared,
  options: ExperimentOptions,
): Promise<{ runs: Run[]; failures: Failure[] }> {
  const done = new Map<string, readonly Run[]>();
  const failures = await runPlanned(prepared, {
    ...options,
    onRuns: async (job, runs) => {
      await options.onRuns?.(job, runs);
      done.set(job.key, runs);
    },
  });
  return { runs: prepared.plan.jobs.flatMap(({ key }) => done.get(key) ?? []), failures };
}

/** What an experiment found. */
export interface Experiment {
  readonly resolved: ResolvedScenario;
  /** What a sweep set at each of its points; empty where nothing is swept. */
  readonly points: readonly Point[];
  /** Every design, point, replication and branch, in the order of the plan. */
  readonly runs: readonly Run[];
  readonly failures: readonly Failure[];
}

/**
 * Runs a scenario on worker threads and keeps every run in memory: `await experiment("flagship", { replications: 8 })`.
 *
 * @param scenario path of a scenario, or the name of one in scenarios/
 * @param options what is run, and on how many threads (one by default); results do not depend on how many
 * @throws UsageError where there is no such scenario, ScenarioError with all of its problems
 */
export async function experiment(
  scenario: string,
  options: PrepareOptions & Partial<ExperimentOptions> = {},
): Promise<Experiment> {
  const prepared = await prepare(await loadScenario(scenario), options);
  const { resolved, points } = prepared.plan;
  return { resolved, points, ...(await collectRuns(prepared, { workers: 1, ...options })) };
}
