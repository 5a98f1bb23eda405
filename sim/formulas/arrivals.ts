/**
 * Arrival processes whose draws are addressed, so that worlds that are compared see the same arrivals: Poisson with a
 * shape in time by thinning (Lewis and Shedler, Naval Research Logistics Quarterly 26(3), 1979), self-exciting with an
 * exponential kernel (Hawkes, Biometrika 58(1), 1971; Ogata's thinning, IEEE Trans. Inf. Theory 27(1), 1981), and
 * compound: each arrival may bring a batch.
 *
 * Intensity of arrivals: λ(t) = r (1 − n) s(t) + Σ n β exp(−β (t − tᵢ)), for a rate r, a shape s of mean 1, a branching
 * ratio n and a decay β.
 */
import type { Draw } from "../chance/draw.ts";
import { OrreryError } from "../errors.ts";
import { cos, exp, ln, log1p } from "../math.ts";
import { DAY, HOUR, type Seconds, YEAR } from "../units.ts";

export interface ArrivalLaw {
  /** Mean arrivals a second, batches counted once: of the first year, before growth. */
  readonly rate: number;
  /** Weights of the 24 hours of a day and of the 7 days of a week; time 0 is a Monday's midnight. */
  readonly daily: readonly number[];
  readonly weekly: readonly number[];
  /** A year's season: amplitude as a share of the mean, and the day of its peak. */
  readonly season: number;
  readonly seasonPeak: number;
  /** Growth a year, compounded continuously: 1 doubles. */
  readonly growth: number;
  /** Arrivals that one arrival brings about, on average (n). */
  readonly branching: number;
  /** Mean time from an arrival to one that it brings about (1/β). */
  readonly memory: Seconds;
}

/** Where a process stands. Plain data. */
export interface ArrivalState {
  time: Seconds;
  /** Arrivals a second that earlier ones bring about now. */
  excitation: number;
  /** Candidates drawn so far: the address of the next draw. */
  drawn: number;
}

const TWO_PI = 6.283185307179586;

/** Throws where a law has no steady state, or no shape. */
export function checkArrivals({ daily, weekly, branching, season, growth }: ArrivalLaw): void {
  const refuse = (sentence: string, fact: string): never => {
    throw new OrreryError(sentence, [fact]);
  };
  if (daily.length !== 24) refuse("A day's shape needs 24 weights, one an hour.", `given: ${daily.length}`);
  if (weekly.length !== 7) refuse("A week's shape needs 7 weights, Monday first.", `given: ${weekly.length}`);
  for (const [name, weights] of Object.entries({ day: daily, week: weekly }))
    if (!(mean(weights) > 0 && weights.every((weight) => weight >= 0 && weight < Infinity)))
      refuse(`A ${name}'s shape needs weights of at least 0, and one above.`, `given: ${weights.join(", ")}`);
  if (!(branching >= 0 && branching < 1))
    refuse(
      "Arrivals that excite one another need a branching ratio below 1: at 1 and above they grow without bound.",
      `branching ratio: ${branching}`,
    );
  if (!(season >= 0 && season <= 1)) refuse("A season swings by 0 to 1 of the mean.", `given: ${season}`);
  if (!(growth > -1)) refuse("Growth a year is above -1.", `given: ${growth}`);
}

/** Mean excitation in steady state: a process that begins with it needs no warm-up to have its mean rate. */
export const steadyExcitation = ({ rate, branching }: ArrivalLaw): number => rate * branching;

/** Shape of the background at a time: 1 in the mean over a year, growth aside. */
export function arrivalShape(law: ArrivalLaw, time: Seconds): number {
  const hour = Math.floor(time / HOUR) % 24;
  const day = Math.floor(time / DAY) % 7;
  const calendar = (law.daily[hour]! / mean(law.daily)) * (law.weekly[day]! / mean(law.weekly));
  return calendar * season(law, time) * grown(law, time);
}

