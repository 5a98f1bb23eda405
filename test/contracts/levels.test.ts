import { describe, expect, test } from "vitest";
import type { Metric } from "../../sim/model/measures/metric.ts";
import { measuresOf } from "../../sim/model/measures.ts";
import type { Mechanism } from "../../sim/model/mechanism.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { readersOf } from "./readers.ts";
import { exampleOf, mechanisms, resolved, runOf, SEED } from "./worlds.ts";

/** The mean of each level over time, as a run has it, against one that looks at every level before every event. */

type Level = Extract<Metric<any>, { value: unknown }>;

/** Σ value × time over time of each level that only events change, by name. */
function means(mechanism: Mechanism): Map<string, number> {
  const world = resolved(exampleOf(mechanism));
  const simulation = new Simulation(world, ORRERY, {
    design: "base",
    replication: 0,
    seed: SEED,
    claims: "off",
  });
  const readers = readersOf(simulation, world);
  const levels = readers.flatMap(({ use, mechanism: each, context }) =>
    measuresOf(each, context.params, use)
      .filter(({ metric }) => "value" in metric && !("every" in metric) && !("holdsUntil" in metric))
      .map(({ name, metric }) => ({ name, value: (metric as Level).value, context, sum: 0 })),
  );
  let since = 0;
  const look = (t: number): void => {
    for (const level of levels) if (t > since) level.sum += level.value(level.context) * (t - since);
    since = t;
  };
  simulation.onEvent(({ t }) => look(t));
  simulation.runTo();
  look(world.until);
  return new Map(levels.map(({ name, sum }) => [name, sum / world.until]));
}

describe.each(mechanisms)("in its example, %s", (_name, mechanism) => {
  test("a level's mean is over all that it was, as if it had been looked at before every event", () => {
    const { summary } = runOf(resolved(exampleOf(mechanism)));
    for (const [name, mean] of means(mechanism)) {
      const scale = Math.max(Math.abs(mean), 1e-9);
      expect(
        Math.abs(summary[name]! - mean) / scale,
        `${name}: ${summary[name]} against ${mean}`,
      ).toBeLessThan(1e-9);
    }
  });
});
