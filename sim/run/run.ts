/*
 * Above 200 lines: a run whole, with its futures, and from where they part are the same steps, which a worker may take
 * one by one.
 */

import { sha256Hex } from "../codec.ts";
import { InvariantError, MechanismError, OrreryError, ScenarioError } from "../errors.ts";
import type { Luck } from "../random.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import type { ResolvedBranches, ResolvedScenario, Settings } from "../scenario/scenario.ts";
import type { Seconds } from "../units.ts";
import { placedError } from "./claims.ts";
import type { Recording, Run } from "./result.ts";
import { type ClaimsAt, Simulation, type SimulationSnapshot } from "./simulation.ts";

export interface RunOptions {
  readonly design: string;
  /** Number of the replication, from 0. */
  readonly replication?: number;
  /** Replaces the replication's seed. */
  readonly seed?: number;
  /** When claims are checked; defaults to every sample. Never changes a digest. */
  readonly claims?: ClaimsAt;
  /** Whether each job, machine, swap and block is followed through its protocol. Never changes a digest. */
  readonly follow?: boolean;
  /** What is recorded beside the measures; nothing by default. Never changes a digest. */
  readonly record?: Recording;
  /** Told the simulated time now and then; each branch adds the time after it parted. */
  readonly onProgress?: (simulated: Seconds) => void;
  /** Told now and then what the run under way would say if it ended there. */
  readonly onSamples?: (soFar: Run) => void;
}

/** One future of a run, with further parameters from where futures part on. */
export interface Future {
  /** A branch of the scenario; empty where it has none. */
  readonly branch: string;
  /** Parameters by path, beside those that the branch sets, or in their place. */
  readonly set: Settings;
}

/** A replication's seed: the first 48 bits of sha256 of the scenario's seed and the replication's number. */
export function replicationSeed(seed: number, replication: number): number {
  return Number.parseInt(sha256Hex(`orrery ${seed} ${replication}`).slice(0, 12), 16);
}

/** Seed and luck of a replication: those of antithetic pairs, 2k and 2k + 1, share a seed, and the second is mirrored. */
export function luckOf(
  { seed, antithetic }: Pick<ResolvedScenario, "seed" | "antithetic">,
  replication: number,
): { readonly seed: number; readonly luck: Luck } {
  if (!antithetic) return { seed: replicationSeed(seed, replication), luck: "own" };
  return {
    seed: replicationSeed(seed, Math.floor(replication / 2)),
    luck: replication % 2 === 0 ? "paired" : "mirrored",
  };
}

/** Simulated seconds of one design in one replication, all branches included. */
export const simulatedTime = ({ until, branches }: Pick<ResolvedScenario, "until" | "branches">): Seconds =>
  branches === null ? until : branches.at + branches.branches.length * (until - branches.at);

/** The last instant before branches part: the calendar counts microseconds. */
export const timeOfBranching = ({ at: parting }: ResolvedBranches): Seconds => parting - 1e-6;

/**
 * Runs one design in one replication, branches left aside: pure, no file, no clock, no global state.
 * Throws InvariantError with the first event after which a claim does not hold.
 */
export function run(resolved: ResolvedScenario, catalogue: Catalogue, options: RunOptions): Run {
  return atOnce(runAll(resolved, null, catalogue, options))[0]!;
}

/**
 * Runs one design in one replication under every branch: once up to the time at which they part, then each from
 * there. One run where the scenario has no branches.
 */
export function runBranches(resolved: ResolvedScenario, catalogue: Catalogue, options: RunOptions): Run[] {
  return atOnce(runBranchesInSteps(resolved, catalogue, options));
}

/** A run step by step: whoever takes the steps may do something else in between, or take no more. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** What `runBranches` does, in steps. */
export function runBranchesInSteps(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  options: RunOptions,
): Steps<Run[]> {
  return runAll(resolved, resolved.branches, catalogue, options);
}

/** Takes all steps, one after the other. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * The scenario with one future alone; its branch sets further parameters. Where it has no branches nothing parts, and the
 * parameters are to be varied from the start.
 */
export function withFuture(resolved: ResolvedScenario, { branch, set }: Future): ResolvedScenario {
  const { branches } = resolved;
  const own = branches?.branches.find(({ name }) => name === branch);
  if (!branches || !own)
    throw new OrreryError(`${resolved.name} has no branch "${branch}".`, [
      `Its branches: ${(branches?.branches ?? []).map(({ name }) => name).join(", ")}.`,
    ]);
  const only = { ...branches, branches: [{ name: branch, set: { ...own.set, ...set } }] };
  return Object.freeze({ ...resolved, branches: only });
}

