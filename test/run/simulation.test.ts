import { expect, test } from "vitest";
import type { Metric } from "../../sim/model/measures/metric.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import { replicationSeed, run } from "../../sim/run/run.ts";
import { type Happening, Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf, ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { use } from "../scenario/problems.ts";

const queue: readonly Use[] = [
  { mechanism: "demand/poisson", params: {} },
  { mechanism: "supply/servers", params: {} },
];

function start(scenario: Partial<Scenario> & Pick<Scenario, "world">, seed = 1): Simulation {
  const whole = { title: "test", until: 100, ...scenario };
  const catalogue = catalogueOf(whole);
  return new Simulation(resolve(whole, catalogue), catalogue, { design: "base", replication: 0, seed });
}

/** A mechanism whose one number grows by `rate` at the end of every second. */
function growing(rate: number, metrics: Record<string, Metric<any>>): Use {
  return use({
    emits: { tick: { doc: "A second has gone by.", fields: { tick: "number" } } },
    init: () => ({ size: 0 }),
    on: {
      opened: ({ emit }) => emit.tick({ tick: 1 }, 1),
      tick: ({ state, emit }, { tick }) => {
        state.size += rate;
        emit.tick.at({ tick: tick + 1 }, tick + 1);
      },
    },
    ownMetrics: metrics,
  });
}

test("events come in the order of the calendar, and are seen before they are delivered", () => {
  const simulation = start({ until: "2d", world: [use({ on: { day: () => {} } })] });
  const seen: Happening[] = [];
  simulation.onEvent((event) => {
    seen.push(event);
  });
  simulation.finish();
  expect(seen.map(({ t, name, payload }) => [t, name, payload])).toEqual([
    [0, "start", {}],
    [0, "opened", {}],
    [86_400, "day", { day: 1 }],
    [172_800, "day", { day: 2 }],
    [172_800, "end", {}],
  ]);
});

test("a level is recorded as it is, a flow as its growth, both after the warm-up in the summary", () => {
  const size = ({ state }: { state: { size: number } }): number => state.size;
  const world = [
    growing(2, {
      "test.level": { kind: "level", unit: "", words: "Size", better: "neither", doc: "Size.", value: size },
      "test.flow": {
        kind: "flow",
        unit: "",
        words: "Growth",
        better: "neither",
        doc: "Growth.",
        total: size,
      },
      "test.ratio": {
        kind: "ratio",
        unit: "",
        words: "Growth a second",
        better: "neither",
        doc: "Growth a second.",
        totals: (context) => [size(context), context.now],
      },
    }),
  ];
  const { t, series, summary, atEnd } = start({ world, sample: 25, warmUp: 50 }).finish();
  expect([...t]).toEqual([25, 50, 75, 100]);
  expect([...series["test.level"]!]).toEqual([50, 100, 150, 200]);
  expect([...series["test.flow"]!]).toEqual([50, 50, 50, 50]);
  expect([...series["test.ratio"]!]).toEqual([2, 2, 2, 2]);
  // It is 2 k from second k to the next: 2 × 74.5 in the mean of k = 50 … 99.
  expect(summary).toMatchObject({ "test.level": 149, "test.flow": 100, "test.ratio": 2 });
  expect(atEnd["test.level"]).toBe(200);
});

test("samples at fractions of a second, and stops between microseconds, come to an end", () => {
  const simulation = start({ world: queue, until: 1 / 3, sample: 0.1 });
  simulation.runTo({ time: 0.123_456_712_3 });
  expect([...simulation.finish().t]).toEqual([0.1, 0.2, 0.3, 0.333_333]);
});

test("a run can be followed event by event and gives the digest of a run at once", () => {
  const simulation = start({ world: queue });
  let events = 0;
  while (simulation.runTo({ events: events + 1 })) events += 1;
  // The last one is told apart from the rest: it ends the run.
  expect(simulation.events).toBe(events + 1);
  expect(simulation.digest).toBe(start({ world: queue }).finish().digest);
});

test("digests differ by seed, by parameter and by horizon", () => {
  const reference = start({ world: queue }).finish().digest;
  const faster = [{ mechanism: "demand/poisson", params: { arrivalRate: 0.81 } }, queue[1]!];
  const digests = [
    start({ world: queue }, 2),
    start({ world: faster }),
    start({ world: queue, until: 101 }),
  ].map((other) => other.finish().digest);
  expect(new Set([reference, ...digests]).size).toBe(4);
});

test("a mechanism that is added moves nobody else's luck", () => {
  const alone = start({ world: queue }).finish().summary;
  const beside = start({
    world: [...queue, { mechanism: "consensus/nakamoto", params: { blockTime: 1 } }],
  }).finish().summary;
  expect(beside).toMatchObject(
    Object.fromEntries(
      Object.keys(alone)
        .filter((name) => name.startsWith("customers"))
        .map((name) => [name, alone[name]]),
    ),
  );
});

test("two instances of a mechanism each take their own events for theirs", () => {
  const mines: string[] = [];
  const echo = (name: string) =>
    use(
      {
        name: "test/echo",
        emits: { call: { doc: "A call.", fields: {} } },
        on: {
          opened: ({ emit }) => emit.call({}, 1),
          call: ({ mine, instance }) => {
            if (mine) mines.push(instance);
          },
        },
      },
      name,
    );
  start({ world: [echo("one"), echo("two")] }).finish();
  expect(mines).toEqual(["one", "two"]);
});

test("a lagged read gives the value before the event, a plain one the value after it", () => {
  const heard: [number, number][] = [];
  const world = [
    use({
      name: "a/fee",
      emits: { tick: { doc: "A tick.", fields: {} } },
      init: () => ({ fee: 1 }),
      on: {
        opened: ({ emit }) => emit.tick({}, 1),
        tick: ({ state }) => {
          state.fee = 2;
        },
      },
      signals: { baseFee: ({ state }: { state: { fee: number } }) => state.fee },
    }),
    use({
      name: "b/plain",
      reads: { baseFee: {} },
      on: { tick: ({ read }) => heard.push([0, read.baseFee()]) },
    }),
    use({
      name: "c/lagged",
      reads: { baseFee: { lagged: true } },
      on: { tick: ({ read }) => heard.push([1, read.baseFee()]) },
    }),
  ];
  start({ world }).finish();
  expect(heard).toEqual([
    [0, 2],
    [1, 1],
  ]);
});

test("a snapshot belongs to its scenario", () => {
  const snapshot = start({ world: queue }).snapshot();
  const other = resolve({ title: "other", until: 100, world: queue }, ORRERY);
  expect(() => Simulation.restore(other, ORRERY, snapshot)).toThrow(
    "The snapshot belongs to another scenario.",
  );
});

test("a replication's seed is a hash of the scenario's seed and its number", () => {
  const seeds = Array.from({ length: 1_000 }, (_, replication) => replicationSeed(1, replication));
  expect(new Set(seeds).size).toBe(1_000);
  expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
  const resolved = resolve({ title: "test", until: 100, world: queue }, ORRERY);
  expect(run(resolved, ORRERY, { design: "base", replication: 3 }).seed).toBe(replicationSeed(1, 3));
});

test("progress is told up to the horizon, and changes nothing", () => {
  const resolved = resolve({ title: "test", until: 100, world: queue }, ORRERY);
  const times: number[] = [];
  const told = run(resolved, ORRERY, { design: "base", onProgress: (t) => times.push(t) });
  expect(times.at(-1)).toBe(100);
  expect(told.digest).toBe(run(resolved, ORRERY, { design: "base" }).digest);
});

test("what is due after the end of time, as the next failure in ten thousand years, never comes", () => {
  const world = [{ mechanism: "supply/fleet", params: { mtbf: 1e12 } }];
  const scenario = resolve({ title: "Machines that last", until: "10d", world }, ORRERY, { name: "lasting" });
  expect(run(scenario, ORRERY, { design: "base", seed: 1 }).summary["machines.failures"]).toBe(0);
});

test("what is set for a time after the end of time never comes either, at a time as after a delay", () => {
  const world = [
    { mechanism: "supply/cohorts", params: { providers: 1 } },
    { mechanism: "pricing/utilisation-indexed", params: { period: "300y" } },
    { mechanism: "pricing/first-come", params: {} },
  ];
  const scenario = resolve({ title: "A price for ever", until: "10d", world }, ORRERY, { name: "for-ever" });
  const simulation = new Simulation(scenario, ORRERY, { design: "base", replication: 0, seed: 1 });
  const seen = new Set<string>();
  simulation.onEvent(({ name }) => seen.add(name));
  simulation.finish();
  expect([...seen]).not.toContain("reprice");
});
