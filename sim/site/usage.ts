import { stemOf } from "../model/measures/names.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";

/** What a scenario uses of the catalogue. */
export interface Usage {
  readonly name: string;
  readonly title: string;
  /** Designs by mechanism, in the scenario's order. */
  readonly designs: ReadonlyMap<string, readonly string[]>;
  readonly allDesigns: number;
  /** Measures that it leads with, as the vocabulary calls them. */
  readonly measures: ReadonlySet<string>;
}

/** @param measures that the scenario leads with, by the names of results */
export function usageOf(
  { name, title, designs }: Pick<ResolvedScenario, "name" | "title" | "designs">,
  measures: readonly string[],
): Usage {
  const byMechanism = new Map<string, string[]>();
  for (const design of designs)
    for (const mechanism of new Set(design.uses.map((use) => use.mechanism)))
      byMechanism.set(mechanism, [...(byMechanism.get(mechanism) ?? []), design.name]);
  return {
    name,
    title,
    designs: byMechanism,
    allDesigns: designs.length,
    measures: new Set(measures.map(stemOf)),
  };
}

/** Who is at the other end of what a mechanism hears, emits, reads and publishes: names of mechanisms. */
export interface Neighbours {
  readonly emit: ReadonlyMap<string, readonly string[]>;
  readonly handle: ReadonlyMap<string, readonly string[]>;
  readonly publish: ReadonlyMap<string, readonly string[]>;
  readonly read: ReadonlyMap<string, readonly string[]>;
}

export function neighboursIn(catalogue: Catalogue): Neighbours {
  const of = (part: "emits" | "on" | "signals" | "reads"): Map<string, string[]> => {
    const found = new Map<string, string[]>();
    for (const mechanism of catalogue.values())
      for (const name of Object.keys(mechanism[part] ?? {})) {
        // What is its own, nobody else can mean by that name.
        const given = mechanism.emits?.[name];
        if (part !== "signals" && part !== "reads" && given !== undefined && given !== "shared") continue;
        found.set(name, [...(found.get(name) ?? []), mechanism.name]);
      }
    return found;
  };
  return { emit: of("emits"), handle: of("on"), publish: of("signals"), read: of("reads") };
}
