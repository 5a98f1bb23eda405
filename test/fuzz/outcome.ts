import { OrreryError } from "../../sim/errors.ts";
import type { Run } from "../../sim/run/result.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";

/** What became of a scenario. Only the first two may be of one whose parameters lie within their bounds. */
export type OutcomeKind = "ran" | "refused" | "stopped" | "defect" | "not finite";

export interface Outcome {
  readonly kind: OutcomeKind;
  readonly words: string;
  readonly events: number;
}

/** Resolves a scenario and runs it in this thread. */
export const outcomeOf = (scenario: Scenario): Promise<Outcome> =>
  outcomeOfAttempt(async (begun) => {
    const catalogue = catalogueOf(scenario);
    const resolved = resolve(scenario, catalogue, { name: "fuzz" });
    const simulation = new Simulation(resolved, catalogue, { design: "base", replication: 0, seed: 1 });
    begun(simulation);
    return notFinite(simulation.finish());
  });

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
    const refused =
      error.exitCode === 2 && simulation?.now !== undefined ? events <= 2 : error.exitCode === 2;
    return { kind: refused ? "refused" : "stopped", words: error.message, events };
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
