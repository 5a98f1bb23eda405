import { expect, test } from "vitest";
import type { Use } from "../../sim/model/mechanism.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
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