/**
 * One future of a run that stands where futures part, in steps; the same, to the bit, as if it had been run from the start.
 *
 * @param fork a snapshot of the scenario's run at `timeOfBranching`
 */
export function* runFromFork(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  fork: SimulationSnapshot,
  future: Future,
  options: RunOptions,
): Steps<Run> {
  const only = withFuture(resolved, future);
  const { at: parting, branches } = only.branches!;
  const { name, set } = branches[0]!;
  const { claims = "sample", record = {}, follow } = options;
  try {
    const simulation = Simulation.restore(resolved, catalogue, fork, claims, record, follow);
    const branch = simulation.branch(name, set, parting);
    yield* advance(branch, resolved.until, parting, options);
    return branch.finish();
  } catch (error) {
    // From the start it is looked for the event that first broke the claim.
    if (error instanceof InvariantError) runBranches(only, catalogue, options);
    throw error;
  }
}

function* runAll(
  resolved: ResolvedScenario,
  branches: ResolvedBranches | null,
  catalogue: Catalogue,
  options: RunOptions,
): Steps<Run[]> {
  const { design, replication = 0, claims = "sample", record = {}, follow } = options;
  const { seed, luck } = luckOf(resolved, replication);
  const start = (claims: ClaimsAt, onlyClaims?: readonly string[]): Simulation =>
    new Simulation(resolved, catalogue, {
      design,
      replication,
      seed: options.seed ?? seed,
      luck,
      claims,
      ...(onlyClaims === undefined ? (follow === undefined ? {} : { follow }) : { onlyClaims }),
      record,
    });
  try {
    return yield* finishAll(start(claims), resolved.until, branches, options);
  } catch (error) {
    // The claim broke at some event before this check: run again and look at it after each event, to name that one.
    if (error instanceof InvariantError && claims !== "event")
      tellingAll(error.claims, () =>
        atOnce(finishAll(start("event", error.claims), resolved.until, branches)),
      );
    // What fails before the first event has no place yet.
    if (!(error instanceof MechanismError)) throw error;
    const { name: scenario } = resolved;
    throw placedError(error, { scenario, design, replication, branch: "", now: 0, event: 0, what: "" }, []);
  }
}

/** The event that first broke any of the claims is told with them; those that later ones broke are named. */
function tellingAll(claims: readonly string[], again: () => void): void {
  try {
    again();
  } catch (first) {
    if (!(first instanceof InvariantError)) throw first;
    const { sentence, facts, hint, replay } = first;
    const later = claims.filter((claim) => !first.claims.includes(claim));
    throw new InvariantError(
      sentence,
      [...facts, ...later.map((claim) => `Broken later: ${claim}`)],
      hint,
      replay,
      [...first.claims, ...later],
    );
  }
}

/** Before anything but the beginning is simulated: all that no branch can change, of all branches. */
function refuseSettled(simulation: Simulation, { branches }: ResolvedBranches): void {
  const problems = branches.flatMap(({ name, set }) => simulation.branchProblems(name, set));
  if (problems.length > 0) throw new ScenarioError(simulation.scenario, problems);
}

const STEPS_OF_PROGRESS = 50;
/** Of the steps every second is drawn. */
const STEPS_A_DRAWING = 2;

type Told = Pick<RunOptions, "onProgress" | "onSamples">;

/** Runs to a time, telling how far it has come; `done`: what was simulated before. */
function* advance(
  running: Simulation,
  to: Seconds,
  done: Seconds,
  { onProgress, onSamples }: Told,
): Steps<void> {
  const from = running.now;
  for (let step = 1; step <= STEPS_OF_PROGRESS; step++) {
    running.runTo({ time: from + ((to - from) * step) / STEPS_OF_PROGRESS });
    onProgress?.(done + running.now - from);
    if (onSamples && step % STEPS_A_DRAWING === 1) onSamples(running.soFar());
    yield;
  }
}

function* finishAll(
  simulation: Simulation,
  until: Seconds,
  branches: ResolvedBranches | null,
  told: Told = {},
): Steps<Run[]> {
  if (branches === null) {
    yield* advance(simulation, until, 0, told);
    return [simulation.finish()];
  }
  const { at: parting } = branches;
  simulation.runTo({ time: 0 });
  refuseSettled(simulation, branches);
  yield* advance(simulation, timeOfBranching(branches), 0, told);
  const runs: Run[] = [];
  for (const [index, { name, set }] of branches.branches.entries()) {
    const branch = simulation.branch(name, set, parting);
    yield* advance(branch, until, parting + index * (until - parting), told);
    runs.push(branch.finish());
  }
  return runs;
}
