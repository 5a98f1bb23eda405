import { OrreryError, ScenarioError } from "../errors.ts";
import type { Run } from "../run/result.ts";
import { luckOf, simulatedTime } from "../run/run.ts";
import { findRoot, type Root } from "../sampling/root.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import type { Expression } from "../scenario/expression.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";
import { resolveSweep } from "../scenario/sweep.ts";
import { type EstimateInterval, tBounds } from "../statistics/interval.ts";
import { momentsOf, present } from "../statistics/moments.ts";
import { type Equation, readEquation, type Sides, VARIED } from "./equation.ts";
import type { Job } from "./plan.ts";
import { type Executor, type Failure, runJobs } from "./runner.ts";

export interface SolveOptions {
  /** Replications of each evaluation, all with the same luck at every value; defaults to the scenario's. */
  readonly replications?: number;
  /** Width of the last bracket, relative to its larger end; 0.001 by default. */
  readonly tolerance?: number;
  /** Whether the search may leave the ends. */
  readonly expand?: boolean;
  /** The only design, for measures without one; needed where there are several. */
  readonly design?: string;
  /** By default the reference branch. */
  readonly branch?: string;
  readonly confidence?: number;
  /** Told the value that is tried, how many have been tried before, and what share of its runs is done. */
  readonly onProgress?: (x: number, tried: number, share: number) => void;
  readonly signal?: AbortSignal;
}

/** One value that was tried. */
export interface Trial {
  readonly x: number;
  readonly left: number;
  readonly right: number;
  /** left − right, of means over replications. */
  readonly difference: number;
}

export interface Solution extends Equation {
  readonly x: number;
  readonly difference: number;
  /** Where the value lies that infinitely many replications would give; −∞ to ∞ where too few were run to say. */
  readonly interval: EstimateInterval;
  /** The last bracket. */
  readonly bracket: readonly [low: number, high: number];
  readonly replications: number;
  /** By rising value. */
  readonly trials: readonly Trial[];
}

/**
 * Solves one parameter of a scenario so that an equation over mean summaries holds: equal budgets of two designs, a
 * start at which nobody gains by entering. All values are tried with the same luck, so that the difference of both
 * sides is a function of the parameter, and its change of sign is bracketed (Chandrupatla's method). How far the luck
 * of these replications moves the solution is told by the jackknife: the solution without each replication in turn, read
 * off the curve of the trials (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 11).
 *
 * @param resolved without a sweep
 * @throws ScenarioError where the parameter is not there or refuses an end; UsageError where the equation cannot be read;
 *   OrreryError where no change of sign is found, a measure has no value, or a run fails
 */
export async function solveFor(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  executor: Executor,
  equation: Equation,
  options: SolveOptions = {},
): Promise<Solution> {
  const { replications = resolved.replications, tolerance = 1e-3, confidence = 0.95 } = options;
  const whole = isWhole(resolved, catalogue, equation);
  const sides = readEquation(resolved, catalogue, equation.soThat, options.design);
  const evaluated = new Map<number, Evaluated>();
  // One value after the other: each fills the executor.
  let last: Promise<unknown> = Promise.resolve();
  const evaluate = (place: number): Promise<number> => {
    const x = whole ? Math.round(place) : place;
    const found = last.then(async () => {
      const known =
        evaluated.get(x) ??
        (await runAt(x, resolved, executor, sides, { ...options, replications }, equation, evaluated.size));
      evaluated.set(x, known);
      return known.difference;
    });
    last = found.catch(() => undefined);
    return found;
  };
  const { low, high } = equation;
  const root = await findRoot(evaluate, { low, high, tolerance, expand: options.expand === true });
  const trials = [...evaluated.values()].sort((one, other) => one.x - other.x);
  const x = whole ? Math.round(root.x) : root.x;
  return {
    ...equation,
    x,
    difference: root.value,
    interval: jackknifeInterval(root, trials, x, confidence),
    bracket: [root.low, root.high],
    replications,
    trials: trials.map(({ x, left, right, difference }) => ({ x, left, right, difference })),
  };
}

/** Whether the parameter takes whole numbers only. Throws ScenarioError where it is not there or refuses an end. */
function isWhole(resolved: ResolvedScenario, catalogue: Catalogue, { path, low, high }: Equation): boolean {
  // A range of a sweep is checked the same way.
  const { sweep, problems } = resolveSweep(
    { latinHypercube: { points: 1, ranges: { [path]: [low, high] } } },
    resolved.designs,
    catalogue,
  );
  if (sweep === null)
    throw new ScenarioError(
      resolved.name,
      problems.map(({ message }) => ({ path: `vary › ${path}`, message })),
    );
  return sweep.parameters[0]!.whole;
}

