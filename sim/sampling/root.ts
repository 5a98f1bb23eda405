import { OrreryError } from "../errors.ts";
import { exp, ln } from "../math.ts";
import { scaleOf } from "./ranges.ts";
import { needSize } from "./sizes.ts";

/** Where a root is searched for, and how closely. */
export interface RootSearch {
  readonly low: number;
  readonly high: number;
  /** Width of the last bracket, relative to the larger of its ends. */
  readonly tolerance: number;
  /** A value as near to 0 as this ends the search too; 0 unless told. */
  readonly residual?: number;
  /** How many evaluations the search may spend; 40 unless told. */
  readonly most?: number;
  /** Whether a bracket without a change of sign may grow. */
  readonly expand?: boolean;
}

/** What a root search found. */
export interface Root {
  /** The end of the last bracket whose value is nearer to 0. */
  readonly x: number;
  readonly value: number;
  /** The last bracket. Between its ends the function changes its sign, unless the value at x ended the search. */
  readonly low: number;
  readonly high: number;
  /** Every evaluation, in order. */
  readonly evaluations: readonly Evaluation[];
}

export type Evaluation = readonly [x: number, value: number];

interface Bracket {
  readonly low: Evaluation;
  readonly high: Evaluation;
}

/** Evaluates at all of some places at once. */
type Evaluate = (...places: readonly number[]) => Promise<Evaluation[]>;

const MOST = 40;

/**
 * A root of a function of one variable between two ends at which its signs differ: bisection, with inverse quadratic
 * interpolation where that is safe, by T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the
 * zero of a nonlinear function without using derivatives", Advances in Engineering Software 28, 145-149 (1997).
 * The steps are those of SciPy's `find_root`. A positive bracket over a decade or more is searched by ratios. The
 * function need be neither monotone nor continuous: a jump over 0 is found as a root is, its value then far from 0.
 * Unless the bracket may grow, nothing outside it is evaluated; nothing is evaluated twice. A root at 0 itself has no
 * relative tolerance: give a residual.
 *
 * With `expand`, a bracket of one sign grows at both ends until the sign changes, to twice its width each time, of
 * ratios if 0 lies outside; it never grows over 0 or away from an end that is 0.
 *
 * @param evaluate gives the same value for the same x, as simulations that share their luck do; asked for both ends
 *   at once, then for one place after the other
 * @throws OrreryError where no change of sign is found, a value is NaN, or the evaluations do not suffice
 */
export async function findRoot(
  evaluate: (x: number) => number | Promise<number>,
  search: RootSearch,
): Promise<Root> {
  const { tolerance, residual = 0, most = MOST } = search;
  needSearch(search, most);
  const evaluations: Evaluation[] = [];
  const values: Evaluate = async (...places) => {
    const found = await Promise.all(places.map(async (x): Promise<Evaluation> => [x, await evaluate(x)]));
    const missing = found.find(([, value]) => Number.isNaN(value));
    if (missing) throw new OrreryError(`The root search finds no value at ${missing[0]}.`);
    evaluations.push(...found);
    return found;
  };
  const start = await bracketed(values, search, residual, most);
  const last = isRoot(start, residual)
    ? start
    : await narrowed(values, start, tolerance, residual, most - evaluations.length);
  const [x, value] = nearer(last);
  return { x, value, low: last.low[0], high: last.high[0], evaluations };
}

function needSearch({ low, high, tolerance }: RootSearch, most: number): void {
  needSize("The number of evaluations of a root search", most, 2);
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new OrreryError("A root search needs a low end below a high end.", [
      `low end ${low}`,
      `high end ${high}`,
    ]);
  }
  if (!(tolerance > 0)) throw new OrreryError(`A root search needs a tolerance above 0, got ${tolerance}.`);
}

const nearer = ({ low, high }: Bracket): Evaluation => (Math.abs(low[1]) <= Math.abs(high[1]) ? low : high);

const isRoot = (bracket: Bracket, residual: number): boolean => Math.abs(nearer(bracket)[1]) <= residual;

const ofOneSign = (one: Evaluation, other: Evaluation): boolean => Math.sign(one[1]) === Math.sign(other[1]);

/** The bracket that is searched, grown if need be. Where the sign changes on both sides of it, the lower one. */
async function bracketed(
  values: Evaluate,
  search: RootSearch,
  residual: number,
  most: number,
): Promise<Bracket> {
  const [low, high] = await values(search.low, search.high);
  let bracket: Bracket = { low: low!, high: high! };
  let left = most - 2;
  while (!isRoot(bracket, residual) && ofOneSign(bracket.low, bracket.high)) {
    const ends = grown(bracket.low[0], bracket.high[0]);
    left -= ends.length;
    if (search.expand !== true || left < 0 || !ends.every(Number.isFinite))
      throw unbracketed(bracket, search);
    bracket = changing(bracket, await values(...ends));
  }
  return bracket;
}

