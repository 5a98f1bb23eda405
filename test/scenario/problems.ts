import { ScenarioError } from "../../sim/errors.ts";
import type { Mechanism, Use } from "../../sim/model/mechanism.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { type ResolveOptions, resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";

/** The whole message of the error that an attempt ends with; undefined where it ends well. */
export function messageOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.message;
  }
}

export const lines = (...each: readonly string[]): string => each.join("\n");

/** The message that resolving a scenario ends with. Fields that are left out are those of a valid scenario. */
export function refusal(scenario: object, options: ResolveOptions = {}): string | undefined {
  const whole = { title: "test", until: "10d", world: [chain({})], ...scenario } as Scenario;
  return messageOf(() => resolve(whole, catalogueOf(whole), { name: "test", ...options }));
}

export const chain = (params: unknown): Use => ({
  mechanism: "consensus/nakamoto",
  params: params as object,
});

/** What matters of a mechanism to a test. */
export interface Part extends Omit<Partial<Mechanism>, "on" | "reads" | "signals"> {
  readonly on?: Readonly<Record<string, (context: any, event: any) => void>>;
  readonly reads?: object;
  readonly signals?: object;
}

/** A mechanism of a test's own. */
export function use(given: Part, as?: string): Use {
  const mechanism: Mechanism = {
    name: "test/part",
    summary: "Does what a test needs.",
    source: "this test",
    params: {},
    init: () => ({}),
    on: {},
    example: () => ({ world: [] }),
    ...(given as Partial<Mechanism>),
  };
  return as === undefined ? { mechanism, params: {} } : { mechanism, params: {}, as };
}
