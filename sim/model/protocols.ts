/**
 * In which order things happen: states of a job, a payment, a machine, a swap and a block, and the events that lead from
 * one to the next. Events say what may be said; this says when. The run holds every mechanism to it (run/monitor.ts).
 */
import type { EVENTS, FieldKind } from "./events.ts";

type Vocabulary = typeof EVENTS;
/** Events that have a number of this name: they say which job, which machine, which block they are about. */
type About<F extends string> = {
  [E in keyof Vocabulary]: Vocabulary[E]["fields"] extends { readonly [K in F]: "number" }
    ? E
    : Vocabulary[E] extends { readonly details: { readonly [K in F]: FieldKind } }
      ? E
      : never;
}[keyof Vocabulary] &
  string;

/** The events that a state knows, each with the state after it; all others are refused. */
export type Steps = { readonly [event: string]: string };

export interface Protocol {
  /** What it is about, in the plural: "jobs". */
  readonly things: string;
  /** One of them: "job". */
  readonly thing: string;
  /** What holds, as a claim says it. */
  readonly claim: string;
  /** Field of the events that says which one it is. */
  readonly by: string;
  /** The first is that of things nobody has heard of, or need remember. */
  readonly states: { readonly [state: string]: Steps };
  /** States that end with the instant in which they began: `passing` ones by an event, or it is a fault; `forgotten` ones by themselves. */
  readonly passing?: readonly string[];
  readonly forgotten?: readonly string[];
}

const protocol = <
  const F extends string,
  const S extends { readonly [state: string]: { readonly [E in About<F>]?: keyof S & string } },
>(
  given: Omit<Protocol, "by" | "states" | "passing" | "forgotten"> & {
    readonly by: F;
    readonly states: S;
    readonly passing?: readonly (keyof S & string)[];
    readonly forgotten?: readonly (keyof S & string)[];
  },
): Protocol => given as unknown as Protocol;

export const PROTOCOLS = {
  /**
   * An attempt begins with jobSubmitted or jobPaused. jobEvicted and jobRepriced are requests: the end of the job may
   * overtake them within the instant. The limit is for an hour of the GPU that jobs are measured on, and holds of each
   * price that a running job is to pay.
   */
  job: protocol({
    things: "jobs",
    thing: "job",
    claim: "an attempt is matched, at no more than its limit, started and ended, each once",
    by: "job",
    states: {
      away: { jobSubmitted: "waiting" },
      waiting: { jobMatched: "matched", jobLeft: "away" },
      matched: { jobStarted: "running", jobInterrupted: "away" },
      running: { jobFinished: "away", jobInterrupted: "away", jobPaused: "waiting" },
    },
    passing: ["matched"],
  }),

  /** A contract may be settled before the job stops (the deposit is used up, the run ends) or when it has. */
  payment: protocol({
    things: "payments",
    thing: "pay for job",
    claim: "a stretch of a job is paid for once",
    by: "job",
    states: {
      // A match that supply refuses is interrupted, and nothing is due for it.
      "not due": { jobStarted: "due", jobInterrupted: "not due" },
      due: { jobPaid: "paid", jobFinished: "over", jobInterrupted: "over", jobPaused: "over" },
      paid: { jobFinished: "not due", jobInterrupted: "not due", jobPaused: "not due" },
      over: { jobPaid: "not due", jobStarted: "due", jobInterrupted: "over" },
    },
    forgotten: ["over"],
  }),

  /** An offer that is taken back within its instant is never told, the withdrawal is. */
  machine: protocol({
    things: "machines",
    thing: "machine",
    claim: "one is offered before it is used, and not used after it was withdrawn",
    by: "machine",
    states: {
      unknown: { machineListed: "listed", machineOffered: "offered" },
      listed: { machineListed: "listed", machineOffered: "offered", machineWithdrawn: "withdrawn" },
      offered: { machineOffered: "offered", machineWithdrawn: "withdrawn" },
      withdrawn: { machineOffered: "offered", machineWithdrawn: "withdrawn" },
    },
  }),

  /** By account; where one asks several times within an instant, it is answered as often. */
  swap: protocol({
    things: "swaps",
    thing: "swap of account",
    claim: "each that is asked for is answered at once, and sells no more than was asked",
    by: "account",
    states: { none: { swapRequested: "asked" }, asked: { swapRequested: "asked", swapped: "none" } },
    passing: ["asked"],
  }),

  /** By block of the tree. A stale one is canonical when a reorganisation brings its branch back. */
  branch: protocol({
    things: "blocks of the tree",
    thing: "block",
    claim: "one is found before it is canonical or stale",
    by: "id",
    states: {
      unknown: { blockFound: "found" },
      found: { block: "canonical", blockStale: "stale" },
      canonical: {},
      undone: { block: "canonical", blockStale: "stale" },
      stale: { block: "canonical" },
    },
    passing: ["undone"],
  }),
} as const;

/** What holds between two events, or between events and what mechanisms say of themselves: the state of nobody alone. */
export const TOGETHER = {
  chain: "blocks: each is the next after the one before it",
  gpus: "GPUs: market and supply count the same",
  cards: "cards: a machine has those that its jobs need, a part of a GPU lying on one",
  counterEntries: "counter-entries: the ledger has them for a reorganisation, and for nothing else",
} as const;

/** The state in which a machine may be used, and the events that use one, with their field that names it. */
export const USE = {
  state: "offered",
  events: { jobMatched: "machines", jobStarted: "machine" },
} as const;
