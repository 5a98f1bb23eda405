import { expect, test } from "vitest";
import { firstJob } from "../../sim/kit/demand/job-number.ts";
import type { EventSpec } from "../../sim/model/events.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf, ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { HOUR } from "../../sim/units.ts";
import { lines, refusal, use } from "./problems.ts";

test("error: events that nobody emits, that are not shared, or that two declare differently", () => {
  const declares = (name: string, field: string) =>
    use({ name, emits: { ping: { doc: "A ping.", fields: { [field]: "number" } } } });
  const world = [
    use({ name: "a/one", on: { blok: () => {} } }),
    use({ name: "a/two", emits: { swaped: "shared" } }),
    declares("b/one", "x"),
    declares("b/two", "y"),
  ];
  expect(refusal({ world })).toBe(
    lines(
      "test has 3 problems.",
      "",
      "  world[1] a/two › emits swaped",
      '    There is no shared event of that name. Did you mean "swapped"?',
      "  world[3] b/two › emits ping",
      "    world[2] b/one declares this event with other fields. Give one of them another name.",
      "  world[0] a/one › on blok",
      '    Nobody here emits an event of that name. Did you mean "block"?',
    ),
  );
});

test("timers of two mechanisms may have one name: each hears its own, with its fields, also in what a trace tells", () => {
  const clock = (name: string, field: string, value: number) =>
    use({
      name,
      emits: { tick: { doc: "Due.", private: true, fields: { [field]: "number" } } },
      init: () => ({ heard: [] as object[] }),
      on: {
        opened: ({ emit }) => void emit["tick"]!({ [field]: value }, 5),
        tick: ({ state }, event) => void state.heard.push({ ...event }),
      },
    });
  const scenario = { title: "test", until: 10, world: [clock("a/one", "x", 1), clock("b/two", "y", 2)] };
  const catalogue = catalogueOf(scenario);
  const options = { design: "base", replication: 0, seed: 1 };
  const simulation = new Simulation(resolve(scenario, catalogue), catalogue, options);
  const told: object[] = [];
  simulation.onEvent(({ name, payload }) => {
    if (name === "tick") told.push({ ...(payload as object) });
  });
  simulation.finish();
  expect(simulation.states.map(({ state }) => state)).toEqual([{ heard: [{ x: 1 }] }, { heard: [{ y: 2 }] }]);
  expect(told).toEqual([{ x: 1 }, { y: 2 }]);
});

test("no two shipped mechanisms call different events by one name, timers apart", () => {
  const said = new Map<string, Set<string>>();
  for (const { emits = {} } of ORRERY.values())
    for (const [name, spec] of Object.entries<EventSpec | "shared">(emits))
      if (spec !== "shared")
        said.set(
          name,
          (said.get(name) ?? new Set()).add(spec.private ? "a timer" : JSON.stringify(spec.fields)),
        );
  expect([...said].filter(([, meanings]) => meanings.size > 1)).toEqual([]);
});

test("sources of jobs stand side by side, in any order, cut and resumed", () => {
  const market: Use[] = ["supply/cohorts", "pricing/utilisation-indexed", "pricing/first-come"].map((name) =>
    shipped(name),
  );
  const sources: Use[] = [
    shipped("demand/trace"),
    { mechanism: "demand/jobs", params: { class: "batch", rate: 50 } },
    shipped("demand/bootstrap-trace"),
  ];
  const simulated = (world: Use[]): Simulation => {
    const scenario = { title: "test", until: "3d", world };
    return new Simulation(resolve(scenario, ORRERY), ORRERY, {
      design: "base",
      replication: 0,
      seed: 1,
      record: { jobs: true },
    });
  };
  const whole = simulated([...market, ...sources]).finish();
  expect(simulated([...sources.toReversed(), ...market]).finish().digest).toBe(whole.digest);
  const cut = simulated([...market, ...sources]);
  cut.runTo({ time: 40 * HOUR });
  expect(cut.fork().finish().digest).toBe(whole.digest);
  const { job } = whole.jobs!;
  for (const { mechanism } of sources) {
    const first = firstJob(String(mechanism));
    expect(job.some((each) => each >= first && each < first + 2 ** 32)).toBe(true);
  }
});

const shipped = (mechanism: string, as?: string): Use => ({ mechanism, params: {}, ...(as ? { as } : {}) });
const POOL = [shipped("supply/cohorts"), shipped("pricing/utilisation-indexed")];

function notesOf(...world: Use[]): readonly string[] {
  const scenario = { title: "test", until: "1d", world };
  return resolve(scenario, catalogueOf(scenario)).open.map(({ message }) => message);
}

test.each([
  "pricing/double-auction",
  "pricing/order-book",
  "pricing/posted",
  "pricing/reverse-auction",
  "pricing/scheduler",
])("error: %s on a supply whose machines have no names", (market) => {
  expect(refusal({ world: [shipped("supply/cohorts"), shipped(market), shipped("demand/trace")] })).toBe(
    lines(
      "test has 1 problem.",
      "",
      `  world[1] ${market} › on machineOffered`,
      "    No mechanism here emits machineOffered, without which this one does nothing. These do: supply/fleet. docs/market.md says what goes together.",
    ),
  );
});

test("error: two markets, though nobody reads what both publish", () => {
  const world = [
    shipped("supply/fleet"),
    shipped("pricing/order-book"),
    shipped("pricing/scheduler", "queue"),
  ];
  expect(refusal({ world })).toContain(
    lines(
      "  world[2] pricing/scheduler as queue › emits jobMatched",
      '    world[1] pricing/order-book emits it too: both would act on the same jobs. Keep one of them, or give each a place of its own ("in"). docs/market.md says what goes together.',
    ),
  );
});

test("error: two supplies, of one kind or of two", () => {
  const twice = (second: Use) =>
    refusal({ world: [shipped("supply/fleet"), second, shipped("pricing/order-book")] });
  expect(twice(shipped("supply/fleet", "other"))).toContain(
    "world[1] supply/fleet as other › emits jobStarted",
  );
  expect(twice(shipped("supply/cohorts"))).toContain("world[1] supply/cohorts › emits jobStarted");
});

/** Jobs without a market leave other things open, too. */
const unanswered = (...uses: Parameters<typeof notesOf>): string[] =>
  notesOf(...uses).filter((note) => note.includes(" emits "));

test("jobs that no market takes are a note, which names the markets there are", () => {
  const [note, ...more] = unanswered(shipped("demand/trace"));
  expect(more).toEqual([]);
  expect(note).toMatch(
    /^demand\/trace emits jobSubmitted, and no mechanism here answers it\. Add one of: .*pricing\/first-come, /,
  );
  expect(unanswered(...POOL, shipped("pricing/first-come"), shipped("demand/trace"))).toEqual([]);
});
