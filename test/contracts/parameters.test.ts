import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvariantError, KernelError, LedgerError, OrreryError } from "../../sim/errors.ts";
import type { Mechanism, Use } from "../../sim/model/mechanism.ts";
import { run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import type { Field } from "../../sim/schema/fields.ts";
import { exampleOf, mechanisms, PROPERTY_SEED, resolved, SEED } from "./worlds.ts";

/** Claims hold for any parameters within their bounds, not only for the defaults. */

describe.each(mechanisms)("with parameters drawn within their bounds, %s", (_name, mechanism) => {
  test("keeps its claims, or refuses a combination in a sentence", () => {
    const scenario = exampleOf(mechanism);
    const own = scenario.world.findIndex((use) => use.mechanism === mechanism.name);
    const given = scenario.world[own]!.params as Record<string, unknown>;
    fc.assert(
      fc.property(drawn(mechanism, given), (params) => {
        const world = scenario.world.map(
          (use, at): Use => (at === own ? { ...use, params: { ...given, ...params } } : use),
        );
        expectClaims(() => run(resolved({ ...scenario, world }), ORRERY, { design: "base", seed: SEED }));
      }),
      { seed: PROPERTY_SEED, numRuns: 8 },
    );
  });
});

/** Some of the parameters, each within its prior, or within half and twice its default; choices and flags at random. */
function drawn(
  { params }: Mechanism,
  given: Readonly<Record<string, unknown>>,
): fc.Arbitrary<Record<string, unknown>> {
  const arbitraries: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, field] of Object.entries<Field>(params)) {
    const arbitrary = arbitraryOf(field, given[name]);
    if (arbitrary) arbitraries[name] = arbitrary;
  }
  return fc.record(arbitraries, { requiredKeys: [] });
}

function arbitraryOf(field: Field, given: unknown): fc.Arbitrary<unknown> | undefined {
  if (field.kind === "flag") return fc.boolean();
  if (field.kind === "choice") return fc.constantFrom(...field.options!);
  if (!["number", "integer", "duration", "amount"].includes(field.kind)) return undefined;
  const centre = typeof given === "number" ? given : field.default;
  if (typeof centre !== "number") return undefined;
  const low = Math.max(
    field.range?.[0] ?? Math.min(centre / 2, centre * 2),
    field.min ?? Number.NEGATIVE_INFINITY,
  );
  const high = Math.min(
    field.range?.[1] ?? Math.max(centre / 2, centre * 2),
    field.max ?? Number.POSITIVE_INFINITY,
  );
  // Of an amount: no more decimals than its asset has.
  if (field.kind === "integer" || field.kind === "amount")
    return fc.integer({ min: Math.ceil(low), max: Math.min(Math.floor(high), Number.MAX_SAFE_INTEGER) });
  return fc.double({ min: low, max: high, noNaN: true });
}

/** A broken claim, broken books, a value that is no number and any defect fail; a refusal in words does not. */
function expectClaims(attempt: () => unknown): void {
  try {
    attempt();
  } catch (error) {
    // Whom it pays has no part in this small world.
    if (error instanceof LedgerError && error.sentence.startsWith("There is no account")) return;
    const broken =
      error instanceof InvariantError || error instanceof LedgerError || error instanceof KernelError;
    if (broken || !(error instanceof OrreryError)) throw error;
    expect(error.sentence).toMatch(/^[A-Za-z].*\.$/);
    expect(error.message).not.toMatch(/NaN|undefined/);
  }
}
