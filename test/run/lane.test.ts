import { expect, test } from "vitest";
import type { EventSpec } from "../../sim/model/events.ts";
import { laneFields, viewOf } from "../../sim/run/lane.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { use } from "../scenario/problems.ts";

const timer = (fields: EventSpec["fields"], more: Partial<EventSpec> = {}): EventSpec => ({
  doc: "Due.",
  private: true,
  fields,
  ...more,
});

test.each<[string, EventSpec, readonly string[] | undefined]>([
  ["no field", timer({}), []],
  ["a number", timer({ k: "number" }), ["k"]],
  ["two numbers, by name", timer({ row: "number", k: "number" }), ["k", "row"]],
  ["three numbers", timer({ a: "number", b: "number", c: "number" }), undefined],
  ["a text", timer({ k: "number", name: "text" }), undefined],
  ["a field that may be left out", timer({ k: "number" }, { details: { row: "number" } }), undefined],
  ["others' business", { doc: "Seen by all.", fields: { k: "number" } }, undefined],
])("an event with %s travels in the kernel's numbers, or as an object", (_what, spec, fields) => {
  expect(laneFields(spec)).toEqual(fields);
});

test("a payload without an object has its fields, is copied as any other, and is another at the next event", () => {
  const lane = { a: 3, b: 4.5 };
  const view = viewOf(["k", "row"], lane) as { k: number; row: number };
  const copy = { ...view };
  expect([Object.keys(view), view.k, view.row]).toEqual([["k", "row"], 3, 4.5]);
  lane.a = 7;
  expect([view.k, copy.k]).toEqual([7, 3]);
  expect(() => Object.assign(view, { k: 1 })).toThrow(TypeError);
});

/** Timers of two numbers, whose last are kept, in a run that is observed. */
function world() {
  const keeper = use({
    emits: {
      tick: { doc: "Due.", private: true, fields: { step: "number", half: "number" } },
      bare: { doc: "Due.", private: true, fields: {} },
    },
    init: () => ({ seen: [] as number[][] }),
    on: {
      opened({ emit }) {
        emit.tick({ step: 1, half: 0.5 }, 1);
        emit.bare({}, 5);
      },
      tick({ state, emit }, { step, half }) {
        state.seen.push([step, half]);
        if (step < 4) emit.tick.at({ half: -half, step: step + 1 }, step + 1);
      },
      bare({ state }, event) {
        state.seen.push(Object.keys(event).map(Number));
      },
    },
  });
  const scenario = { title: "test", until: 10, world: [keeper] };
  const catalogue = catalogueOf(scenario);
  const options = { design: "base", replication: 0, seed: 1 };
  return { simulation: new Simulation(resolve(scenario, catalogue), catalogue, options), options };
}

test("what is emitted is what is handled, whatever the order of the fields, and what a trace tells stays", () => {
  const { simulation } = world();
  const told: object[] = [];
  simulation.onEvent(({ name, payload }) => {
    if (name === "tick") told.push(payload);
  });
  simulation.finish();
  expect(simulation.states[0]!.state).toEqual({ seen: [[1, 0.5], [2, -0.5], [3, 0.5], [4, -0.5], []] });
  expect(told).toEqual([
    { step: 1, half: 0.5 },
    { step: 2, half: -0.5 },
    { step: 3, half: 0.5 },
    { step: 4, half: -0.5 },
  ]);
});

test("a snapshot holds what is on its way as numbers, and a run that goes on from it ends as the other", () => {
  const { simulation } = world();
  simulation.runTo({ time: 2.5 });
  const { a, b, data } = simulation.snapshot().kernel.events;
  // The end is the run's own, with an object.
  expect([[...a], [...b], data]).toEqual([[0.5, 0, 0], [3, 0, 0], [{}]]);
  const { digest } = simulation.fork().finish();
  expect(digest).toBe(world().simulation.finish().digest);
});
