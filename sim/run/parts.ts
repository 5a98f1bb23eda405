import { Digest } from "../digest.ts";
import { LedgerError, ScenarioError } from "../errors.ts";
import type { Handle, Kernel } from "../kernel/kernel.ts";
import { EVENTS, type EventSpec } from "../model/events.ts";
import type { Ledger } from "../model/ledger.ts";
import type { Context, Emitter, Mechanism } from "../model/mechanism.ts";
import { type Luck, Random } from "../random.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import type { ResolvedDesign, ResolvedUse } from "../scenario/scenario.ts";
import { type Placed, publishersFor } from "../scenario/wiring.ts";
import type { Seconds } from "../units.ts";
import { type Absorb, absorberOf, HOT_EVENTS, withDetails } from "./hot-events.ts";
import { newReading, type Onlooker, onlookersOf, type Reading } from "./onlooker.ts";

/** Whose event is being delivered: 0 for the run's own, else 1 + the place of the instance in the order of delivery. */
export interface Delivery {
  origin: number;
  /** Whether claims or measures look: what they read of parameters settles nothing. */
  looking: boolean;
}

/** What all instances of a run share. */
export interface Shared {
  readonly kernel: Kernel;
  readonly ledger: Ledger;
  readonly seed: number;
  readonly luck: Luck;
  readonly horizon: Seconds;
  readonly warmUp: Seconds;
}

/** One instance in a run: its mechanism and its context. */
export interface Part {
  readonly mechanism: Mechanism;
  readonly context: PartContext;
}

export class PartContext implements Context<any, any, any, any> {
  readonly instance: string;
  params: any;
  state: any;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly horizon: Seconds;
  readonly warmUp: Seconds;
  read: any = {};
  emit: any = {};
  /** Parameters that were read while the run began: what follows from them stands, whatever they become. */
  readonly settled = new Set<string>();
  readonly #kernel: Kernel;
  readonly #delivery: Delivery;
  readonly #origin: number;
  readonly #given: object;

  constructor(
    shared: Shared,
    delivery: Delivery,
    origin: number,
    { as: instance, params }: ResolvedUse,
    mechanism: Mechanism,
  ) {
    const { kernel, ledger, seed, luck, horizon, warmUp } = shared;
    this.#kernel = kernel;
    this.#delivery = delivery;
    this.#origin = origin;
    this.instance = instance;
    this.#given = params;
    this.params = watched(params, (name) => delivery.looking || this.settled.add(name));
    this.state = mechanism.init(this.params);
    this.ledger = ledger;
    this.random = new Random(seed, instance, luck);
    this.horizon = horizon;
    this.warmUp = warmUp;
  }

  /** The run has begun: who reads a parameter from now on reads it as it is then. */
  begun(): void {
    this.params = this.#given;
  }

  get now(): Seconds {
    return this.#kernel.now;
  }

  get mine(): boolean {
    return this.#delivery.origin === this.#origin;
  }

  cancel(handle: Handle): boolean {
    return this.#kernel.cancel(handle);
  }
}

/** The same parameters; what is read of them is told. */
const watched = (params: object, read: (name: string) => void): object =>
  new Proxy(params, {
    get(target, name, receiver) {
      if (typeof name === "string") read(name);
      return Reflect.get(target, name, receiver);
    },
  });

/** A type of event as the run delivers it. */
export interface Route {
  readonly name: string;
  readonly spec: EventSpec;
  /** Feeds a payload to the digest. */
  readonly absorb: Absorb;
  /** What the event is called in the digest, by origin: a hash of its name and the emitting instance's. */
  readonly hashes: Int32Array;
  readonly handlers: readonly ((context: any, event: any) => void)[];
  readonly contexts: readonly PartContext[];
  /** Lagged reads whose publisher handles this event too: their values are taken before delivery. */
  readonly captures: readonly (() => void)[];
}

