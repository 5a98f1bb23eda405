import type { Run } from "../../run/result.ts";
import type { RunOptions } from "../../run/run.ts";
import { type Catalogue, catalogueOf } from "../../scenario/catalogue.ts";
import type { Loaded } from "../../scenario/load.ts";
import { type ResolveOptions, resolve } from "../../scenario/resolve.ts";
import { type Plan, plan } from "../plan.ts";
import { type RunnerOptions, runJobs } from "../runner.ts";
import { type Bundle, bundleWorker } from "./bundle.ts";
import { startThreads } from "./threads.ts";

/** A scenario ready to run: resolved, its code bundled, its runs planned. */
export interface Prepared {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly bundle: Bundle;
}

/**
 * Resolves a loaded scenario, bundles the code that its workers need and plans its runs.
 *
 * @throws ScenarioError with all problems of the scenario at once
 */
export async function prepare(
  loaded: Loaded,
  options: Omit<ResolveOptions, "name"> & { readonly replications?: number } = {},
): Promise<Prepared> {
  const { replications, ...resolving } = options;
  const catalogue = catalogueOf(loaded.scenario);
  const resolved = resolve(loaded.scenario, catalogue, { name: loaded.name, ...resolving });
  const bundle = await bundleWorker(loaded.code === "module" ? loaded.path : undefined);
  return { plan: plan(resolved, bundle.sha256, replications), catalogue, bundle };
}

export interface ExperimentOptions extends RunnerOptions, Pick<RunOptions, "claims"> {
  /** Worker threads; results do not depend on how many. */
  readonly workers: number;
}

/** Runs what is planned on worker threads, in the order of the plan. The signal ends the runs under way. */
export async function runPlanned({ plan, bundle }: Prepared, options: ExperimentOptions): Promise<Run[]> {
  const { workers, claims, ...running } = options;
  const { resolved, jobs } = plan;
  const threads = await startThreads(
    bundle,
    resolved,
    Math.min(workers, jobs.length),
    claims === undefined ? {} : { claims },
  );
  const stop = (): void => void threads.close();
  running.signal?.addEventListener("abort", stop, { once: true });
  try {
    return await runJobs(jobs, resolved.until, threads, running);
  } finally {
    running.signal?.removeEventListener("abort", stop);
    await threads.close();
  }
}
