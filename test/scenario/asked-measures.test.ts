import { expect, test } from "vitest";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { refusal } from "./problems.ts";

const scenario: Scenario = {
  title: "Two firms",
  until: "1d",
  world: [
    { mechanism: "demand/poisson", params: {}, as: "here" },
    { mechanism: "supply/servers", params: {} },
  ],
};
const asked = (measures: unknown) =>
  resolve({ ...scenario, measures } as Scenario, ORRERY, { name: "two-firms" }).measures;

test("a measure is asked for by its name, or for all instances and regions that it is recorded of", () => {
  expect(
    asked(["customers.waitP95", "customers.arrived[*]", "customers.arrived[here]", "ledger.supply"]),
  ).toEqual(["customers.waitP95", "customers.arrived[*]", "customers.arrived[here]", "ledger.supply[token]"]);
  expect(asked(undefined)).toEqual([]);
});

test("what no design records is refused, with what was probably meant", () => {
  expect(() => asked(["customers.waitP96"])).toThrow(
    'measures[0]\n    No design records "customers.waitP96". Did you mean "customers.waitP95"?',
  );
  expect(() => asked("customers.wait")).toThrow(
    'Expected a list of names, such as ["gpu.supply", "jobs.waitP95"].',
  );
});

test("a measure that has another name now is asked for by that one", () => {
  const fleet = { mechanism: "supply/fleet", params: {} };
  expect(refusal({ world: [fleet], measures: ["gpu.failures"] })).toContain(
    'No design records "gpu.failures". It is now called "machines.failures".',
  );
  expect(refusal({ expect: { safe: { always: "chain.attackCostUsd > 0" } } })).toContain(
    'There is no measure "chain.attackCostUsd". It is now called "chain.attackCostUsd[majority hardware]" or "chain.attackCostUsd[majority rental]".',
  );
  const compare = "[base].gpu.switches > [base].machines.failures";
  expect(refusal({ world: [fleet], expect: { moved: { compare } } })).toContain('"[base].machines.switches"');
});
