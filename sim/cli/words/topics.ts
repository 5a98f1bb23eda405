import { EVENTS, type EventSpec } from "../../model/events.ts";
import { stemOf } from "../../model/measures/names.ts";
import type { Mechanism } from "../../model/mechanism.ts";
import { SIGNALS } from "../../model/signals.ts";
import type { Preset } from "../../presets/define-preset.ts";
import { PRESETS } from "../../presets/presets.ts";
import { ORRERY } from "../../scenario/catalogue.ts";
import type { Fields } from "../../schema/fields.ts";
import { type KnownMeasure, knownMeasures } from "../../words/measures.ts";

/** A set of values by one name: an option of a choice that fills in other parameters. */
export interface Filling {
  readonly mechanism: Mechanism;
  readonly param: string;
  readonly option: string;
}

/** What can be explained. */
export type Topic =
  | { readonly kind: "mechanism"; readonly name: string; readonly mechanism: Mechanism }
  | { readonly kind: "measure"; readonly name: string; readonly measure: KnownMeasure }
  | { readonly kind: "option"; readonly name: string; readonly filling: Filling }
  | { readonly kind: "preset"; readonly name: string; readonly preset: Preset }
  | { readonly kind: "event"; readonly name: string; readonly event: EventSpec }
  | {
      readonly kind: "signal";
      readonly name: string;
      readonly signal: { readonly unit: string; readonly doc: string };
    };

/** All topics, each kind in order of name. */
export function allTopics(): Topic[] {
  const mechanisms = [...ORRERY].map(([name, mechanism]): Topic => ({ kind: "mechanism", name, mechanism }));
  const measures = knownMeasures().map(
    (measure): Topic => ({ kind: "measure", name: measure.name, measure }),
  );
  const fillings = [...ORRERY.values()].flatMap((mechanism) =>
    Object.entries(mechanism.params as Fields).flatMap(([param, { fills = {} }]) =>
      Object.keys(fills).map(
        (option): Topic => ({ kind: "option", name: option, filling: { mechanism, param, option } }),
      ),
    ),
  );
  const events = Object.entries<EventSpec>(EVENTS).map(
    ([name, event]): Topic => ({ kind: "event", name, event }),
  );
  const signals = Object.entries(SIGNALS).map(([name, signal]): Topic => ({ kind: "signal", name, signal }));
  const presets = PRESETS.map(({ preset }): Topic => ({ kind: "preset", name: preset.name, preset }));
  return [...mechanisms, ...measures, ...fillings, ...presets, ...events, ...signals];
}

/**
 * What a name may mean: what is called so, and mechanisms of that kind (`halving`); else measures with keys or a place
 * (`btc.gpu.supply[region]`); else whatever has the word in its name.
 */
export function topicsNamed(name: string, topics: readonly Topic[]): readonly Topic[] {
  const asked = name.trim().toLowerCase();
  if (asked === "") return [];
  const matching = [
    (topic: Topic) =>
      topic.name.toLowerCase() === asked ||
      ((topic.kind === "mechanism" || topic.kind === "preset") && kindOf(topic.name) === asked),
    (topic: Topic) => topic.kind === "measure" && stemOf(asked) === topic.name.toLowerCase(),
    (topic: Topic) => wordsOf(topic.name).includes(asked),
  ];
  for (const matches of matching) {
    const found = topics.filter(matches);
    if (found.length > 0) return found;
  }
  return [];
}

/** `halving` of `issuance/halving`. */
export const kindOf = (name: string): string => name.slice(name.indexOf("/") + 1);

/** `supply/profit-switching` and `jobs.waitP95`: their words, and the families and prefixes that they stand in. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[\s/.-]+/);