const season = ({ season, seasonPeak }: ArrivalLaw, time: Seconds): number =>
  season === 0 ? 1 : 1 + season * cos(TWO_PI * ((time - seasonPeak * DAY) / YEAR));

const grown = ({ growth }: ArrivalLaw, time: Seconds): number =>
  growth === 0 ? 1 : exp((time / YEAR) * log1p(growth));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Moves the state to the next arrival and returns its time; Infinity where none comes within `until`. Candidates come
 * at a rate that bounds the intensity for an hour (for ever, where the background is level); each is kept with
 * probability intensity / bound. Two uniforms a candidate, at an address of its own.
 */
export function nextArrival(
  law: ArrivalLaw,
  state: ArrivalState,
  drawAt: (candidate: number) => Draw,
  until: Seconds,
): Seconds {
  while (state.time <= until) {
    const window = isLevel(law) ? Infinity : (Math.floor(state.time / HOUR) + 1) * HOUR;
    const bound = backgroundBound(law, state.time, window) + state.excitation;
    if (bound <= 0) {
      if (window === Infinity) return Infinity;
      advance(law, state, window);
      continue;
    }
    const draw = drawAt(state.drawn++);
    const candidate = state.time + draw.exponential(1 / bound);
    if (candidate >= window) {
      advance(law, state, window);
      continue;
    }
    advance(law, state, candidate);
    const intensity = background(law, candidate) + state.excitation;
    if (draw.uniform() * bound < intensity) return candidate;
  }
  return Infinity;
}

/** An arrival brings about others from now on. */
export function excite({ branching, memory }: ArrivalLaw, state: ArrivalState): void {
  if (branching > 0) state.excitation += branching / memory;
}

/** An excitation of less than one arrival in 10^15 years has died out. */
const DIED_OUT = 1e-23;

function advance({ memory }: ArrivalLaw, state: ArrivalState, time: Seconds): void {
  if (state.excitation > 0) state.excitation *= exp(-(time - state.time) / memory);
  if (state.excitation < DIED_OUT) state.excitation = 0;
  state.time = time;
}

const background = (law: ArrivalLaw, time: Seconds): number =>
  law.rate * (1 - law.branching) * arrivalShape(law, time);

/** Largest background from `time` to `window`: within an hour only season and growth move. */
function backgroundBound(law: ArrivalLaw, time: Seconds, window: Seconds): number {
  if (window === Infinity) return background(law, time);
  const calendar = arrivalShape({ ...law, season: 0, growth: 0 }, time);
  const growth = Math.max(grown(law, time), grown(law, window));
  return law.rate * (1 - law.branching) * calendar * (1 + law.season) * growth;
}

const isLevel = ({ daily, weekly, season, growth }: ArrivalLaw): boolean =>
  season === 0 &&
  growth === 0 &&
  daily.every((weight) => weight === daily[0]) &&
  weekly.every((weight) => weight === weekly[0]);

/** Size of a batch: geometric from 1 with this mean, by inversion. */
export function batchSize(mean: number, draw: Draw): number {
  if (mean <= 1) return 1;
  return 1 + Math.floor(ln(1 - draw.uniform()) / log1p(-1 / mean));
}

/** How a duration varies about its mean. */
export type DurationLaw = "lognormal" | "exponential" | "pareto" | "constant";

/**
 * A duration of the given mean.
 *
 * @param spread of the lognormal: standard deviation of ln(duration); of the Pareto: its shape, above 1
 */
export function durationOf(law: DurationLaw, mean: Seconds, spread: number, draw: Draw): Seconds {
  if (law === "constant" || mean === 0) return mean;
  if (law === "exponential") return draw.exponential(mean);
  if (law === "lognormal") return draw.lognormal(ln(mean) - (spread * spread) / 2, spread);
  if (!(spread > 1))
    throw new OrreryError("A Pareto law has a mean only where its shape is above 1.", [`shape: ${spread}`]);
  return draw.pareto(spread, (mean * (spread - 1)) / spread);
}
