import { registry } from "../mechanisms/registry.ts";
import type { Mechanism, Use } from "../model/mechanism.ts";
import { guarded } from "./guarded.ts";
import { partsOf } from "./named.ts";
import type { Scenario } from "./scenario.ts";

/** Mechanisms by name. */
export type Catalogue = ReadonlyMap<string, Mechanism>;

/** Orrery's own mechanisms. */
export const ORRERY: Catalogue = new Map(registry.map(({ mechanism }) => [mechanism.name, mechanism]));

/** Orrery's mechanisms and those that the scenario brings itself. Its own win, so that a researcher may vary one. */
export function catalogueOf(scenario: Pick<Scenario, "world" | "designs">): Catalogue {
  const own = usesOf(scenario)
    .map(ownMechanism)
    .filter((mechanism) => typeof mechanism?.name === "string")
    .map((mechanism) => [mechanism!.name, isOrrerys(mechanism!) ? mechanism! : guarded(mechanism!)] as const);
  return own.length === 0 ? ORRERY : new Map([...ORRERY, ...own]);
}

/** Whether all mechanisms of a scenario are Orrery's: then whoever has these needs none of the scenario's code. */
export const isAllOrrerys = (scenario: Pick<Scenario, "world" | "designs">): boolean =>
  usesOf(scenario).every((use) => {
    const own = ownMechanism(use);
    return own === undefined || isOrrerys(own);
  });

const isOrrerys = (mechanism: Mechanism): boolean => ORRERY.get(mechanism.name) === mechanism;

/** The mechanism that a use brings itself, also where it names what `defineMechanism` gave; undefined where it has a name only. */
function ownMechanism({ mechanism }: Use): Mechanism | undefined {
  const given: unknown =
    typeof mechanism === "function" ? (mechanism as { mechanism?: unknown }).mechanism : mechanism;
  return typeof given === "object" && given !== null ? (given as Mechanism) : undefined;
}

/** What the mechanism of a use is called; undefined where the use is malformed. */
export function mechanismName(use: Use | undefined): string | undefined {
  const name: unknown = typeof use?.mechanism === "string" ? use.mechanism : use && ownMechanism(use)?.name;
  return typeof name === "string" ? name : undefined;
}

/** Every use in a scenario that may still be malformed. */
function usesOf(scenario: Pick<Scenario, "world" | "designs">): Use[] {
  const lists: unknown[] = [scenario.world, ...partsOf(scenario.designs)];
  return lists
    .flatMap((list) => (Array.isArray(list) ? (list as Use[]) : []))
    .filter((use) => typeof use === "object" && use !== null && "mechanism" in use);
}
