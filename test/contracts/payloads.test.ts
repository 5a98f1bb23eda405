import { describe, expect, test } from "vitest";
import { encode } from "../../sim/codec.ts";
import type { EventSpec } from "../../sim/model/events.ts";
import { defineMechanism, type Mechanism } from "../../sim/model/mechanism.ts";
import { laneFields } from "../../sim/run/lane.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { type Catalogue, ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { exampleOf, mechanisms, SEED } from "./worlds.ts";

/** A timer's payload is the same object each time and has other numbers at the next event: nobody may keep it. */

/** The same mechanism; its handlers are given copies of what its timers carry, of which nothing is left when they return. */
function poisoned(mechanism: Mechanism): Mechanism {
  const timers = Object.entries<EventSpec | "shared">(mechanism.emits ?? {})
    .filter(([, spec]) => spec !== "shared" && laneFields(spec))
    .map(([name]) => name);
  const on = Object.entries(mechanism.on).map(([name, handler]) => [
    name,
    timers.includes(name)
      ? (context: any, event: any) => {
          const copy = { ...event };
          (handler as any)(context, copy);
          for (const field of Object.keys(copy)) copy[field] = Number.NaN;
        }
      : handler,
  ]);
  return { ...mechanism, on: Object.fromEntries(on) };
}

function endOf(world: ResolvedScenario, catalogue: Catalogue): string {
  const simulation = new Simulation(world, catalogue, { design: "base", replication: 0, seed: SEED });
  const { digest, summary } = simulation.finish();
  return encode({ digest, summary, states: simulation.states.map(({ state }) => state) });
}

/** Whether a world comes to the same end when payloads of timers are lost as their handlers return. */
const comesToTheSame = (world: ResolvedScenario, catalogue: Catalogue): boolean =>
  endOf(world, catalogue) ===
  endOf(world, new Map([...catalogue].map(([name, mechanism]) => [name, poisoned(mechanism)])));

describe.each(mechanisms)("in its example, %s", (_name, mechanism) => {
  test("keeps no payload of a timer", () => {
    const scenario = exampleOf(mechanism);
    expect(comesToTheSame(resolve(scenario, ORRERY, { name: "example" }), ORRERY)).toBe(true);
  });
});

test("a mechanism that keeps one is found", () => {
  const keeper = defineMechanism({
    name: "test/keeper",
    summary: "Keeps what its timer carried.",
    source: "tests",
    params: {},
    emits: { due: { doc: "A timer is due.", private: true, fields: { k: "number" } } },
    init: () => ({ kept: [] as { readonly k: number }[] }),
    on: {
      opened: ({ emit }) => void emit.due({ k: 1 }, 1),
      due({ state, emit }, event) {
        state.kept.push(event);
        if (event.k < 3) emit.due({ k: event.k + 1 }, 1);
      },
    },
    example: () => ({ world: [] }),
  });
  const catalogue = new Map([["test/keeper", keeper.mechanism]]);
  const scenario = { title: "Keeper", until: 10, world: [{ mechanism: "test/keeper", params: {} }] };
  expect(comesToTheSame(resolve(scenario, catalogue), catalogue)).toBe(false);
});
