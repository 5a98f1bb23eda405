/**
 * Everything that can happen in a network. Read this first: mechanisms meet only here, in the ledger and in signals.
 *
 * An event's payload is immutable plain data. Events due at one instant are delivered by priority, then in the order
 * in which they were emitted.
 */
/** `gpus`: GPUs and parts of one, with two decimals at most (gpus.ts). */
export type FieldKind = "number" | "gpus" | "text" | "flag" | "numbers";

/** Kinds whose values are numbers. */
export const isNumeric = (kind: FieldKind | undefined): boolean => kind === "number" || kind === "gpus";

export interface EventSpec {
  readonly doc: string;
  /** Order among events due at one instant: smaller is earlier. */
  readonly priority?: number;
  readonly fields: { readonly [name: string]: FieldKind };
  /** Fields that a payload may leave out. */
  readonly details?: { readonly [name: string]: FieldKind };
  /**
   * A timer: only the instance that emitted it gets it, so that a mechanism may stand in a design twice. With at most
   * two fields, all numbers, its payload is one object for all deliveries: read it, and keep nothing of it.
   */
  readonly private?: true;
  /** It says what is done: where nobody handles it, it is a part of the event that caused it, told at once to those who observe. */
  readonly told?: true;
  /** Emitted in the world, it is heard in every place; any other event in the place of its emitter alone. */
  readonly everywhere?: true;
  /** At most one instance of a place emits it; says what would come of two. */
  readonly single?: string;
  /**
   * Whoever handles it can do nothing in a place in which nobody emits it: a mistake that is `refused`, or an open point
   * that is `told`.
   */
  readonly awaited?: "refused" | "told";
  /** Whoever emits it waits in vain in a place in which nobody handles it. */
  readonly answered?: true;
  /** Whoever emits it asks to trade an asset: nobody does where there is none, or none with a price. */
  readonly trades?: true;
  /** Only the run emits it; says what a mechanism does instead. */
  readonly ofRun?: string;
  /** It takes back what that event has done: in a design in which it is emitted, whoever handles the one handles the other. */
  readonly undoes?: string;
}

type ValueOf<K extends FieldKind> = K extends "number" | "gpus"
  ? number
  : K extends "text"
    ? string
    : K extends "flag"
      ? boolean
      : readonly number[];
/** The payload that an event's fields describe. */
export type Payload<S extends EventSpec> = { readonly [F in keyof S["fields"]]: ValueOf<S["fields"][F]> } & {
  readonly [F in keyof S["details"]]?: ValueOf<NonNullable<S["details"]>[F & string]>;
};

const shared = <const S extends { [name: string]: EventSpec }>(specs: S): S => specs;

/** A machine by its number and the terms on which it takes jobs. */
const MACHINE = {
  machine: "number",
  gpus: "gpus",
  kind: "text",
  memory: "number",
  region: "text",
  throughput: "number",
  usdPerGpuHour: "number",
  reliability: "number",
} as const;

