import { sha256Hex } from "../codec.ts";
import { InvariantError } from "../errors.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";
import type { Seconds } from "../units.ts";
import type { Run } from "./result.ts";
import { type ClaimsAt, Simulation } from "./simulation.ts";

export interface RunOptions {
  readonly design: string;
  /** Number of the replication, from 0. */
  readonly replication?: number;
  /** Replaces the replication's seed. */
  readonly seed?: number;
  /** When claims are checked; defaults to every sample. Never changes a digest. */
  readonly claims?: ClaimsAt;
  /** Told the simulated time now and then. */
  readonly onProgress?: (now: Seconds) => void;
}

/** A replication's seed: the first 48 bits of sha256 of the scenario's seed and the replication's number. */
export function replicationSeed(seed: number, replication: number): number {
  return Number.parseInt(sha256Hex(`orrery ${seed} ${replication}`).slice(0, 12), 16);
}

const STEPS_OF_PROGRESS = 50;

/**
 * Runs one design in one replication: pure, no file, no clock, no global state.
 * Throws InvariantError with the first event after which a claim does not hold.
 */
export function run(resolved: ResolvedScenario, catalogue: Catalogue, options: RunOptions): Run {
  const { design, replication = 0, claims = "sample", onProgress } = options;
  const seed = options.seed ?? replicationSeed(resolved.seed, replication);
  const simulation = new Simulation(resolved, catalogue, { design, replication, seed, claims });
  try {
    for (let step = 1; step <= STEPS_OF_PROGRESS; step++) {
      simulation.runTo({ time: (resolved.until * step) / STEPS_OF_PROGRESS });
      onProgress?.(simulation.now);
    }
    return simulation.finish();
  } catch (error) {
    if (error instanceof InvariantError && claims !== "event")
      findFirst(resolved, catalogue, { design, replication, seed });
    throw error;
  }
}

/** A claim broke at some event before this check: run again and check after each event, to name it. */
function findFirst(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  which: { design: string; replication: number; seed: number },
): void {
  new Simulation(resolved, catalogue, { ...which, claims: "event" }).finish();
}
