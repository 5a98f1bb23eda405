import { registry } from "../mechanisms/registry.ts";
import type { Mechanism, Use } from "../model/mechanism.ts";
import type { Scenario } from "./scenario.ts";

/** Mechanisms by name. */
export type Catalogue = ReadonlyMap<string, Mechanism>;

/** Orrery's own mechanisms. */
export const ORRERY: Catalogue = new Map(registry.map(({ mechanism }) => [mechanism.name, mechanism]));

/** Orrery's mechanisms and those that the scenario brings itself. Its own win, so that a researcher may vary one. */
export function catalogueOf(scenario: Pick<Scenario, "world" | "designs">): Catalogue {
  const own = usesOf(scenario).flatMap(({ mechanism }) =>
    typeof mechanism === "string" ? [] : [[mechanism.name, mechanism] as const],
  );
  return own.length === 0 ? ORRERY : new Map([...ORRERY, ...own]);
}

/** Every use in a scenario that may still be malformed. */
function usesOf(scenario: Pick<Scenario, "world" | "designs">): Use[] {
  const lists: unknown[] = [scenario.world, ...Object.values(scenario.designs ?? {})];
  return lists
    .flatMap((list) => (Array.isArray(list) ? (list as Use[]) : []))
    .filter((use) => typeof use === "object" && use !== null && "mechanism" in use);
}
