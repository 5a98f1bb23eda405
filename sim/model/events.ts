/**
 * Everything that can happen in a network. Read this first: mechanisms meet only here, in the ledger and in signals.
 *
 * An event's payload is immutable plain data. Events due at one instant are delivered by priority, then in the order
 * in which they were emitted.
 */
export type FieldKind = "number" | "text" | "flag" | "numbers";

export interface EventSpec {
  readonly doc: string;
  /** Order among events due at one instant: smaller is earlier. */
  readonly priority?: number;
  readonly fields: { readonly [name: string]: FieldKind };
  /** A timer: only the instance that emitted it gets it, so that a mechanism may stand in a design twice. */
  readonly private?: true;
}

type ValueOf<K extends FieldKind> = K extends "number"
  ? number
  : K extends "text"
    ? string
    : K extends "flag"
      ? boolean
      : readonly number[];
/** The payload that an event's fields describe. */
export type Payload<S extends EventSpec> = { readonly [F in keyof S["fields"]]: ValueOf<S["fields"][F]> };

const shared = <const S extends { [name: string]: EventSpec }>(specs: S): S => specs;

export const EVENTS = shared({
  // The calendar. The run emits these.
  start: {
    doc: "The first event: mechanisms open accounts and allocate the genesis supply.",
    priority: -100,
    fields: {},
  },
  opened: {
    doc: "Genesis is complete and the books are open: mechanisms schedule their first events.",
    priority: -90,
    fields: {},
  },
  day: {
    doc: "A day begins; `day` counts from 1 (t = day × 86400 s).",
    priority: -10,
    fields: { day: "number" },
  },
  end: { doc: "The horizon: what is still open is settled or refunded.", priority: 100, fields: {} },

  // The market for GPU time. A job: jobSubmitted → jobMatched → jobStarted → (jobFinished | jobInterrupted), or jobLeft.
  jobSubmitted: {
    doc: "A customer asks for `gpus` GPUs for `seconds`, will pay at most `usdPerGpuHour` and wait at most `patience` s.",
    fields: { job: "number", gpus: "number", seconds: "number", usdPerGpuHour: "number", patience: "number" },
  },
  jobMatched: {
    doc: "A waiting job has been given capacity at `usdPerGpuHour`.",
    fields: { job: "number", gpus: "number", seconds: "number", usdPerGpuHour: "number" },
  },
  jobStarted: {
    doc: "A job runs; it will take `seconds` unless a machine fails (longer than asked for where its GPUs span providers).",
    fields: { job: "number", gpus: "number", seconds: "number", usdPerGpuHour: "number" },
  },
  jobFinished: {
    doc: "A job has its result after running `seconds`.",
    fields: { job: "number", gpus: "number", seconds: "number", usdPerGpuHour: "number" },
  },
  jobInterrupted: {
    doc: "A machine under a job failed or left; the job ran `seconds`, and its result is lost.",
    fields: { job: "number", gpus: "number", seconds: "number", usdPerGpuHour: "number" },
  },
  jobLeft: {
    doc: "A job's patience ran out after `waited` s; it never ran.",
    fields: { job: "number", gpus: "number", waited: "number" },
  },
  gpusFreed: {
    doc: "Capacity came online or was repaired: waiting jobs may start.",
    priority: 10,
    fields: {},
  },

  // The chain.
  block: {
    doc: "A block at `height` by the account `proposer`; it stands for `count` blocks that took `seconds` together.",
    fields: { height: "number", count: "number", seconds: "number", proposer: "number" },
  },

  // The token's market.
  swapRequested: {
    doc: "`account` sells `amount` (tokens, or USD where `sellsToken` is false) to the pool; it must hold it on delivery.",
    fields: { account: "number", amount: "number", sellsToken: "flag" },
  },
  swapped: {
    doc: "The pool has exchanged for `account`: it paid `sold` and received `bought`.",
    fields: { account: "number", sold: "number", bought: "number", sellsToken: "flag" },
  },
});

type Vocabulary = { [K in keyof typeof EVENTS]: Payload<(typeof EVENTS)[K]> };
/** Payload by event name. A mechanism that shares an event of its own adds to it by declaration merging. */
export interface Events extends Vocabulary {}
