import { expect, test } from "vitest";
import { ScenarioError } from "../../sim/errors.ts";
import type { Mechanism } from "../../sim/model/mechanism.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import type { Field, Fields } from "../../sim/schema/fields.ts";
import { expectSame, totalsOf } from "./readers.ts";
import { exampleOf, mechanisms, resolved, SEED } from "./worlds.ts";

/** Other values than the present one that the field accepts: half, twice and one more; the other choices. */
function otherValues({ kind, options, schema }: Field, present: unknown): unknown[] {
  const candidates: readonly unknown[] =
    typeof present === "number"
      ? [present / 2, Math.floor(present / 2), present * 2, present + 1]
      : kind === "flag"
        ? [!present]
        : (options ?? []);
  return [...new Set(candidates)].filter((value) => value !== present && schema.safeParse(value).success);
}

/** Runs the mechanism's example with a parameter at another value from the middle on; no total of before is another. */
function branch(mechanism: Mechanism, path: string, value: unknown): void {
  const world = resolved(exampleOf(mechanism));
  const simulation = new Simulation(world, ORRERY, { design: "base", replication: 0, seed: SEED });
  simulation.runTo({ time: world.until / 2 });
  const other = simulation.branch("other", { [path]: value });
  expectSame(totalsOf(simulation, world), totalsOf(other, world));
  other.finish();
}

test.each(mechanisms)(
  "%s: a branch sets a parameter, changes no total of before and breaks no claim, or is refused",
  (name, mechanism) => {
    const use = resolved(exampleOf(mechanism)).designs[0]!.uses.find((each) => each.mechanism === name)!;
    for (const [parameter, field] of Object.entries(mechanism.params as Fields))
      for (const value of otherValues(field, use.params[parameter]))
        try {
          branch(mechanism, `${name}.${parameter}`, value);
        } catch (error) {
          expect(error, `${parameter} = ${value}`).toBeInstanceOf(ScenarioError);
        }
  },
);
