import { OrreryError, UsageError } from "../../sim/errors.ts";
import type { Run } from "../../sim/run/result.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { type Catalogue, catalogueOf } from "../../sim/scenario/catalogue.ts";
import { type DesignEstimate, estimateOf } from "../../sim/scenario/estimate.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario, Scenario } from "../../sim/scenario/scenario.ts";

/** What became of a scenario. Only the first two may be of one whose parameters lie within their bounds. */
export type OutcomeKind = "ran" | "refused" | "stopped" | "defect" | "not finite" | "underestimated";

export interface Outcome {
  readonly kind: OutcomeKind;
  readonly words: string;
  readonly events: number;
  /** What was told of the run before it began. */
  readonly estimate?: DesignEstimate;
}

/** Runs are cut so short that no more than this is expected of them. */
export const MOST = { events: 2e5, steps: 1e7 };

/** What begins with so many times as much is not tried. */
const LEAST_EXCESS = 10;

/** Resolves a scenario and runs it in this thread; what was expected of it is held against what happened. */
export async function outcomeOf(scenario: Scenario, most: typeof MOST = MOST): Promise<Outcome> {
  let estimate: DesignEstimate | undefined;
  const outcome = await outcomeOfAttempt(async (begun) => {
    const catalogue = catalogueOf(scenario);
    const resolved = shortened(scenario, catalogue, most);
    estimate = estimateOf(resolved.designs[0]!, catalogue, resolved);
    const simulation = new Simulation(resolved, catalogue, { design: "base", replication: 0, seed: 1 });
    begun(simulation);
    return notFinite(simulation.finish());
  });
  if (estimate === undefined) return outcome;
  const more = outcome.kind === "ran" && outcome.events > 3 * estimate.events + 1_000;
  if (!more) return { ...outcome, estimate };
  const words = `${outcome.events} events, ${Math.round(estimate.events)} expected`;
  return { ...outcome, kind: "underestimated", words, estimate };
}

/** The scenario as it is, or with a horizon that a test has the time for. */
function shortened(scenario: Scenario, catalogue: Catalogue, most: typeof MOST): ResolvedScenario {
  const whole = resolve(scenario, catalogue, { name: "fuzz", allowLong: true });
  const { events, steps } = estimateOf(whole.designs[0]!, catalogue, whole);
  const excess = Math.max(events / most.events, steps / most.steps);
  const until = excess > 1 ? Math.max(1e-6, whole.until / excess) : whole.until;
  const short = resolve({ ...scenario, until }, catalogue, { name: "fuzz" });
  const left = estimateOf(short.designs[0]!, catalogue, short);
  // A week's jobs are drawn at once, machines are all there at the start: no horizon makes that less.
  if (Math.max(left.events / most.events, left.steps / most.steps) > LEAST_EXCESS)
    throw new UsageError("The scenario is larger than a test has the time for, at any horizon.");
  return short;
}

/**
 * What became of an attempt to run something.
 *
 * @param attempt gives what is no number in its results, or nothing; it tells of the simulation that it begins
 */
export async function outcomeOfAttempt(
  attempt: (begun: (simulation: Simulation) => void) => Promise<string>,
): Promise<Outcome> {
  let simulation: Simulation | undefined;
  try {
    const odd = await attempt((begun) => {
      simulation = begun;
    });
    return { kind: odd === "" ? "ran" : "not finite", words: odd, events: simulation?.events ?? 0 };
  } catch (error) {
    const events = simulation?.events ?? 0;
    if (!(error instanceof OrreryError))
      return { kind: "defect", words: error instanceof Error ? (error.stack ?? "") : String(error), events };
    const begun = events > 2;
    const kind = error.exitCode === 2 && !begun ? "refused" : "stopped";
    return { kind, words: `${error.name}: ${error.message}`, events };
  }
}

/** The first number of a run that is none; durations alone may have no value. */
export function notFinite({ series, summary, measures, flows, balances }: Run): string {
  for (const [name, { kind }] of Object.entries(measures)) {
    const allowed = (value: number): boolean =>
      Number.isFinite(value) || (kind === "duration" && Number.isNaN(value));
    if (!series[name]!.every(allowed)) return `series of ${name}: ${series[name]!.find((v) => !allowed(v))}`;
    if (!allowed(summary[name]!) && !Number.isNaN(summary[name]))
      return `summary of ${name}: ${summary[name]}`;
  }
  const flow = flows.find(({ value }) => !Number.isFinite(value));
  if (flow) return `flow ${flow.kind} from ${flow.from} to ${flow.to}`;
  return balances.every(({ closing }) => typeof closing === "bigint") ? "" : "a balance is no whole number";
}
