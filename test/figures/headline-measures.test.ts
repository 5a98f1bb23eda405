import { expect, test } from "vitest";
import { headlineMeasures } from "../../sim/figures/headline-measures.ts";
import { syntheticRunOf, syntheticScenario } from "./synthetic-runs.ts";

/** Two designs with summaries of their own, in one replication. */
function compared(measures: readonly string[], values: Readonly<Record<string, readonly [number, number]>>) {
  const scenario = {
    ...syntheticScenario({
      designs: ["a", "b"].map((name) => ({ name, uses: [] })),
      control: "a",
    }),
    measures,
  };
  const series = Object.fromEntries(
    Object.keys(values).map((name) => [name, { unit: "1", kind: "level" as const, at: () => 1 }]),
  );
  const runs = ["a", "b"].map((design, place) => ({
    ...syntheticRunOf(scenario, series),
    design,
    summary: Object.fromEntries(Object.entries(values).map(([name, pair]) => [name, pair[place]!])),
  }));
  return { scenario, runs, points: [] };
}

test("the scenario's own measures lead in its order, those of every region where it asks for them", () => {
  const values = {
    "gpu.supply": [1, 2],
    "gpu.supply[EU]": [1, 2],
    "gpu.supply[US]": [3, 4],
    "own.thing": [5, 6],
  } as const;
  expect(headlineMeasures(compared(["own.thing", "gpu.supply[*]"], values))).toEqual([
    "own.thing",
    "gpu.supply[EU]",
    "gpu.supply[US]",
  ]);
});

test("what is 0 in every run, or the same in all designs, gives way to what tells them apart", () => {
  const values = { "gpu.supply": [7, 7], "gpu.delivered": [0, 0], "ledger.supply[token]": [1, 2] } as const;
  expect(headlineMeasures(compared([], values))).toEqual(["ledger.supply[token]"]);
  expect(headlineMeasures(compared([], { "gpu.supply": [7, 7] }))).toEqual(["gpu.supply"]);
});
