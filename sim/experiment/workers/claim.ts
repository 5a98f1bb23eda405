import type { Claim } from "../../scenario/claim.ts";
import type { Loaded } from "../../scenario/load.ts";
import { type StoredClaim, storedClaim } from "../claims/stored.ts";
import { measuredIn, readTests } from "../claims/tests.ts";
import { claimRuns } from "../claims/values.ts";
import type { Failure } from "../runner.ts";
import { collectRuns, type ExperimentOptions, type Prepared, prepare } from "./experiment.ts";

/** A claim with its runs made anew. */
export interface TriedClaim {
  readonly prepared: Prepared;
  /** Undefined where a run failed. */
  readonly result: StoredClaim | undefined;
  readonly failures: readonly Failure[];
}

/**
 * Runs a claim's experiment: every world, every value of its condition, every design and replication.
 *
 * @throws ScenarioError where the scenario or one of the tests cannot be read
 */
export async function tryClaim(
  loaded: Loaded & { readonly claim: Claim },
  options: ExperimentOptions,
): Promise<TriedClaim> {
  const prepared = await prepare(loaded, { swept: loaded.scenario.sweep !== undefined });
  const { runs, failures } = await collectRuns(prepared, options);
  if (failures.length > 0) return { prepared, result: undefined, failures };
  const tests = readTests(loaded.claim, measuredIn(runs), loaded.name);
  const read = tests.flatMap(({ less, than }) => [...less.reads, ...than.reads]);
  const measures = new Set(read.map(({ measure }) => measure));
  return {
    prepared,
    result: storedClaim(prepared.plan.scenarioHash, claimRuns(runs, measures)),
    failures,
  };
}
