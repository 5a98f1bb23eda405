import type { Use } from "../model/mechanism.ts";
import type { Seconds } from "../units.ts";
import type { Named } from "./named.ts";

export const SCHEMA_VERSION = 1;

export interface AssetInput {
  /**
   * Decimals of the base unit: 8 for satoshi, 9 for gwei, 18 for wei; by design where networks that count differently are
   * compared. Left out: as the network of a preset counts, or else 9.
   */
  readonly decimals?: number | Named<number>;
  /** The place whose asset it is: what stands there takes it where no other is named. */
  readonly in?: string;
}

/** Parameters by path: `{ "supply/cohorts.providers": 250 }`, or an instance's name in place of the mechanism's; `btc:` before it: of that place only. */
export type Settings = Readonly<Record<string, unknown>>;

/** A time as an author writes it: seconds, or 12s, 10m, 6h, 30d, 2y. */
export type Duration = number | string;

interface ExpectationScope {
  /** Only of this design, and only in this branch; left out: of all. */
  readonly design?: string;
  readonly branch?: string;
  /**
   * Chance matters: replications are added until the claim is decided at this confidence. A comparison is then about
   * the mean over replications; any other claim is about the share of replications that keep it.
   */
  readonly confidence?: number;
  /** Share of replications that must keep the claim, where a confidence is given; 0.9 by default. */
  readonly share?: number;
}

/** A claim about results, checked by `orrery check`: `{ always: "ledger.supply <= 21e6" }`. */
export type Expectation = ExpectationScope &
  (
    | { readonly always: string }
    | { readonly never: string }
    /** Holds at some sample, before a time where one is given. */
    | { readonly eventually: string; readonly before?: Duration }
    | { readonly atEnd: string }
    /** About the summary after the warm-up: `{ summary: "abs(queue.wait - 5) <= 0.1" }`. */
    | { readonly summary: string }
    /** Holds again at some sample at most `within` after `after`: `{ recovers: "gpu.utilisation >= 0.5", after: "365d", within: "60d" }`. */
    | { readonly recovers: string; readonly after: Duration; readonly within: Duration }
    /** Never turns back: `{ monotone: "ledger.supply", direction: "rising" }`. */
    | { readonly monotone: string; readonly direction?: "rising" | "falling" }
    /** Between designs, about summaries: `{ compare: "[burn].gpu.supply >= 1.1 * [no token].gpu.supply" }`. */
    | { readonly compare: string }
  );
export type ExpectationKind =
  | "always"
  | "never"
  | "eventually"
  | "atEnd"
  | "summary"
  | "recovers"
  | "monotone"
  | "compare";

/** Points that are spread over ranges of parameters. */
export interface SampledSweep {
  readonly points: number;
  /** `[low, high]` by path. */
  readonly ranges?: Readonly<Record<string, readonly [low: number, high: number]>>;
  /** Also every parameter that keeps an assumed default with a range. */
  readonly assumed?: boolean;
  /** Of those, which are left as they are: what a world never uses says nothing. */
  readonly except?: readonly string[];
}

/** Variations of a scenario that `orrery sweep` runs; a grid crosses its lists, a zip walks them in step. */
export type Sweep =
  | { readonly grid: Readonly<Record<string, readonly unknown[]>> }
  | { readonly zip: Readonly<Record<string, readonly unknown[]>> }
  | { readonly list: readonly Settings[] }
  | { readonly latinHypercube: SampledSweep }
  | { readonly sobol: SampledSweep };

/** What differs in a branch from its time on. */
export interface Branch {
  readonly set?: Settings;
}

/** Futures that part at a time: each run goes there once and is continued under every branch, with the same luck. The first is the one that the others are compared with. */
export type Branches =
  | ({ readonly at: Duration } & { readonly [branch: string]: Branch | Duration })
  | ReadonlyMap<string, Branch | Duration>;

/** A gain over the control and what it cost: quotient of the differences of two measures. */
export interface Headline {
  /** A measure; a design that lacks it has spent nothing. */
  readonly cost: string;
  readonly gain: string;
}

