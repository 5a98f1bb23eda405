import type { ResolvedDesign } from "../scenario/scenario.ts";
import { type Placed, publishersFor, standsIn } from "../scenario/wiring.ts";
import type { Levels } from "./levels.ts";
import type { Part } from "./parts.ts";

/** A parameter of an instance at another value. */
export interface Change {
  readonly instance: string;
  readonly parameter: string;
  readonly value: unknown;
}

/** Values by parameter by instance, where they are not those that the run began with; plain data. */
export type ChangedParameters = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A design as it stands after changes. */
export function changed(design: ResolvedDesign, parameters: ChangedParameters): ResolvedDesign {
  const uses = design.uses.map((use) => {
    const own = parameters[use.id];
    return own ? Object.freeze({ ...use, params: Object.freeze({ ...use.params, ...own }) }) : use;
  });
  return { ...design, uses };
}

/**
 * The one way by which a parameter changes in a run, be it by a branch or by an event: what accrues under it is counted
 * up to now at the value of before, whoever reads it from now on reads it as it is then, and its owner takes it up.
 */
export class Parameters {
  readonly #parts: readonly Part[];
  readonly #levels: Levels;
  readonly #changed: Record<string, Record<string, unknown>>;
  /** Who counts before a parameter of an instance changes, by instance. */
  readonly #accruing = new Map<string, readonly number[]>();

  constructor(parts: readonly Part[], levels: Levels, already: ChangedParameters = {}) {
    this.#parts = parts;
    this.#levels = levels;
    this.#changed = structuredClone(already);
  }

  /** Sets parameters, all at once, to values that they accept. What is as it should be already changes nothing. */
  set(changes: readonly Change[], now: number): void {
    const real = changes.filter(
      ({ instance, parameter, value }) =>
        !Object.is(this.#parts[this.#placeOf(instance)]!.context.params[parameter], value),
    );
    for (const place of this.#accruingBefore(real)) {
      const { mechanism, context } = this.#parts[place]!;
      mechanism.accrue!(context);
      this.#levels.changed(place, now);
    }
    for (const { instance, parameter, value } of real) {
      const place = this.#placeOf(instance);
      const { context } = this.#parts[place]!;
      context.params = Object.freeze({ ...context.params, [parameter]: value });
      this.#changed[instance] = { ...this.#changed[instance], [parameter]: value };
      this.#levels.changed(place, now);
    }
    const others = new Set(real.map(({ instance }) => instance));
    for (const { mechanism, context } of this.#parts)
      if (others.has(context.instance)) mechanism.adopt?.(context);
  }

  snapshot(): ChangedParameters {
    return this.#changed;
  }

  #placeOf(instance: string): number {
    return this.#parts.findIndex(({ context }) => context.instance === instance);
  }

  /** In order of delivery. */
  #accruingBefore(changes: readonly Change[]): number[] {
    const places = new Set(changes.flatMap(({ instance }) => this.#accruingUnder(instance)));
    return [...places].sort((one, other) => one - other);
  }

  #accruingUnder(instance: string): readonly number[] {
    const known = this.#accruing.get(instance);
    if (known) return known;
    const touched = touchedBy(this.#parts, instance);
    const places = this.#parts.flatMap(({ mechanism, context }, place) =>
      mechanism.accrue && touched.has(context.instance) ? [place] : [],
    );
    this.#accruing.set(instance, places);
    return places;
  }
}

/** Instances to which a parameter of one makes a difference at once: itself, and who reads its signals, directly or through others. */
export function touchedBy(placed: readonly Placed[], instance: string): Set<string> {
  const touched = new Set(placed.filter(({ use }) => use.id === instance));
  for (let before = -1; before < touched.size; ) {
    before = touched.size;
    for (const reader of placed)
      for (const signal of Object.keys(reader.mechanism.reads ?? {}))
        for (const place of standsIn(reader))
          if (publishersFor(placed, reader, signal, place).some((publisher) => touched.has(publisher)))
            touched.add(reader);
  }
  return new Set([...touched].map(({ use }) => use.id));
}
