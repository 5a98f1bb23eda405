/** How mechanisms compute what the vocabulary names. */

import type { Distribution } from "../../formulas/distribution.ts";
import type { Index } from "../../indexed.ts";
import type { Fields, Values } from "../../schema/fields.ts";
import type { Seconds } from "../../units.ts";
import type { MeasureOf, MetricKind } from "./entry.ts";
import type { KeyedName, KindOf, PlainName } from "./vocabulary.ts";

/**
 * A level: a sample is its value then, the summary its exact mean over time. The value follows from state, parameters,
 * the ledger and signals, so it changes at events only; what changes with time itself is a quotient of `totals`.
 */
interface ByValue<C> {
  readonly value: (context: C) => number;
  /** Events after which the mechanism's state may give another value; left out: all that it handles. */
  readonly changedBy?: readonly string[];
  /** Where the value changes by the calendar: the next time at which it does, Infinity where it stays. */
  readonly holdsUntil?: (context: C) => Seconds;
  /** Period of a grid k × every: a value that costs is taken there and at the end, each for the time since the last. */
  readonly every?: Seconds;
}
/** A level that changes with every job: the mechanism itself keeps its integral over time, up to now. */
interface ByIntegral<C> {
  readonly value: (context: C) => number;
  readonly integral: (context: C) => number;
}
/** Quotient of two running totals: a time-weighted mean (integral over time) or a share, exact over any period. */
interface ByTotals<C> {
  readonly totals: (context: C) => readonly [numerator: number, denominator: number];
  readonly empty?: number;
}
/** Growth of a level, as a simple yearly rate. */
interface ByGrowth<C> {
  readonly growth: (context: C) => number;
}
/** Running total; a sample is its growth since the last one, the summary its growth since the warm-up. */
interface ByTotal<C> {
  readonly total: (context: C) => number;
}
/** What was observed: the quantile of what was since the last sample, or for the summary since the warm-up. */
interface ByDistribution<C> {
  readonly distribution: (context: C) => Distribution;
}

/** The forms that fit a kind. Cumulative ones are differenced by the recorder: summaries are exact whatever the sampling. */
interface Forms<C> {
  readonly level: ByValue<C> | ByIntegral<C> | ByTotals<C>;
  readonly ratio: ByValue<C> | ByIntegral<C> | ByTotals<C> | ByGrowth<C>;
  readonly flow: ByTotal<C>;
  readonly duration: ByDistribution<C>;
}
export type Computed<C, K extends MetricKind = MetricKind> = Forms<C>[K];

/** A measure ready to be recorded: what it is, and how it is computed. */
export type Metric<C> = { [K in MetricKind]: MeasureOf<K> & Computed<C, K> }[MetricKind];

/** Measures of the vocabulary by name, each in a form that fits its kind. */
export type Metrics<C> = { readonly [K in PlainName]?: Computed<C, KindOf<K>> };
/**
 * A measure for each of the keys that parameters name. `"gpu.supply[region]"` is recorded as `gpu.supply[US]`,
 * `gpu.supply[DE]`, …; what stands in the brackets of its name says what the keys are. Keys differ from each other.
 */
export interface MetricOfEach<P extends Fields, C, K extends MetricKind = MetricKind> {
  readonly keys: (params: Values<P>) => readonly string[];
  /** The measure of the key at this place. */
  readonly metric: (at: Index) => Computed<C, K>;
}
export type MetricsOfEach<P extends Fields, C> = {
  readonly [K in KeyedName]?: MetricOfEach<P, C, KindOf<K>>;
};

/** Measures of a mechanism's own by name, by key too; no name of the vocabulary is among them. */
export type OwnMetrics<P extends Fields, C> = { readonly [name: string]: Metric<C> | OwnMetricOfEach<P, C> };
export type OwnMetricOfEach<P extends Fields, C> = {
  [K in MetricKind]: MeasureOf<K> & MetricOfEach<P, C, K>;
}[MetricKind];

/** The field that a form is known by, of each kind. */
export const FORMS: Readonly<Record<MetricKind, readonly string[]>> = {
  level: ["value", "totals"],
  ratio: ["value", "totals", "growth"],
  flow: ["total"],
  duration: ["distribution"],
};
