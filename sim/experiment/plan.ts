import { hash } from "../codec.ts";
import type { Luck } from "../random.ts";
import { luckOf } from "../run/run.ts";
import { scenarioHash } from "../scenario/resolve.ts";
import { isSampled, type ResolvedScenario, type Settings } from "../scenario/scenario.ts";
import { type Point, sweepPoints } from "./points.ts";

/** One thing that an experiment does: a design in a replication at a point, under all branches. */
export interface Job {
  /** Identity of the result: sha256 of resolved scenario, design, point, replication and code. */
  readonly key: string;
  /** What messages call it: `halving/0`, or `halving/0/p3` at a point of a sweep. */
  readonly name: string;
  readonly design: string;
  /** Counts from 0. */
  readonly replication: number;
  readonly seed: number;
  readonly luck: Luck;
  /** Number of the point, from 0; −1 where nothing is swept. */
  readonly point: number;
  /** The point's parameters; empty where nothing is swept. */
  readonly settings: Settings;
}

/** An experiment: the runs that answer a scenario, and what they are made of. */
export interface Plan {
  readonly resolved: ResolvedScenario;
  readonly scenarioHash: string;
  /** sha256 of the simulator's and the scenario's bundled code. */
  readonly code: string;
  readonly replications: number;
  /** What a sweep varies; empty where nothing is swept. */
  readonly points: readonly Point[];
  readonly jobs: readonly Job[];
}

export interface PlanOptions {
  /** Defaults to the scenario's. */
  readonly replications?: number | undefined;
  /** The first replication: those before it have been run. */
  readonly first?: number;
  /** Runs the points of the scenario's sweep, which is left aside otherwise. */
  readonly swept?: boolean;
}

/** The scenario as it is, where nothing is swept. */
const NOTHING_SWEPT: Point = { index: -1, settings: {} };

/**
 * Every design times every point times every replication: replication by replication, so that an interrupted
 * experiment has compared something. All designs share the luck of a replication, and so do all points of a grid, a
 * zip or a list; a draw of parameters from ranges has a draw of luck of its own.
 */
export function plan(resolved: ResolvedScenario, code: string, options: PlanOptions = {}): Plan {
  const { replications = resolved.replications, first = 0, swept = false } = options;
  const points = swept ? sweepPoints(resolved) : [];
  const identity = scenarioHash(resolved);
  const jobs: Job[] = [];
  // Antithetic pairs stay within a point.
  const stride = resolved.antithetic ? 2 * Math.ceil(replications / 2) : replications;
  for (let round = first; round < replications; round++)
    for (const { index: point, settings } of swept ? points : [NOTHING_SWEPT]) {
      const replication = point >= 0 && isSampled(resolved.sweep) ? point * stride + round : round;
      for (const { name: design } of resolved.designs)
        jobs.push({
          key: hash({ scenario: identity, design, point, replication, code }),
          name: `${design}/${replication}${point < 0 ? "" : `/p${point}`}`,
          design,
          replication,
          ...luckOf(resolved, replication),
          point,
          settings,
        });
    }
  return { resolved, scenarioHash: identity, code, replications, points, jobs };
}
