import type { BalanceRow, FlowRow } from "../model/ledger/statements.ts";
import type { MeasureEntry, MetricKind } from "../model/measures/entry.ts";
import type { RecordedJobs } from "../model/recorded-jobs.ts";
import type { RecordedProviders } from "../model/recorded-providers.ts";
import type { Seconds } from "../units.ts";

/** What a run records beside its measures. It changes neither an event nor a digest. */
export interface Recording {
  readonly jobs?: boolean;
  readonly providers?: boolean;
}

/** One run's result: plain data that structured clone and the codec carry. */
export interface Run {
  readonly scenario: string;
  /** sha256 of the resolved scenario that the run began with, the point's parameters in it. */
  readonly scenarioHash: string;
  readonly design: string;
  readonly replication: number;
  /** Number of the sweep's point, from 0; −1 where nothing is swept. */
  readonly point: number;
  /** The branch that the run was continued under; empty where the scenario has none. */
  readonly branch: string;
  readonly seed: number;
  /** Seconds at which the series were sampled, ascending; the first is the first sample after the start. */
  readonly t: Float64Array;
  /** By measure: one value a sample. NaN where a measure has no value (a price nobody paid); never elsewhere. */
  readonly series: Readonly<Record<string, Float64Array>>;
  /** By measure: level and ratio: mean over time after the warm-up; flow: total after it; duration: quantile after it. NaN: no value. */
  readonly summary: Readonly<Record<string, number>>;
  /** By measure: value at the end. */
  readonly atEnd: Readonly<Record<string, number>>;
  readonly measures: Readonly<Record<string, Measure>>;
  readonly balances: readonly BalanceRow[];
  readonly flows: readonly FlowRow[];
  readonly blocks: readonly BlockRow[];
  /** Every single job, where the run was asked to record them. */
  readonly jobs?: RecordedJobs;
  /** Every provider at every sample, where the run was asked to record them. */
  readonly providers?: RecordedProviders;
  /** Running digest over events and ledger, 16 hexadecimal digits. */
  readonly digest: string;
  /** Events delivered. */
  readonly events: number;
}

export interface Measure {
  readonly unit: string;
  readonly kind: MetricKind;
  readonly doc: string;
  /** The instance that publishes it; empty for the ledger's own. */
  readonly publisher: string;
  /** What a mechanism of the scenario's own says of it, where the vocabulary says nothing. */
  readonly own?: Pick<MeasureEntry, "words" | "noun" | "says" | "better" | "for">;
}

export interface BlockRow {
  /** Whose chain it is of; empty: the world's. */
  readonly place: string;
  readonly height: number;
  readonly t: Seconds;
  readonly proposer: string;
  readonly parent: string;
  readonly hash: string;
  /** The run's digest when the block was made. */
  readonly digest: string;
}
