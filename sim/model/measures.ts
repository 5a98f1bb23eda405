import { OrreryError } from "../errors.ts";
import { QUANTILE_ACCURACY } from "../formulas/distribution.ts";
import { durationText } from "../units.ts";
import type { MeasureEntry } from "./measures/entry.ts";
import type { Computed, Metric, OwnMetricOfEach } from "./measures/metric.ts";
import { named, stemOf } from "./measures/names.ts";
import { entryOf } from "./measures/vocabulary.ts";
import type { Mechanism } from "./mechanism.ts";
import { nameIn, WORLD } from "./place.ts";

/** A measure of an instance, by the name that results know it by. */
export interface NamedMetric {
  readonly name: string;
  readonly metric: Metric<any>;
}

/** What a measure is, and how exact. */
export function measureDoc(metric: Metric<any>): string {
  if ("distribution" in metric) return `${metric.doc} ${QUANTILE_ACCURACY}`;
  if ("every" in metric)
    return `${metric.doc} Its mean is over values taken every ${durationText(metric.every!)} and at the end.`;
  return metric.doc;
}

/** What of an entry sentences and charts go by. */
export const saidOf = ({ words, noun, says, better, for: whom }: MeasureEntry) => ({
  words,
  better,
  ...(noun !== undefined && { noun }),
  ...(says !== undefined && { says }),
  ...(whom !== undefined && { for: whom }),
});

/** What is said of a measure, and how it is computed. */
export const withEntry = <C>(entry: MeasureEntry, computed: Computed<C>): Metric<C> =>
  ({ ...entry, ...computed }) as Metric<C>;

/** The measures of a mechanism as it declares them, those of the vocabulary with what it says of them. */
const declared = ({ metrics, metricsOfEach, ownMetrics }: Mechanism): [string, Declared][] => [
  ...Object.entries<object>({ ...metrics, ...metricsOfEach }).map(([name, given]): [string, Declared] => [
    name,
    { ...entryOf(name)!, ...given } as Declared,
  ]),
  ...Object.entries(ownMetrics ?? {}),
];
type Declared = Metric<any> | OwnMetricOfEach<any, any>;

const ofKey = (measure: OwnMetricOfEach<any, any>, at: number): Metric<any> =>
  withEntry(measure, measure.metric(at));

/**
 * All that an instance measures. A key follows the name in brackets, and so does the name of an instance that has one
 * of its own: `gpu.supply[US]`, `gpu.supply[second]`, `gpu.supply[US, second]`. What is measured in a place has the
 * place's name in front: `btc.chain.blocks`.
 */
export function measuresOf(
  mechanism: Mechanism,
  params: object,
  { as, place }: { readonly as: string; readonly place: string },
): NamedMetric[] {
  const own = as === mechanism.name ? [] : [as];
  return declared(mechanism).flatMap(([name, measure]) =>
    "keys" in measure
      ? distinct(measure.keys(params as never), nameIn(place, as)).map((key, at) => ({
          name: measureIn(place, named(stemOf(name), [key, ...own])),
          metric: ofKey(measure, at),
        }))
      : [{ name: measureIn(place, named(name, own)), metric: measure }],
  );
}

/** A measure's name in results, by its name in a place. */
export const measureIn = (place: string, measure: string): string =>
  place === WORLD ? measure : `${place}.${measure}`;

/** Measures of each key in the shape of plain ones, for pages that list them before any parameter is known. */
export const metricsListed = (mechanism: Mechanism): Record<string, Metric<any>> =>
  Object.fromEntries(
    declared(mechanism).map(([name, measure]) => [name, "keys" in measure ? ofKey(measure, 0) : measure]),
  );

/** Brackets in a key would end the name of its measure. */
function distinct(keys: readonly string[], instance: string): string[] {
  const plain = Array.from(keys, (key) => key.replaceAll("[", "(").replaceAll("]", ")"));
  const twice = plain.find((key, at) => plain.indexOf(key) !== at);
  if (twice === undefined) return plain;
  throw new OrreryError(
    `${instance} would record two measures by the name of "${twice}".`,
    [],
    "Name each once.",
  );
}