/** What a value gave, replication by replication. */
interface Evaluated extends Trial {
  /** left − right of the means without one part of the luck; one number a replication or antithetic pair. */
  readonly without: readonly number[];
}

async function runAt(
  x: number,
  resolved: ResolvedScenario,
  executor: Executor,
  sides: Sides,
  { replications, branch, signal, onProgress }: SolveOptions & { readonly replications: number },
  { path }: Equation,
  tried: number,
): Promise<Evaluated> {
  const jobs = sides.designs.flatMap((design) =>
    Array.from({ length: replications }, (_, replication): Job => {
      const name = `${design}/${replication}`;
      const settings = { [path]: x };
      return { key: name, name, design, replication, ...luckOf(resolved, replication), point: -1, settings };
    }),
  );
  const wanted = branch ?? resolved.branches?.branches.at(0)?.name ?? "";
  const each = simulatedTime(resolved);
  const runs: Run[] = [];
  const failures = await runJobs(jobs, each, executor, {
    onRuns: (_, done) => void runs.push(...done.filter((run) => run.branch === wanted)),
    onProgress: (simulated) => onProgress?.(x, tried, simulated / (each * jobs.length)),
    ...(signal ? { signal } : {}),
  });
  if (failures.length > 0) throw atItsPoint(failures[0]!);
  const side = (expression: Expression, leftOut?: number): number =>
    meansIn(expression, sides.names, runs, x, ({ replication }) => partOf(replication) !== leftOut);
  const partOf = (replication: number): number =>
    resolved.antithetic ? Math.floor(replication / 2) : replication;
  const parts = [...new Set(runs.map(({ replication }) => partOf(replication)))].sort((a, b) => a - b);
  const [left, right] = [side(sides.left), side(sides.right)];
  requireValues(sides, runs, x);
  const without = parts.map((part) => side(sides.left, part) - side(sides.right, part));
  return { x, left, right, difference: left - right, without };
}

/** A failure's error, whose replay sets the parameter to the value that was tried. */
const atItsPoint = ({ job, error }: Failure): Error =>
  error.replay === undefined
    ? error
    : Object.assign(error, { replay: { ...error.replay, settings: job.settings } });

function requireValues({ left, right, names }: Sides, runs: readonly Run[], x: number): void {
  for (const name of [...left.measures, ...right.measures]) {
    const named = names.get(name);
    if (named && Number.isNaN(meanOf(runs, named.design, named.measure)))
      throw new OrreryError(`${name} has no value at x = ${x}, so nothing can be solved with it.`);
  }
}

/** An expression over means of summaries. */
const meansIn = (
  expression: Expression,
  names: Sides["names"],
  runs: readonly Run[],
  x: number,
  isIn: (run: Run) => boolean,
): number =>
  expression.evaluate((name) => {
    if (name === VARIED) return x;
    const { design, measure } = names.get(name)!;
    return meanOf(runs.filter(isIn), design, measure);
  }) as number;

/** Mean over the replications that have a value, in their order. */
function meanOf(runs: readonly Run[], design: string, measure: string): number {
  const own = runs.filter((run) => run.design === design);
  return momentsOf(present(own.map(({ summary }) => summary[measure] ?? Number.NaN))).mean;
}

function jackknifeInterval(
  root: Root,
  trials: readonly Evaluated[],
  x: number,
  confidence: number,
): EstimateInterval {
  const count = Math.min(...trials.map(({ without }) => without.length));
  const roots = Array.from({ length: count }, (_, part) =>
    crossing(
      trials.map((trial) => [trial.x, trial.without[part]!] as const),
      root.x,
    ),
  );
  const { variance } = momentsOf(roots);
  const known = count > 1 && roots.every(Number.isFinite);
  const standardError = Math.sqrt(((count - 1) * (count - 1) * variance) / count);
  const bounds = tBounds(x, standardError, known ? count - 1 : 0, confidence);
  return { count, estimate: x, ...bounds, confidence };
}

/** Where a curve through points crosses 0 nearest to a place, linear between points; NaN where it does not. */
function crossing(curve: readonly (readonly [x: number, value: number])[], near: number): number {
  let best = Number.NaN;
  for (let index = 0; index < curve.length; index += 1) {
    const [x, value] = curve[index]!;
    const [nextX, nextValue] = curve[index + 1] ?? [x, value];
    if (value !== 0 && Math.sign(value) * Math.sign(nextValue) >= 0) continue;
    const at = value === 0 ? x : x + ((nextX - x) * value) / (value - nextValue);
    if (!(Math.abs(at - near) >= Math.abs(best - near))) best = at;
  }
  return best;
}
