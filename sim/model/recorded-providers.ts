import type { Usd } from "../units.ts";

/** The providers that a supply mechanism runs at a moment, those that left aside: columns of one length. */
export interface ProviderRows {
  /** The mechanism's own number of each, the same at every moment. */
  readonly provider: ArrayLike<number>;
  readonly region: readonly string[];
  /** In which place it is now; left out: where the mechanism stands. */
  readonly place?: readonly string[];
  /** Kind of GPU. */
  readonly kind: readonly string[];
  /** GPUs that it owns, of them those that work, and of those the ones that run a job. */
  readonly gpus: ArrayLike<number>;
  readonly online: ArrayLike<number>;
  readonly busy: ArrayLike<number>;
  /** USD that it has taken in since it came. */
  readonly revenueUsd: ArrayLike<Usd>;
}

/** The providers of a run: a row a provider and sample, a column each. */
export interface RecordedProviders {
  /** Texts of the run; `supply`, `place`, `region` and `kind` are their numbers in it. */
  readonly names: readonly string[];
  /** Seconds since the start of the run. */
  readonly t: Float64Array;
  /** The mechanism's instance. */
  readonly supply: Int32Array;
  /** Where it was; empty: in the world. */
  readonly place: Int32Array;
  readonly provider: Float64Array;
  readonly region: Int32Array;
  readonly kind: Int32Array;
  readonly gpus: Float64Array;
  readonly online: Float64Array;
  readonly busy: Float64Array;
  readonly revenueUsd: Float64Array;
}