/** Between which ends a reader of the scenario's page may move a parameter, and what it is called there. */
export type WhatIf =
  | readonly [low: Duration, high: Duration]
  | { readonly low: Duration; readonly high: Duration; readonly label?: string };

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
  /** Replications come in pairs whose luck is mirrored: every uniform u of one is 1 − u of the other. */
  readonly antithetic?: boolean;
  /** Assets besides `usd` (6 decimals); defaults to `{ token: { decimals: 9 } }`. */
  readonly assets?: Readonly<Record<string, AssetInput>>;
  /** Mechanisms that every design shares. */
  readonly world: readonly Use[];
  /** What is compared; each is added to the world. Left out: one design, named "base". */
  readonly designs?: Named<readonly Use[]>;
  /** The design that the others are compared with; defaults to the first. */
  readonly control?: string;
  readonly sweep?: Sweep;
  readonly branches?: Branches;
  /** What a gain over the control costs, by the words that name it. */
  readonly headline?: Named<Headline>;
  readonly expect?: Named<Expectation>;
  /** Relative tolerance of golden summaries by measure; `default` covers the rest (1e-9). */
  readonly tolerance?: Readonly<Record<string, number>>;
  /** What the question is about, the most telling first: shown before all else. `gpu.supply[*]` stands for those of all regions. */
  readonly measures?: readonly string[];
  /** Names of the figures to draw; left out: all that the measures allow. */
  readonly figures?: readonly string[];
  /** What is left open and meant so, by the names that `orrery lint` gives it, and why: `{ "price of token": "only tokens are compared" }`. */
  readonly meant?: Named<string>;
  /** Parameters that its page has sliders for, by path: `{ "contracts/escrow.fee": [0, 0.2] }`; left out: those that keep an assumed default with a range. */
  readonly whatIf?: Named<WhatIf>;
}

export interface ResolvedUse {
  /** The mechanism's name. */
  readonly mechanism: string;
  /** The instance's name; unique in its place. */
  readonly as: string;
  /** Where it stands; empty: in the world. */
  readonly place: string;
  /** `place:as`, in the world `as`; unique in its design. */
  readonly id: string;
  /** Complete: every parameter has a value. */
  readonly params: Readonly<Record<string, unknown>>;
}

export interface ResolvedDesign {
  readonly name: string;
  /** In order of delivery: publishers before readers, ties by `id`. */
  readonly uses: readonly ResolvedUse[];
  /** Decimals of assets that this design counts otherwise than the scenario says; left out: of none. */
  readonly decimals?: Readonly<Record<string, number>>;
}

export interface ResolvedExpectation {
  readonly claim: string;
  readonly kind: ExpectationKind;
  readonly expression: string;
  /** Of `eventually`: the latest time; of `recovers`: `after` and the time that it has. The horizon and 0 where they say nothing. */
  readonly before: Seconds;
  readonly after: Seconds;
  readonly direction: "rising" | "falling";
  /** Empty: every design, every branch. */
  readonly design: string;
  readonly branch: string;
  /** 0: every replication has to keep the claim. */
  readonly confidence: number;
  readonly share: number;
}

/** A parameter that a sweep varies: over values, or over a range. */
export interface SweptParameter {
  readonly path: string;
  readonly values: readonly unknown[];
  /** Empty, or [low, high]. */
  readonly range: readonly number[];
  /** Whether it takes whole numbers only. */
  readonly whole: boolean;
}

export interface ResolvedSweep {
  readonly kind: "grid" | "zip" | "list" | "latinHypercube" | "sobol";
  /** Of a list: a value for each point and parameter, null where a point leaves it as it is. */
  readonly parameters: readonly SweptParameter[];
  readonly points: number;
}

/** Whether a sweep's points are draws from ranges. */
export const isSampled = (sweep: Pick<ResolvedSweep, "kind"> | null): boolean =>
  sweep?.kind === "latinHypercube" || sweep?.kind === "sobol";

export interface ResolvedBranches {
  readonly at: Seconds;
  /** The first is the reference. */
  readonly branches: readonly { readonly name: string; readonly set: Settings }[];
}

export interface ResolvedHeadline extends Headline {
  readonly name: string;
}

export interface ResolvedWhatIf {
  readonly path: string;
  readonly low: number;
  readonly high: number;
  /** Empty: what the mechanism says of the parameter. */
  readonly label: string;
}

/** A scenario with nothing left open: plain data that round-trips through the codec. */
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
  readonly antithetic: boolean;
  readonly assets: readonly {
    readonly name: string;
    readonly decimals: number;
    /** The place whose asset it is; empty: nobody's. */
    readonly place: string;
  }[];
  readonly designs: readonly ResolvedDesign[];
  readonly control: string;
  readonly sweep: ResolvedSweep | null;
  readonly branches: ResolvedBranches | null;
  readonly headline: readonly ResolvedHeadline[];
  readonly expect: readonly ResolvedExpectation[];
  readonly tolerance: Readonly<Record<string, number>>;
  readonly measures: readonly string[];
  readonly figures: readonly string[];
  /** What a shortened horizon did to the scenario; empty where nothing was shortened. */
  readonly notes: readonly string[];
  /** What the scenario leaves open. It only tells: no part of the scenario's identity. */
  readonly open: readonly OpenPoint[];
  /** What a reader may move; no part of the scenario's identity. */
  readonly whatIf: readonly ResolvedWhatIf[];
}

/** Something in a scenario that runs and cannot have the effect that its author may expect. */
export interface OpenPoint {
  /** What it is called in `meant`. */
  readonly path: string;
  /** What follows, and what to add. */
  readonly message: string;
  /** Why its author leaves it so; empty where nobody has said. */
  readonly meant: string;
}

/** Types a scenario and gives it back: an editor then knows every field. */
export const defineScenario = (scenario: Scenario): Scenario => scenario;
