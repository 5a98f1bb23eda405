import { describe, expect, test } from "vitest";
import type { Mechanism, Use } from "../../sim/model/mechanism.ts";
import { Simulation, type SimulationSnapshot } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import type { Field } from "../../sim/schema/fields.ts";
import { expectSame, totalsOf } from "./readers.ts";
import { exampleOf, mechanisms, resolved, SEED } from "./worlds.ts";

/** Parameters that may change in the middle of a run: each, low and high, in the middle of its mechanism's example. */

const OPTIONS = { design: "base", replication: 0, seed: SEED, claims: "event" } as const;

const settable = mechanisms.flatMap(([name, mechanism]) =>
  Object.entries(mechanism.settable ?? {}).map(
    ([parameter, range]) => [`${name}.${parameter}`, mechanism, parameter, range!] as const,
  ),
);
const ends = settable.flatMap(([path, mechanism, parameter, range]) =>
  range.map((value) => [path, value, mechanism, parameter] as const),
);

/** The example with a parameter set in the middle of it. */
function changedAt(mechanism: Mechanism, path: string, value: number): ResolvedScenario {
  const scenario = exampleOf(mechanism);
  const t = resolved(scenario).until / 2;
  const change: Use = {
    mechanism: "shocks/parameter",
    params: { changes: [{ t, parameter: path, value }] },
    as: "the change",
  };
  return resolved({ ...scenario, world: [...scenario.world, change] });
}

/** Runs to the event that sets the parameter; the totals before and after it. */
function aroundTheChange(world: ResolvedScenario): [Map<string, number>, Map<string, number>] {
  const simulation = new Simulation(world, ORRERY, OPTIONS);
  simulation.runTo({ time: world.until / 2 - 1e-6 });
  let last = "";
  simulation.onEvent(({ name }) => {
    last = name;
  });
  const runToEvent = (name: string): Map<string, number> => {
    while (last !== name) simulation.runTo({ events: simulation.events + 1 });
    return totalsOf(simulation, world);
  };
  return [runToEvent("changeDue"), runToEvent("parameterSet")];
}

test.each(settable)(
  "%s is a number of its mechanism, and its range lies within the field's bounds",
  (_, { params }, parameter, [low, high]) => {
    const field = params[parameter] as Field;
    expect(["number", "integer", "duration", "amount"]).toContain(field.kind);
    expect(low).toBeLessThan(high);
    for (const value of [low, high]) expect(field.schema.safeParse(value).error).toBeUndefined();
  },
);

describe.each(ends)("%s set to %s in the middle of its example", (path, value, mechanism, parameter) => {
  const world = changedAt(mechanism, path, value);

  test("keeps every claim after every event, and goes on as it would when cut and resumed", () => {
    const whole = new Simulation(world, ORRERY, OPTIONS);
    whole.runTo({ time: world.until / 2 });
    const params = whole.states.find(({ instance }) => instance === mechanism.name)!.params;
    expect((params as Record<string, unknown>)[parameter]).toBe(value);
    const saved = whole.snapshot() as SimulationSnapshot;
    const resumed = Simulation.restore(world, ORRERY, saved).finish();
    const run = whole.finish();
    expect(run).toEqual(resumed);
    for (const [measure, { kind }] of Object.entries(run.measures))
      if (kind !== "duration")
        expect(
          [...run.series[measure]!].filter((each) => !Number.isFinite(each)),
          measure,
        ).toEqual([]);
  });

  test("changes no total of what was before", () => {
    expectSame(...aroundTheChange(world));
  });
});