/** Instances in order of delivery, and routes by numeric type: names are resolved here, once. */
export interface Wiring {
  readonly parts: readonly Part[];
  readonly routes: readonly Route[];
  readonly typeOf: ReadonlyMap<string, number>;
  /** The simulation says here whose event it delivers. */
  readonly delivery: Delivery;
  /** Instances as measures of levels see them, in the same order, and what these read. */
  readonly onlookers: readonly Onlooker[];
  readonly reading: Reading;
}

export function wire(design: ResolvedDesign, catalogue: Catalogue, shared: Shared): Wiring {
  const placed: Placed[] = design.uses.map((use) => ({
    path: use.as,
    use,
    mechanism: catalogue.get(use.mechanism)!,
  }));
  const delivery = { origin: 0, looking: false };
  const parts = placed.map(({ use, mechanism }, at) => ({
    mechanism,
    context: new PartContext(shared, delivery, at + 1, use, mechanism),
  }));
  const specs = eventSpecs(placed);
  const names = [...specs.keys()].sort();
  const typeOf = new Map(names.map((name, type) => [name, type]));
  parts.forEach(({ mechanism, context }, at) => {
    context.emit = emitters(mechanism, specs, typeOf, shared.kernel, at + 1);
  });
  const captures = new Map<string, (() => void)[]>(names.map((name) => [name, []]));
  placed.forEach((reader, at) => {
    parts[at]!.context.read = readers(reader, placed, parts, shared.kernel, captures);
  });
  const routes = names.map((name): Route => {
    const handling = parts.filter(({ mechanism }) => Object.hasOwn(mechanism.on, name));
    return {
      name,
      spec: specs.get(name)!,
      absorb: withDetails(
        HOT_EVENTS.get(name) ??
          absorberOf(fieldsOf(specs.get(name)!, true), fieldsOf(specs.get(name)!, false)),
        Object.keys(specs.get(name)!.details ?? {}).sort(),
        name,
      ),
      hashes: Int32Array.from(["", ...parts.map(({ context }) => context.instance)], (origin) =>
        eventHash(name, origin),
      ),
      handlers: handling.map(({ mechanism }) => handlerOf(mechanism, name, specs.get(name)!, design.name)),
      contexts: handling.map(({ context }) => context),
      captures: captures.get(name)!,
    };
  });
  const reading = newReading();
  return { parts, routes, typeOf, delivery, onlookers: onlookersOf(placed, parts, reading), reading };
}

function handlerOf(
  mechanism: Mechanism,
  name: string,
  spec: EventSpec,
  design: string,
): (context: any, event: any) => void {
  const handler = mechanism.on[name]!;
  if (name === "start" || name === "opened") return beginning(handler, name, design);
  if (!spec.private) return handler;
  return (context: PartContext, event) => {
    if (context.mine) handler(context, event);
  };
}

/** What the ledger refuses before anything has happened is wrong with the scenario, not with the run. */
const beginning =
  (handler: (context: any, event: any) => void, name: string, design: string) =>
  (context: PartContext, event: unknown): void => {
    try {
      handler(context, event);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      const { sentence, facts, hint } = error;
      const message = [sentence, ...facts, ...(hint === undefined ? [] : [hint])].join("\n    ");
      throw new ScenarioError(`The design ${JSON.stringify(design)}`, [
        { path: `${context.instance} › on ${name}`, message },
      ]);
    }
  };

/** Names of the fields that are numbers, or of those that are not, in order. */
export const fieldsOf = ({ fields }: EventSpec, numeric: boolean): string[] =>
  Object.keys(fields)
    .filter((field) => (fields[field] === "number") === numeric)
    .sort();

/** Events are known by name, so that a mechanism more in the design does not change what an event is. */
function eventHash(name: string, origin: string): number {
  const digest = new Digest();
  digest.text(name);
  digest.text(origin);
  return Number.parseInt(digest.hex().slice(0, 8), 16) | 0;
}

