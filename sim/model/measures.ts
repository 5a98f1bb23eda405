import { OrreryError } from "../errors.ts";
import { QUANTILE_ACCURACY } from "../formulas/distribution.ts";
import { durationText } from "../units.ts";
import type { Mechanism, Metric } from "./mechanism.ts";

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

/**
 * All that an instance measures. A key follows the name in brackets, and so does the name of an instance that has one
 * of its own: `gpu.supply[US]`, `gpu.supply[second]`, `gpu.supply[US, second]`.
 */
export function measuresOf(mechanism: Mechanism, params: object, instance: string): NamedMetric[] {
  const own = instance === mechanism.name ? [] : [instance];
  const plain = Object.entries<Metric<any>>(mechanism.metrics ?? {}).map(([name, metric]) => ({
    name: named(name, own),
    metric,
  }));
  const ofEach = Object.entries(mechanism.metricsOfEach ?? {}).flatMap(([name, { keys, metric }]) =>
    distinct(keys(params as never), instance).map((key, at) => ({
      name: named(name.slice(0, name.indexOf("[")), [key, ...own]),
      metric: metric(at),
    })),
  );
  return [...plain, ...ofEach];
}

const named = (stem: string, within: readonly string[]): string =>
  within.length === 0 ? stem : `${stem}[${within.join(", ")}]`;

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
