import { describe, test } from "vitest";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf, ORRERY } from "../../sim/scenario/catalogue.ts";
import { listScenarios, loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { exampleOf, mechanisms, resolved, SEED } from "./worlds.ts";

/** Claims hold after every event, or after every instant, and not only where a sample falls. A broken one throws. */

const EACH_EVENT = { replication: 0, seed: SEED, claims: "event" } as const;

describe.each(mechanisms)("in its example, %s", (_name, mechanism) => {
  test("keeps its claims after every event", () => {
    new Simulation(resolved(exampleOf(mechanism)), ORRERY, { ...EACH_EVENT, design: "base" }).finish();
  });
});

/** Into the second day of the scenarios with many jobs: days are settled once. */
const EVENTS = 2_500;

describe.each(listScenarios())("in the scenario %s", (name) => {
  test(`every design keeps its claims after every one of its first ${EVENTS} events`, async () => {
    const { scenario } = await loadScenario(name);
    const catalogue = catalogueOf(scenario);
    const whole = resolve(scenario, catalogue, { name });
    for (const { name: design } of whole.designs)
      new Simulation(whole, catalogue, { ...EACH_EVENT, design }).runTo({ events: EVENTS });
  }, 120_000);
});