function eventSpecs(placed: readonly Placed[]): Map<string, EventSpec> {
  const specs = new Map<string, EventSpec>(Object.entries(EVENTS));
  for (const { mechanism } of placed)
    for (const [name, spec] of Object.entries<EventSpec | "shared">(mechanism.emits ?? {}))
      if (spec !== "shared") specs.set(name, spec);
  return specs;
}

function emitters(
  mechanism: Mechanism,
  specs: ReadonlyMap<string, EventSpec>,
  typeOf: ReadonlyMap<string, number>,
  kernel: Kernel,
  origin: number,
): object {
  const emit: Record<string, Emitter<unknown>> = {};
  for (const name of Object.keys(mechanism.emits ?? {})) {
    const type = typeOf.get(name)!;
    const priority = specs.get(name)!.priority ?? 0;
    const after = (payload: unknown, delay: Seconds = 0) =>
      kernel.schedule(
        type,
        delay < SOON ? delay : delayBeforeTheEnd(delay, kernel.now),
        priority,
        origin,
        0,
        payload,
      );
    const at = (payload: unknown, time: Seconds) =>
      kernel.scheduleAt(type, time < END_OF_TIME ? time : beforeTheEnd(time), priority, origin, 0, payload);
    emit[name] = Object.assign(after, { at });
  }
  return emit;
}

/** Seconds that the kernel can count, less what rounding may add: 285 years. No horizon is as far. */
const END_OF_TIME = 9_007_199_000;
/** A delay below it never reaches the end of time: a horizon is at most 9 × 10^9 s. */
const SOON = 1_000_000;

/** A machine that fails once in a thousand years fails at the end of time: nobody sees it. */
const beforeTheEnd = (time: Seconds): Seconds =>
  time > END_OF_TIME && Number.isFinite(time) ? END_OF_TIME : time;
const delayBeforeTheEnd = (delay: Seconds, now: Seconds): Seconds =>
  now + delay > END_OF_TIME && Number.isFinite(delay) ? END_OF_TIME - now : delay;

function readers(
  reader: Placed,
  placed: readonly Placed[],
  parts: readonly Part[],
  kernel: Kernel,
  captures: ReadonlyMap<string, (() => void)[]>,
): object {
  const read: Record<string, () => number> = {};
  for (const [signal, { otherwise, lagged }] of Object.entries<{ otherwise?: number; lagged?: true }>(
    reader.mechanism.reads ?? {},
  )) {
    const publishers = publishersFor(placed, reader, signal);
    const [publisher] = publishers;
    if (!publisher) {
      read[signal] = () => otherwise!;
      continue;
    }
    const values = publishers.map((each) => {
      const { mechanism, context } = parts[placed.indexOf(each)]!;
      const value = mechanism.signals![signal as keyof typeof mechanism.signals] as (
        context: PartContext,
      ) => number;
      return () => value(context);
    });
    const value = values.length === 1 ? values[0]! : () => values.reduce((sum, each) => sum + each(), 0);
    read[signal] = lagged ? laggedReader(value, publisher, reader.mechanism, kernel, captures) : value;
  }
  return read;
}

/** In an event that publisher and reader both handle, the value is taken before anyone handles it; elsewhere the live value is the value before. */
function laggedReader(
  value: () => number,
  publisher: Placed,
  reader: Mechanism,
  kernel: Kernel,
  captures: ReadonlyMap<string, (() => void)[]>,
): () => number {
  let held = 0;
  let heldAt = -1;
  for (const name of Object.keys(publisher.mechanism.on)) {
    // Before `start` nothing has a value yet.
    if (name === "start" || !Object.hasOwn(reader.on, name)) continue;
    captures.get(name)!.push(() => {
      held = value();
      heldAt = kernel.delivered;
    });
  }
  return () => (heldAt === kernel.delivered ? held : value());
}
