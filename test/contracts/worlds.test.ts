import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { decode, encode } from "../../sim/codec.ts";
import { spoilingFreeRows } from "../../sim/model/columns.ts";
import type { Run } from "../../sim/run/result.ts";
import { Simulation, type SimulationSnapshot } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { estimateOf } from "../../sim/scenario/estimate.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { exampleOf, mechanisms, PROPERTY_SEED, resolved, runOf, SEED } from "./worlds.ts";

/** How every mechanism behaves in the smallest world that it lives in. */

const OPTIONS = { design: "base", replication: 0, seed: SEED } as const;

describe.each(mechanisms)("in its example, %s", (_name, mechanism) => {
  const scenario = exampleOf(mechanism);
  let world: ResolvedScenario;
  let reference: Run;
  beforeAll(() => {
    world = resolved(scenario);
    reference = runOf(world);
  });

  test("is part of what runs", () => {
    expect(world.designs[0]!.uses.map((use) => use.mechanism)).toContain(mechanism.name);
    expect(reference.events).toBeGreaterThan(2);
  });

  test("says before it begins what it will cost: no less than a third of its events, and not many times more", () => {
    const { events, unknown } = estimateOf(world.designs[0]!, ORRERY, world);
    expect(unknown).toEqual([]);
    expect(reference.events).toBeLessThanOrEqual(3 * events + 100);
    expect(events).toBeLessThanOrEqual(5 * reference.events + 100);
  });

  test("gives the same run for the same seed, and reads no row that it has given back", () => {
    expect(encode(spoilingFreeRows(() => runOf(world)))).toBe(encode(reference));
  });

  test("keeps a state of plain data", () => {
    const simulation = new Simulation(world, ORRERY, OPTIONS);
    simulation.runTo({ time: world.until / 2 });
    for (const { instance, state } of simulation.states)
      expect(decode(encode(state)), instance).toEqual(state);
  });

  test("comes to the same end when it is cut by a snapshot", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (share) => {
        const first = new Simulation(world, ORRERY, OPTIONS);
        first.runTo({ time: (world.until * share) / 1000 });
        const stored = decode(encode(first.snapshot())) as SimulationSnapshot;
        expect(encode(Simulation.restore(world, ORRERY, stored).finish())).toBe(encode(reference));
      }),
      { seed: PROPERTY_SEED, numRuns: 4, examples: [[0], [1000]] },
    );
  });

  test("can be cut between any two events", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: reference.events }), (events) => {
        const first = new Simulation(world, ORRERY, OPTIONS);
        first.runTo({ events });
        const stored = decode(encode(first.snapshot())) as SimulationSnapshot;
        expect(Simulation.restore(world, ORRERY, stored).finish().digest).toBe(reference.digest);
      }),
      { seed: PROPERTY_SEED, numRuns: 3 },
    );
  });

  test("leaves a fork alone", () => {
    const first = new Simulation(world, ORRERY, OPTIONS);
    first.runTo({ time: world.until / 3 });
    const fork = first.fork();
    fork.runTo({ time: world.until / 2 });
    expect(first.finish().digest).toBe(reference.digest);
    expect(fork.finish().digest).toBe(reference.digest);
  });

  test("does not depend on the order in which the world lists it", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...scenario.world], { minLength: scenario.world.length }),
        (shuffled) => {
          expect(runOf(resolved({ ...scenario, world: shuffled })).digest).toBe(reference.digest);
        },
      ),
      { seed: PROPERTY_SEED, numRuns: 3 },
    );
  });

  test("does not change under observation", () => {
    const seldom = resolved({ ...scenario, sample: world.until });
    const often = resolved({ ...scenario, sample: world.until / 37 });
    expect(runOf(seldom).digest).toBe(reference.digest);
    expect(runOf(often).digest).toBe(reference.digest);
    const watched = new Simulation(world, ORRERY, { ...OPTIONS, claims: "block" });
    // What is told with the event that caused it has that event's number.
    const seen = new Set<number>();
    watched.onEvent(({ number }) => seen.add(number));
    expect(watched.finish().digest).toBe(reference.digest);
    expect(seen.size).toBe(reference.events);
    expect(new Simulation(world, ORRERY, { ...OPTIONS, claims: "off" }).finish().digest).toBe(
      reference.digest,
    );
  });

  test("gives the same summary to the last bit, whatever the period of the series", () => {
    for (const sample of ["7h", "1d", world.until, world.until / 7])
      expect(runOf(resolved({ ...scenario, sample })).summary, String(sample)).toEqual(reference.summary);
  });

  test("records finite measures, and no value only where a duration has none", () => {
    for (const [measure, { kind }] of Object.entries(reference.measures)) {
      const odd = [...reference.series[measure]!].filter((value) => !Number.isFinite(value));
      if (kind === "duration") expect(odd.every(Number.isNaN), measure).toBe(true);
      else expect(odd, measure).toEqual([]);
    }
  });
});
