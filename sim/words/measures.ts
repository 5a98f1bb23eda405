import type { MeasureEntry } from "../model/measures/entry.ts";
import { stemOf } from "../model/measures/names.ts";
import { MEASURES } from "../model/measures/vocabulary.ts";
import { metricsListed } from "../model/measures.ts";
import { ORRERY } from "../scenario/catalogue.ts";

/** A measure of the vocabulary, and who publishes it. */
export type KnownMeasure = MeasureEntry & {
  readonly name: string;
  readonly publishers: readonly string[];
};

/** Every measure of the vocabulary, in order of name. */
export function knownMeasures(): KnownMeasure[] {
  const publishers = new Map<string, Set<string>>();
  for (const [publisher, mechanism] of ORRERY)
    for (const name of Object.keys(metricsListed(mechanism))) {
      const stem = stemOf(name);
      publishers.set(stem, (publishers.get(stem) ?? new Set()).add(publisher));
    }
  return Object.entries<MeasureEntry>(MEASURES)
    .map(([name, entry]) => ({ name, ...entry, publishers: [...(publishers.get(name) ?? ["ledger"])] }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** `gpu.supply`, `gpu.supply[region]`: the names that it is recorded by. */
export const namesOf = ({ name, by = [], only }: KnownMeasure): string[] => [
  ...(only ? [] : [name]),
  ...by.map((key) => `${name}[${key}]`),
];
