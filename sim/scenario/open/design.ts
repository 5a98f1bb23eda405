import type { Estimate } from "../../model/estimate.ts";
import { WORLD } from "../../model/place.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Clock, Found } from "../estimate.ts";
import type { ResolvedScenario } from "../scenario.ts";
import type { Placed } from "../wiring.ts";

/** What the rules about open points know of a design. */
export interface DesignView {
  readonly placed: readonly Placed[];
  readonly catalogue: Catalogue;
  readonly assets: ResolvedScenario["assets"];
  readonly clock: Clock;
  /** What each instance is expected to cause, in their order, and what there is of it by place. */
  readonly all: readonly Estimate[];
  readonly found: Found;
}

/** `a`, `a and b`, `a, b and c`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** A verb of these subjects: `acts`, `act`. */
export const agree = (subjects: readonly unknown[], one: string, many: string): string =>
  subjects.length === 1 ? one : many;

export const here = (place: string): string => (place === WORLD ? "here" : `in ${place}`);

/** The names of mechanisms that do something, in order. */
export const mechanismsThat = (
  catalogue: Catalogue,
  does: (mechanism: Placed["mechanism"]) => boolean,
): string[] =>
  [...catalogue.values()]
    .filter(does)
    .map(({ name }) => name)
    .sort();

/** What to add. */
export const addOneOf = (names: readonly string[]): string =>
  names.length === 0 ? "" : names.length === 1 ? ` Add ${names[0]}.` : ` Add one of: ${names.join(", ")}.`;

export const idsOf = (placed: readonly Placed[]): string[] => placed.map(({ use }) => use.id);
