/** Measures of each of some groups of GPUs: of a region, a kind, a generation. */

import type { Computed } from "../../model/measures/metric.ts";
import type { KindOf } from "../../model/measures/vocabulary.ts";

/** A running total of the group at this place. */
type OfGroup<C> = (context: C, at: number) => number;
/** Measures by name, each of the group at a place. */
type Measured<C, Name extends string> = { readonly [K in Name]: (at: number) => Computed<C, KindOf<K>> };

export const capacityOf = <C extends { readonly now: number }>({
  online,
  busy,
}: {
  readonly online: OfGroup<C>;
  readonly busy: OfGroup<C>;
}): Measured<C, "gpu.supply" | "gpu.utilisation"> => ({
  "gpu.supply": (at) => ({ totals: (context) => [online(context, at), context.now] }),
  "gpu.utilisation": (at) => ({ totals: (context) => [busy(context, at), online(context, at)] }),
});

export const yieldOf = <C>(of: {
  readonly income: OfGroup<C>;
  readonly joules: OfGroup<C>;
  readonly grams: OfGroup<C>;
}): Measured<C, "providers.incomeUsd" | "energy.joules" | "energy.gCO2e"> => ({
  "providers.incomeUsd": (at) => ({ total: (context) => of.income(context, at) }),
  "energy.joules": (at) => ({ total: (context) => of.joules(context, at) }),
  "energy.gCO2e": (at) => ({ total: (context) => of.grams(context, at) }),
});

/** The same by key: `gpu.supply[region]` for the groups that are regions. */
export const ofEach = <Given, Group extends string, M extends { readonly [name: string]: unknown }>(
  group: Group,
  keys: (given: Given) => readonly string[],
  measured: M,
) =>
  Object.fromEntries(
    Object.entries(measured).map(([name, metric]) => [`${name}[${group}]`, { keys, metric }]),
  ) as {
    readonly [K in keyof M & string as `${K}[${Group}]`]: {
      readonly keys: (given: Given) => readonly string[];
      readonly metric: M[K];
    };
  };
