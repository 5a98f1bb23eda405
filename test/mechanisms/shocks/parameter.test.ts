import { describe, expect, test } from "vitest";
import type { Use } from "../../../sim/model/mechanism.ts";
import { Simulation } from "../../../sim/run/simulation.ts";
import { catalogueOf } from "../../../sim/scenario/catalogue.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import { DAY } from "../../../sim/units.ts";

type Row = { readonly t: number | string; readonly parameter: string; readonly value: number };

const capacity = (as: string): Use => ({ mechanism: "execution/capacity", params: { conflicts: 0.02 }, as });

function simulated(changes: readonly Row[], until = "10d") {
  const world = [capacity("one"), capacity("two"), { mechanism: "shocks/parameter", params: { changes } }];
  const scenario = { title: "Conflicts", until, world };
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "conflicts" });
  const simulation = new Simulation(resolved, catalogue, { design: "base", replication: 0, seed: 1 });
  const set: unknown[] = [];
  simulation.onEvent(({ t, name, payload }) => {
    if (name === "parameterSet") set.push([t / DAY, payload["instance"], payload["value"]]);
  });
  const values = (time: number): number[] => {
    simulation.runTo({ time });
    return simulation.states
      .filter(({ instance }) => instance === "one" || instance === "two")
      .map(({ params }) => (params as { conflicts: number }).conflicts);
  };
  return { values, set, simulation, notes: resolved.open.map(({ path, message }) => `${path}: ${message}`) };
}

describe("a schedule of parameters", () => {
  test("sets each at its time, and what is due at one time in the order of the rows", () => {
    const { values, set } = simulated([
      { t: 0, parameter: "one.conflicts", value: 0.03 },
      { t: "2d", parameter: "execution/capacity.conflicts", value: 0.1 },
      { t: "2d", parameter: "two.conflicts", value: 0.2 },
      { t: 3.5 * DAY, parameter: "one.conflicts", value: 0 },
    ]);
    expect(values(0)).toEqual([0.03, 0.02]);
    expect(values(2 * DAY - 1)).toEqual([0.03, 0.02]);
    expect(values(2 * DAY)).toEqual([0.1, 0.2]);
    expect(values(5 * DAY)).toEqual([0, 0.2]);
    expect(set).toEqual([
      [0, "one", 0.03],
      [2, "one", 0.1],
      [2, "two", 0.1],
      [2, "two", 0.2],
      [3.5, "one", 0],
    ]);
  });

  test("leaves out what lies beyond the horizon, and says so", () => {
    const { simulation, set, notes } = simulated([
      { t: "1d", parameter: "one.conflicts", value: 0.03 },
      { t: "20d", parameter: "one.conflicts", value: 0.04 },
    ]);
    simulation.finish();
    expect(set).toEqual([[1, "one", 0.03]]);
    const none = simulated([{ t: "20d", parameter: "one.conflicts", value: 0.04 }]);
    expect(none.notes.filter((note) => note.includes(".changes"))).toEqual([
      "shocks/parameter.changes: None of 1 recorded times lies within the horizon of 10 d: the first comes after 20 d.",
    ]);
    expect(notes.filter((note) => note.includes(".changes"))).toEqual([
      "shocks/parameter.changes: Of 2 recorded times 1 lies beyond the horizon of 10 d.",
    ]);
  });
});

test("a schedule without rows is a scenario in which nothing is set", () => {
  const scenario = {
    title: "Nothing",
    until: "10d",
    world: [capacity("one"), { mechanism: "shocks/parameter", params: {} }],
  };
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "nothing" });
  const names = new Set<string>();
  const simulation = new Simulation(resolved, catalogue, { design: "base", replication: 0, seed: 1 });
  simulation.onEvent(({ name }) => names.add(name));
  simulation.finish();
  expect(names).not.toContain("parameterSet");
});
