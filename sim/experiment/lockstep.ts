import { timeOfBranching } from "../run/run.ts";
import type { Happening, Simulation } from "../run/simulation.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";
import type { Seconds } from "../units.ts";

/** One of two runs that are made again side by side. */
export interface Runner {
  readonly simulation: Simulation;
  readonly resolved: ResolvedScenario;
}

/** The first event after which two runs differ. */
export interface FirstDifference {
  /** Its number, from 1. */
  readonly event: number;
  /** What happened in each; undefined in a run that had ended. */
  readonly first: Happening | undefined;
  readonly second: Happening | undefined;
}

type Pair = readonly [first: Simulation, second: Simulation];

/** Both are compared so many times on the way; between two comparisons the event is found by bisection. */
const STOPS = 32;

/**
 * Makes two runs again in lockstep and finds the first event after which their digests differ; undefined where they
 * never do.
 *
 * @param branch under which both go on from the time of branching; empty where they have none
 * @param events how many the longer of the two has, about
 */
export function firstDifference(
  first: Runner,
  second: Runner,
  branch: string,
  events: number,
): FirstDifference | undefined {
  const step = Math.max(1, Math.ceil(events / STOPS));
  const pair: Pair = [first.simulation, second.simulation];
  if (branch === "") return within(pair, [first.resolved.until, second.resolved.until], step);
  const both = [first, second].map(({ resolved }) => resolved.branches!);
  const found = within(pair, both.map(timeOfBranching) as [Seconds, Seconds], step);
  if (found) return found;
  const branched = pair.map((simulation, index) => {
    const { at: parting, branches } = both[index]!;
    return simulation.branch(branch, branches.find(({ name }) => name === branch)!.set, parting);
  });
  return within(branched as unknown as Pair, [first.resolved.until, second.resolved.until], step);
}

/** Runs both to their ends, or to the first event after which they differ. */
function within(pair: Pair, ends: readonly [Seconds, Seconds], step: number): FirstDifference | undefined {
  for (;;) {
    const kept = fork(pair);
    const target = pair[0].events + step;
    advance(pair, ends, target);
    if (differ(pair)) return bisected(kept, ends, target);
    if (pair[0].events < target) return undefined;
  }
}

const fork = ([first, second]: Pair): Pair => [first.fork(), second.fork()];

const differ = ([first, second]: Pair): boolean =>
  first.digest !== second.digest || first.events !== second.events;

function advance(pair: Pair, ends: readonly [Seconds, Seconds], events: number): void {
  pair.forEach((simulation, index) => {
    simulation.runTo({ time: ends[index]!, events });
  });
}

/** @param equal both after the same events; they differ after `high` events */
function bisected(equal: Pair, ends: readonly [Seconds, Seconds], high: number): FirstDifference {
  let [low, top, kept] = [equal[0].events, high, equal];
  while (top - low > 1) {
    const middle = low + Math.floor((top - low) / 2);
    const trial = fork(kept);
    advance(trial, ends, middle);
    if (differ(trial)) top = middle;
    else [low, kept] = [middle, trial];
  }
  const seen: (Happening | undefined)[] = kept.map((simulation, index) => {
    let last: Happening | undefined;
    simulation.onEvent((happening) => {
      last = happening;
    });
    simulation.runTo({ time: ends[index]!, events: top });
    return last;
  });
  return { event: top, first: seen[0], second: seen[1] };
}
