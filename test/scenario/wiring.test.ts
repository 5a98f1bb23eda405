import { expect, test } from "vitest";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { text } from "../../sim/schema/fields.ts";
import { lines, refusal, use } from "./problems.ts";

const fee = (name: string, reads: object = {}) => use({ name, reads, signals: { baseFee: () => 1 } });
const gas = (name: string, reads: object = {}) => use({ name, reads, signals: { gasPerSecond: () => 1 } });

function orderOf(...world: ReturnType<typeof use>[]): string[] {
  const scenario = { title: "test", until: 1, world };
  return resolve(scenario, catalogueOf(scenario)).designs[0]!.uses.map(({ as }) => as);
}

test("publishers stand before their readers, others in the order of their names", () => {
  const reader = use({ name: "a/reader", reads: { baseFee: {} } });
  expect(orderOf(reader, use({ name: "c/other" }), fee("z/fee"), use({ name: "b/other" }))).toEqual([
    "b/other",
    "c/other",
    "z/fee",
    "a/reader",
  ]);
});

test("who comes after a signal stands behind its publishers and reads nothing; nobody has to publish it", () => {
  const later = use({ name: "a/later", after: ["baseFee", "gasPerSecond"] });
  expect(orderOf(later, use({ name: "b/other" }), fee("z/fee"))).toEqual(["b/other", "z/fee", "a/later"]);
});

test("a lagged read breaks a cycle", () => {
  expect(orderOf(fee("a/fee", { gasPerSecond: { lagged: true } }), gas("b/gas", { baseFee: {} }))).toEqual([
    "a/fee",
    "b/gas",
  ]);
});

const one = (path: string, message: string): string =>
  lines("test has 1 problem.", "", `  ${path}`, `    ${message}`);

test("error: a signal that nobody publishes, with those who could", () => {
  expect(refusal({ world: [use({ reads: { gpuUtilisation: {} } })] })).toBe(
    one(
      "world[0] test/part › reads gpuUtilisation",
      "No mechanism here publishes gpuUtilisation. Add one of: supply/cohorts, supply/fleet, supply/profit-switching.",
    ),
  );
  expect(refusal({ world: [use({ reads: { gpuUtilisation: { otherwise: 0 } } })] })).toBeUndefined();
});

test("error: a signal that two publish", () => {
  const world = [fee("a/fee"), fee("b/fee"), use({ reads: { baseFee: {} } })];
  expect(refusal({ world })).toBe(
    one(
      "world[2] test/part › reads baseFee",
      '2 mechanisms publish baseFee: a/fee, b/fee. Keep one, or give each a place of its own with those who read it ("in").',
    ),
  );
});

test("error: a signal of an instance that does not publish it", () => {
  const params = { from: text({ default: "main", doc: "Whose fee." }) };
  const world = [fee("a/fee"), use({ params, reads: { baseFee: { of: "from" } } })];
  expect(refusal({ world })).toBe(
    one(
      "world[1] test/part › reads baseFee",
      'Parameter "from" names "main", which does not publish baseFee; these do: a/fee.',
    ),
  );
});

test("error: a cycle of a read and of an order that is asked for", () => {
  const publisher = use({ name: "a/fee", after: ["gasPerSecond"], signals: { baseFee: () => 1 } });
  expect(refusal({ world: [publisher, gas("b/gas", { baseFee: {} })] })).toBe(
    one(
      "world[0] a/fee",
      "The reads form a cycle: a/fee comes after b/gas reads a/fee. Mark one of them lagged: it then reads the value before the event.",
    ),
  );
});

test("error: a cycle of reads, named", () => {
  expect(refusal({ world: [fee("a/fee", { gasPerSecond: {} }), gas("b/gas", { baseFee: {} })] })).toBe(
    one(
      "world[0] a/fee",
      "The reads form a cycle: a/fee reads b/gas reads a/fee. Mark one of them lagged: it then reads the value before the event.",
    ),
  );
});