export const EVENTS = shared({
  // The calendar. The run emits these.
  start: {
    doc: "The first event: mechanisms allocate the genesis supply.",
    priority: -100,
    everywhere: true,
    fields: {},
  },
  opened: {
    doc: "Genesis is complete and the books are open: mechanisms schedule their first events.",
    priority: -90,
    everywhere: true,
    fields: {},
  },
  day: {
    doc: "A day begins; `day` counts from 1 (t = day × 86400 s).",
    priority: -10,
    everywhere: true,
    fields: { day: "number" },
  },
  end: {
    doc: "The horizon: what is still open is settled or refunded.",
    priority: 100,
    everywhere: true,
    fields: {},
  },
  parameterSet: {
    doc: "A parameter of an instance has another value from now on: a vote, a fork or an operator has set it.",
    priority: -50,
    everywhere: true,
    ofRun: "List what it may set in `sets`, and call `context.set`.",
    fields: { instance: "text", parameter: "text", value: "number" },
  },

  // The market for GPU time. A job:
  //   jobSubmitted → jobMatched → jobStarted → (jobFinished | jobInterrupted | jobPaused → jobMatched …), or jobLeft.
  jobSubmitted: {
    doc: "A customer asks for `gpus` GPUs for `seconds`, will pay at most `usdPerGpuHour` (of the GPU that jobs are measured on) and wait at most `patience` s; on machines with `memory` GB a GPU, in `region`; the result is worthless `deadline` s from now; a checkpoint every `checkpoint` s of work outlives an interruption. It is done after `requested` s at most, as its customer says, and is `recordId` of a record in which it waited `recordedWait` s.",
    awaited: "told",
    answered: true,
    fields: { job: "number", gpus: "gpus", seconds: "number", usdPerGpuHour: "number", patience: "number" },
    details: {
      class: "text",
      customer: "number",
      memory: "number",
      region: "text",
      deadline: "number",
      checkpoint: "number",
      priority: "number",
      requested: "number",
      recordId: "text",
      recordedWait: "number",
    },
  },
  jobMatched: {
    doc: "A waiting job has been given capacity at `usdPerGpuHour`: `parts[i]` GPUs of `machines[i]`, or what supply chooses where these are left out. A part of a GPU lies on card `cards[i]` of its machine, any number that tells apart those that run parts.",
    single: "both would act on the same jobs",
    awaited: "told",
    fields: { job: "number", gpus: "gpus", seconds: "number", usdPerGpuHour: "number" },
    details: { machines: "numbers", parts: "numbers", cards: "numbers" },
  },
  jobStarted: {
    doc: "A job runs; it will take `seconds` unless a machine fails (longer than asked for where its GPUs span providers or are slow). `machine`: the only one that runs it; `watts`: what a GPU of it draws with its building.",
    single: "both would act on the same jobs",
    fields: { job: "number", gpus: "gpus", seconds: "number", usdPerGpuHour: "number" },
    details: { machine: "number", watts: "number" },
  },
  jobFinished: {
    doc: "A job has its result after running `seconds`.",
    fields: { job: "number", gpus: "gpus", seconds: "number", usdPerGpuHour: "number" },
    details: { machine: "number" },
  },
  jobInterrupted: {
    doc: "A machine under a job failed, left or was taken from it; the job ran `seconds`, and what is not in a checkpoint of its own is lost. `machine`: the one at fault.",
    fields: { job: "number", gpus: "gpus", seconds: "number", usdPerGpuHour: "number" },
    details: { machine: "number" },
  },
  jobPaused: {
    doc: "A job that was evicted with its data kept has run `seconds`; the market matches the rest of it again.",
    fields: { job: "number", gpus: "gpus", seconds: "number", usdPerGpuHour: "number" },
    details: { machine: "number" },
  },
  jobEvicted: {
    doc: "The market or a contract takes its machines from a running job. Supply stops it at once: paused where its data are `kept`, interrupted otherwise.",
    fields: { job: "number", kept: "flag" },
  },
  jobRepriced: {
    doc: "From now on a running job pays `usdPerGpuHour`.",
    fields: { job: "number", usdPerGpuHour: "number" },
  },
  jobPaid: {
    doc: "`account` has paid `amount` of `asset` for the GPU time of a stretch of `job`, what it got back taken off: told once, when the contract is settled.",
    told: true,
    fields: { job: "number", account: "number", asset: "number", amount: "number" },
  },
  jobLeft: {
    doc: "A job's patience ran out after `waited` s; it never ran.",
    fields: { job: "number", gpus: "gpus", waited: "number" },
  },
  gpusFreed: {
    doc: "Capacity came online or was repaired: waiting jobs may start.",
    priority: 10,
    fields: {},
  },

  // Machines by name, where supply has them. One: (machineListed →) machineOffered ⇄ machineWithdrawn.
  machineListed: {
    doc: "A machine that is down as the run begins will take jobs on these terms when it comes: whoever can use no other waits for it.",
    priority: 5,
    fields: MACHINE,
  },
  machineOffered: {
    doc: "A machine takes jobs, again or for the first time, or on other terms: `gpus` of a `kind` with `memory` GB each in `region`, `throughput` times as fast as the GPU that jobs are measured on, at no less than `usdPerGpuHour`, with `reliability` (share of time that it works).",
    priority: 5,
    awaited: "refused",
    fields: MACHINE,
  },
  machineWithdrawn: {
    doc: "A machine takes no more jobs. Those that it runs finish, unless each has been interrupted before.",
    fields: { machine: "number" },
  },
  machineBarred: {
    doc: "A machine may not come back: it failed verification, or its stake is gone. Supply withdraws it.",
    fields: { machine: "number" },
  },
  reputationChanged: {
    doc: "What others know of a machine, from 0 to 1, has changed.",
    fields: { machine: "number", reputation: "number" },
  },
  regionOutage: {
    doc: "All machines of a region (every region where it is empty) are without power or network for `seconds`.",
    priority: -5,
    everywhere: true,
    fields: { region: "text", seconds: "number" },
  },

  // The chain. A network with forks tells of its tree: blockFound → (block … | blockStale). Others tell blocks alone.
  block: {
    doc: "The canonical block at `height`, by the account `proposer`; it stands for `count` blocks that took `seconds` together. `id`: its number in the tree; `depth`: how many blocks were on top of it when it was taken for canonical, 0 where that is not said.",
    single: "both would write the same chain",
    awaited: "told",
    fields: { height: "number", count: "number", seconds: "number", proposer: "number" },
    details: { id: "number", depth: "number" },
  },
  blockFound: {
    doc: "The account `proposer` has found the block `id` at `height`, on the block `parent` (−1: on none, it is the first). Whether it will be canonical is open.",
    fields: { id: "number", parent: "number", height: "number", proposer: "number" },
  },
  blockStale: {
    doc: "The block `id` on `parent` is not on the chain that counts, and what it did has not happened.",
    fields: { id: "number", parent: "number" },
  },
  reorganised: {
    doc: "The fork went deeper than blocks wait to be canonical: the last `removed` canonical blocks are so no more, and the next follows the one at `height`. Whoever entered anything for them enters the contrary, as the kind REORGANISED of the ledger.",
    priority: -1,
    undoes: "block",
    fields: { height: "number", removed: "number" },
  },

  // The token's market.
  swapRequested: {
    doc: "`account` sells `amount` (tokens, or USD where `sellsToken` is false) to the pool; it must hold it on delivery.",
    awaited: "told",
    answered: true,
    trades: true,
    fields: { account: "number", amount: "number", sellsToken: "flag" },
  },
  swapped: {
    doc: "The pool has exchanged for `account`: it paid `sold` and received `bought`.",
    fields: { account: "number", sold: "number", bought: "number", sellsToken: "flag" },
  },
});

/** Events that the run itself emits. */
export const CALENDAR = ["start", "opened", "day", "end"] as const satisfies readonly (keyof typeof EVENTS)[];
export type CalendarEvent = (typeof CALENDAR)[number];

type Vocabulary = { [K in keyof typeof EVENTS]: Payload<(typeof EVENTS)[K]> };
/** Payload by event name. A mechanism that shares an event of its own adds to it by declaration merging. */
export interface Events extends Vocabulary {}
