import type { Handle } from "../kernel/kernel.ts";
import type { Random } from "../random.ts";
import type { Field, Fields, Given, NumericParam, Values } from "../schema/fields.ts";
import type { Seconds } from "../units.ts";
import type { Accounts, AccountsOf, Assets, AssetsOf } from "./accounts.ts";
import type { Ahead, Estimate } from "./estimate.ts";
import type { EventSpec, Events, Payload } from "./events.ts";
import type { Ledger } from "./ledger.ts";
import type { Metrics, MetricsOfEach, OwnMetrics } from "./measures/metric.ts";
import type { ProviderRows } from "./recorded-providers.ts";
import type { SignalName } from "./signals.ts";

/** How a mechanism reads a signal. `{}`: somebody must publish it. */
export interface Read {
  /** Value where nobody publishes the signal; without it wiring fails. */
  readonly otherwise?: number;
  /** The value before the event that is being delivered: breaks a cycle of reads. */
  readonly lagged?: true;
  /** Only measures read it, when nothing is being delivered: it says nothing of who comes first. */
  readonly observed?: true;
  /** Name of the text parameter that names the publishing instance, where a design has several. */
  readonly of?: string;
}
export type Reads = { readonly [S in SignalName]?: Read };

/** `shared`: an event of model/events.ts; a specification: the mechanism's own. */
export type Emits = { readonly [event: string]: EventSpec | "shared" };
export const shared = "shared";

type PayloadOf<E, K extends string> = K extends keyof Events
  ? Events[K]
  : K extends keyof E
    ? E[K] extends EventSpec
      ? Payload<E[K]>
      : never
    : never;

/** Emits an event after a delay of seconds; `at` emits at an absolute time, for periodic events (start + k × period, never a running sum). */
export interface Emitter<T> {
  (payload: T, delay?: Seconds): Handle;
  at(payload: T, time: Seconds): Handle;
}

/** The same of a mechanism that may join places: `in` emits in one of those that its parameter `places` lists; empty: where it stands. */
export interface JoiningEmitter<T> extends Emitter<T> {
  in(place: string, payload: T, delay?: Seconds): Handle;
}

/** Reads a signal as it is in the mechanism's own place, or else in the world. */
export type Reader = () => number;

/** The same of a mechanism that may join places: `in` reads it as one of them has it; empty: as where it stands. */
export interface JoiningReader extends Reader {
  in(place: string): number;
}

/** Whether a mechanism may join places: it has the parameter `places`. */
type Joins<P> = P extends { readonly places: Field<readonly string[]> } ? true : false;

/** What a handler sees: its own params, state and chance, the ledger with its accounts and assets, the signals it reads, the events it emits. */
export interface Context<P extends Fields = Fields, S = any, R = {}, E = {}, A = {}, T = {}> {
  readonly now: Seconds;
  /** When the run ends, and from when on summaries count. */
  readonly horizon: Seconds;
  readonly warmUp: Seconds;
  /** The instance's identity: its name, after the place that it stands in (`btc:consensus/nakamoto`). */
  readonly instance: string;
  /**
   * Where the event that is delivered happens: the instance's own place; of a joiner one of its places, or the world
   * (empty). In a signal of a joiner: the place of those who read it.
   */
  readonly from: string;
  readonly params: Values<P>;
  readonly state: S;
  readonly ledger: Ledger;
  readonly account: AccountsOf<A>;
  readonly asset: AssetsOf<T>;
  readonly random: Random;
  readonly read: { readonly [K in keyof R]: Joins<P> extends true ? JoiningReader : Reader };
  readonly emit: {
    readonly [K in keyof E & string]: Joins<P> extends true
      ? JoiningEmitter<PayloadOf<E, K>>
      : Emitter<PayloadOf<E, K>>;
  };
  /** Whether this instance emitted the event that is being delivered: where a mechanism is used twice, each goes on with its own. */
  readonly mine: boolean;
  /** Takes an event back; false when it has been delivered or cancelled. */
  cancel(handle: Handle): boolean;
  /**
   * Sets the parameter that stands at this place in `sets`, in every instance that its path names: `parameterSet`, at
   * once. Beyond the range it is the nearer end, and of a whole number the nearest.
   */
  set(at: number, value: number): void;
}

/**
 * A claim holds after every event once the books are open; one that an answer of the same instant restores (a swap that
 * was asked for, a job that is matched) says `when: "instant"`, and holds when all events of an instant are delivered.
 */
export type Invariant<C> =
  | ((context: C) => boolean)
  | { readonly when: "instant"; readonly holds: (context: C) => boolean };

/** Times of a parameter, as a run plays them. */
export interface Recorded {
  /** Name of the parameter. */
  readonly param: string;
  readonly rows: number;
  /** How many of them come up to the horizon. */
  readonly within: number;
  /** Seconds from the start of the run to the first. */
  readonly first: Seconds;
  /** What to do where none comes; left out where they are plans, of which a short run may see none. */
  readonly remedy?: string;
}

/** A parameter of some instances that a mechanism may set, and between which values. */
export interface Settable {
  /** `contracts/escrow.fee`, or an instance's name in place of the mechanism's. */
  readonly path: string;
  readonly low: number;
  readonly high: number;
  /** Where among the setter's own parameters it is named: `changes › row 2`. */
  readonly where: string;
}

export interface Mechanism<
  P extends Fields = any,
  S = any,
  R extends Reads = any,
  E extends Emits = any,
  A extends Accounts = any,
  T extends Assets<P> = any,
