import type { Use } from "../model/mechanism.ts";
import type { Seconds } from "../units.ts";

export const SCHEMA_VERSION = 1;

export interface AssetInput {
  /** Decimals of the base unit: 8 for satoshi, 9 for gwei, 18 for wei. */
  readonly decimals: number;
}

/** A claim about results, checked by `orrery check`: `{ always: "ledger.supply <= 21e6" }`. */
export type Expectation =
  | { readonly always: string }
  | { readonly atEnd: string }
  /** About the summary after the warm-up: `{ summary: "queue.wait within [4.9, 5.1]" }` is written as two comparisons. */
  | { readonly summary: string };

/** What an author writes: data. A variation is a spread, never a mutation. */
export interface Scenario {
  /** Version of the file format; 1 where it is left out. */
  readonly schemaVersion?: number;
  readonly title: string;
  /** What the comparison is to answer. */
  readonly question?: string;
  /** Defaults to 1. */
  readonly seed?: number;
  /** Horizon: seconds, or 12s, 10m, 6h, 30d, 2y. */
  readonly until: number | string;
  /** Left out of summaries; defaults to 0. */
  readonly warmUp?: number | string;
  /** Period of the series; defaults to a day, or a hundredth of a horizon below 100 days. */
  readonly sample?: number | string;
  /** Replications of a run that names none; defaults to 1. */
  readonly replications?: number;
  /** Assets besides `usd` (6 decimals); defaults to `{ token: { decimals: 9 } }`. */
  readonly assets?: Readonly<Record<string, AssetInput>>;
  /** Mechanisms that every design shares. */
  readonly world: readonly Use[];
  /** What is compared; each is added to the world. Left out: one design, named "base". */
  readonly designs?: Readonly<Record<string, readonly Use[]>>;
  /** The design that the others are compared with; defaults to the first. */
  readonly control?: string;
  readonly expect?: Readonly<Record<string, Expectation>>;
  /** Relative tolerance of golden summaries by measure; `default` covers the rest (1e-9). */
  readonly tolerance?: Readonly<Record<string, number>>;
  /** Names of the figures to draw; left out: all that the measures allow. */
  readonly figures?: readonly string[];
}

export interface ResolvedUse {
  /** The mechanism's name. */
  readonly mechanism: string;
  /** The instance's name. */
  readonly as: string;
  /** Complete: every parameter has a value. */
  readonly params: Readonly<Record<string, unknown>>;
}

export interface ResolvedDesign {
  readonly name: string;
  /** In order of delivery: publishers before readers, ties by instance name. */
  readonly uses: readonly ResolvedUse[];
}

export interface ResolvedExpectation {
  readonly claim: string;
  readonly kind: "always" | "atEnd" | "summary";
  readonly expression: string;
}

/** A scenario with nothing left open: plain data without optional fields that round-trips through the codec. */
export interface ResolvedScenario {
  readonly schemaVersion: number;
  /** The file's stem, or what the author of the run calls it. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly seed: number;
  readonly until: Seconds;
  readonly warmUp: Seconds;
  readonly sample: Seconds;
  readonly replications: number;
  readonly assets: readonly { readonly name: string; readonly decimals: number }[];
  readonly designs: readonly ResolvedDesign[];
  readonly control: string;
  readonly expect: readonly ResolvedExpectation[];
  readonly tolerance: Readonly<Record<string, number>>;
  readonly figures: readonly string[];
  /** What a shortened horizon did to the scenario; empty where nothing was shortened. */
  readonly notes: readonly string[];
}

/** Types a scenario and gives it back: an editor then knows every field. */
export const defineScenario = (scenario: Scenario): Scenario => scenario;