/** The ends, of those that move, of a bracket twice as wide; Infinity where numbers end. */
function grown(low: number, high: number): number[] {
  if (low === 0) return [2 * high];
  if (high === 0) return [2 * low];
  if (low < 0 && high > 0) return [low - (high - low) / 2, high + (high - low) / 2];
  const factor = low > 0 ? Math.sqrt(high / low) : Math.sqrt(low / high);
  const ends = low > 0 ? [low / factor, high * factor] : [low * factor, high / factor];
  return ends.map((end) => (end === 0 ? Infinity : end));
}

/** The part of a grown bracket over which the sign changes, or all of it. */
function changing({ low, high }: Bracket, ends: readonly Evaluation[]): Bracket {
  const outerLow = ends.find(([x]) => x < low[0]) ?? low;
  const outerHigh = ends.find(([x]) => x > high[0]) ?? high;
  if (!ofOneSign(outerLow, low)) return { low: outerLow, high: low };
  if (!ofOneSign(high, outerHigh)) return { low: high, high: outerHigh };
  return { low: outerLow, high: outerHigh };
}

function unbracketed({ low, high }: Bracket, { expand }: RootSearch): OrreryError {
  return new OrreryError(
    `The root search finds no change of sign from ${low[0]} to ${high[0]}.`,
    [`value ${low[1]} at ${low[0]}`, `value ${high[1]} at ${high[0]}`],
    expand
      ? "What is asked for may be out of reach: ask for less, or begin with ends whose signs differ."
      : "Take ends whose signs differ, or let the bracket grow.",
  );
}

/** Three evaluations in the terms of Chandrupatla (1997). */
interface Trial {
  /** The newest. */
  readonly a: Evaluation;
  /** The other end of the bracket: its sign differs. */
  readonly b: Evaluation;
  /** The one that left the bracket last; at first it is b. */
  readonly c: Evaluation;
}

async function narrowed(
  values: Evaluate,
  start: Bracket,
  tolerance: number,
  residual: number,
  most: number,
): Promise<Bracket> {
  const next = interpolation(start, tolerance);
  let trial: Trial = { a: start.high, b: start.low, c: start.low };
  for (let left = most; ; left -= 1) {
    const bracket = bracketOf(trial);
    const x = next(trial);
    if (isRoot(bracket, residual) || isNarrow(bracket, tolerance) || x === undefined) return bracket;
    if (left === 0) throw unfinished(bracket);
    const [found] = await values(x);
    const { a, b } = trial;
    trial = ofOneSign(found!, a) ? { a: found!, b, c: a } : { a: found!, b: a, c: b };
  }
}

const bracketOf = ({ a, b }: Trial): Bracket => (a[0] < b[0] ? { low: a, high: b } : { low: b, high: a });

const isNarrow = ({ low, high }: Bracket, tolerance: number): boolean =>
  high[0] - low[0] <= tolerance * Math.max(Math.abs(low[0]), Math.abs(high[0]));

function unfinished({ low, high }: Bracket): OrreryError {
  return new OrreryError(
    "The root search has spent its evaluations.",
    [`the root lies from ${low[0]} to ${high[0]}`, `values there ${low[1]} and ${high[1]}`],
    "Allow more evaluations, or a larger tolerance.",
  );
}

/** Gives where to evaluate next, strictly within the bracket; undefined where no number lies within. */
function interpolation(start: Bracket, tolerance: number): (trial: Trial) => number | undefined {
  const log = scaleOf(start.low[0], start.high[0]) === "log";
  const place = (x: number) => (log ? ln(x) : x);
  return (trial) => {
    const [a, b, c] = [place(trial.a[0]), place(trial.b[0]), place(trial.c[0])];
    const ratio = fraction(a, b, c, trial.a[1], trial.b[1], trial.c[1]);
    // Half the last width beyond an end that is all but the root, the bracket is done.
    const least = ((log ? 1 : Math.max(Math.abs(a), Math.abs(b))) * tolerance) / 2 / Math.abs(b - a);
    const found = a + Math.min(1 - least, Math.max(least, ratio)) * (b - a);
    const { low, high } = bracketOf(trial);
    const middle = low[0] + (high[0] - low[0]) / 2;
    // Rounding may put a place on an end.
    return [log ? exp(found) : found, middle].find((x) => x > low[0] && x < high[0]);
  };
}

/** How far from a towards b the root is thought to be: by the inverse parabola where that is monotone, else half. */
function fraction(a: number, b: number, c: number, atA: number, atB: number, atC: number): number {
  const xi = (a - b) / (c - b);
  const phi = (atA - atB) / (atC - atB);
  if (!(phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)) return 0.5;
  return (
    (atA / (atB - atA)) * (atC / (atB - atC)) +
    ((c - a) / (b - a)) * (atA / (atC - atA)) * (atB / (atC - atB))
  );
}
