import { expect, test } from "vitest";
import { shared, type Use } from "../../sim/model/mechanism.ts";
import type { EventRoute, Observer } from "../../sim/run/observer.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { use } from "../scenario/problems.ts";

/** Asks for a job at 1 s and remembers how many it asked for. */
const customer: Use = use({
  name: "test/customer",
  emits: { jobSubmitted: shared, wake: { doc: "Time to ask.", private: true, fields: {} } },
  init: () => ({ asked: 0 }),
  on: {
    opened: ({ emit }) => emit.wake({}, 1),
    wake({ state, emit }) {
      state.asked += 1;
      emit.jobSubmitted({ job: state.asked, gpus: 1, seconds: 1, usdPerGpuHour: 1, patience: 1 });
    },
    jobSubmitted({ state }) {
      state.asked += 10;
    },
  },
});

function start(...world: Use[]): Simulation {
  const scenario = { title: "test", until: 10, world };
  const catalogue = catalogueOf(scenario);
  return new Simulation(resolve(scenario, catalogue), catalogue, {
    design: "base",
    replication: 0,
    seed: 1,
  });
}

test("an observer is told of the events it asks for, before and after their handlers, and changes nothing", () => {
  const simulation = start(customer);
  const state = simulation.states[0]!.state as { asked: number };
  const told: unknown[] = [];
  const listener = (when: string) => (route: EventRoute) =>
    route.name === "jobSubmitted"
      ? ({ job }: { job: number }, now: number) => told.push([when, route.emitter, job, now, state.asked])
      : undefined;
  simulation.observe({ before: listener("before"), after: listener("after") } as Observer);
  expect(simulation.finish().digest).toBe(start(customer).finish().digest);
  expect(told).toEqual([
    ["before", "test/customer", 1, 1, 1],
    ["after", "test/customer", 1, 1, 11],
  ]);
});

test("each emitter of an event has a route of its own, and a timer comes back to its emitter alone", () => {
  const simulation = start(customer, { ...customer, as: "another" });
  const routes: string[] = [];
  simulation.observe({
    before({ name, emitter }) {
      if (name === "wake" || name === "day") routes.push(`${name} of ${emitter || "the run"}`);
      return undefined;
    },
  });
  simulation.finish();
  expect(routes).toEqual(["day of the run", "wake of another", "wake of test/customer"]);
  // Each woke once, and both heard of both jobs.
  expect(simulation.states.map(({ state }) => state)).toEqual([{ asked: 21 }, { asked: 21 }]);
});

test("one route may be observed by many", () => {
  const simulation = start(customer);
  let [first, second] = [0, 0];
  simulation.observe({ before: () => () => void first++ });
  simulation.observe({ after: () => () => void second++ });
  const { events } = simulation.finish();
  expect([first, second]).toEqual([events, events]);
});
