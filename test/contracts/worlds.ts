import { registry } from "../../sim/mechanisms/registry.ts";
import type { Mechanism, MechanismFactory } from "../../sim/model/mechanism.ts";
import type { Run } from "../../sim/run/result.ts";
import { run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario, Scenario } from "../../sim/scenario/scenario.ts";

/** Every mechanism of the registry by name, for `describe.each`. */
export const mechanisms: readonly (readonly [string, Mechanism])[] = registry.map(
  ({ mechanism }: MechanismFactory) => [mechanism.name, mechanism],
);

/** The world of a mechanism's example as a scenario. */
export function exampleOf({ name, example }: Mechanism): Scenario {
  const { world, until = "10d" } = example();
  return { title: `Example of ${name}`, until, world };
}

/** All worlds that a mechanism gives: its example, and those that reach what it does not. */
export const worldsOf = (mechanism: Mechanism): Scenario[] => [
  exampleOf(mechanism),
  ...(mechanism.examples?.() ?? []).map(({ world, until = "10d" }) => ({
    title: `Further example of ${mechanism.name}`,
    until,
    world,
  })),
];

export const resolved = (scenario: Scenario): ResolvedScenario =>
  resolve(scenario, ORRERY, { name: "example" });

export const SEED = 1;

export const runOf = (scenario: ResolvedScenario): Run =>
  run(scenario, ORRERY, { design: "base", seed: SEED });

/** Properties try the same cases at every run; ORRERY_TEST_SEED tries others. */
export const PROPERTY_SEED = Number(process.env["ORRERY_TEST_SEED"] ?? 1);
