import { describe, expect, test } from "vitest";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { mechanisms, resolved, SEED, worldsOf } from "./worlds.ts";

/**
 * What no example reaches, nothing here has tested. In the worlds of a mechanism together each of its handlers hears its
 * event, under all claims and protocols; where no shipped mechanism can bring that about, it says why.
 */
describe.each(mechanisms)("in its worlds, %s", (_name, mechanism) => {
  test("handles every event that it has a handler for, or says why not", () => {
    const heard = new Set<string>();
    for (const world of worldsOf(mechanism)) {
      const simulation = new Simulation(resolved(world), ORRERY, {
        design: "base",
        replication: 0,
        seed: SEED,
        claims: "event",
      });
      const own = new Set(
        world.world.filter((use) => use.mechanism === mechanism.name).map((use) => use.as ?? mechanism.name),
      );
      simulation.observe({
        before: ({ name, spec, emitter }) =>
          spec.private && !own.has(emitter) ? undefined : () => void heard.add(name),
      });
      simulation.finish();
    }
    const { on, unreached = {} } = mechanism;
    expect(Object.keys(on).filter((event) => !heard.has(event))).toEqual(
      Object.keys(on).filter((event) => Object.hasOwn(unreached, event)),
    );
    for (const [event, why] of Object.entries(unreached)) {
      expect(Object.keys(on)).toContain(event);
      expect(why).toMatch(/^[A-Z].*\.$/);
    }
  });
});
