import { hash } from "../codec.ts";
import { replicationSeed } from "../run/run.ts";
import { scenarioHash } from "../scenario/resolve.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";

/** One run that an experiment needs. */
export interface Job {
  /** Identity of the result: sha256 of resolved scenario, design, replication and code. */
  readonly key: string;
  /** What the tables call the run: `halving/0`. */
  readonly run: string;
  readonly design: string;
  /** Counts from 0. */
  readonly replication: number;
  readonly seed: number;
}

/** An experiment: the runs that answer a scenario, and what they are made of. */
export interface Plan {
  readonly resolved: ResolvedScenario;
  readonly scenarioHash: string;
  /** sha256 of the simulator's and the scenario's bundled code. */
  readonly code: string;
  readonly replications: number;
  readonly jobs: readonly Job[];
}

/** Every design times every replication: replication by replication, so that an interrupted experiment has compared something. */
export function plan(
  resolved: ResolvedScenario,
  code: string,
  replications: number = resolved.replications,
): Plan {
  const identity = scenarioHash(resolved);
  const jobs: Job[] = [];
  for (let replication = 0; replication < replications; replication++)
    for (const { name: design } of resolved.designs)
      jobs.push({
        key: hash({ scenario: identity, design, replication, code }),
        run: `${design}/${replication}`,
        design,
        replication,
        seed: replicationSeed(resolved.seed, replication),
      });
  return { resolved, scenarioHash: identity, code, replications, jobs };
}