> {
  /** `family/kind`, equals the file's path below `mechanisms/`. */
  readonly name: string;
  /** One sentence, verb first. */
  readonly summary: string;
  /** The specification it follows: a paper, an EIP, a repository's file. */
  readonly source: string;
  readonly params: P;
  /**
   * Parameters that may change in the middle of a run, and between which values. They are read wherever they count; of
   * what is read as the run begins, nothing that counts later is kept.
   */
  readonly settable?: { readonly [K in NumericParam<P>]?: readonly [low: number, high: number] };
  /** Accounts that it owns, and those that it meets others at, by the names that its handlers give them. */
  readonly accounts?: A;
  /** Assets that it moves: the name of the parameter that names each, or `usd`. */
  readonly assets?: T;
  readonly reads?: R;
  /**
   * Signals whose publishers hear of an event before it, though it does not read them: it goes on from what they have
   * done. A publisher that it reads hears of it first anyway.
   */
  readonly after?: readonly SignalName[];
  /** Events that it handles and, with these parameters, does not need: a place without them is not told of. */
  readonly spares?: (params: Values<P>) => readonly string[];
  readonly emits?: E;
  /** Parameters of others that it may set (`context.set`): known before the run, so that setting one never fails. */
  readonly sets?: (params: Values<P>) => readonly Settable[];
  /** First state: plain data. */
  readonly init: (params: Values<P>) => S;
  /** How much of its tables of times a run up to `until` plays: told before it begins. Tables without rows are left out. */
  readonly recorded?: (params: Values<P>, until: Seconds) => readonly Recorded[];
  /** What it will cause in a whole run, told before it begins. Left out: nothing is known, or nothing to speak of. */
  readonly estimate?: (params: Values<P>, ahead: Ahead) => Estimate;
  readonly on: {
    readonly [K in keyof Events | (keyof E & string)]?: (
      context: Context<P, S, R, E, A, T>,
      event: PayloadOf<E, K & string>,
    ) => void;
  };
  /**
   * Counts what has accrued up to now, at present parameters and signals: called before a parameter of its own changes,
   * or one that its signals follow from.
   * Needed where what is counted later would be counted at those of then. It emits nothing and draws nothing.
   */
  readonly accrue?: (context: Context<P, S, R, E, A, T>) => void;
  /**
   * Brings what its state has of its parameters to those of now: called at once when one of them has changed. Needed
   * where something follows from them before the next event, such as a price from its bounds.
   */
  readonly adopt?: (context: Context<P, S, R, E, A, T>) => void;
  readonly signals?: { readonly [K in SignalName]?: (context: Context<P, S, R, E, A, T>) => number };
  /** How it computes measures of the vocabulary (model/measures). */
  readonly metrics?: Metrics<Context<P, S, R, E, A, T>>;
  /** The same by key, as its parameters name them: by region, by kind of GPU. */
  readonly metricsOfEach?: MetricsOfEach<P, Context<P, S, R, E, A, T>>;
  /** Measures that the vocabulary does not know, in full. */
  readonly ownMetrics?: OwnMetrics<P, Context<P, S, R, E, A, T>>;
  /** The providers that it runs, as they are now: asked at each sample, where a run records them. It only observes. */
  readonly providers?: (context: Context<P, S, R, E, A, T>) => ProviderRows;
  /** Claims: the key is a sentence that holds while the function returns true. */
  readonly invariants?: { readonly [claim: string]: Invariant<Context<P, S, R, E, A, T>> };
  /** The smallest valid world that it lives in: for the contract suite and the docs. */
  readonly example: () => World;
  /** Further worlds, for what the smallest does not reach: in all of them together every handler is. */
  readonly examples?: () => readonly World[];
  /** Events that it handles and no world of shipped mechanisms reaches, and why. */
  readonly unreached?: { readonly [event: string]: string };
}

/** A world of an example; ten days where it does not say. */
export interface World {
  readonly world: readonly Use[];
  readonly until?: string | number;
}

/** A mechanism as it stands in a scenario: by name, or the mechanism itself where the scenario brings its own. */
export interface Use {
  readonly mechanism: string | Mechanism;
  readonly params: object;
  readonly as?: string;
  /** The place that it stands in, such as a chain or a market; left out: the world. */
  readonly in?: string;
}

/** A mechanism that can be put into a scenario by calling it: `halving({ interval: 4_320 }, { in: "btc", as: "main" })`. */
export interface MechanismFactory<
  P extends Fields = any,
  S = any,
  R extends Reads = any,
  E extends Emits = any,
  A extends Accounts = any,
  T extends Assets<P> = any,
> {
  (params?: Given<P>, options?: Pick<Use, "as" | "in">): Use;
  readonly mechanism: Mechanism<P, S, R, E, A, T>;
}

/** The context of a mechanism's handlers, for the functions that they call: `ContextOf<typeof params, State, typeof reads, typeof emits, typeof accounts, typeof assets>`. */
export type ContextOf<
  P extends Fields,
  S,
  R extends Reads = {},
  E extends Emits = {},
  A extends Accounts = {},
  T extends Assets<P> = {},
> = Context<P, S, R, E, A, T>;

/** A claim's condition, and when it is to hold. */
export const claimOf = <C>(
  invariant: Invariant<C>,
): { readonly when: "event" | "instant"; readonly holds: (context: C) => boolean } =>
  typeof invariant === "function" ? { when: "event", holds: invariant } : invariant;

export function defineMechanism<
  const P extends Fields,
  S,
  const R extends Reads = {},
  const E extends Emits = {},
  const A extends Accounts = {},
  const T extends Assets<P> = {},
>(mechanism: Mechanism<P, S, R, E, A, T>): MechanismFactory<P, S, R, E, A, T> {
  const use = (params: Given<P> = {}, options: Pick<Use, "as" | "in"> = {}): Use => ({
    mechanism: mechanism as Mechanism,
    params,
    ...options,
  });
  return Object.assign(use, { mechanism });
}
